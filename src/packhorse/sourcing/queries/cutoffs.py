"""Read what of a warehouse leaves when, and how far it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from packhorse.sourcing.models import FulfillmentOrder

STAGES = ("open", "released", "picking", "picked", "sorted", "packed")


@dataclass(frozen=True)
class CutoffRow:
    """Fulfillment orders of a warehouse with the same cut-off and the same state."""

    ship_by: datetime
    state: str
    orders: int


def by_cutoff(warehouse_id: int) -> list[CutoffRow]:
    """Return what has not left a warehouse and is not on hold, by cut-off, first to leave first, and state."""
    found = FulfillmentOrder.objects.filter(warehouse_id=warehouse_id, state__in=STAGES)
    rows = found.values_list("ship_by", "state").annotate(n=Count("id")).order_by("ship_by", "state")
    return [CutoffRow(*row) for row in rows]


@dataclass(frozen=True)
class LateRow:
    """A fulfillment order whose cut-off has passed."""

    order_id: int
    state: str
    ship_by: datetime


def overdue(warehouse_id: int, *, now: datetime, states: Iterable[str] = STAGES, limit: int) -> list[LateRow]:
    """Return those of a warehouse in these states that should have left before `now`, the latest first."""
    found = FulfillmentOrder.objects.filter(warehouse_id=warehouse_id, state__in=list(states), ship_by__lt=now)
    rows = found.order_by("ship_by", "id").values_list("order_id", "state", "ship_by")
    return [LateRow(*row) for row in rows[:limit]]
