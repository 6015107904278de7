"""Read what orders were promised: the present day, what the customer was told first, and every time between."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from packhorse.sourcing.models import Promise


@dataclass(frozen=True)
class PromiseRow:
    """A day that was promised of what a warehouse sends; `leaves_at` is the cut-off, `chance` is in permille."""

    order_id: int
    warehouse_id: int
    at: datetime
    leaves_at: datetime
    promised_on: date | None
    chance: int | None


_ROW = tuple(PromiseRow.__dataclass_fields__)


def promises_of(order_ids: Iterable[int]) -> list[PromiseRow]:
    """Return what was promised of orders, the oldest first."""
    found = Promise.objects.filter(order_id__in=set(order_ids)).order_by("order_id", "at", "warehouse_id")
    return [PromiseRow(*row) for row in found.values_list(*_ROW)]
