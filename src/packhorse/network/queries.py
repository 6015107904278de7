"""Read warehouses and bins."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from packhorse import sql
from packhorse.network.models import Bin, Closing, Warehouse
from packhorse.network.rules import BLOCKING, closed_in_words, leaves_on, today_in


@dataclass(frozen=True)
class WarehouseRow:
    """A warehouse; see `rules.NewWarehouse` for the meaning of each field."""

    id: int
    code: str
    name: str
    line1: str
    city: str
    postal_code: str
    country: str
    latitude: float | None
    longitude: float | None
    timezone: str
    cutoff: time
    workdays: tuple[int, ...]
    capacity_per_day: int
    handling_order_minor: int
    handling_line_minor: int
    storage_classes: tuple[str, ...]
    depot_x_mm: int
    depot_y_mm: int
    front_y_mm: int
    back_y_mm: int

    def leaves(self, now: datetime) -> datetime:
        """Return the cut-off (UTC) at which what becomes ready at `now` leaves."""
        return leaves_on(timezone=self.timezone, cutoff=self.cutoff, workdays=self.workdays, now=now)


@dataclass(frozen=True)
class BinRow:
    """A bin; see `rules.NewBin` for the meaning of each field."""

    id: int
    warehouse_id: int
    code: str
    barcode: str
    zone: str
    aisle: int
    x_mm: int
    y_mm: int
    storage_class: str
    use: str
    width_mm: int
    depth_mm: int
    height_mm: int
    max_weight_g: int

    @property
    def blocks(self) -> bool:
        """Say whether nobody may have what lies in it."""
        return self.use in BLOCKING


_WAREHOUSE = tuple(WarehouseRow.__dataclass_fields__)
_BIN = tuple(BinRow.__dataclass_fields__)


def warehouses() -> list[WarehouseRow]:
    """Return all warehouses by code."""
    rows = Warehouse.objects.order_by("code").values(*_WAREHOUSE)
    return [
        WarehouseRow(**{**row, "workdays": tuple(row["workdays"]), "storage_classes": tuple(row["storage_classes"])})
        for row in rows
    ]


def warehouse(code: str) -> WarehouseRow | None:
    """Return the warehouse with this code."""
    return next((row for row in warehouses() if row.code == code), None)


def bins_by_id(ids: Iterable[int]) -> dict[int, BinRow]:
    """Return the bins with these ids, by id."""
    return {row[0]: BinRow(*row) for row in Bin.objects.filter(pk__in=set(ids)).values_list(*_BIN)}


def ask_bin_by_barcode(barcode: str) -> sql.Answer[BinRow | None]:
    """Ask for the bin with this barcode, together with other questions."""
    values = {"barcode": barcode.strip()}
    return sql.ask("network", "bin_by_barcode", values, lambda found: BinRow(*found[0]) if found else None)


def bin_ids(warehouse_code: str) -> dict[str, int]:
    """Return {bin code: id} of a warehouse."""
    return dict(Bin.objects.filter(warehouse__code=warehouse_code).values_list("code", "id"))


def bins(warehouse_id: int, *, uses: Iterable[str] = ()) -> list[BinRow]:
    """Return the bins of a warehouse by code: all, or those for these uses."""
    found = Bin.objects.filter(warehouse_id=warehouse_id).order_by("code")
    if wanted := list(uses):
        found = found.filter(use__in=wanted)
    return [BinRow(*row) for row in found.values_list(*_BIN)]


def bin_by_barcode(barcode: str) -> BinRow | None:
    """Return the bin with this barcode, as scanned or typed."""
    return ask_bin_by_barcode(barcode).read()


def blocking(ids: Iterable[int]) -> set[int]:
    """Return those of these bins in which nobody may have what lies there."""
    return set(Bin.objects.filter(pk__in=set(ids), use__in=sorted(BLOCKING)).values_list("id", flat=True))


def docks(ids: Iterable[int]) -> set[int]:
    """Return those of these bins in which goods lie that have just come in."""
    return set(Bin.objects.filter(pk__in=set(ids), use="receiving").values_list("id", flat=True))


@dataclass(frozen=True)
class ClosingRow:
    """A closing that has not ended: see `models.Closing`."""

    warehouse_id: int
    from_on: date
    until_on: date | None
    why: str
    at: datetime
    actor: str
    timezone: str

    def closed(self, now: datetime) -> bool:
        """Say whether the warehouse is closed now."""
        today = today_in(self.timezone, now)
        return self.from_on <= today and (self.until_on is None or today <= self.until_on)


def closings() -> dict[int, ClosingRow]:
    """Return {warehouse id: its closing, that goes on or is to come}."""
    fields = ("warehouse_id", "from_on", "until_on", "why", "at", "actor", "warehouse__timezone")
    found = Closing.objects.filter(ended_at=None).order_by("id").values_list(*fields)
    return {row[0]: ClosingRow(*row) for row in found}


def closed(now: datetime) -> dict[int, str]:
    """Return {warehouse id: why and how long} of the warehouses that are closed now."""
    return {pk: closed_in_words(row.why, row.until_on) for pk, row in closings().items() if row.closed(now)}
