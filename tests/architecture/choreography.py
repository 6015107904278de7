"""The wiring agrees with the handlers: what each says it takes is what it is given."""

import ast
from pathlib import Path

from architecture.trees import LINE, dotted, functions, modules

WIRING = "web/wiring.py"


def find_unknown_events(root: Path) -> list[str]:
    """Each key of the wiring is an event."""
    files = sorted((root / "events").glob("*.py"))
    known = {each.name for file in files for each in _tree(file).body if isinstance(each, ast.ClassDef)}
    return [
        f"{WIRING}:{key.lineno} {dotted(key)} is no event"
        for key in _table(root).keys
        if key is not None and not (dotted(key).startswith("events.") and dotted(key).split(".")[1] in known)
    ]


def find_miswired_handlers(root: Path) -> list[str]:
    """Each handler is wired to the events it takes, to all of them and to no others."""
    taken = {
        (event, f"{module.area}.{function.name}"): f"{module.path}:{function.lineno}"
        for module in modules(root)
        if module.area in LINE and module.room == "handlers"
        for function in functions(module.tree)
        for event in _takes(function)
    }
    given = _given(root)
    orphans = [f"{taken[pair]} {pair[1]} is not wired to {pair[0]}" for pair in taken if pair not in given]
    strangers = [f"{given[pair]} {pair[1]} does not take {pair[0]}" for pair in given if pair not in taken]
    return orphans + strangers


def _takes(function: ast.FunctionDef) -> list[str]:
    """Return the events in the annotation `Sequence[A | B]`; a handler without one takes "nothing", and stands out."""
    annotation = function.args.args[0].annotation if function.args.args else None
    if not isinstance(annotation, ast.Subscript):
        return ["nothing"]
    return [node.id for node in ast.walk(annotation.slice) if isinstance(node, ast.Name)]


def _given(root: Path) -> dict[tuple[str, str], str]:
    """Return the wiring as pairs (event, area.handler), each with its place."""
    areas = {
        alias.asname or alias.name: (node.module or "").removeprefix("packhorse.")
        for node in ast.walk(_tree(root / WIRING))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    table = _table(root)
    return {
        (dotted(key).split(".")[-1], f"{areas.get(alias, alias)}.{name}"): f"{WIRING}:{handler.lineno}"
        for key, handlers in zip(table.keys, table.values, strict=True)
        if key is not None and isinstance(handlers, ast.List | ast.Tuple)
        for handler in handlers.elts
        for alias, _, name in [dotted(handler).partition(".")]
    }


def _table(root: Path) -> ast.Dict:
    for node in _tree(root / WIRING).body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Dict):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if dotted(target) == "WIRING":
                return node.value
    raise AssertionError(f"{WIRING} has no table WIRING")


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))
