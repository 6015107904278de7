"""Files of warehouses and of bins: which columns they have, and what a row must say. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from typing import TypeVar
from zoneinfo import ZoneInfo

from packhorse.network.rules import BIN_USES, NewBin, NewWarehouse
from packhorse.tables import RowFault

BIN_COLUMNS = (
    "warehouse", "code", "barcode", "zone", "aisle", "x_mm", "y_mm", "storage_class", "use", "width_mm", "depth_mm",
    "height_mm", "max_weight_g",
)  # fmt: skip
SITE_COLUMNS = (
    "code", "name", "line1", "city", "postal_code", "country", "latitude", "longitude", "timezone", "cutoff",
    "workdays", "capacity_per_day", "handling_order_minor", "handling_line_minor", "storage_classes", "depot_x_mm",
    "depot_y_mm", "front_y_mm", "back_y_mm", "middle_y_mm", "slots",
)  # fmt: skip
BIN_NEEDS = ("warehouse", "code", "barcode", "x_mm", "y_mm")
SITE_NEEDS = ("code", "name", "line1", "city", "postal_code", "country", "timezone")
LONGEST = {"code": 20, "name": 120, "line1": 200, "city": 120, "postal_code": 20}
BIN_LONGEST = {"code": 40, "barcode": 64, "zone": 20}
MOST = 10_000_000
SLOTS = 40
MIDDLES = 3  # each makes finding the shortest walk four to eight times the work: with three, 0.06 s

Cells = Mapping[str, str]
T = TypeVar("T")


@dataclass(frozen=True)
class FileBin:
    """A row of a file of bins."""

    line: int
    warehouse: str
    bin: NewBin


@dataclass(frozen=True)
class FileSite:
    """A row of a file of warehouses. `slots`: how many slots its put wall is opened with. No place on the map: None."""

    line: int
    warehouse: NewWarehouse
    slots: int
    placed: bool


class _Reader:
    """Takes cells out of a row and notes what is wrong with them."""

    def __init__(self, line: int, cells: Cells) -> None:
        self.line, self.cells = line, cells
        self.faults: list[RowFault] = []

    def text(self, name: str, usual: str = "", *, most: int = 200, needed: bool = False) -> str:
        cell = self.cells.get(name, "") or usual
        if needed and not cell:
            self.wrong(name, "is empty: fill it in")
        elif len(cell) > most:
            self.wrong(name, f"is longer than {most} characters: shorten it")
        return cell

    def whole(self, name: str, usual: int = 0, *, least: int = 0, needed: bool = False) -> int:
        cell = self.text(name, "" if needed else str(usual), needed=needed)
        digits = cell.removeprefix("-")
        if not cell:
            return usual
        if not (digits.isascii() and digits.isdecimal()) or len(digits) > 9 or not least <= int(cell) <= MOST:
            self.wrong(name, f"{cell[:20]!r} is no whole number from {least} to {MOST:,}")
            return usual
        return int(cell)

    def read(self, name: str, cell: str, meaning: Callable[[str], T], usual: T, hint: str) -> T:
        try:
            return meaning(cell)
        except (ValueError, OSError, KeyError):  # ZoneInfo raises each of them for a name that is none
            self.wrong(name, f"{cell[:40]!r} is not understood: {hint}")
            return usual

    def wrong(self, name: str, reason: str) -> None:
        self.faults.append(RowFault(self.line, name, reason))


def is_bins(names: Iterable[str]) -> bool:
    """Say whether a file with these columns is one of bins; else it is one of warehouses."""
    return "warehouse" in set(names)


def missing_columns(names: Iterable[str]) -> list[str]:
    """Return the columns that the file must have and has not."""
    there = set(names)
    return [name for name in (BIN_NEEDS if is_bins(there) else SITE_NEEDS) if name not in there]


def read_bins(rows: Iterable[tuple[int, Cells]], classes: Iterable[str]) -> tuple[list[FileBin], list[RowFault]]:
    """Return the bins that the rows say, and what is wrong; `classes` are the storage classes there are."""
    known = set(classes)
    good, faults, seen = [], [], {}
    for line, cells in rows:
        row = _Reader(line, cells)
        site = row.text("warehouse", needed=True)
        code = row.text("code", most=BIN_LONGEST["code"], needed=True)
        made = NewBin(
            code=code,
            barcode=row.text("barcode", most=BIN_LONGEST["barcode"], needed=True),
            zone=row.text("zone", "A", most=BIN_LONGEST["zone"]),
            aisle=row.whole("aisle"),
            x_mm=row.whole("x_mm", least=-MOST, needed=True),
            y_mm=row.whole("y_mm", least=-MOST, needed=True),
            storage_class=row.text("storage_class", "ambient"),
            use=row.text("use", "pick"),
            width_mm=row.whole("width_mm"),
            depth_mm=row.whole("depth_mm"),
            height_mm=row.whole("height_mm"),
            max_weight_g=row.whole("max_weight_g"),
        )
        if made.storage_class not in known:
            row.wrong("storage_class", f"{made.storage_class[:20]!r} is none: use {', '.join(sorted(known))}")
        if made.use not in BIN_USES:
            row.wrong("use", f"{made.use[:20]!r} is none: use {', '.join(BIN_USES)}")
        first = seen.setdefault((site, code), line)
        if first != line:
            row.wrong("code", f"the bin stands on line {first} already: keep one of the rows")
        faults += row.faults
        if not row.faults:
            good.append(FileBin(line, site, made))
    return good, faults


def read_sites(rows: Iterable[tuple[int, Cells]], classes: Iterable[str]) -> tuple[list[FileSite], list[RowFault]]:
    """Return the warehouses that the rows say, and what is wrong; `classes` are the storage classes there are."""
    known = set(classes)
    good, faults = [], []
    for line, cells in rows:
        row = _Reader(line, cells)
        words = {name: row.text(name, most=LONGEST[name], needed=True) for name in LONGEST}
        country = row.text("country", needed=True).upper()
        if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
            row.wrong("country", f"{country[:20]!r} is no country: two letters, like GB")
        if not words["code"].isascii() or not words["code"].replace("-", "").replace("_", "").isalnum():
            row.wrong("code", "use letters, digits and dashes only: it stands in addresses of pages and in barcodes")
        kept = tuple(row.text("storage_classes", "ambient").replace(",", " ").split())
        if strange := [each for each in kept if each not in known]:
            row.wrong("storage_classes", f"{strange[0][:20]!r} is none: use {', '.join(sorted(known))}")
        made = NewWarehouse(
            **words,
            country=country,
            latitude=row.read("latitude", cells.get("latitude") or "0", _degrees(90), 0.0, "degrees, like 52.48"),
            longitude=row.read("longitude", cells.get("longitude") or "0", _degrees(180), 0.0, "degrees, like -1.89"),
            timezone=row.read("timezone", cells.get("timezone", ""), _zone, "UTC", "a name like Europe/London"),
            cutoff=row.read("cutoff", cells.get("cutoff") or "17:00", _clock, time(17), "a time like 17:00"),
            workdays=row.read("workdays", cells.get("workdays") or "1 2 3 4 5", _days, (1,), "1 2 3 4 5, 1 is Monday"),
            capacity_per_day=row.whole("capacity_per_day", 1000, least=1),
            handling_order_minor=row.whole("handling_order_minor"),
            handling_line_minor=row.whole("handling_line_minor"),
            storage_classes=kept,
            depot_x_mm=row.whole("depot_x_mm", least=-MOST),
            depot_y_mm=row.whole("depot_y_mm", least=-MOST),
            front_y_mm=row.whole("front_y_mm", least=-MOST),
            back_y_mm=row.whole("back_y_mm", 30_000, least=-MOST),
            bins=(),
            middle_y_mm=row.read("middle_y_mm", cells.get("middle_y_mm", ""), _lines, (), "up to 3 places, like 15000"),
        )
        ends = sorted((made.front_y_mm, made.back_y_mm))
        if any(not ends[0] < each < ends[1] for each in made.middle_y_mm):
            row.wrong("middle_y_mm", f"a middle cross aisle lies between the outer two: {ends[0]} and {ends[1]}")
        slots = row.whole("slots", SLOTS, least=1)
        if slots > 1000:
            row.wrong("slots", "a put wall has up to 1000 slots")
        faults += row.faults
        if not row.faults:
            good.append(FileSite(line, made, slots, bool(cells.get("latitude") and cells.get("longitude"))))
    return good, faults


def _degrees(most: int) -> Callable[[str], float]:
    def read(cell: str) -> float:
        degrees = float(cell)
        if not -most <= degrees <= most:
            raise ValueError(cell)
        return degrees

    return read


def _zone(cell: str) -> str:
    if not cell:
        raise ValueError("empty")
    return ZoneInfo(cell).key


def _clock(cell: str) -> time:
    found = time.fromisoformat(cell)
    if found.tzinfo is not None:
        raise ValueError(cell)
    return found


def _days(cell: str) -> tuple[int, ...]:
    days = tuple(sorted({int(each) for each in cell.replace(",", " ").split()}))
    if not days or not set(days) <= set(range(1, 8)):
        raise ValueError(cell)
    return days


def _lines(cell: str) -> tuple[int, ...]:
    found = tuple(sorted({int(each) for each in cell.replace(",", " ").split()}))
    if len(found) > MIDDLES or any(abs(each) > MOST for each in found):
        raise ValueError(cell)
    return found
