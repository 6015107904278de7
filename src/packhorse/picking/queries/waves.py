"""Read how a floor works, and waves: planned against cut-offs, and those that were released."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, F, Max, Q

from packhorse.picking.models import Cart, FloorSetup, PickList, PickTask, Wave, WaveOrder
from packhorse.picking.rules import Setup
from packhorse.sourcing import queries as sourcing

RELEASED = 20  # waves that were released last


@dataclass(frozen=True)
class WaveRow:
    """A wave: its first cut-off, when it would be ready, its orders, and how many of them would be late."""

    id: int
    warehouse_id: int
    state: str
    planned_at: datetime | None
    released_at: datetime | None
    due_at: datetime | None
    ready_at: datetime | None
    orders: int
    late: int
    by_hand: bool


@dataclass(frozen=True)
class WaveOrderRow:
    """A fulfillment order in a planned wave."""

    wave_id: int
    fulfillment_id: int
    order_id: int
    ship_by: datetime
    late: bool


_SETUP = tuple(Setup.__dataclass_fields__)
_WAVE = tuple(WaveRow.__dataclass_fields__)


def floor_setup(warehouse_id: int) -> Setup:
    """Return how a warehouse picks; what holds for one that has no setup of its own."""
    found = FloorSetup.objects.filter(pk=warehouse_id).values_list(*_SETUP).first()
    return Setup(*found) if found else Setup()


def by_itself() -> list[int]:
    """Return the ids of warehouses whose waves are planned and released by the clock."""
    return list(FloorSetup.objects.filter(by_itself=True).order_by("pk").values_list("pk", flat=True))


def setup_at_work(warehouse_id: int, setup: Setup | None = None) -> Setup:
    """Return the warehouse's floor setup (or this one), with no more totes a list than its largest cart has."""
    setup = setup or floor_setup(warehouse_id)
    largest = Cart.objects.filter(warehouse_id=warehouse_id).aggregate(totes=Max("totes"))["totes"]
    return replace(setup, cart_totes=min(setup.cart_totes, largest)) if largest else setup


def planned_waves(warehouse_id: int) -> list[WaveRow]:
    """Return the planned waves of a warehouse, first due first; without orders that cannot go out any more."""
    live = Q(waveorder__fulfillment__state="open", waveorder__fulfillment__warehouse_id=F("warehouse_id"))
    found = (
        Wave.objects.filter(warehouse_id=warehouse_id, state="planned")
        .annotate(live=Count("waveorder", filter=live), risk=Count("waveorder", filter=live & Q(waveorder__late=True)))
        .order_by("due_at", "id")
    )
    fields = [{"orders": "live", "late": "risk"}.get(name, name) for name in _WAVE]
    return [WaveRow(*row) for row in found.values_list(*fields)]


def released_waves(warehouse_id: int, *, limit: int = RELEASED) -> list[WaveRow]:
    """Return the waves of a warehouse that are on the floor, the newest first."""
    found = Wave.objects.filter(warehouse_id=warehouse_id, state="released").order_by("-id")
    return [WaveRow(*row) for row in found.values_list(*_WAVE)[:limit]]


def wave(wave_id: int) -> WaveRow | None:
    """Return a wave."""
    row = Wave.objects.filter(pk=wave_id).values_list(*_WAVE).first()
    if row is None:
        return None
    found = WaveRow(*row)
    same = [each for each in planned_waves(found.warehouse_id) if each.id == wave_id]
    return same[0] if same else found


def wave_orders(wave_ids: Iterable[int]) -> list[WaveOrderRow]:
    """Return the orders in planned waves, first due first; without those that cannot go out any more."""
    found = WaveOrder.objects.filter(
        wave_id__in=set(wave_ids), fulfillment__state="open", fulfillment__warehouse_id=F("wave__warehouse_id")
    ).order_by("fulfillment__ship_by", "fulfillment_id")
    fields = ("wave_id", "fulfillment_id", "order_id", "fulfillment__ship_by", "late")
    return [WaveOrderRow(*row) for row in found.values_list(*fields)]


def in_waves(warehouse_id: int) -> dict[int, int]:
    """Return {fulfillment id: wave id} of all that is in a planned wave of a warehouse."""
    found = WaveOrder.objects.filter(wave__warehouse_id=warehouse_id, wave__state="planned")
    return dict(found.values_list("fulfillment_id", "wave_id"))


def in_no_wave(warehouse_id: int, *, limit: int) -> dict[int, datetime]:
    """Return {fulfillment id: cut-off} of what waits in a warehouse in no planned wave and on no list, first due first.

    The roll-up of a fulfillment order may lag behind: what has tasks is on a list already.
    """
    planned = in_waves(warehouse_id)
    rows = sourcing.open_for_wave(warehouse_id, limit=limit + len(planned))
    tasks = PickTask.objects.filter(fulfillment_id__in=[row.id for row in rows])
    taken = planned.keys() | set(tasks.values_list("fulfillment_id", flat=True))
    return {row.id: row.ship_by for row in [row for row in rows if row.id not in taken][:limit]}


def wave_of(fulfillment_id: int) -> int | None:
    """Return the planned wave a fulfillment order is in."""
    return WaveOrder.objects.filter(pk=fulfillment_id).values_list("wave_id", flat=True).first()


def work_ahead(warehouse_id: int) -> list[int]:
    """Return the seconds that are left of each list on the floor of a warehouse, most urgent first."""
    found = (
        PickList.objects.filter(warehouse_id=warehouse_id, state__in=("open", "picking"))
        .annotate(stops=Count("tasks"), left=Count("tasks", filter=Q(tasks__state="open")))
        .order_by("-priority", "due_at", "id")
    )
    return [seconds * left // max(1, stops) for seconds, left, stops in found.values_list("seconds", "left", "stops")]
