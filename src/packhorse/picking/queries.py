"""Read waves, pick lists and tasks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from packhorse import sql
from packhorse.picking.models import PickList, PickTask


@dataclass(frozen=True)
class ListRow:
    """A pick list; distances in mm."""

    id: int
    wave_id: int
    warehouse_id: int
    state: str
    picker: str
    route_mm: int
    baseline_mm: int
    tasks: int
    open: int


@dataclass(frozen=True)
class TaskRow:
    """A stop of a pick list."""

    id: int
    pick_list_id: int
    sequence: int
    tote: int
    fulfillment_id: int
    order_id: int
    line_id: int
    product_id: int
    bin_id: int
    lot_id: int | None
    quantity: int
    picked: int
    state: str
    actor: str
    at: datetime | None
    reason: str


@dataclass(frozen=True)
class StopRow:
    """The stop a picker goes to now, with what he must see of its bin, goods and lot ("" for none)."""

    task_id: int
    tote: int
    product_id: int
    bin_id: int
    quantity: int
    bin_code: str
    bin_barcode: str
    sku: str
    name: str
    barcode: str
    tracks_serials: bool
    lot: str
    lot_expires_on: date | None


_TASK = tuple(TaskRow.__dataclass_fields__)
_LIST = len(ListRow.__dataclass_fields__)


def lists(*, warehouse_id: int | None = None, states: Iterable[str] = ("open", "picking")) -> list[ListRow]:
    """Return the pick lists in these states, oldest first."""
    found = PickList.objects.filter(state__in=list(states)).order_by("id")
    if warehouse_id is not None:
        found = found.filter(warehouse_id=warehouse_id)
    return [_row(row) for row in _counted(found)]


def _counted(found: QuerySet[PickList]) -> QuerySet[PickList]:
    return found.annotate(n=Count("tasks"), left=Count("tasks", filter=Q(tasks__state="open")))


def _row(row: Any) -> ListRow:
    return ListRow(
        row.pk, row.wave_id, row.warehouse_id, row.state, row.picker, row.route_mm, row.baseline_mm, row.n, row.left
    )


def brought(warehouse_id: int) -> list[tuple[int, int]]:
    """Return (list id, task id) of goods that done lists brought for orders that are not sorted whole, oldest first.

    Goods of cancelled orders are left out: they go back into their bins.
    """
    found = PickTask.objects.filter(
        fulfillment__state__in=("released", "picking", "picked"),  # few rows of an index, however many lists are done
        fulfillment__warehouse_id=warehouse_id,
        pick_list__warehouse_id=warehouse_id,
        pick_list__state="done",
        picked__gt=0,
    )
    return list(found.order_by("pick_list_id", "id").values_list("pick_list_id", "id"))


def lists_by_id(ids: Iterable[int]) -> list[ListRow]:
    """Return these pick lists, oldest first."""
    return [_row(row) for row in _counted(PickList.objects.filter(pk__in=set(ids)).order_by("id"))]


def pick_list(list_id: int) -> ListRow | None:
    """Return one pick list."""
    found = sql.rows("picking", "pick_list", {"list": list_id})
    return ListRow(*found[0]) if found else None


def stop(list_id: int) -> tuple[ListRow, StopRow | None] | None:
    """Return a list and its next open stop, the two as they were at one moment."""
    found = sql.rows("picking", "stop", {"list": list_id})
    if not found:
        return None
    row = found[0]
    return ListRow(*row[:_LIST]), StopRow(*row[_LIST:]) if row[_LIST] else None


def lists_of_wave(wave_id: int) -> list[int]:
    """Return the ids of a wave's lists."""
    return list(PickList.objects.filter(wave_id=wave_id).order_by("id").values_list("id", flat=True))


def tasks(list_id: int) -> list[TaskRow]:
    """Return the stops of a list in walking order."""
    return [TaskRow(*r) for r in PickTask.objects.filter(pick_list_id=list_id).order_by("sequence").values_list(*_TASK)]


def of_order(order_id: int) -> list[TaskRow]:
    """Return every stop made for an order."""
    return [TaskRow(*r) for r in PickTask.objects.filter(order_id=order_id).order_by("id").values_list(*_TASK)]


def open_of_product(product_id: int, *, limit: int = 200) -> list[TaskRow]:
    """Return the picks of a product that wait to be made."""
    rows = PickTask.objects.filter(product_id=product_id, state="open").order_by("id")
    return [TaskRow(*row) for row in rows.values_list(*_TASK)[:limit]]


def list_of(fulfillment_id: int) -> int | None:
    """Return the list a fulfillment order is on."""
    found = PickTask.objects.filter(fulfillment_id=fulfillment_id).values_list("pick_list_id", flat=True)
    return found.first()


def walked_mm(fulfillment_ids: Iterable[int]) -> tuple[int, int]:
    """Return (mm of the walks of the lists done for these fulfillment orders, mm of one S-shape trip an order)."""
    served = PickTask.objects.filter(fulfillment_id__in=set(fulfillment_ids)).values("pick_list_id")
    done = PickList.objects.filter(state="done", pk__in=served)
    sums = done.aggregate(route=Sum("route_mm"), baseline=Sum("baseline_mm"))
    return sums["route"] or 0, sums["baseline"] or 0


def picked_within(start: datetime, end: datetime) -> tuple[int, int]:
    """Return (lines, units) picked from `start` until before `end`."""
    found = PickTask.objects.filter(at__gte=start, at__lt=end, picked__gt=0)
    sums = found.aggregate(lines=Count("id"), units=Sum("picked"))
    return sums["lines"] or 0, sums["units"] or 0


@dataclass(frozen=True)
class CarriedRow:
    """A fulfillment order all of whose picks are made, on one list: the list, its kind, and the tote on its cart."""

    fulfillment_id: int
    order_id: int
    warehouse_id: int
    list_id: int
    kind: str
    tote: int


def carried(fulfillment_ids: Iterable[int]) -> list[CarriedRow]:
    """Return those of these fulfillment orders that one list brought whole; those spread over several are left out."""
    found = sql.rows("picking", "carried", {"fulfillments": sorted(set(fulfillment_ids))})
    return [CarriedRow(*row) for row in found]


def bins_of_tasks(task_ids: Iterable[int]) -> dict[int, int]:
    """Return {pick task: the bin its goods were taken from}."""
    return dict(PickTask.objects.filter(pk__in=set(task_ids)).values_list("id", "bin_id"))


@dataclass(frozen=True)
class ShareRow:
    """A pick of a fulfillment order: the list it is on, and what it brought."""

    task_id: int
    list_id: int
    state: str
    picked: int


def of_fulfillment(fulfillment_id: int) -> list[ShareRow]:
    """Return the picks of a fulfillment order, on whatever list."""
    found = PickTask.objects.filter(fulfillment_id=fulfillment_id).order_by("id")
    return [ShareRow(*row) for row in found.values_list("id", "pick_list_id", "state", "picked")]
