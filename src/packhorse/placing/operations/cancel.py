"""Cancel units of an order. The stock they hold decides later whether it was in time."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from packhorse.errors import Refusal, missing
from packhorse.events import OrderCancelled
from packhorse.outbox.publish import publish
from packhorse.placing.models import Order, OrderChange, OrderLine
from packhorse.placing.operations.count import Told, count
from packhorse.placing.operations.kits import NO_KITS, by_kit, counts, units_of, whole_kits
from packhorse.placing.rules import open_kits, order_number


@transaction.atomic
def cancel(
    *,
    order_id: int,
    units: Mapping[int, int] | None,
    kits: Mapping[int, int] = NO_KITS,
    key: str = "",
    now: datetime,
    actor: str,
) -> Mapping[int, int]:
    """Cancel `units` {order line id: units} and `kits` {kit on the order: how many}; return the units of lines.

    All that has not shipped when `units` is None. `key` names the request: the same key a second time does nothing and
    returns {}. Stages that hold the goods are told; what has left by then is counted back by `CancelRefused`. Parts of
    a kit are cancelled in whole kits of which nothing has shipped; what remains of a kit goes only with all.
    """
    order = Order.objects.select_for_update(no_key=True).filter(pk=order_id).first()
    if order is None:
        raise missing("order", order_number(order_id))
    if order.merged_into_id is not None:
        number = order_number(order.merged_into_id)
        raise Refusal("MERGED", f"{order_number(order_id)} was merged into {number}: cancel its lines there.")
    if key and not _first_time(order_id, key, now):
        return {}
    lines = {line.pk: line for line in order.lines.select_for_update(no_key=True).order_by("id")}
    if units is None:
        wanted = {pk: left for pk, line in lines.items() if (left := _left(line)) > 0}
    else:
        wanted = _asked(order_id, lines, units, kits)
    if not wanted:
        raise _nothing(order_id)
    return _drop(order_id, wanted, now=now, actor=actor)


def _asked(
    order_id: int, lines: Mapping[int, OrderLine], units: Mapping[int, int], kits: Mapping[int, int]
) -> dict[int, int]:
    """Return the units of lines that are asked for, when they can be cancelled."""
    for line_id, quantity in units.items():
        if line_id not in lines:
            raise missing("order line", line_id)
        if not 0 < quantity <= _left(lines[line_id]):
            raise Refusal(
                "CANCEL_TOO_MANY",
                f"{order_number(order_id)}, line {lines[line_id].position}: {quantity} units cannot be cancelled, "
                f"{max(0, _left(lines[line_id]))} are still open.",
            )
    in_kits = whole_kits(order_id, lines.values(), units)
    asked = {kit: in_kits.get(kit, 0) + kits.get(kit, 0) for kit in {*in_kits, *kits}}
    return {**units, **units_of(order_id, lines.values(), asked, code="CANCEL_TOO_MANY")}


def _drop(order_id: int, units: Mapping[int, int], *, now: datetime, actor: str) -> Mapping[int, int]:
    """Count units {order line id: units} as cancelled and tell everybody."""
    count([Told(line_id, cancelled=quantity) for line_id, quantity in units.items()])
    publish([OrderCancelled(order_id, tuple(sorted(units.items())))], now=now, actor=actor)
    return units


def _left(line: OrderLine) -> int:
    return line.quantity - line.cancelled - line.shipped


@transaction.atomic
def cancel_as_ordered(
    *, order_id: int, some: tuple[str, int] | None = None, key: str = "", now: datetime, actor: str
) -> Mapping[int, int]:
    """Cancel what the customer ordered in this order, wherever its lines are by now: in it, or split or merged.

    All of it that has not left, or `some` (SKU, units; of a kit, whole kits); returns {order line id: units}. `key` is
    kept on this order: a second time it does nothing and {} comes back. Refuses when there is not so much left.
    """
    lines = _lock_as_ordered(order_id)
    if key and not _first_time(order_id, key, now):
        return {}
    units = _some(order_id, lines, *some) if some else {line.pk: left for line in lines if (left := _left(line)) > 0}
    if not units:
        raise _nothing(order_id)
    order_of = {line.pk: line.order_id for line in lines}
    for each in dict.fromkeys(order_of[line_id] for line_id in units):
        of_it = {line_id: quantity for line_id, quantity in units.items() if order_of[line_id] == each}
        _drop(each, of_it, now=now, actor=actor)
    return units


def _some(order_id: int, lines: Sequence[OrderLine], sku: str, wanted: int) -> dict[int, int]:
    """Return the units of lines that `wanted` of a product or kit are, the first lines first."""
    number, left = order_number(order_id), wanted
    units: dict[int, int] = {}
    for line in lines:
        if line.kit_id is None and line.product.sku == sku and (take := min(left, _left(line))) > 0:
            units[line.pk] = take
            left -= take
    for parts in by_kit(lines).values():
        if parts[0].kit and parts[0].kit.product.sku == sku and (take := min(left, open_kits(counts(parts)))) > 0:
            units |= {line.pk: take * line.kit_units for line in parts}
            left -= take
    if not left:
        return units
    inside = {line.kit.product.sku for line in lines if line.kit and line.product.sku == sku}
    hint = f" It is also a part of the kit {min(inside)}: cancel whole kits by that SKU." if inside else ""
    code = "PART_OF_KIT" if inside and left == wanted else "CANCEL_TOO_MANY"
    raise Refusal(code, f"{number} has {wanted - left} open units of {sku}, not {wanted}.{hint}")


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
        found = Order.objects.select_for_update(no_key=True).filter(pk__in=orders).order_by("id")
        if order_id not in {order.pk for order in found}:
            raise missing("order", order_number(order_id))
        # No line leaves or enters a locked order.
        if orders >= set(as_ordered(order_id).values_list("order_id", flat=True)):
            transaction.savepoint_commit(before)
            break
        transaction.savepoint_rollback(before)
    list(OrderLine.objects.select_for_update(no_key=True).filter(order__in=orders).order_by("id").values_list("id"))
    return list(as_ordered(order_id).select_related("product", "kit__product"))


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
