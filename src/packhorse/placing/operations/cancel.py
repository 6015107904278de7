"""Cancel units of an order. The stock they hold decides later whether it was in time."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from packhorse.errors import Refusal, missing
from packhorse.events import OrderCancelled
from packhorse.outbox.publish import publish
from packhorse.placing.models import Order, OrderChange, OrderLine
from packhorse.placing.operations.count import Told, count
from packhorse.placing.rules import order_number


@transaction.atomic
def cancel(
    *, order_id: int, units: Mapping[int, int] | None, key: str = "", now: datetime, actor: str
) -> Mapping[int, int]:
    """Cancel `units` {order line id: units}, or all that has not shipped (None); return what was cancelled.

    `key` names the request: the same key a second time does nothing and returns {}. Stages that hold
    the goods are told; what has left by then is counted back by `CancelRefused`.
    """
    order = Order.objects.select_for_update().filter(pk=order_id).first()
    if order is None:
        raise missing("order", order_number(order_id))
    if key and not _first_time(order_id, key, now):
        return {}
    lines = {line.pk: line for line in order.lines.select_for_update().order_by("id")}
    open_units = {pk: line.quantity - line.cancelled - line.shipped for pk, line in lines.items()}
    wanted = {pk: u for pk, u in open_units.items() if u > 0} if units is None else dict(units)
    for line_id, quantity in wanted.items():
        if line_id not in lines:
            raise missing("order line", line_id)
        if not 0 < quantity <= open_units[line_id]:
            raise Refusal(
                "CANCEL_TOO_MANY",
                f"{order_number(order_id)}, line {lines[line_id].position}: {quantity} units cannot be cancelled, "
                f"{max(0, open_units[line_id])} are still open.",
            )
    if not wanted:
        raise Refusal("NOTHING_TO_CANCEL", f"{order_number(order_id)}: everything has shipped or is cancelled already.")
    count([Told(line_id, cancelled=quantity) for line_id, quantity in wanted.items()])
    publish([OrderCancelled(order_id, tuple(sorted(wanted.items())))], now=now, actor=actor)
    return wanted


@transaction.atomic
def cancel_as_ordered(order_id: int, *, key: str, now: datetime, actor: str) -> None:
    """Cancel all that the customer ordered in this order, wherever its lines are by now: in it, or split or merged.

    What has left stays. Refuses when nothing is left to cancel.
    """
    units: dict[int, dict[int, int]] = {}
    for line in as_ordered(order_id):
        if (left := line.quantity - line.cancelled - line.shipped) > 0:
            units.setdefault(line.order_id, {})[line.pk] = left
    if not units:
        cancel(order_id=order_id, units=None, key=key, now=now, actor=actor)  # refuses, and says why
    for each, wanted in units.items():
        cancel(order_id=each, units=wanted, key=key, now=now, actor=actor)


def as_ordered(order_id: int) -> QuerySet[OrderLine]:
    """Return the lines that the customer ordered in this order, in whichever order they are by now."""
    mine = OrderLine.objects.filter(Q(order=order_id, ordered_in=None) | Q(ordered_in=order_id))
    return mine.order_by("order_id", "position")


def _first_time(order_id: int, key: str, now: datetime) -> bool:
    try:
        with transaction.atomic():
            OrderChange.objects.create(order_id=order_id, key=key, at=now)
    except IntegrityError:
        return False
    return True
