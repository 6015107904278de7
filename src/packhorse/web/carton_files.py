"""Take in a file of carton types: good rows are kept, each wrong row is named; and write one."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from packhorse.carriers.queries import company_currency
from packhorse.packing import operations
from packhorse.packing.cartonfile import as_row, missing_columns, read_cartons, unknown_columns
from packhorse.packing.cartons import cartons
from packhorse.tables import RowFault
from packhorse.web.sheets import rows_of


@dataclass
class CartonsReport:
    """What a file brought."""

    dry_run: bool
    rows: int = 0
    kept: int = 0
    faults: list[RowFault] = field(default_factory=list)

    def summary(self) -> str:
        """Return the numbers in a line, for a person."""
        end = " Nothing is kept yet." if self.dry_run else ""
        wrong = len({fault.line for fault in self.faults})
        return f"{self.rows} rows: {self.kept} {'are good' if self.dry_run else 'kept'}, {wrong} wrong.{end}"


@transaction.atomic
def take(content: bytes, *, dry_run: bool = False) -> CartonsReport:
    """Keep the carton types of a file; known ones (by code) are brought up to date, others stay as they are."""
    file, report = rows_of(content), CartonsReport(dry_run)
    lacking = [] if file.problem else missing_columns(file.names)
    strange = [] if file.problem else unknown_columns(file.names)
    if file.problem or lacking or strange:
        report.faults = [RowFault(1, "", file.problem)] if file.problem else []
        report.faults += [RowFault(1, name, "the column is missing: a file of cartons has it") for name in lacking]
        report.faults += [RowFault(1, name[:40], "the column is not known: take it out") for name in strange]
        return report
    report.rows = len(file.rows) + len(file.unread)
    good, faults = read_cartons(file.rows, company_currency())
    report.faults = [RowFault(line, "", reason) for line, reason in file.unread.items()] + faults
    report.faults.sort(key=lambda fault: (fault.line, fault.column))
    operations.keep_cartons([row.carton for row in good])
    for row in good:
        if row.retired:
            operations.retire_carton(code=row.carton.code)
    report.kept = len(good)
    if dry_run:
        transaction.set_rollback(True)
    return report


def rows() -> list[Sequence[str]]:
    """Return all carton types in the columns of their file."""
    return [as_row(row.carton, row.retired, company_currency()) for row in cartons()]
