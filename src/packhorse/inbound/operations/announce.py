"""Deliveries that are expected: announced by the sender, or what is left of a purchase order."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from packhorse.errors import Refusal, missing
from packhorse.events import ProductDated
from packhorse.inbound.models import Delivery, DeliveryLine, PurchaseLine, PurchaseOrder
from packhorse.inbound.operations import check
from packhorse.inbound.queries import open_units
from packhorse.inbound.rules import Announced, delivery_number, purchase_number
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.outbox.publish import publish


@transaction.atomic
def announce(
    lines: Sequence[Announced],
    *,
    now: datetime,
    actor: str,
    warehouse: str = "",
    purchase_order_id: int | None = None,
    reference: str = "",
    expected_on: date | None = None,
    note: str = "",
) -> int:
    """A sender has said what comes and when (an advance shipping notice); return the delivery's id.

    `warehouse` is the purchase order's where it is one's. The same reference of the same order is refused.
    """
    ids, order = check.products(lines), _ordered(purchase_order_id) if purchase_order_id is not None else None
    check.day(expected_on, today=now.date())
    if order is None or warehouse:
        site = check.warehouse(warehouse)
        if order and site.id != order.warehouse_id:
            words = f"warehouse: {purchase_number(order.pk)} was ordered for another one."
            raise Refusal("OTHER_WAREHOUSE", words, status=422)
        site_id = site.id
    else:
        site_id = order.warehouse_id
    name = check.text(reference, 60, "reference")
    if order and name and Delivery.objects.filter(purchase_order=order, reference=name).exists():
        raise Refusal("ANNOUNCED_BEFORE", f"{purchase_number(order.pk)} has a delivery {name!r} already.")
    lots = [check.text(line.lot, 40, "lot") for line in lines]
    if len({(pk, lot.casefold()) for pk, lot in zip(ids, lots, strict=True)}) < len(ids):
        raise Refusal("PRODUCT_TWICE", "lines: a product and lot is named twice; add its units up.", status=422)
    delivery = Delivery.objects.create(
        warehouse_id=site_id,
        purchase_order=order,
        reference=name,
        expected_on=expected_on or (order.expected_on if order else None),
        state="expected",
        note=check.text(note, 500, "note"),
        created_at=now,
        created_by=actor,
    )
    DeliveryLine.objects.bulk_create(
        DeliveryLine(delivery=delivery, product_id=pk, lot_code=lot, expires_on=line.expires_on, quantity=line.quantity)
        for pk, lot, line in zip(ids, lots, lines, strict=True)
    )
    publish([ProductDated(tuple(sorted(set(ids))))], now=now, actor=actor)
    return delivery.pk


@transaction.atomic
def expect_rest(*, purchase_order_id: int, now: datetime, actor: str) -> int:
    """Expect a delivery of all that a purchase order still lacks and nobody has announced; return its id."""
    order = _ordered(purchase_order_id)
    rest = Counter({product: units for product, units in open_units(order.pk).items() if units > 0})
    if not rest:
        raise Refusal("NOTHING_OPEN", f"All of {purchase_number(order.pk)} has come or is announced.")
    delivery = Delivery.objects.create(
        warehouse_id=order.warehouse_id,
        purchase_order=order,
        expected_on=order.expected_on,
        state="expected",
        created_at=now,
        created_by=actor,
    )
    DeliveryLine.objects.bulk_create(
        DeliveryLine(delivery=delivery, product_id=product, quantity=units) for product, units in sorted(rest.items())
    )
    return delivery.pk


@transaction.atomic
def cancel_delivery(*, delivery_id: int, now: datetime, actor: str) -> None:
    """It does not come. Of a transfer, what was kept for it is free again; one that has left is not cancelled."""
    delivery = check.lock(delivery_id, states=["expected", "requested"])
    lines = DeliveryLine.objects.filter(delivery=delivery)
    if lines.filter(sent__gt=0).exists():
        words = f"Goods of {delivery_number(delivery.pk)} have left: finish the sending, then close it where they go."
        raise Refusal("GOODS_LEFT", words)
    Delivery.objects.filter(pk=delivery.pk).update(state="cancelled", closed_at=now)
    let_go(delivery.pk, now=now, actor=actor)
    products = set(lines.values_list("product_id", flat=True))
    publish([ProductDated(tuple(sorted(products)))], now=now, actor=actor)


def let_go(delivery_id: int, *, now: datetime, actor: str) -> None:
    """Give free what is still kept for a transfer."""
    number = delivery_number(delivery_id)
    kept = stock.live_reservation("transfer", number)
    if kept is not None:
        inventory.release_reservation(reservation_id=kept, now=now, actor=actor)


def _ordered(order_id: int) -> PurchaseOrder:
    order = PurchaseOrder.objects.select_for_update(of=("self",)).filter(pk=order_id).first()
    if order is None:
        raise missing("purchase order", purchase_number(order_id))
    if order.state != "ordered":
        words = f"{purchase_number(order_id)} is {order.state}: goods come only on one that is ordered."
        raise Refusal("NOT_ORDERED", words)
    if not PurchaseLine.objects.filter(order=order).exists():
        raise Refusal("NOTHING_OPEN", f"{purchase_number(order_id)} has no lines.")
    return order
