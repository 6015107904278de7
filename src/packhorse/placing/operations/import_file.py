"""Import a file of orders: each chunk in one transaction, each wrong row named, the same file twice adds nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from packhorse.errors import Refusal
from packhorse.placing.fileorder import FileCancel, FileOrder, OrderFile, RowError, SkippedOrder
from packhorse.placing.formats.times import zone
from packhorse.placing.models import Channel, Order
from packhorse.placing.operations.cancel import cancel_as_ordered
from packhorse.placing.operations.place import place
from packhorse.placing.orderfile import read

CHUNK = 200


@dataclass
class ImportReport:
    """What a file brought: its format, numbers of orders, and every row that could not be taken.

    `skipped` orders are not to be taken, though nothing is wrong with them. `refused` holds every line of the orders
    that were refused with what is wrong on it: the error file (`formats.errorfile`) is made from it.
    """

    rows: int = 0
    placed: int = 0
    known: int = 0
    cancelled_rows: int = 0
    known_cancels: int = 0
    errors: list[RowError] = field(default_factory=list)
    format: str = ""
    dry_run: bool = False
    skipped: list[SkippedOrder] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)

    def summary(self) -> str:
        """Return the format and the numbers in two lines, for a person."""
        kept = ". Dry run: nothing was kept" if self.dry_run else ""
        return (
            f"Format: {self.format or 'unknown'}{kept}\n"
            f"{self.rows} rows: {self.placed} orders placed, {self.known} known already, "
            f"{self.cancelled_rows} cancellations taken, {self.known_cancels} known already, "
            f"{len(self.skipped)} orders passed over, {len(self.errors)} rows wrong"
        )


def import_orders(
    content: bytes,
    *,
    channel: str,
    now: datetime,
    actor: str,
    progress: Callable[[int, int], None] = lambda done, total: None,
    dry_run: bool = False,
    timezone: str = "UTC",
) -> ImportReport:
    """Take the orders of a file, whatever its format, into `channel`.

    An order with a wrong row is left out whole; after correction the same file can be imported again and
    adds just that order. `progress(done, total)` is called after each chunk of orders. A dry run does all of it,
    so that its report is that of the real run, and keeps nothing. `timezone` is that of times without an offset.
    """
    if zone(timezone) is None:
        text = f"There is no time zone {timezone!r}: use a name like Europe/Berlin."
        raise Refusal("TIMEZONE_UNKNOWN", text, status=422)
    currency, mapping = Channel.objects.filter(code=channel).values_list("currency", "file_mapping").first() or ("", {})
    found = read(content, channel=channel, timezone=timezone, currency=currency, mapping=mapping)
    report = ImportReport(
        rows=found.rows, errors=found.errors, format=found.format, dry_run=dry_run, skipped=found.skipped
    )
    if dry_run:
        with transaction.atomic():
            _take(found, report, channel=channel, now=now, actor=actor, progress=progress)
            transaction.set_rollback(True)
    else:
        _take(found, report, channel=channel, now=now, actor=actor, progress=progress)
    report.errors.sort(key=lambda error: (error.line, error.column))
    report.refused = _refused(found, report.errors)
    return report


def _take(
    found: OrderFile,
    report: ImportReport,
    *,
    channel: str,
    now: datetime,
    actor: str,
    progress: Callable[[int, int], None],
) -> None:
    for start in range(0, len(found.orders), CHUNK):
        chunk = found.orders[start : start + CHUNK]
        _place(chunk, report, now=now, actor=actor)
        progress(start + len(chunk), len(found.orders))
    for row in found.cancels:
        _cancel(row, report, channel=channel, now=now, actor=actor)


def _refused(found: OrderFile, errors: list[RowError]) -> dict[int, str]:
    """Return the lines of all orders of which a row is wrong, each with what is wrong on it."""
    if not errors:
        return {}
    number_of = {line: number for number, lines in found.lines.items() for line in lines}
    numbers = {number_of[error.line] for error in errors if error.line in number_of}
    refused = {line: "" for number in numbers for line in found.lines[number]}
    for error in errors:
        text = f"{error.column}: {error.reason}" if error.column else error.reason
        refused[error.line] = "; ".join(filter(None, (refused.get(error.line), text)))
    return refused


@transaction.atomic
def _place(chunk: Sequence[FileOrder], report: ImportReport, *, now: datetime, actor: str) -> None:
    answers = place([each.order for each in chunk], now=now, actor=actor)
    known = {answer.order_id for answer in answers if answer.order_id and not answer.new}
    stored = _stored(known)
    for each, answer in zip(chunk, answers, strict=True):
        report.errors += [RowError(*each.place_of(fault), fault.text) for fault in answer.faults]
        report.placed += answer.new
        if answer.order_id in stored:
            placed_at, *sums = stored[answer.order_id]
            if not answer.other and placed_at == each.order.placed_at and sums in ([], _sums(each)):
                report.known += 1
            else:
                number = each.order.external_id
                reason = f"duplicate order number: {number} stands for another order already; give it a new number"
                report.errors.append(RowError(*each.first.of("order_number"), reason))


def _stored(order_ids: set[int]) -> dict[int, list[object]]:
    """Return {order id: [placed at]}, and the sums of those from before there were fingerprints."""
    if not order_ids:
        return {}
    rows = Order.objects.filter(pk__in=order_ids)
    return {
        pk: [placed_at] if told else [placed_at, *sums]
        for pk, told, placed_at, *sums in rows.values_list(
            "id", "fingerprint", "placed_at", "goods_minor", "charges_minor"
        )
    }


def _sums(each: FileOrder) -> list[object]:
    goods = sum(line.quantity * line.unit_price_minor for line in each.order.lines)
    return [goods, sum(charge.amount_minor for charge in each.order.charges)]


def _cancel(row: FileCancel, report: ImportReport, *, channel: str, now: datetime, actor: str) -> None:
    order = Order.objects.filter(channel__code=channel, external_id=row.order_number).first()
    if order is None:
        reason = f"order {row.order_number} is not known, so nothing can be cancelled"
        report.errors.append(RowError(row.line, "order_number", reason))
        return
    some = row.sku, row.quantity
    try:
        if cancel_as_ordered(order_id=order.pk, some=some, key=row.key, now=now, actor=actor):
            report.cancelled_rows += 1
        else:
            report.known_cancels += 1
    except Refusal as refusal:
        report.errors.append(RowError(row.line, "quantity", refusal.text))
