"""Tables: foreign keys point back, models hold no logic."""

import ast
from pathlib import Path

from architecture.trees import LINE, called, modules

KEYS = ("ForeignKey", "OneToOneField", "ManyToManyField")


def find_forward_keys(root: Path) -> list[str]:
    """A foreign key points into its own or an earlier area."""
    found = []
    for module in modules(root):
        if module.area not in LINE or module.room != "models":
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and called(node).split(".")[-1] in KEYS:
                target = _target(node)
                if target in LINE and target != module.area and LINE[target] >= LINE[module.area]:
                    found.append(module.at(node, f"points forward to {target}"))
    return found


def _target(call: ast.Call) -> str:
    """Return the area that a key names in its text, or nothing when it names a class or a model of its own."""
    to = next((each.value for each in call.keywords if each.arg == "to"), call.args[0] if call.args else None)
    if isinstance(to, ast.Constant) and isinstance(to.value, str) and "." in to.value:
        return to.value.split(".")[0]
    return ""


def find_save_overrides(root: Path) -> list[str]:
    """No model has a `save` of its own."""
    return [
        module.at(node, f"{each.name} overrides save()")
        for module in modules(root)
        if "models" in module.parts
        for each in ast.walk(module.tree)
        if isinstance(each, ast.ClassDef)
        for node in each.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == "save"
    ]
