"""Take in files of warehouses, of bins and of days, each wrong row named."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.db import transaction
from django.utils import timezone

from packhorse.carriers.operations import keep_holidays
from packhorse.carriers.rules import NewHoliday
from packhorse.catalog.rules import STORAGE_CLASSES
from packhorse.errors import Refusal
from packhorse.network import operations, queries
from packhorse.network.calendarfile import DAY_NEEDS, FileDay, is_days, read_days
from packhorse.network.rules import NewSpecialDay
from packhorse.network.warehousefile import (
    FileBin,
    FileSite,
    RowFault,
    is_bins,
    missing_columns,
    read_bins,
    read_sites,
)
from packhorse.placing.places import coordinates
from packhorse.sorting.operations import keep_overflow, open_walls
from packhorse.sorting.rules import NewLane, NewSlot
from packhorse.sourcing.operations import prove_again
from packhorse.web.sheets import rows_of

COLUMNS = 8  # of a put wall that is opened with its warehouse


@dataclass
class PlacesReport:
    """What a file of warehouses or bins brought."""

    what: str
    dry_run: bool
    rows: int = 0
    new: int = 0
    known: int = 0
    faults: list[RowFault] = field(default_factory=list)

    def summary(self) -> str:
        """Return the numbers in a line, for a person."""
        end = " Dry run: nothing was kept." if self.dry_run else ""
        wrong = len({fault.line for fault in self.faults})
        return f"{self.rows} rows of {self.what}: {self.new} new, {self.known} brought up to date, {wrong} wrong.{end}"


@transaction.atomic
def take(content: bytes, *, dry_run: bool = False) -> PlacesReport:
    """Open the warehouses, or keep the bins or days, that a file names by its columns. Wrong rows are left out."""
    file = rows_of(content)
    what = "days" if is_days(file.names) else "bins" if is_bins(file.names) else "warehouses"
    report = PlacesReport(what, dry_run)
    lacking = [] if file.problem else missing_columns(file.names)
    if what == "days":
        lacking = [name for name in DAY_NEEDS if name not in file.names]
    if file.problem or lacking:
        reason = file.problem or f"the column is missing: a file of {report.what} has it"
        report.faults = [RowFault(1, name, reason) for name in lacking or [""]]
        return report
    report.rows = len(file.rows) + len(file.unread)
    report.faults = [RowFault(line, "", reason) for line, reason in file.unread.items()]
    if report.what == "days":
        days, faults = read_days(file.rows)
        report.faults += faults
        for day in days:
            _keep_day(day, report)
    elif report.what == "bins":
        bins, faults = read_bins(file.rows, STORAGE_CLASSES)
        by_site: dict[str, list[FileBin]] = defaultdict(list)
        for each in bins:
            by_site[each.warehouse].append(each)
        report.faults += faults
        for code, mine in sorted(by_site.items()):
            _keep(mine, code, report)
    else:
        sites, faults = read_sites(file.rows, STORAGE_CLASSES)
        report.faults += faults
        for site in sites:
            _open(site, report)
    report.faults.sort(key=lambda fault: (fault.line, fault.column))
    if dry_run:
        transaction.set_rollback(True)
    return report


def _keep_day(row: FileDay, report: PlacesReport) -> None:
    """Keep a day of a warehouse or a country; what is refused is told by its line."""
    now = timezone.now()
    try:
        if row.country:
            new = keep_holidays([NewHoliday(row.country, row.day, row.name)], now=now)
        else:
            day = NewSpecialDay(row.warehouse, row.day, row.name, row.cutoff)
            new = operations.keep_special_days([day], now=now)
    except Refusal as refusal:
        report.faults.append(RowFault(row.line, "", refusal.text))
        return
    report.new += new
    report.known += not new


def _keep(bins: Sequence[FileBin], code: str, report: PlacesReport) -> None:
    """Keep bins at once; where one is refused, each half by itself, down to the one that is."""
    try:
        with transaction.atomic():
            new = operations.keep_bins([each.bin for each in bins], warehouse=code)
    except Refusal as refusal:
        if len(bins) == 1:
            report.faults.append(RowFault(bins[0].line, "", refusal.text))
            return
        middle = len(bins) // 2
        _keep(bins[:middle], code, report)
        _keep(bins[middle:], code, report)
        return
    report.new += new
    report.known += len(bins) - new


def _open(site: FileSite, report: PlacesReport) -> None:
    """Open a warehouse with a put wall and one lane; of one that is open its facts are brought up to date."""
    made = site.warehouse
    if not site.placed:
        found = coordinates(made.country, made.city)
        if found is None:
            reason = f"{made.city} is not on the map: give latitude and longitude, so that the nearest can be chosen"
            report.faults.append(RowFault(site.line, "latitude", reason))
            return
        made = replace(made, latitude=found[0], longitude=found[1])
    there = queries.warehouse(made.code)
    try:
        with transaction.atomic():
            operations.open_warehouses([made])
            if there and set(there.storage_classes) - set(made.storage_classes):
                prove_again()
    except Refusal as refusal:
        report.faults.append(RowFault(site.line, "", refusal.text))
        return
    if there:
        report.known += 1
        return
    report.new += 1
    opened = queries.warehouse(made.code)
    assert opened is not None
    slots = [
        NewSlot("W1", f"{nth + 1:02d}", f"SLOT-{made.code}-{nth + 1:02d}", nth % COLUMNS + 1, nth // COLUMNS + 1)
        for nth in range(site.slots)
    ]
    open_walls(warehouse_id=opened.id, slots=slots, lanes=[NewLane("ALL", f"LANE-{made.code}-ALL", ())])
    keep_overflow(warehouse_id=opened.id, code="OVER", barcode=f"OVER-{made.code}")
