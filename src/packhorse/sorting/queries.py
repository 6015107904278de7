"""Read walls, slots, puts and lanes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from packhorse import sql
from packhorse.picking import queries as picking
from packhorse.picking.queries import ListRow
from packhorse.sorting.models import Lane, Put, Slot
from packhorse.sorting.rules import NewLane, lane_for


@dataclass(frozen=True)
class SlotRow:
    """A slot and the fulfillment order that has it."""

    id: int
    warehouse_id: int
    wall: str
    code: str
    barcode: str
    state: str
    fulfillment_id: int | None


@dataclass(frozen=True)
class PutRow:
    """Units laid into a slot."""

    fulfillment_id: int
    line_id: int
    product_id: int
    quantity: int
    slot: str
    actor: str
    at: datetime


@dataclass(frozen=True)
class LaneRow:
    """A lane."""

    id: int
    warehouse_id: int
    code: str
    barcode: str
    countries: tuple[str, ...]


@dataclass(frozen=True)
class LeftRow:
    """Units that a list brought and that lie in no slot yet."""

    units: int
    sku: str
    name: str


@dataclass(frozen=True)
class Wall:
    """What a sorter sees: picks that brought goods, those of them in slots, the first that are not, and the slots."""

    total: int
    done: int
    left: list[LeftRow]
    slots: list[SlotRow]


LEFT_SHOWN = 12
_SLOT = tuple(SlotRow.__dataclass_fields__)


def slots(warehouse_id: int, *, states: Iterable[str] = ("free", "filling", "complete")) -> list[SlotRow]:
    """Return a warehouse's slots in these states."""
    return _ask_slots(warehouse_id, states).read()


def _ask_slots(warehouse_id: int, states: Iterable[str]) -> sql.Answer[list[SlotRow]]:
    values = {"warehouse": warehouse_id, "states": list(states)}
    return sql.ask("sorting", "slots", values, lambda found: [SlotRow(*row) for row in found])


def wall(list_id: int, warehouse_id: int) -> Wall:
    """Return how far a list is sorted, the first picks that lie in no slot, and the warehouse's slots."""
    with sql.together():
        asked = sql.ask("sorting", "left", {"list": list_id, "limit": LEFT_SHOWN}, list)
        slots = _ask_slots(warehouse_id, ("free", "filling", "complete"))
    found = asked.read()
    left = [LeftRow(*row[2:]) for row in found if row[2] is not None]
    return Wall(total=found[0][0], done=found[0][1], left=left, slots=slots.read())


def slot_of(fulfillment_id: int) -> SlotRow | None:
    """Return the slot a fulfillment order lies in."""
    row = Slot.objects.filter(fulfillment_id=fulfillment_id).values_list(*_SLOT).first()
    return SlotRow(*row) if row else None


def puts(fulfillment_ids: Iterable[int]) -> list[PutRow]:
    """Return what was laid into slots for these fulfillment orders."""
    found = Put.objects.filter(fulfillment_id__in=set(fulfillment_ids)).order_by("id")
    fields = ("fulfillment_id", "line_id", "product_id", "quantity", "slot__code", "actor", "at")
    return [PutRow(*row) for row in found.values_list(*fields)]


def ask_laid_tasks(task_ids: Iterable[int]) -> sql.Answer[set[int]]:
    """Ask which of these pick tasks have their goods in a slot already."""
    tasks = {"tasks": sorted(set(task_ids))}
    return sql.ask("sorting", "laid_tasks", tasks, lambda found: {row[0] for row in found})


def lists_to_sort(warehouse_id: int, *, limit: int) -> list[ListRow]:
    """Return the pick lists of a warehouse that are done and brought goods that lie in no slot yet, oldest first."""
    brought = picking.brought(warehouse_id)
    laid = ask_laid_tasks(task for _, task in brought).read()
    left = dict.fromkeys(pick_list for pick_list, task in brought if task not in laid)
    return picking.lists_by_id(list(left)[:limit])


def lanes(warehouse_id: int) -> list[LaneRow]:
    """Return a warehouse's lanes."""
    return [
        LaneRow(lane.pk, lane.warehouse_id, lane.code, lane.barcode, tuple(lane.countries))
        for lane in Lane.objects.filter(warehouse_id=warehouse_id).order_by("code")
    ]


def lane_to(country: str, lanes: Iterable[LaneRow]) -> LaneRow | None:
    """Return the lane of `lanes` that takes parcels to a country."""
    rows = {lane.code: lane for lane in lanes}
    code = lane_for(country, [NewLane(lane.code, lane.barcode, lane.countries) for lane in rows.values()])
    return rows.get(code or "")


def states() -> dict[tuple[int, str], int]:
    """Return {(warehouse id, state): slots}."""
    found = Slot.objects.values_list("warehouse_id", "state").annotate(Count("id")).order_by()
    return {(warehouse, state): count for warehouse, state, count in found}
