"""Take in files of stock: opening stock, adjustments and counts, row by row, each wrong one named."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal
from packhorse.inventory import operations as inventory
from packhorse.inventory.operations.book_file import FileLine
from packhorse.inventory.stockfile import KINDS, StockRow, missing_columns, read
from packhorse.network import queries as network
from packhorse.tables import RowFault
from packhorse.web.sheets import rows_of


@dataclass(frozen=True)
class Changed:
    """What a row makes of the units of a product and lot in a bin."""

    row: StockRow
    before: int
    after: int


@dataclass
class StockReport:
    """What a file of stock brought. `known_at`: this very file was booked before; nothing of it was booked now."""

    kind: str
    dry_run: bool
    rows: int = 0
    changed: list[Changed] = field(default_factory=list)
    same: int = 0
    faults: list[RowFault] = field(default_factory=list)
    known_at: datetime | None = None
    known_by: str = ""

    @property
    def refused(self) -> dict[int, str]:
        """Return {line: what is wrong on it}, as the error file wants it."""
        found: dict[int, str] = {}
        for fault in self.faults:
            text = f"{fault.column}: {fault.reason}" if fault.column else fault.reason
            found[fault.line] = "; ".join(filter(None, (found.get(fault.line), text)))
        return found

    @property
    def wrong(self) -> int:
        """Return how many rows are wrong."""
        return len({fault.line for fault in self.faults})

    def summary(self) -> str:
        """Return the numbers in a line, for a person."""
        if self.known_at:
            return f"Booked already on {self.known_at:%Y-%m-%d %H:%M} UTC by {self.known_by}: nothing was booked."
        kept = "would change" if self.dry_run else "booked"
        end = " Dry run: nothing was kept." if self.dry_run else ""
        return f"{self.rows} rows: {len(self.changed)} {kept}, {self.same} as the books say, {self.wrong} wrong.{end}"


def take(
    content: bytes,
    *,
    kind: str,
    name: str,
    now: datetime,
    actor: str,
    dry_run: bool = False,
    again: bool = False,
    most_worth: dict[int, int] | None = None,
) -> StockReport:
    """Book a file of stock; see `inventory.operations.book_file`."""
    if kind not in KINDS:
        raise Refusal("NO_SUCH_KIND", f"{kind[:20]!r} is no kind of stock file: use {', '.join(KINDS)}.", status=422)
    report = StockReport(kind, dry_run)
    file = rows_of(content)
    lacking = [] if file.problem else missing_columns(file.names, kind)
    if file.problem or lacking:
        reason = file.problem or f"the column is missing: a file to {kind} has it"
        report.faults = [RowFault(1, name, reason) for name in lacking or [""]]
        return report
    report.rows = len(file.rows) + len(file.unread)
    rows, faults = read(file.rows, kind)
    report.faults = [*faults, *(RowFault(line, "", reason) for line, reason in file.unread.items())]
    lines = _known(rows, report)
    booked = inventory.book_file(
        lines,
        kind=kind,
        name=name,
        fingerprint=hashlib.sha256(kind.encode() + b"\n" + content).hexdigest(),
        now=now,
        actor=actor,
        dry_run=dry_run,
        again=again,
        most_worth=most_worth,
    )
    report.known_at, report.known_by = booked.known_at, booked.known_by
    report.faults = sorted([*report.faults, *booked.faults], key=lambda fault: (fault.line, fault.column))
    by_line = {row.line: row for row in rows}
    changed = [Changed(by_line[each.line], each.before, each.after) for each in booked.booked]
    report.changed = [each for each in changed if each.before != each.after]
    report.same = len(changed) - len(report.changed)
    return report


def _known(rows: list[StockRow], report: StockReport) -> list[FileLine]:
    """Return the rows by ids; what is named and not there is a fault."""
    sites = {site.code: site.id for site in network.warehouses()}
    bins = {code: network.bin_ids(code) for code in {row.warehouse for row in rows} & set(sites)}
    skus = catalog.ids_by_sku(row.sku for row in rows)
    found = []
    for row in rows:
        wrong = []
        if row.warehouse not in sites:
            wrong.append(RowFault(row.line, "warehouse", f"there is no warehouse {row.warehouse[:20]!r}"))
        elif row.bin not in bins[row.warehouse]:
            reason = f"there is no bin {row.bin[:40]!r} in warehouse {row.warehouse}"
            wrong.append(RowFault(row.line, "bin", reason))
        if row.sku not in skus:
            wrong.append(RowFault(row.line, "sku", f"there is no product {row.sku[:64]!r}"))
        report.faults += wrong
        if not wrong:
            found.append(
                FileLine(
                    row.line,
                    sites[row.warehouse],
                    bins[row.warehouse][row.bin],
                    skus[row.sku],
                    row.quantity,
                    row.lot,
                    row.expires_on,
                    row.serial,
                    row.reason,
                )
            )
    return found
