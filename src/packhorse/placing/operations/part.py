"""Part orders and join them: units of one become an order of their own, or all lines of one become another's.

Both are done while the order is at rest: no news of it under way, nothing of it on a pick list. What stock holds for
the units is handed on by sourcing in the same transaction (`packhorse.web.parting`).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from django.db import transaction
from django.db.models import F, Max, Min

from packhorse.errors import Refusal, missing
from packhorse.events import OrderMerged, OrderPlaced, OrderSplit
from packhorse.inventory import queries as stock
from packhorse.outbox import queries as outbox
from packhorse.outbox.publish import publish
from packhorse.placing.models import Channel, Order, OrderAddress, OrderCharge, OrderHold, OrderKit, OrderLine
from packhorse.placing.operations.edit import sum_up
from packhorse.placing.operations.kits import NO_KITS, units_of, whole_kits
from packhorse.placing.rules import CHANGEABLE, SPLIT_PRINT, WISH_LIMITS, order_number, split_number

SAME_PLACE = ("name", "line1", "line2", "city", "region", "postal_code", "country")


@dataclass(frozen=True)
class Passed:
    """Units of a line that stock holds and that pass to another line (or to the same one, under another order)."""

    line_id: int
    to_line_id: int
    units: int


@dataclass(frozen=True)
class Parted:
    """What became of a split: the new order, and what stock must hand on to it."""

    child_id: int
    passed: tuple[Passed, ...]


@transaction.atomic
def split(
    *, order_id: int, units: Mapping[int, int], kits: Mapping[int, int] = NO_KITS, now: datetime, actor: str
) -> Parted:
    """Make an order of its own of `units` {order line id: units}, for the same customer and place.

    `kits` {kit on the order: how many} go whole, with all their parts; parts alone are refused. Charges stay; holds,
    wishes, service, rule and priority are copied. Units that wait for goods go first, then those that stock holds.
    Refuses to take all of it, and what is on a pick list or has left.
    """
    (order,) = _at_rest([order_id])
    lines = {line.pk: line for line in order.lines.select_for_update(no_key=True).order_by("id")}
    for line_id, wanted in units.items():
        if line_id not in lines:
            raise missing("order line", line_id)
        left = lines[line_id].quantity - lines[line_id].cancelled - lines[line_id].shipped
        if not 0 < wanted <= left:
            where = f"{order_number(order_id)}, line {lines[line_id].position}"
            raise Refusal("SPLIT_TOO_MANY", f"{where}: {wanted} units cannot be split off, {left} are open.")
    whole = whole_kits(order_id, lines.values(), units)
    going = {kit: whole.get(kit, 0) + kits.get(kit, 0) for kit in {*whole, *kits}}
    units = {**units, **units_of(order_id, lines.values(), going, code="SPLIT_TOO_MANY")}
    due = sum(line.quantity - line.cancelled for line in lines.values())
    if not units or sum(units.values()) == due:
        raise Refusal("NOTHING_LEFT", "Some units are split off, and some must stay.", status=422)
    child = _child(order, now)
    passed = _move(order, child, lines, units)
    _move_kits(child, going)
    for each in (order_id, child.pk):
        sum_up(each)
    publish([OrderSplit(order_id, child.pk, tuple(sorted(units.items()))), OrderPlaced(child.pk)], now=now, actor=actor)
    return Parted(child.pk, tuple(passed))


@transaction.atomic
def merge(*, order_id: int, others: Collection[int], now: datetime, actor: str) -> None:
    """Bring all lines and charges of `others` into an order of the same channel, customer, place and service.

    The others are `merged` for ever, and name the order that has their lines. Wishes are joined.
    """
    ids = sorted({order_id, *others})
    if len(ids) < 2:
        raise Refusal("NOTHING_TO_MERGE", "Name at least one other order.", status=422)
    orders = {order.pk: order for order in _at_rest(ids)}
    target = orders.pop(order_id)
    _same(target, list(orders.values()))
    position = target.lines.aggregate(last=Max("position"))["last"] or 0
    for other in orders.values():
        OrderKit.objects.filter(order=other).update(order=target, position=F("position") + position)
        OrderLine.objects.filter(order=other, ordered_in=None).update(ordered_in=other)
        moved = OrderLine.objects.filter(order=other)
        most = moved.aggregate(last=Max("position"))["last"] or 0
        moved.update(order=target, position=F("position") + position)
        position += most
        OrderCharge.objects.filter(order=other).update(order=target)
        target.charges_minor += other.charges_minor
        target.priority = max(target.priority, other.priority)
        Order.objects.filter(pk=other.pk).update(
            state="merged", merged_into=target, goods_minor=0, charges_minor=0, decided=True
        )
    for wish, limit in WISH_LIMITS.items():
        setattr(target, wish, _joined(wish, limit, [target, *orders.values()]))
    target.decided = target.decided and all(order.decided for order in orders.values())
    target.save(update_fields=["charges_minor", "priority", "decided", *WISH_LIMITS])
    sum_up(target.pk)
    publish([OrderMerged(other, target.pk) for other in orders], now=now, actor=actor)


def _at_rest(ids: Collection[int]) -> list[Order]:
    """Lock orders that can be parted or joined."""
    orders = list(Order.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("id"))
    if lost := set(ids) - {order.pk for order in orders}:
        raise missing("order", order_number(min(lost)))
    for order in orders:
        if order.state not in CHANGEABLE:
            number = order_number(order.pk)
            raise Refusal("TOO_LATE_TO_PART", f"{number} is {order.state}: it cannot be split or merged any more.")
    if waiting := outbox.under_way(ids):
        raise Refusal(
            "NEWS_UNDER_WAY",
            f"Something has just happened to {order_number(min(waiting))} and is not told everywhere yet. "
            "Try again in a moment; if this stays, look at what is set aside.",
        )
    return orders


def _child(order: Order, now: datetime) -> Order:
    """A copy of the order without goods and charges, under a number that no channel can send."""
    # One of a channel at a time: orders and their parts, split at once, may ask for the same number.
    Channel.objects.select_for_update(no_key=True).get(pk=order.channel_id)
    numbers = (split_number(order.external_id, nth) for nth in count(2))
    mine = Order.objects.filter(channel=order.channel_id)
    number = next(each for each in numbers if not mine.filter(external_id=each).exists())
    copied = ("channel_id", "customer_id", "placed_at", "currency", "service", "delivery_instructions", "gift_message")
    copied += ("ship_rule", "priority", "decided")
    child = Order.objects.create(
        **{name: getattr(order, name) for name in copied},
        external_id=number,
        fingerprint=SPLIT_PRINT,
        taken_at=now,
        goods_minor=0,
        charges_minor=0,
        state="placed",
        split_from=order,
    )
    place = OrderAddress.objects.get(pk=order.pk)
    place.order_id = child.pk
    place.save(force_insert=True)
    holds = OrderHold.objects.filter(order=order, released_at=None).order_by("id")
    OrderHold.objects.bulk_create(
        [
            OrderHold(
                order=child,
                order_placed_at=order.placed_at,
                kind=each.kind,
                reason=each.reason,
                at=now,
                actor=each.actor,
            )
            for each in holds
        ]
    )
    return child


def _move(order: Order, child: Order, lines: Mapping[int, OrderLine], units: Mapping[int, int]) -> list[Passed]:
    held = stock.held_units(units)
    passed = []
    in_order = sorted(units.items(), key=lambda each: lines[each[0]].position)
    for position, (line_id, wanted) in enumerate(in_order, start=1):
        line = lines[line_id]
        stay = line.quantity - line.cancelled - wanted
        handed = max(0, held.get(line_id, 0) - stay)
        if wanted == line.quantity:  # the line goes as it is
            OrderLine.objects.filter(pk=line_id).update(
                order=child, position=position, ordered_in=line.ordered_in_id or order.pk
            )
            to_id = line_id
        else:
            OrderLine.objects.filter(pk=line_id).update(quantity=F("quantity") - wanted, sourced=F("sourced") - handed)
            to_id = OrderLine.objects.create(
                order=child,
                position=position,
                product_id=line.product_id,
                quantity=wanted,
                unit_price_minor=line.unit_price_minor,
                sourced=handed,
                ordered_in_id=line.ordered_in_id or order.pk,
                kit_id=line.kit_id,
                kit_units=line.kit_units,
            ).pk
        if handed:
            passed.append(Passed(line_id, to_id, handed))
    return passed


def _move_kits(child: Order, going: Mapping[int, int]) -> None:
    """Let kits follow their parts; of those of which some stay, the child gets a kit of its own."""
    for kit_id, wanted in going.items():
        kit = OrderKit.objects.get(pk=kit_id)
        parts = OrderLine.objects.filter(order=child, kit=kit)
        position = parts.aggregate(first=Min("position"))["first"]
        if wanted == kit.quantity:
            OrderKit.objects.filter(pk=kit_id).update(order=child, position=position)
        else:
            OrderKit.objects.filter(pk=kit_id).update(quantity=F("quantity") - wanted)
            parts.update(
                kit=OrderKit.objects.create(
                    order=child,
                    position=position,
                    product_id=kit.product_id,
                    quantity=wanted,
                    unit_price_minor=kit.unit_price_minor,
                )
            )


def _same(target: Order, others: list[Order]) -> None:
    """Refuse orders that are not for the same customer, place and way."""
    places = OrderAddress.objects.in_bulk([target.pk, *(other.pk for other in others)])
    home = places[target.pk]
    held = set(OrderHold.objects.filter(order__in=places, released_at=None).values_list("order_id", flat=True))
    for other in others:
        door = places[other.pk]
        whose = (home.email.upper(), target.customer_id), (door.email.upper(), other.customer_id)
        wrong = [
            (target.channel_id != other.channel_id, "is of another channel"),
            (any(_folded(home, name) != _folded(door, name) for name in SAME_PLACE), "goes to another address"),
            (whose[0] != whose[1], "is another customer's"),
            (target.service != other.service, f"goes by another service ({other.service})"),
            (target.ship_rule != other.ship_rule, f"is to leave otherwise ({other.ship_rule})"),
            (bool({target.pk, other.pk} & held), "or this one is on hold: release it first"),
        ]
        if why := next((words for bad, words in wrong if bad), ""):
            raise Refusal("CANNOT_MERGE", f"{order_number(other.pk)} {why}: it cannot be merged.")


def _folded(address: OrderAddress, name: str) -> str:
    return " ".join(str(getattr(address, name)).split()).casefold()


def _joined(wish: str, limit: int, orders: list[Order]) -> str:
    text = "; ".join(dict.fromkeys(getattr(order, wish) for order in orders if getattr(order, wish)))
    if len(text) > limit:
        raise Refusal("WISHES_TOO_LONG", f"Together their {wish.replace('_', ' ')} is longer than {limit} characters.")
    return text
