"""Read waves, pick lists and tasks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from packhorse import sql
from packhorse.catalog.rules import in_packs
from packhorse.picking.models import PickList, PickTask
from packhorse.picking.queries.at_work import AtWorkRow, ShortRow, at_work, orders_of_lists, shorts
from packhorse.picking.queries.carried import (
    CarriedRow,
    ShareRow,
    bins_of_tasks,
    carried,
    of_fulfillment,
    sites_of_tasks,
)
from packhorse.picking.queries.carts import CartRow, carries, cart_of, carts, has_carts, tote_on_cart, totes_of
from packhorse.picking.queries.fills import FaceRow, FillRow, faces, fill, fills
from packhorse.picking.queries.plan import PlannedTask, plan
from packhorse.picking.queries.waves import (
    WaveOrderRow,
    WaveRow,
    by_itself,
    floor_setup,
    in_no_wave,
    in_waves,
    planned_waves,
    released_waves,
    setup_at_work,
    wave,
    wave_of,
    wave_orders,
    work_ahead,
)

__all__ = [
    "AtWorkRow",
    "CarriedRow",
    "CartRow",
    "FaceRow",
    "FillRow",
    "ListRow",
    "PlannedTask",
    "ShareRow",
    "ShortRow",
    "StopRow",
    "TaskRow",
    "WaveOrderRow",
    "WaveRow",
    "at_work",
    "bins_of_tasks",
    "brought",
    "by_itself",
    "carried",
    "carries",
    "cart_of",
    "carts",
    "faces",
    "fill",
    "fills",
    "floor_setup",
    "has_carts",
    "in_no_wave",
    "in_waves",
    "last_closed",
    "list_of",
    "lists",
    "lists_by_id",
    "lists_of_wave",
    "of_fulfillment",
    "of_order",
    "open_of_product",
    "orders_of_lists",
    "pick_list",
    "picked_within",
    "plan",
    "planned_waves",
    "released_waves",
    "setup_at_work",
    "shorts",
    "sites_of_tasks",
    "stop",
    "tasks",
    "tote_on_cart",
    "totes_of",
    "walked_mm",
    "wave",
    "wave_of",
    "wave_orders",
    "work_ahead",
]


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
    kind: str = "batch"
    zone: str = ""
    priority: int = 0
    due_at: datetime | None = None
    seconds: int = 0


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
    """The stop a picker goes to now, with what he must see of its bin, goods and lot ("" for none).

    `tote_barcode` is empty when the tote need not be scanned. `pack_levels` and `pack_units`: of packs that are no
    larger than the quantity.
    """

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
    tote_barcode: str
    pack_levels: Sequence[str] = ()
    pack_units: Sequence[int] = ()

    @property
    def in_packs(self) -> str:
        """The quantity in whole packs, or ""."""
        return in_packs(self.quantity, zip(self.pack_levels, self.pack_units, strict=True))


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
    said = (
        row.pk,
        row.wave_id,
        row.warehouse_id,
        row.state,
        row.picker,
        row.route_mm,
        row.baseline_mm,
        row.n,
        row.left,
    )
    return ListRow(*said, row.kind, row.zone, row.priority, row.due_at, row.seconds)


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


def last_closed(list_id: int) -> int | None:
    """Return the task of a list that a scan closed last."""
    found = sql.rows("picking", "last_closed", {"list": list_id})
    return found[0][0] if found else None
