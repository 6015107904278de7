"""Read the rows of files of rate tables, each wrong cell named. Pure."""

from collections.abc import Iterable

from packhorse.algorithms.dangerous import HAZMAT_CLASSES, unknown_class
from packhorse.carriers.rules import (
    KINDS,
    MOST_MAXICODE,
    NO_MAXICODE,
    NewCarrier,
    NewRate,
    NewService,
    NewSurcharge,
    NewZone,
    prefix_of,
)
from packhorse.carriers.rules.surcharges import OVER, WHOLE
from packhorse.carriers.tablefiles.rows import (
    NO,
    YES,
    At,
    Cells,
    Fault,
    FileRate,
    FileService,
    FileSurcharge,
    FileZone,
    Tables,
)
from packhorse.money import minor, written

MOST = 10_000_000
MOST_DAYS = 60  # to the door


class _Row:
    """Takes cells out of a row and notes what is wrong with them."""

    def __init__(self, at: At, cells: Cells, currency: str) -> None:
        self.at, self.cells, self.currency = at, cells, currency
        self.faults: list[Fault] = []

    def wrong(self, name: str, reason: str) -> None:
        self.faults.append(Fault(self.at, name, reason))

    def text(self, name: str, most: int, *, needed: bool = True, code: bool = False) -> str:
        cell = self.cells.get(name, "")
        if needed and not cell:
            self.wrong(name, "is empty: fill it in")
        elif len(cell) > most:
            self.wrong(name, f"is longer than {most} characters: shorten it")
        elif code and any(each in cell for each in "*/,;"):
            self.wrong(name, f"{cell!r}: a code is without * / , and ;")
        return cell

    def whole(self, name: str, least: int, most: int = MOST) -> int:
        cell = self.text(name, 20)
        if not cell:
            return least
        if not (cell.isascii() and cell.isdecimal()) or not least <= int(cell) <= most:
            self.wrong(name, f"{cell!r} is no whole number from {least:,} to {most:,}")
            return least
        return int(cell)

    def money(self, name: str) -> int:
        cell = self.text(name, 24)
        found = minor(cell, self.currency) if cell else 0
        if found is None:
            example = written(1234, self.currency)
            self.wrong(name, f"{cell!r} is no amount in {self.currency}, the company's currency: write it as {example}")
        elif found < 0:
            self.wrong(name, f"{cell} is below zero: a price is zero or more")
        return max(0, found or 0)

    def country(self, name: str) -> str:
        cell = self.text(name, 20).upper()
        if cell and not _is_country(cell):
            self.wrong(name, f"{cell!r} is no country: two letters, like GB")
        return cell

    def days(self, name: str) -> tuple[int, ...] | None:
        """ISO weekdays; None where nothing is said."""
        cell = self.cells.get(name, "").replace(",", " ")
        found = set(cell.split())
        if not found <= set("1234567"):
            self.wrong(name, f"{cell[:20]!r} are no days of the week: write them like 1 2 3 4 5, 1 is Monday")
            return None
        return tuple(sorted(map(int, found))) or None


def _is_country(text: str) -> bool:
    return len(text) == 2 and text.isascii() and text.isalpha()


def read(what: str, file: str, rows: Iterable[tuple[int, Cells]], currency: str) -> tuple[Tables, list[Fault]]:
    """Return what the rows of a file say, and what is wrong in them; prices are in the company's `currency`."""
    tables, faults = Tables(), []
    for line, cells in rows:
        row = _Row(At(file, line), cells, currency)
        made = READERS[what](row)
        faults += row.faults
        if not row.faults:
            getattr(tables, what).append(made)
    return tables, faults


