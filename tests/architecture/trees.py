"""What the guards read: the line of areas, and the modules of a package folder as syntax trees."""

import ast
from collections.abc import Iterator
from configparser import ConfigParser
from dataclasses import dataclass
from pathlib import Path

HOUSE = Path(__file__).parents[2]
PACKAGE = HOUSE / "src" / "packhorse"
CONTRACTS = HOUSE / ".importlinter"


@dataclass(frozen=True)
class Module:
    """One Python file: `path` from the package folder with slashes, `parts` as it is imported."""

    path: str
    parts: tuple[str, ...]
    tree: ast.Module

    @property
    def area(self) -> str:
        """The folder it stands in, directly under the package; of a top module, its own name."""
        return self.parts[0] if self.parts else ""

    @property
    def room(self) -> str:
        """The room of the area: `rules`, `models`, `operations`; the same for a file and a folder of verbs."""
        return self.parts[1] if len(self.parts) > 1 else ""

    def at(self, node: ast.AST, text: str) -> str:
        """Say where and what."""
        return f"{self.path}:{getattr(node, 'lineno', 1)} {text}"


def contracts() -> ConfigParser:
    """Return the contracts of import-linter."""
    config = ConfigParser()
    config.read(CONTRACTS, encoding="utf-8")
    return config


def line() -> dict[str, int]:
    """Return every area's rank in the line, the earliest lowest. Areas that know nothing of each other share one."""
    layers = contracts()["importlinter:contract:line"]["layers"].split("\n")
    names = [[name.strip(" ()") for name in layer.split("|")] for layer in layers if layer.strip()]
    tops = [layer[0] for layer in names]
    areas = names[tops.index("demo") + 1 : tops.index("outbox") + 1]
    return {name: -place for place, layer in enumerate(areas) for name in layer}


LINE = line()


def modules(root: Path) -> Iterator[Module]:
    """Read every Python file of a package folder but its migrations."""
    for path in sorted(root.rglob("*.py")):
        inner = path.relative_to(root)
        if "migrations" in inner.parts:
            continue
        parts = inner.with_suffix("").parts
        tree = ast.parse(path.read_text(encoding="utf-8"))
        yield Module(inner.as_posix(), parts[:-1] if parts[-1] == "__init__" else parts, tree)


def imports(module: Module) -> Iterator[tuple[ast.AST, str]]:
    """Yield what a module imports, wherever it does, in full: `from a import b` is `a.b`."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                here = ["packhorse", *module.parts, *(["__init__"] if module.path.endswith("__init__.py") else [])]
                base = ".".join([*here[: len(here) - node.level], *([base] if base else [])])
            yield from ((node, f"{base}.{alias.name}") for alias in node.names)


def is_in(name: str, *packages: str) -> bool:
    """Tell whether an imported name is one of `packages` or stands in one."""
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def called(node: ast.AST) -> str:
    """Return the dotted name of what a call calls: `timezone.now`; of `f(x).raw()`, `.raw`. Otherwise nothing."""
    return dotted(node.func) if isinstance(node, ast.Call) else ""


def dotted(node: ast.AST) -> str:
    """Return a name with its dots."""
    if isinstance(node, ast.Name):
        return node.id
    return f"{dotted(node.value)}.{node.attr}" if isinstance(node, ast.Attribute) else ""


def functions(tree: ast.Module) -> list[ast.FunctionDef]:
    """Return the public functions of a module."""
    return [node for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
