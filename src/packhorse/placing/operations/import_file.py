"""Import a file of orders: each chunk in one transaction, each wrong row named, the same file twice adds nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from packhorse.errors import Refusal
from packhorse.placing.models import Order
from packhorse.placing.operations.cancel import cancel
from packhorse.placing.operations.place import place
from packhorse.placing.orderfile import FileCancel, FileOrder, RowError, read

CHUNK = 200


@dataclass
class ImportReport:
    """What a file brought: numbers of orders, and every row that could not be taken."""

    rows: int = 0
    placed: int = 0
    known: int = 0
    cancelled_rows: int = 0
    known_cancels: int = 0
    errors: list[RowError] = field(default_factory=list)


def import_orders(
    content: bytes,
    *,
    channel: str,
    now: datetime,
    actor: str,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> ImportReport:
    """Take the orders of a file (Packhorse's own format) into `channel`.

    An order with a wrong row is left out whole; after correction the same file can be imported again and
    adds just that order. `progress(done, total)` is called after each chunk of orders.
    """
    found = read(content, channel=channel)
    report = ImportReport(rows=found.rows, errors=found.errors)
    for start in range(0, len(found.orders), CHUNK):
        chunk = found.orders[start : start + CHUNK]
        _place(chunk, report, now=now, actor=actor)
        progress(start + len(chunk), len(found.orders))
    for row in found.cancels:
        _cancel(row, report, channel=channel, now=now, actor=actor)
    report.errors.sort(key=lambda error: (error.line, error.column))
    return report


@transaction.atomic
def _place(chunk: Sequence[FileOrder], report: ImportReport, *, now: datetime, actor: str) -> None:
    answers = place([each.order for each in chunk], now=now, actor=actor)
    known = {answer.order_id for answer in answers if answer.order_id and not answer.new}
    stored = {row[0]: row[1:] for row in Order.objects.filter(pk__in=known).values_list("id", *_SUMS)}
    for each, answer in zip(chunk, answers, strict=True):
        report.errors += [RowError(each.line_of(f), f.field, f.text) for f in answer.faults]
        report.placed += answer.new
        if answer.order_id in stored:
            if stored[answer.order_id] == _sums(each):
                report.known += 1
            else:
                number = each.order.external_id
                reason = f"duplicate order number: {number} was placed before with other goods; give it a new number"
                report.errors.append(RowError(each.first, "order_number", reason))


_SUMS = ("placed_at", "goods_minor", "charges_minor")


def _sums(each: FileOrder) -> tuple[object, ...]:
    goods = sum(line.quantity * line.unit_price_minor for line in each.order.lines)
    return each.order.placed_at, goods, sum(charge.amount_minor for charge in each.order.charges)


def _cancel(row: FileCancel, report: ImportReport, *, channel: str, now: datetime, actor: str) -> None:
    order = Order.objects.filter(channel__code=channel, external_id=row.order_number).first()
    if order is None:
        reason = f"order {row.order_number} is not known, so nothing can be cancelled"
        report.errors.append(RowError(row.line, "order_number", reason))
        return
    left, units = row.quantity, {}
    for line in order.lines.filter(product__sku=row.sku).order_by("position"):
        if part := min(left, line.quantity - line.cancelled - line.shipped):
            units[line.pk] = part
            left -= part
    try:
        if left and not order.orderchange_set.filter(key=row.key).exists():
            raise Refusal(
                "CANCEL_TOO_MANY", f"order {row.order_number} has {row.quantity - left} open units of {row.sku}"
            )
        done = cancel(order_id=order.pk, units=units, key=row.key, now=now, actor=actor)
    except Refusal as refusal:
        report.errors.append(RowError(row.line, "quantity", refusal.text))
        return
    report.cancelled_rows += bool(done)
    report.known_cancels += not done
