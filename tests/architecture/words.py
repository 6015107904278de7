"""Names that say nothing, and calls that hide what happens."""

import ast
import re
from pathlib import Path

from architecture.trees import called, dotted, imports, modules

VAGUE = re.compile(r"_?(utils?|helpers?|common|services?|misc)")
SIGNAL = re.compile(r"django\.dispatch(\..*)?|django\.(.*\.)?signals(\..*)?")
SENT = re.compile(r"(pre|post)_(init|save|delete|migrate)|m2m_changed")
TIMELESS = ("rules", "operations", "handlers")
CLOCKS = re.compile(r"(.*\.)?(datetime|timezone|date)\.(now|utcnow|today|localtime|localdate)|time\.(time|time_ns)")
TAKEN = re.compile(r"time\.(time|time_ns)|django\.utils\.timezone\.(now|localtime|localdate)|random\.(?!Random$).*")


def find_vague_names(root: Path) -> list[str]:
    """No module or folder is called by a name under which anything could stand."""
    return [
        f"{path.relative_to(root).as_posix()}:1 says nothing by its name"
        for path in sorted(root.rglob("*"))
        if VAGUE.fullmatch(path.stem) and (path.is_dir() or path.suffix == ".py") and "vendor" not in path.parts
    ]


def find_signals(root: Path) -> list[str]:
    """Nothing listens to or sends Django's signals: what causes something later is an event."""
    found = []
    for module in modules(root):
        found += [module.at(node, f"imports {name}") for node, name in imports(module) if SIGNAL.fullmatch(name)]
        found += [
            module.at(node, f"uses {dotted(node)}")
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Attribute) and SENT.fullmatch(node.attr)
        ]
    return found


def find_clocks(root: Path) -> list[str]:
    """Decisions and writes read no clock and roll no common dice: they are given `now` and a seed."""
    found = []
    for module in modules(root):
        if module.area != "algorithms" and module.room not in TIMELESS:
            continue
        for node in ast.walk(module.tree):
            name = called(node)
            if CLOCKS.fullmatch(name) or (name.startswith("random.") and name != "random.Random"):
                found.append(module.at(node, f"calls {name}"))
        found += [module.at(node, f"imports {name}") for node, name in imports(module) if TAKEN.fullmatch(name)]
    return found
