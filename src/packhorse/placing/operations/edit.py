"""Change an order after it was placed: more, less or other goods, another address, service, price or wish."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max, Sum

from packhorse.catalog.queries import Listed
from packhorse.errors import Refusal, missing
from packhorse.events import HoldReleased, OrderEdited
from packhorse.outbox.publish import publish
from packhorse.placing.addressing import check
from packhorse.placing.faults import edit_faults
from packhorse.placing.models import Order, OrderAddress, OrderHold, OrderKit, OrderLine, OrderNote
from packhorse.placing.operations.cancel import cancel
from packhorse.placing.operations.count import count
from packhorse.placing.operations.goods import ask_listed, keep_goods, most_units
from packhorse.placing.operations.hold import keep_holds
from packhorse.placing.operations.kits import by_kit, counts, part_alone
from packhorse.placing.rules import (
    CHANGEABLE,
    MAX_QUANTITY,
    MAX_TOTAL_MINOR,
    PRIORITIES,
    Edit,
    NewAddress,
    NewHold,
    NewLine,
    kit_count,
    order_number,
)


@transaction.atomic
def edit(*, order_id: int, wanted: Edit, now: datetime, actor: str) -> None:
    """Make all changes of `wanted`, or none of them.

    Fewer units are cancelled wherever they are (`cancel`); more units and new lines are sourced; address, service and
    instructions can be changed until a parcel has left, and labels bought before are bought anew; prices and gift
    message touch no stock. Another priority or ship rule counts from the next decision on. Refuses what has left the
    house.
    """
    order = Order.objects.select_for_update(no_key=True).filter(pk=order_id).first()
    if order is None:
        raise missing("order", order_number(order_id))
    skus = ask_listed(wanted.add).read()
    if found := edit_faults(wanted, skus=skus, kits=most_units(skus)):
        faults = [{"field": fault.field, "line": fault.line, "text": fault.text} for fault in found]
        raise Refusal("WRONG_EDIT", f"{found[0].field}: {found[0].text}", status=422, details={"faults": faults})
    if order.state not in CHANGEABLE:
        raise Refusal("TOO_LATE_TO_EDIT", f"{order_number(order_id)} is {order.state}: nothing can be changed now.")
    what = [
        *_quantities(order, wanted, now=now, actor=actor),
        *_add(order, wanted.add, skus),
        *_prices(order, wanted),
        *_way(order, wanted, now=now, actor=actor),
    ]
    sum_up(order_id)
    publish([OrderEdited(order_id, each) for each in dict.fromkeys(what)], now=now, actor=actor)


@transaction.atomic
def note(*, order_id: int, text: str, now: datetime, actor: str) -> None:
    """Write a note on an order, for the people of the office."""
    if not text.strip() or len(text) > 2000 or "\x00" in text:
        raise Refusal("WRONG_NOTE", "A note has between 1 and 2,000 characters, and no NUL.", status=422)
    if not Order.objects.filter(pk=order_id).exists():
        raise missing("order", order_number(order_id))
    OrderNote.objects.create(order_id=order_id, at=now, actor=actor, text=text.strip())


def _quantities(order: Order, wanted: Edit, *, now: datetime, actor: str) -> list[str]:
    lines = {line.pk: line for line in order.lines.select_for_update(no_key=True).order_by("id")}
    fewer: dict[int, int] = {}
    more = False
    for line_id, quantity in wanted.quantities.items():
        line = lines.get(line_id)
        if line is None:
            raise missing("order line", line_id)
        if line.kit_id is not None:
            raise part_alone(order.pk, line)
        change = quantity - (line.quantity - line.cancelled)
        if change < 0:
            fewer[line_id] = -change
        elif change > 0:
            OrderLine.objects.filter(pk=line_id).update(quantity=F("quantity") + change)
            more = True
    fewer_kits, more_kits = _kits(order, lines.values(), wanted.kits)
    if fewer or fewer_kits:
        cancel(order_id=order.pk, units=fewer, kits=fewer_kits, now=now, actor=actor)
    return ["lines"] if more or more_kits else []


def _kits(order: Order, lines: Iterable[OrderLine], wanted: dict[int, int]) -> tuple[dict[int, int], bool]:
    """Add to kits of which more are wanted; return {kit: how many} of which fewer are, and whether it added."""
    parts_of = by_kit(lines)
    fewer: dict[int, int] = {}
    more = False
    for kit_id, quantity in wanted.items():
        if kit_id not in parts_of:
            raise missing("kit of the order", kit_id)
        now_wanted = kit_count(counts(parts_of[kit_id]))
        change = quantity - (now_wanted.quantity - now_wanted.cancelled)
        if change < 0:
            fewer[kit_id] = -change
        elif change > 0:
            if (now_wanted.quantity + change) * max(line.kit_units for line in parts_of[kit_id]) > MAX_QUANTITY:
                raise Refusal("WRONG_EDIT", f"quantity: {quantity} kits hold too many units of a part.", status=422)
            OrderKit.objects.filter(pk=kit_id).update(quantity=F("quantity") + change)
            OrderLine.objects.filter(kit=kit_id).update(quantity=F("quantity") + change * F("kit_units"))
            more = True
    return fewer, more


def _add(order: Order, lines: tuple[NewLine, ...], skus: dict[str, Listed]) -> list[str]:
    last = order.lines.aggregate(last=Max("position"))["last"] or 0
    keep_goods([(order.pk, last + 1, lines)], skus)
    return ["lines"] if lines else []


def _prices(order: Order, wanted: Edit) -> list[str]:
    for line_id, minor in wanted.prices.items():
        line = OrderLine.objects.filter(pk=line_id, order_id=order.pk).first()
        if line is None:
            raise missing("order line", line_id)
        if line.kit_id is not None:
            raise part_alone(order.pk, line)
        OrderLine.objects.filter(pk=line_id).update(unit_price_minor=minor)
    for kit_id, minor in wanted.kit_prices.items():
        if not OrderKit.objects.filter(pk=kit_id, order_id=order.pk).update(unit_price_minor=minor):
            raise missing("kit of the order", kit_id)
    return ["prices"] if wanted.prices or wanted.kit_prices else []


def _way(order: Order, wanted: Edit, *, now: datetime, actor: str) -> list[str]:
    """Where to and how; nothing of the order may have left."""
    fields = {
        "service": wanted.service,
        "delivery_instructions": wanted.delivery_instructions,
        "gift_message": wanted.gift_message,
        "ship_rule": wanted.ship_rule,
        "priority": PRIORITIES[wanted.priority] if wanted.priority is not None else None,
    }
    changed = {name: value for name, value in fields.items() if value is not None and value != getattr(order, name)}
    if (changed.keys() - {"gift_message", "priority"} or wanted.address) and order.lines.filter(shipped__gt=0).exists():
        raise Refusal(
            "TOO_LATE_TO_EDIT", f"A parcel of {order_number(order.pk)} has left: it cannot be sent otherwise any more."
        )
    if changed:
        Order.objects.filter(pk=order.pk).update(**changed)
    words = {"delivery_instructions": "instructions", "gift_message": "gift"}
    moved = _address(order, wanted.address, now=now, actor=actor) if wanted.address else []
    return [*(words.get(name, name) for name in changed), *moved]


def _address(order: Order, address: NewAddress, *, now: datetime, actor: str) -> list[str]:
    checked = check(replace(address, latitude=None, longitude=None))
    OrderAddress.objects.filter(pk=order.pk).update(**vars(checked.address))
    held = OrderHold.objects.filter(order_id=order.pk, kind="INCORRECT_ADDRESS", released_at=None)
    if not checked.problem:
        if held.update(released_at=now, released_by=actor):
            last = not OrderHold.objects.filter(order_id=order.pk, released_at=None).exists()
            publish([HoldReleased(order.pk, "INCORRECT_ADDRESS", last)], now=now, actor=actor)
    elif not held.update(reason=checked.problem[:300]):
        keep_holds({order.pk: [NewHold("INCORRECT_ADDRESS", checked.problem[:300])]}, now=now, actor=actor)
    return ["address"]


def sum_up(order_id: int) -> None:
    """Bring money and state of the order up to its lines and kits."""
    goods = sum(
        table.filter(order_id=order_id).aggregate(sum=Sum(F("quantity") * F("unit_price_minor")))["sum"] or 0
        for table in (OrderLine.objects, OrderKit.objects)
    )
    if goods > MAX_TOTAL_MINOR:
        raise Refusal("WRONG_EDIT", "unit_price: the order's total would be beyond all reason.", status=422)
    Order.objects.filter(pk=order_id).update(goods_minor=goods)
    count([], decided_orders=Order.objects.filter(pk=order_id, decided=True).values_list("id", flat=True))
