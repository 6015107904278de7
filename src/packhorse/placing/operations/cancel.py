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
    if order.merged_into_id is not None:
        number = order_number(order.merged_into_id)
        raise Refusal("MERGED", f"{order_number(order_id)} was merged into {number}: cancel its lines there.")
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
        raise _nothing(order_id)
    count([Told(line_id, cancelled=quantity) for line_id, quantity in wanted.items()])
    publish([OrderCancelled(order_id, tuple(sorted(wanted.items())))], now=now, actor=actor)
    return wanted


@transaction.atomic
def cancel_as_ordered(
    *, order_id: int, some: tuple[str, int] | None = None, key: str = "", now: datetime, actor: str
) -> Mapping[int, int]:
    """Cancel what the customer ordered in this order, wherever its lines are by now: in it, or split or merged.

    All of it that has not left, or `some` (SKU, units); returns {order line id: units}. `key` is kept on this order:
    a second time it does nothing and {} comes back. Refuses when there is not so much left to cancel.
    """
    lines = _lock_as_ordered(order_id)
    if key and not _first_time(order_id, key, now):
        return {}
    number = order_number(order_id)
    left = some[1] if some else None
    units: dict[int, dict[int, int]] = {}
    for line in lines:
        still = line.quantity - line.cancelled - line.shipped
        if some and left is not None:
            still = min(left, still) if line.product.sku == some[0] else 0
            left -= max(0, still)
        if still > 0:
            units.setdefault(line.order_id, {})[line.pk] = still
    if some and left:
        raise Refusal("CANCEL_TOO_MANY", f"{number} has {some[1] - left} open units of {some[0]}, not {some[1]}.")
    if not units:
        raise _nothing(order_id)
    for each, wanted in units.items():
        cancel(order_id=each, units=wanted, now=now, actor=actor)
    return {line_id: quantity for wanted in units.values() for line_id, quantity in wanted.items()}


def as_ordered(order_id: int) -> QuerySet[OrderLine]:
    """Return the lines that the customer ordered in this order, in whichever order they are by now."""
    mine = OrderLine.objects.filter(Q(order=order_id, ordered_in=None) | Q(ordered_in=order_id))
    return mine.order_by("order_id", "position")


def _lock_as_ordered(order_id: int) -> list[OrderLine]:
    """Lock an order, and all that hold lines that were ordered in it, by id; return those lines as they are then.

    Lines may pass on to other orders while this waits: then it lets go, and locks all of them anew.
    """
    orders = {order_id}
    while True:
        before = transaction.savepoint()
        orders |= set(as_ordered(order_id).values_list("order_id", flat=True))
        found = Order.objects.select_for_update().filter(pk__in=orders).order_by("id")
        if order_id not in {order.pk for order in found}:
            raise missing("order", order_number(order_id))
        # No line leaves or enters a locked order.
        if orders >= set(as_ordered(order_id).values_list("order_id", flat=True)):
            transaction.savepoint_commit(before)
            break
        transaction.savepoint_rollback(before)
    list(OrderLine.objects.select_for_update().filter(order__in=orders).order_by("id").values_list("id"))
    return list(as_ordered(order_id).select_related("product"))


def _nothing(order_id: int) -> Refusal:
    text = f"{order_number(order_id)}: everything has shipped or is cancelled already."
    return Refusal("NOTHING_TO_CANCEL", text)


def _first_time(order_id: int, key: str, now: datetime) -> bool:
    try:
        with transaction.atomic():
            OrderChange.objects.create(order_id=order_id, key=key, at=now)
    except IntegrityError:
        return False
    return True
