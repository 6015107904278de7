"""Import a file of products: good rows are kept, each wrong row is named, and a dry run keeps nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction

from packhorse.catalog.productfile import RowError, read
from packhorse.catalog.rules import NewProduct
from packhorse.errors import Refusal
from packhorse.web import listing

CHUNK = 500

Row = tuple[int, NewProduct]


@dataclass
class ProductReport:
    """What a file brought: its rows, products listed or brought up to date, and every row that could not be taken."""

    rows: int
    errors: list[RowError]
    dry_run: bool
    listed: int = 0

    def summary(self) -> str:
        """Return the numbers in a line, for a person."""
        kept = " Dry run: nothing was kept." if self.dry_run else ""
        return f"{self.rows} rows: {self.listed} products listed, {len(self.errors)} faults.{kept}"


def import_products(
    content: bytes, *, dry_run: bool = False, progress: Callable[[int, int], None] = lambda done, total: None
) -> ProductReport:
    """List the products of a file; listed ones (by SKU) are brought up to date. The same file again changes nothing.

    Kits come after what they may be made of, wherever they stand in the file.
    """
    found = read(content)
    report = ProductReport(found.rows, found.errors, dry_run)
    rows = sorted(found.products, key=lambda row: bool(row[1].parts))
    with transaction.atomic():
        for start in range(0, len(rows), CHUNK):
            chunk = rows[start : start + CHUNK]
            _list(chunk, report)
            progress(start + len(chunk), len(rows))
        if dry_run:
            transaction.set_rollback(True)
    report.errors.sort(key=lambda error: (error.line, error.column))
    return report


def _list(rows: Sequence[Row], report: ProductReport) -> None:
    """List rows; where that is refused, halve them until the rows that are wrong stand alone."""
    try:
        with transaction.atomic():
            listing.list_products([product for _, product in rows])
        report.listed += len(rows)
    except Refusal as refusal:
        if len(rows) == 1:
            report.errors.append(RowError(rows[0][0], "", refusal.text))
            return
        middle = len(rows) // 2
        _list(rows[:middle], report)
        _list(rows[middle:], report)
