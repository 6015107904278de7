"""Operations: one function, one verb, called in one way."""

import ast
from pathlib import Path

from architecture.trees import LINE, Module, dotted, functions, modules

BATCHES = {"Sequence", "Collection", "Iterable", "Mapping", "Set", "list", "tuple", "dict", "set", "frozenset", "bytes"}


def find_loose_operations(root: Path) -> list[str]:
    """A public operation takes named arguments, at most after one batch, and says what it does."""
    return [
        module.at(function, f"{function.name} {fault}")
        for module in modules(root)
        if module.area in LINE and module.room == "operations"
        for function in functions(module.tree)
        if function.name in _public(root, module)
        for fault in _faults(function)
    ]


def _public(root: Path, module: Module) -> set[str]:
    """Return what the area's `operations` lets out of this module: its `__all__`, or all when it is one file."""
    door = root / module.area / "operations" / "__init__.py"
    if not door.is_file():
        return {function.name for function in functions(module.tree)}
    tree = ast.parse(door.read_text(encoding="utf-8"))
    let_out = {
        each.value
        for node in tree.body
        if isinstance(node, ast.Assign) and dotted(node.targets[0]) == "__all__"
        for each in ast.walk(node.value)
        if isinstance(each, ast.Constant)
    }
    here = ".".join(("packhorse", *module.parts))
    return {
        alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module == here
        for alias in node.names
        if (alias.asname or alias.name) in let_out
    }


def _faults(function: ast.FunctionDef) -> list[str]:
    taken = [*function.args.posonlyargs, *function.args.args]
    faults = []
    if len(taken) > 1:
        faults.append(f"takes {len(taken)} arguments by their place")
    elif taken and not _is_batch(taken[0].annotation):
        faults.append(f"takes {taken[0].arg} by its place, which is no batch")
    if not ast.get_docstring(function):
        faults.append("has no docstring")
    return faults


def _is_batch(annotation: ast.expr | None) -> bool:
    outer = annotation.value if isinstance(annotation, ast.Subscript) else annotation
    return outer is not None and dotted(outer) in BATCHES
