"""Read who is at work on a floor and where, what was short, and how many orders a list is for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F

from packhorse import sql
from packhorse.outbox import queries as outbox
from packhorse.picking.models import PickTask

RECENT = timedelta(minutes=30)  # who made no scan for so long and has no list has gone


@dataclass(frozen=True)
class AtWorkRow:
    """A picker, the list he is on or finished last, and where and when he made its last scan.

    `since`: that scan, or when he took the list he has not scanned on yet; None where nobody knows.
    """

    picker: str
    list_id: int
    state: str
    due_at: datetime | None
    priority: int
    tasks: int
    open: int
    scanned_at: datetime | None
    bin_code: str
    x_mm: int | None
    y_mm: int | None
    since: datetime | None


def at_work(warehouse_id: int, *, now: datetime) -> list[AtWorkRow]:
    """Return the pickers of a warehouse who have a list, or made a scan lately, by name."""
    rows = sql.rows("picking", "at_work", {"warehouse": warehouse_id, "since": now - RECENT})
    began = outbox.last_at("PickingStarted", [row[-1] for row in rows if row[7] is None])
    return [AtWorkRow(*row[:-1], row[7] or began.get(row[-1])) for row in rows]


@dataclass(frozen=True)
class ShortRow:
    """A pick that found too little: `missing` units of a product in a bin."""

    list_id: int
    order_id: int
    product_id: int
    bin_code: str
    missing: int
    at: datetime
    actor: str


def shorts(warehouse_id: int, *, since: datetime, limit: int) -> list[ShortRow]:
    """Return the picks of a warehouse that were short since a moment, the last first."""
    found = PickTask.objects.filter(pick_list__warehouse_id=warehouse_id, state="short", at__gte=since)
    rows = found.annotate(missing=F("quantity") - F("picked")).order_by("-at", "-id")
    fields = ("pick_list_id", "order_id", "product_id", "bin__code", "missing", "at", "actor")
    return [ShortRow(*row) for row in rows.values_list(*fields)[:limit]]


def orders_of_lists(list_ids: Iterable[int]) -> dict[int, int]:
    """Return {list id: fulfillment orders it picks for}."""
    found = PickTask.objects.filter(pick_list_id__in=set(list_ids)).values_list("pick_list_id")
    return dict(found.annotate(Count("fulfillment_id", distinct=True)).order_by())
