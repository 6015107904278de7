"""Book a file of stock: every row that can be, and what is wrong with the others."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, transaction

from packhorse import money
from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal
from packhorse.inventory.models import BinStock, Serial, StockFile
from packhorse.inventory.operations.adjust import adjust
from packhorse.inventory.operations.bins import Spot
from packhorse.inventory.operations.ledger import lock_levels, open_levels
from packhorse.inventory.operations.lots import know_lot
from packhorse.inventory.operations.receive import receive
from packhorse.inventory.rules import Change, Receipt
from packhorse.tables import RowFault

CAUSE = "stock file"
KIND_OF_MOVEMENT = {"adjust": "adjusted", "count": "counted"}


@dataclass(frozen=True)
class FileLine:
    """A row of the file by ids: what is to be written of a product and lot in a bin."""

    line: int
    warehouse_id: int
    bin_id: int
    product_id: int
    quantity: int
    lot: str = ""
    expires_on: date | None = None
    serial: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Booked:
    """What a row made of the units in its bin."""

    line: int
    before: int
    after: int


@dataclass
class BookReport:
    """What a file brought. `known_at`: this very file was booked before, and nothing of it was booked now."""

    booked: list[Booked] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    known_at: datetime | None = None
    known_by: str = ""
    file_id: int | None = None


@dataclass
class _Entry:
    """Lines that are booked together, and what they change; more than one only where numbered units are counted."""

    lines: list[FileLine]
    spot: Spot
    changes: list[Change]


@transaction.atomic
def book_file(
    lines: Sequence[FileLine],
    *,
    kind: str,
    name: str,
    fingerprint: str,
    now: datetime,
    actor: str,
    again: bool = False,
    dry_run: bool = False,
    most_worth: Mapping[int, int] | None = None,
) -> BookReport:
    """Book the rows of a file of stock (`kind`: opening, adjust, count): each by itself, all in one transaction.

    A file that was booked before is not booked, unless `again`. A dry run does all of it, so that its report is that
    of the real run, and keeps nothing. What a row refuses is told with its line; the other rows are booked.
    `most_worth` {warehouse id: minor units}: so much may be adjusted or counted more or fewer of a product and lot in a
    bin, at today's price; rows that come to more are refused.
    """
    report = BookReport()
    earlier = StockFile.objects.filter(fingerprint=fingerprint).order_by("-nth").first()
    if earlier and not again:
        report.known_at, report.known_by = earlier.at, earlier.actor
        return report
    try:
        with transaction.atomic():
            file = StockFile.objects.create(
                fingerprint=fingerprint,
                nth=earlier.nth + 1 if earlier else 1,
                kind=kind,
                name=name[:200],
                rows=len(lines),
                at=now,
                actor=actor,
            )
    except IntegrityError:
        raise Refusal("FILE_BUSY", "Somebody books this very file just now: look again in a moment.") from None
    limit = most_worth if kind in KIND_OF_MOVEMENT else None
    _book_all(lines, report, kind=kind, file_id=file.pk, most_worth=limit, now=now, actor=actor)
    report.file_id = file.pk if report.booked else None
    if not report.booked:
        file.delete()
    if dry_run:
        transaction.set_rollback(True)
    report.booked.sort(key=lambda each: each.line)
    return report


def _book_all(
    lines: Sequence[FileLine],
    report: BookReport,
    *,
    kind: str,
    file_id: int,
    most_worth: Mapping[int, int] | None,
    now: datetime,
    actor: str,
) -> None:
    spots = _spots(lines, report, now=now)
    levels = [(each.product_id, each.warehouse_id) for each in lines if each.line in spots]
    open_levels(levels)
    lock_levels(levels)  # from here on nobody else changes what lies in these bins of these products
    units = _lying(spots.values())
    good = [each for each in lines if each.line in spots]
    entries = _counted(good, spots, units, report) if kind == "count" else _changed(good, spots)
    if most_worth is not None:
        entries = _cheap(entries, most_worth, report)
    by_reason: dict[str, list[_Entry]] = defaultdict(list)
    for entry in entries:
        by_reason[entry.lines[0].reason].append(entry)
    said = {"now": now, "actor": actor, "cause": CAUSE, "cause_id": file_id}
    for reason, mine in by_reason.items():

        def write(some: Sequence[_Entry], reason: str = reason) -> None:
            changes = [change for entry in some for change in entry.changes]
            if kind == "opening":
                where = {entry.lines[0].bin_id: entry.lines[0].warehouse_id for entry in some}
                receive(
                    [
                        Receipt(where[c.bin_id], c.product_id, c.bin_id, c.quantity, c.lot_id, c.serials)
                        for c in changes
                    ],
                    reason=reason,
                    **said,
                )
            elif changes:
                adjust(changes, kind=KIND_OF_MOVEMENT[kind], reason=reason, **said)

        _book(mine, write, units, report)


def _book(
    entries: Sequence[_Entry], write: Callable[[Sequence[_Entry]], None], units: Counter[Spot], report: BookReport
) -> None:
    """Book entries at once; where one of them is refused, each half by itself, down to the one that is."""
    if not entries:
        return
    try:
        with transaction.atomic():
            write(entries)
    except Refusal as refusal:
        if len(entries) == 1:
            report.faults += [RowFault(each.line, "", refusal.text) for each in entries[0].lines]
            return
        middle = len(entries) // 2
        _book(entries[:middle], write, units, report)
        _book(entries[middle:], write, units, report)
        return
    for entry in entries:
        before = units[entry.spot]
        units[entry.spot] += sum(change.quantity for change in entry.changes)
        report.booked += [Booked(each.line, before, units[entry.spot]) for each in entry.lines]


def _spots(lines: Sequence[FileLine], report: BookReport, *, now: datetime) -> dict[int, Spot]:
    """Return {line: where it is}, with lots known; a lot of which the file says what is not so is a fault."""
    lots: dict[tuple[int, str, date | None], int] = {}
    found: dict[int, Spot] = {}
    for each in lines:
        lot_id = None
        if each.lot:
            key = each.product_id, each.lot, each.expires_on
            try:
                if key not in lots:
                    lots[key] = know_lot(product_id=each.product_id, code=each.lot, expires_on=each.expires_on, now=now)
            except Refusal as refusal:
                report.faults.append(RowFault(each.line, "expires_on", refusal.text))
                continue
            lot_id = lots[key]
        found[each.line] = each.bin_id, each.product_id, lot_id
    return found


def _lying(spots: Iterable[Spot]) -> Counter[Spot]:
    wanted = set(spots)
    rows = BinStock.objects.filter(bin__in={place for place, _, _ in wanted})
    found = rows.values_list("bin_id", "product_id", "lot_id", "quantity")
    return Counter({spot: units for *key, units in found if (spot := (key[0], key[1], key[2])) in wanted})


def _changed(lines: Sequence[FileLine], spots: dict[int, Spot]) -> list[_Entry]:
    return [_Entry([each], spots[each.line], [_change(spots[each.line], each.quantity, each.serial)]) for each in lines]


def _counted(
    lines: Sequence[FileLine], spots: dict[int, Spot], units: Counter[Spot], report: BookReport
) -> list[_Entry]:
    """Return what differs from the books; a place that is counted twice is a fault, but for units with numbers."""
    by_spot: dict[Spot, list[FileLine]] = defaultdict(list)
    for each in lines:
        mine = by_spot[spots[each.line]]
        if mine and not (each.serial and mine[0].serial):
            text = f"this bin, product and lot are counted on line {mine[0].line} already: write one row for them"
            report.faults.append(RowFault(each.line, "bin", text))
        else:
            mine.append(each)
    entries = []
    for spot, mine in by_spot.items():
        if not mine[0].serial:
            more = mine[0].quantity - units[spot]
            entries.append(_Entry(mine, spot, [_change(spot, more)] if more else []))
            continue
        seen = {each.serial for each in mine if each.quantity}
        there = set(
            Serial.objects.filter(bin=spot[0], product=spot[1], lot=spot[2], state="in_stock").values_list(
                "code", flat=True
            )
        )
        lost = [_change(spot, -1, code) for code in sorted(there - seen)]
        entries.append(_Entry(mine, spot, lost + [_change(spot, 1, code) for code in sorted(seen - there)]))
    return entries


def _cheap(entries: Sequence[_Entry], most_worth: Mapping[int, int], report: BookReport) -> list[_Entry]:
    """Return entries of which no place comes to more than may be booked; the rows of the others are faults."""
    products = catalog.by_id(entry.spot[1] for entry in entries)
    worth: Counter[Spot] = Counter()
    for entry in entries:
        worth[entry.spot] += sum(abs(each.quantity) for each in entry.changes) * products[entry.spot[1]].price_minor
    good = []
    for entry in entries:
        most = most_worth[entry.lines[0].warehouse_id]
        if worth[entry.spot] <= most:
            good.append(entry)
            continue
        said = [money.written(each, products[entry.spot[1]].currency) for each in (worth[entry.spot], most)]
        text = f"the difference is worth {said[0]}, without a manager no more than {said[1]} is booked: ask one"
        report.faults += [RowFault(each.line, "quantity", text) for each in entry.lines]
    return good


def _change(spot: Spot, quantity: int, serial: str = "") -> Change:
    return Change(spot[0], spot[1], quantity, spot[2], (serial,) if serial else ())
