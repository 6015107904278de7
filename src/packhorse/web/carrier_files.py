"""Take in files of carriers' rate tables: all of one upload together or none, each wrong row named."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from packhorse.carriers import operations, queries
from packhorse.carriers.queries import accounts
from packhorse.carriers.queries.tables import tables as kept_tables
from packhorse.carriers.tablefiles import (
    COLUMNS,
    NEEDS,
    At,
    Fault,
    Tables,
    as_rows,
    built,
    check,
    kept,
    merged,
    missing_columns,
    read,
    touched,
    what_is,
)
from packhorse.web.sheets import FileRows, rows_of


@dataclass
class TablesReport:
    """What an upload brought: how many rows of each file, of which carriers, and what is wrong or should be seen.

    `unread`: some rows say nothing sound, so that the tables were not checked as a whole.
    """

    dry_run: bool
    unread: bool = False
    rows: dict[str, int] = field(default_factory=dict)
    carriers: tuple[str, ...] = ()
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Say whether it can be kept."""
        return not self.faults and bool(self.carriers)

    def summary(self) -> str:
        """Return the numbers in a line, for a person."""
        if not self.rows:
            return "No table was read."
        counted = "Rows: " + ", ".join(f"{what} {count:,}" for what, count in self.rows.items())
        if self.faults:
            end = " The tables as a whole are checked when all rows can be read." if self.unread else ""
            mistakes = "1 mistake" if len(self.faults) == 1 else f"{len(self.faults):,} mistakes"
            return f"{counted}. {mistakes}: nothing was kept.{end}"
        end = " Dry run: nothing was kept." if self.dry_run else ""
        return f"{counted}; of {', '.join(self.carriers) or 'no carrier'}.{end}"


def take(files: Sequence[tuple[str, bytes]], *, now: datetime, dry_run: bool = False) -> TablesReport:
    """Keep the tables that files [(name, content)] hold, told apart by their columns; with one fault none is kept."""
    tables, report = Tables(), TablesReport(dry_run)
    for name, content in files:
        file = rows_of(content)
        what = what_is(file.names)
        if problem := _unusable(name, file, what):
            report.faults += problem
            continue
        report.rows[what] = report.rows.get(what, 0) + len(file.rows) + len(file.unread)
        report.faults += [Fault(At(name, line), "", reason) for line, reason in file.unread.items()]
        _read(what, name, file.rows, tables, report)
    return _keep(tables, report, now)


def take_rows(
    given: Mapping[str, Sequence[Mapping[str, str]]], *, now: datetime, dry_run: bool = False
) -> TablesReport:
    """Keep tables that are given as rows {"rates": [{column: text}]}; lines are counted from 1."""
    tables, report = Tables(), TablesReport(dry_run)
    for what, rows in given.items():
        report.rows[what] = len(rows)
        _read(what, what, enumerate(rows, start=1), tables, report)
    return _keep(tables, report, now)


def rows(what: str) -> list[Sequence[str]]:
    """Return one of the tables as it is kept, in the columns of its file."""
    return as_rows(what, kept(kept_tables()), queries.company_currency())


def _unusable(name: str, file: FileRows, what: str) -> list[Fault]:
    if file.problem:
        return [Fault(At(name, 1), "", file.problem)]
    if not what:
        told = "; ".join(f"{kind}: {', '.join(needs)}" for kind, needs in NEEDS.items())
        return [Fault(At(name, 1), "", f"these columns are those of none of the files ({told})")]
    lacking = missing_columns(what, file.names)
    return [Fault(At(name, 1), each, f"the column is missing: a file of {what} has it") for each in lacking]


def _read(
    what: str, name: str, rows: Iterable[tuple[int, Mapping[str, str]]], tables: Tables, report: TablesReport
) -> None:
    found, faults = read(what, name, rows, queries.company_currency())
    report.faults += faults
    for each in COLUMNS:
        getattr(tables, each).extend(getattr(found, each))


def _keep(tables: Tables, report: TablesReport, now: datetime) -> TablesReport:
    """Check what was read together with what is there already, and keep it if all of it is good."""
    codes = touched(tables)
    report.carriers = tuple(sorted(codes))
    whole = merged(kept(kept_tables()), tables)
    # Rows that could not be read leave holes: what lacks is told when all of them can.
    report.unread = bool(report.faults)
    if not report.unread:
        checked = check(whole, codes, [row.code for row in accounts.accounts()])
        report.faults, report.warnings = checked.faults, checked.warnings
    report.faults.sort(key=_where)
    report.warnings.sort(key=_where)
    if report.good and not report.dry_run:
        operations.keep_carriers(built(whole, codes), now=now)
    return report


def _where(fault: Fault) -> tuple[str, int, str]:
    return fault.at.file, fault.at.line, fault.column
