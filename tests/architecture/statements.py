"""SQL stands in its rooms: the `sql` folder of its area, one statement a file, each with its comment and in use."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from architecture.trees import LINE, Module, called, modules

# The door to the files, and what must talk to the server before or outside them.
ROOMS = ("sql.py", "creating.py", "postgres.py", "web/start.py", "web/audit/prove.py")
CALLS = ("execute", "executemany", "raw", "extra", "RawSQL")
TEXT = re.compile(
    r"\s*(--\s|(SELECT|INSERT|UPDATE|DELETE|WITH|MERGE|CREATE|ALTER|DROP|TRUNCATE|COPY|LOCK|NOTIFY)\s"
    r"|(?i:insert\s+into\s|delete\s+from\s|update\s+\w+\s+set\s|with\s+\w+\s+as\s*\())"
)


def find_stray_sql(root: Path) -> list[str]:
    """No statement and no cursor stands in Python."""
    found = []
    for module in modules(root):
        if module.path in ROOMS:
            continue
        said = _docstrings(module.tree)
        for node in ast.walk(module.tree):
            name, text = called(node).split(".")[-1], _text(node)
            if name in CALLS:
                found.append(module.at(node, f"calls {name}"))
            elif node not in said and TEXT.match(text):
                found.append(module.at(node, f"SQL in Python: {text.split()[0]}"))
    return found


def _text(node: ast.AST) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _docstrings(tree: ast.Module) -> set[ast.AST]:
    """Return every text that stands alone: it is said to the reader, not to the database."""
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def find_uncommented_sql(root: Path) -> list[str]:
    """Each statement begins with one line that says what it is for."""
    return [
        f"{path.relative_to(root).as_posix()}:1 does not begin with a comment"
        for path in _files(root)
        if not re.match(r"-- \S", path.read_text(encoding="utf-8"))
    ]


def find_unused_sql(root: Path) -> list[str]:
    """Each statement is named in its area, or is found by its name as a part of the audit."""
    named = {
        (module.area, node.value)
        for module in modules(root)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant)
    }
    return [
        f"{path.relative_to(root).as_posix()}:1 is not used"
        for path in _files(root)
        if not path.stem.startswith("audit_") and (path.relative_to(root).parts[0], path.stem) not in named
    ]


def find_borrowed_sql(root: Path) -> list[str]:
    """An area runs only statements of its own, and they exist."""
    return [
        module.at(node, f"runs {area}/sql/{name}.sql")
        for module in modules(root)
        if module.area in LINE
        for node, area, name in _runs(module)
        if area != module.area or not (root / area / "sql" / f"{name}.sql").is_file()
    ]


def _runs(module: Module) -> Iterator[tuple[ast.AST, str, str]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and called(node) == "sql.rows":
            texts = [each.value if isinstance(each, ast.Constant) else "?" for each in node.args[:2]]
            yield node, str(texts[0]), str(texts[1])


def _files(root: Path) -> list[Path]:
    return sorted(root.glob("*/sql/*.sql"))
