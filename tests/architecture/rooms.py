"""Who may know whom, where a positive list says it better than a contract."""

import sys
from pathlib import Path

from architecture.trees import LINE, Module, imports, is_in, modules

OPEN = ("rules", "queries")  # the rooms of an earlier area that others may look into
# Doors of an area for all: stock, events, and the ways to carriers, which know no tables.
SHARED = ("packhorse.inventory.operations", "packhorse.outbox.publish", "packhorse.carriers.adapters")
RESTRICTED = ("rules", "models", "handlers", "jobs")
PURE = ("algorithms", "events", "languages", "numbers", "states")  # what rules may build on
QUEUE = ("procrastinate", "packhorse.retrying", "django.conf", "django.utils.timezone", "django.db")  # what jobs need


def find_room_breaches(root: Path) -> list[str]:
    """Rules, models, handlers and jobs import only what their room may know."""
    return [
        module.at(node, f"{module.room} may not know {name}")
        for module in modules(root)
        if module.area in LINE and module.room in RESTRICTED
        for node, name in imports(module)
        if not _may_know(module, name)
    ]


def _may_know(module: Module, name: str) -> bool:
    own = f"packhorse.{module.area}"
    if name.split(".")[0] in sys.stdlib_module_names or is_in(name, f"{own}.rules", f"{own}.{module.room}"):
        return True
    if module.room == "rules":
        pure = is_in(name, *(f"packhorse.{each}" for each in PURE))
        return pure or is_in(name, *_earlier(module.area, "rules"))
    if module.room == "models":
        return is_in(name, "django")
    if module.room == "jobs" and is_in(name, *QUEUE):
        return True
    return is_in(name, "packhorse.events", f"{own}.operations", *_earlier(module.area, "queries"))


def _earlier(area: str, room: str) -> list[str]:
    return [f"packhorse.{other}.{room}" for other, rank in LINE.items() if rank < LINE[area]]


def find_side_doors(root: Path) -> list[str]:
    """An area looks only into another's rules and queries; stock and the outbox have one shared door each."""
    return [
        module.at(node, f"looks behind the door of {name}")
        for module in modules(root)
        if module.area in LINE
        for node, name in imports(module)
        if is_in(name, *(f"packhorse.{area}" for area in LINE if area != module.area))
        and name.split(".")[2:3] not in [[room] for room in OPEN]
        and not is_in(name, *SHARED)
    ]