def _service(row: _Row) -> FileService:
    cells = row.cells
    prefix = row.text("tracking_prefix", 6).upper()
    if not (prefix.isascii() and prefix.isalnum()) and prefix:
        row.wrong("tracking_prefix", "use letters and digits only: it stands in tracking numbers")
    takes = tuple(cells.get("takes_hazmat", "").replace(",", " ").split()) if "takes_hazmat" in cells else None
    if takes and (lost := unknown_class(takes)):
        row.wrong("takes_hazmat", f"{lost!r} is no class of dangerous goods: use {', '.join(HAZMAT_CLASSES)}")
    service = NewService(
        row.text("service", 30, code=True),
        row.text("service_name", 120),
        row.whole("dim_divisor", 1, 1_000_000),
        row.whole("max_weight_g", 0),
        row.whole("max_length_mm", 1),
        (),
        row.days("pickup_days"),
        row.days("delivery_days"),
        takes,
        _fuel(row),
        _maxicode(row),
    )
    money = (row.text("currency", 10, needed=False) or row.currency).upper()
    if money != row.currency:
        reason = f"prices are in {money}, costs in {row.currency} (PACKHORSE_CURRENCY), and nothing is converted"
        row.wrong("currency", f"{reason}: give prices in {row.currency}")
    simulated = cells.get("simulated", "").lower() if "simulated" in cells else None
    if simulated not in (None, "", YES, NO):
        row.wrong("simulated", f"{str(simulated)[:20]!r} is neither: write yes or no")
    carrier = NewCarrier(
        row.text("carrier", 20, code=True),
        row.text("carrier_name", 120),
        prefix,
        row.currency,
        (),
        (),
        row.text("account", 20, needed=False) if "account" in cells else None,
        None if simulated is None else simulated == YES,
    )
    return FileService(row.at, carrier, service)


def _maxicode(row: _Row) -> int | None:
    """The service class; None where nothing is said of it."""
    if "maxicode" not in row.cells:
        return None
    cell = row.text("maxicode", 10, needed=False)
    if not cell:
        return NO_MAXICODE
    if not (cell.isascii() and cell.isdecimal() and int(cell) <= MOST_MAXICODE):
        row.wrong("maxicode", f"{cell!r} is no service class: 0 to {MOST_MAXICODE}, or empty if no MaxiCode is wanted")
        return None
    return int(cell)


def _fuel(row: _Row) -> int | None:
    if "fuel_percent" not in row.cells:
        return None
    cell = row.text("fuel_percent", 10, needed=False) or "0"
    found = minor(cell, "")  # hundredths, as of most currencies
    if found is None or not 0 <= found <= WHOLE:
        row.wrong("fuel_percent", f"{cell!r} is no percentage from 0 to 100 with at most two decimals: write 12.5")
        return 0
    return found


def _zone(row: _Row) -> FileZone:
    far = row.whole("max_km", 1, 50_000) if row.cells.get("max_km") else None
    lane = NewZone(row.country("origin_country"), row.country("dest_country"), far, row.text("zone", 20))
    return FileZone(row.at, row.text("carrier", 20), lane)


def _rate(row: _Row) -> FileRate:
    rate = NewRate(
        row.text("zone", 20), row.whole("max_weight_g", 1), row.money("price"), row.whole("transit_days", 0, MOST_DAYS)
    )
    over = row.whole("min_weight_g", 0) if row.cells.get("min_weight_g") else None
    return FileRate(row.at, row.text("carrier", 20), row.text("service", 30), rate, over)


def _surcharge(row: _Row) -> FileSurcharge:
    kind, limit = row.text("kind", 40).lower(), row.text("limit", 20)
    if kind and kind not in KINDS:
        row.wrong("kind", f"{kind!r} is none: use {', '.join(KINDS)}; fuel is a column of the services")
    elif kind in OVER:
        limit = str(row.whole("limit", 1))
    elif kind == "country":
        limit = row.country("limit")
    elif kind and limit:
        limit = prefix_of(limit)
        if not _is_country(limit[:2]) or limit[2:3] != " ":
            row.wrong("limit", f"{limit!r}: write the country and how the postal code begins, like GB HS")
    made = NewSurcharge(row.text("service", 30), kind, limit, row.money("price"))
    return FileSurcharge(row.at, row.text("carrier", 20), made)


READERS = {"services": _service, "zones": _zone, "rates": _rate, "surcharges": _surcharge}
