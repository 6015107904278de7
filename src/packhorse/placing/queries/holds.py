"""Read holds, the rules that set them, and notes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from packhorse.placing.models import HoldRule, OrderHold, OrderNote


@dataclass(frozen=True)
class HoldRow:
    """A hold on an order; open while `released_at` is None."""

    order_id: int
    kind: str
    reason: str
    at: datetime
    actor: str
    released_at: datetime | None
    released_by: str


_HOLD = tuple(HoldRow.__dataclass_fields__)


def holds(order_ids: Iterable[int]) -> list[HoldRow]:
    """Return every hold these orders ever had, oldest first."""
    found = OrderHold.objects.filter(order_id__in=set(order_ids)).order_by("id")
    return [HoldRow(*row) for row in found.values_list(*_HOLD)]


def held(order_ids: Iterable[int]) -> set[int]:
    """Return those of these orders that must not go on."""
    found = OrderHold.objects.filter(order_id__in=set(order_ids), released_at=None)
    return set(found.values_list("order_id", flat=True))


@dataclass(frozen=True)
class NoteRow:
    """A note on an order."""

    at: datetime
    actor: str
    text: str


def notes(order_id: int) -> list[NoteRow]:
    """Return the notes on an order, oldest first."""
    found = OrderNote.objects.filter(order_id=order_id).order_by("id")
    return [NoteRow(*row) for row in found.values_list("at", "actor", "text")]


@dataclass(frozen=True)
class HoldRuleRow:
    """A rule that holds orders; `channel` empty: on every channel."""

    id: int
    kind: str
    hold: str
    channel: str
    limit: int
    hours: int


def hold_rules() -> list[HoldRuleRow]:
    """Return the merchant's rules, oldest first."""
    found = HoldRule.objects.order_by("id").values_list("id", "kind", "hold", "channel__code", "limit", "hours")
    return [HoldRuleRow(pk, kind, hold, channel or "", limit, hours) for pk, kind, hold, channel, limit, hours in found]
