"""Read walls and slots."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from packhorse import sql
from packhorse.sorting.models import Clearing, Slot, Wall

STATES = ("free", "filling", "complete", "to_clear")


@dataclass(frozen=True)
class SlotRow:
    """A slot and the fulfillment order that has it; a large order has several, `part` 1 for the first."""

    id: int
    warehouse_id: int
    wall: str
    code: str
    barcode: str
    state: str
    fulfillment_id: int | None
    part: int
    column: int
    row: int
    width_mm: int
    height_mm: int
    depth_mm: int


@dataclass(frozen=True)
class ClearingRow:
    """A cancelled order's goods were taken out of a slot."""

    fulfillment_id: int
    actor: str
    at: datetime


@dataclass(frozen=True)
class WallRow:
    """How a put wall is used."""

    code: str
    golden_row: int
    confirm: bool
    single: bool


@dataclass(frozen=True)
class GridRow:
    """A row of a wall as it stands: its slots by column, None where the wall has none."""

    golden: bool
    cells: tuple[SlotRow | None, ...]


@dataclass(frozen=True)
class Grid:
    """A wall as it stands: rows from the top, or slots in a row where nobody said where they are."""

    wall: WallRow
    rows: tuple[GridRow, ...]
    loose: tuple[SlotRow, ...]


_SLOT = tuple(SlotRow.__dataclass_fields__)


def slots(warehouse_id: int, *, states: Iterable[str] = STATES) -> list[SlotRow]:
    """Return a warehouse's slots in these states."""
    return ask_slots(warehouse_id, states).read()


def ask_slots(warehouse_id: int, states: Iterable[str] = STATES) -> sql.Answer[list[SlotRow]]:
    """Ask for a warehouse's slots in these states."""
    values = {"warehouse": warehouse_id, "states": list(states)}
    return sql.ask("sorting", "slots", values, lambda found: [SlotRow(*row) for row in found])


def slot_of(fulfillment_id: int) -> SlotRow | None:
    """Return the slot a fulfillment order lies in, the first of several."""
    row = Slot.objects.filter(fulfillment_id=fulfillment_id, part=1).values_list(*_SLOT).first()
    return SlotRow(*row) if row else None


def slot_by_id(slot_id: int) -> SlotRow | None:
    """Return a slot."""
    row = Slot.objects.filter(pk=slot_id).values_list(*_SLOT).first()
    return SlotRow(*row) if row else None


def slot_by_barcode(barcode: str) -> SlotRow | None:
    """Return the slot that bears a barcode."""
    row = Slot.objects.filter(barcode=barcode.strip()).values_list(*_SLOT).first()
    return SlotRow(*row) if row else None


def to_clear(warehouse_id: int) -> list[SlotRow]:
    """Return the first slots of cancelled orders whose goods still lie in them."""
    found = Slot.objects.filter(warehouse_id=warehouse_id, part=1).exclude(fulfillment_id=None)
    gone = found.filter(fulfillment__state="cancelled").order_by("wall", "row", "column", "id")
    return [SlotRow(*row) for row in gone.values_list(*_SLOT)]


def walls(warehouse_id: int) -> list[WallRow]:
    """Return a warehouse's walls."""
    found = Wall.objects.filter(warehouse_id=warehouse_id).order_by("code")
    return [WallRow(*row) for row in found.values_list("code", "golden_row", "confirm", "single")]


def grids(warehouse_id: int, slots: Sequence[SlotRow]) -> list[Grid]:
    """Return a warehouse's walls as they stand, with these slots."""
    known = {wall.code: wall for wall in walls(warehouse_id)}
    by_wall: dict[str, list[SlotRow]] = defaultdict(list)
    for slot in slots:
        by_wall[slot.wall].append(slot)
    return [_grid(known.get(code, WallRow(code, 0, False, False)), mine) for code, mine in sorted(by_wall.items())]


def _grid(wall: WallRow, slots: Sequence[SlotRow]) -> Grid:
    placed = {(slot.row, slot.column): slot for slot in slots if slot.row and slot.column}
    columns = range(min((c for _, c in placed), default=1), max((c for _, c in placed), default=0) + 1)
    rows = tuple(
        GridRow(row == wall.golden_row, tuple(placed.get((row, column)) for column in columns))
        for row in sorted({row for row, _ in placed})
    )
    return Grid(wall, rows, tuple(slot for slot in slots if not (slot.row and slot.column)))


def states() -> dict[tuple[int, str], int]:
    """Return {(warehouse id, state): slots}."""
    found = Slot.objects.values_list("warehouse_id", "state").annotate(Count("id")).order_by()
    return {(warehouse, state): count for warehouse, state, count in found}


def last_clearing(slot_id: int) -> ClearingRow | None:
    """Return who cleared a slot last, if anybody ever did."""
    row = Clearing.objects.filter(slot=slot_id).order_by("-id").values_list("fulfillment_id", "actor", "at").first()
    return ClearingRow(*row) if row else None
