"""Read warehouses and bins."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db.models import F, Func, Max, Min

from packhorse import sql
from packhorse.algorithms.routing import Floor
from packhorse.algorithms.walking import Layout
from packhorse.network.models import Bin, Closing, SpecialDay, Warehouse
from packhorse.network.rules import (
    BLOCKING,
    NO_SPECIAL_DAYS,
    OPENS,
    ClosedDays,
    SpecialDays,
    closed_in_words,
    cutoffs,
    leaves_on,
    today_in,
)


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


@dataclass(frozen=True)
class WarehouseRow:
    """A warehouse; see `rules.NewWarehouse` and `rules.leaves_on` for the meaning of each field.

    `closing`: the one that goes on or is to come. Until it is over nothing leaves; without an end the calendar is as
    ever, for what goes on there, and whoever gives it something new has to ask for `closed`.
    """

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
    middle_y_mm: tuple[int, ...] = ()
    opens: time = OPENS
    handling_days: int = 0
    handling_minutes: int = 0
    special: SpecialDays = field(default_factory=dict, hash=False)
    closing: ClosingRow | None = None

    @property
    def floor(self) -> Floor:
        """The depot and the cross aisles, as those who walk there see them."""
        layout = Layout(self.depot_x_mm, self.depot_y_mm, self.front_y_mm, self.back_y_mm)
        return Floor.of(layout, self.middle_y_mm)

    def leaves(self, now: datetime) -> datetime:
        """Return the cut-off (UTC) at which an order leaves that is given to the warehouse at `now`."""
        return leaves_on(
            timezone=self.timezone,
            cutoff=self.cutoff,
            workdays=self.workdays,
            now=now,
            special=self.special,
            opens=self.opens,
            handling_days=self.handling_days,
            handling_minutes=self.handling_minutes,
            closed=self._closed_days,
        )

    def cutoffs(self, after: datetime) -> Iterator[datetime]:
        """Yield the cut-offs (UTC) after `after`: the first is that of what is ready then."""
        return cutoffs(
            timezone=self.timezone,
            cutoff=self.cutoff,
            workdays=self.workdays,
            after=after,
            special=self.special,
            closed=self._closed_days,
        )

    def closed_for_good(self, day: date) -> bool:
        """Say whether a day is one of a closing whose end nobody knows."""
        return bool(self.closing and self.closing.until_on is None and day >= self.closing.from_on)

    @property
    def _closed_days(self) -> ClosedDays | None:
        if self.closing is None or self.closing.until_on is None:
            return None
        return self.closing.from_on, self.closing.until_on

    def day(self, at: datetime) -> date:
        """Return the warehouse's own day at a time."""
        return at.astimezone(ZoneInfo(self.timezone)).date()


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


_WAREHOUSE = tuple(name for name in WarehouseRow.__dataclass_fields__ if name not in ("special", "closing"))
_BIN = tuple(BinRow.__dataclass_fields__)


def warehouses() -> list[WarehouseRow]:
    """Return all warehouses by code, with their calendars and closings."""
    rows = Warehouse.objects.order_by("code").values(*_WAREHOUSE)
    special: dict[int, dict[date, time | None]] = defaultdict(dict)
    for site, day, cutoff in SpecialDay.objects.values_list("warehouse_id", "day", "cutoff"):
        special[site][day] = cutoff
    closing = closings()
    lists = ("workdays", "storage_classes", "middle_y_mm")
    return [
        WarehouseRow(
            **(row | {name: tuple(row[name]) for name in lists}),
            special=special.get(row["id"], NO_SPECIAL_DAYS),
            closing=closing.get(row["id"]),
        )
        for row in rows
    ]


@dataclass(frozen=True)
class SpecialDayRow:
    """A day on which a warehouse is closed, or has another cut-off than usual."""

    warehouse_id: int
    day: date
    name: str
    cutoff: time | None


def special_days(since: Mapping[int, date]) -> list[SpecialDayRow]:
    """Return the special days of these warehouses {id: from this day on}, the next first."""
    found = SpecialDay.objects.filter(warehouse_id__in=since).order_by("day", "warehouse__code")
    rows = [SpecialDayRow(*row) for row in found.values_list("warehouse_id", "day", "name", "cutoff")]
    return [row for row in rows if row.day >= since[row.warehouse_id]]


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


@dataclass(frozen=True)
class AisleRow:
    """A line of the floor with bins to pick or to keep goods in: its number and how far its bins lie (mm)."""

    x_mm: int
    aisle: int
    low_mm: int
    high_mm: int


def aisles(warehouse_id: int) -> list[AisleRow]:
    """Return the aisles of a warehouse from left to right."""
    found = Bin.objects.filter(warehouse_id=warehouse_id, use__in=("pick", "reserve")).values("x_mm").order_by("x_mm")
    rows = found.annotate(number=Min("aisle"), low=Min("y_mm"), high=Max("y_mm"))
    return [AisleRow(*row) for row in rows.values_list("x_mm", "number", "low", "high")]


def bin_by_barcode(barcode: str) -> BinRow | None:
    """Return the bin with this barcode, as scanned or typed."""
    return ask_bin_by_barcode(barcode).read()


def blocking(ids: Iterable[int]) -> set[int]:
    """Return those of these bins in which nobody may have what lies there."""
    return set(Bin.objects.filter(pk__in=set(ids), use__in=sorted(BLOCKING)).values_list("id", flat=True))


def places(ids: Iterable[int]) -> dict[int, tuple[str, int]]:
    """Return {bin id: (its use, mm from the depot along and across the aisles)} of these bins."""
    found = Bin.objects.filter(pk__in=set(ids)).annotate(
        away=Func(F("x_mm") - F("warehouse__depot_x_mm"), function="ABS")
        + Func(F("y_mm") - F("warehouse__depot_y_mm"), function="ABS")
    )
    return {pk: (use, away) for pk, use, away in found.values_list("id", "use", "away")}


def closings() -> dict[int, ClosingRow]:
    """Return {warehouse id: its closing, that goes on or is to come}."""
    fields = ("warehouse_id", "from_on", "until_on", "why", "at", "actor", "warehouse__timezone")
    found = Closing.objects.filter(ended_at=None).order_by("id").values_list(*fields)
    return {row[0]: ClosingRow(*row) for row in found}


def spans_closed() -> dict[int, list[tuple[datetime, datetime | None]]]:
    """Return {warehouse id: from when until when (UTC) it was closed, as sourcing was told}; None: it still is."""
    found = Closing.objects.filter(begun_at__isnull=False).order_by("id")
    spans: dict[int, list[tuple[datetime, datetime | None]]] = defaultdict(list)
    for site, begun, ended in found.values_list("warehouse_id", "begun_at", "ended_at"):
        spans[site].append((begun, ended))
    return dict(spans)


def closed(now: datetime) -> dict[int, str]:
    """Return {warehouse id: why and how long} of the warehouses that are closed now."""
    return {pk: closed_in_words(row.why, row.until_on) for pk, row in closings().items() if row.closed(now)}
