"""Who hears of what. The table itself stands in `packhorse.web.wiring`; this module only keeps it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from packhorse.events import Event

Handler = Callable[..., None]  # handler(events, *, now): exactly one operation for a batch of one kind

_kinds: list[str] = []
_names: list[str] = []
_handlers: dict[str, Handler] = {}


def wire(table: Mapping[type[Any], Sequence[Handler]]) -> None:
    """Take `table` {event class: handlers} as the whole wiring; called once at start."""
    _kinds.clear()
    _names.clear()
    _handlers.clear()
    for kind, handlers in table.items():
        for handler in handlers:
            name = name_of(handler)
            _kinds.append(kind.__name__)
            _names.append(name)
            _handlers[name] = handler


def name_of(handler: Handler) -> str:
    """Return the lasting name of a handler, as kept with its deliveries: `area.function`."""
    return f"{handler.__module__.removeprefix('packhorse.').removesuffix('.handlers')}.{handler.__name__}"


def pairs(kinds: Collection[str]) -> tuple[list[str], list[str]]:
    """Return who hears of these kinds of events, as two equally long lists: kinds and handler names."""
    mine = [(kind, name) for kind, name in zip(_kinds, _names, strict=True) if kind in kinds]
    return [kind for kind, _ in mine], [name for _, name in mine]


def handler_names() -> list[str]:
    """Return the names of all handlers, in the order of the table."""
    return list(_handlers)


def call(name: str, events: Sequence[Event], *, now: datetime) -> None:
    """Give a batch of events of one kind to the handler `name`."""
    _handlers[name](events, now=now)
