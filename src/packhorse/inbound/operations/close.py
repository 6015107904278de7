"""A delivery is over: what has not come is named."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from packhorse.errors import Refusal
from packhorse.events import ProductDated
from packhorse.inbound.models import Delivery, DeliveryLine, LostReason, PurchaseLine, PurchaseOrder, UnknownItem
from packhorse.inbound.operations import check
from packhorse.inbound.operations.buy import tell
from packhorse.inbound.rules import OPEN_DELIVERIES, delivery_number
from packhorse.inventory import operations as inventory
from packhorse.outbox.publish import publish


@transaction.atomic
def close_delivery(
    *, delivery_id: int, now: datetime, actor: str, reason: str = "", with_purchase: bool = False
) -> None:
    """Nothing more of it comes. What a purchase order lacks stays open for the next delivery, or, `with_purchase`, is
    wanted no more. What was sent in a transfer and has not come is lost, and `reason` says why.

    Refuses while goods that nobody knows wait to be settled.
    """
    order = Delivery.objects.filter(pk=delivery_id).values_list("purchase_order_id", flat=True).first()
    if order is not None:
        PurchaseOrder.objects.select_for_update(of=("self",)).get(pk=order)
    delivery = check.lock(delivery_id, states=OPEN_DELIVERIES)
    if unknown := UnknownItem.objects.filter(delivery=delivery, settled_at=None).count():
        words = f"{unknown} unknown item{'s wait' if unknown > 1 else ' waits'} to be settled: name the product first."
        raise Refusal("UNKNOWN_ITEMS", words)
    lines = DeliveryLine.objects.select_for_update().filter(delivery=delivery).order_by("id")
    if delivery.from_warehouse_id is not None:
        _lose(delivery, list(lines), reason=reason, now=now, actor=actor)
    Delivery.objects.filter(pk=delivery.pk).update(state="closed", closed_at=now)
    publish([ProductDated(tuple(sorted({line.product_id for line in lines})))], now=now, actor=actor)
    if order is not None:
        _follow(order, whole=with_purchase, now=now, actor=actor)


def _lose(delivery: Delivery, lines: list[DeliveryLine], *, reason: str, now: datetime, actor: str) -> None:
    lost = sum(max(0, line.sent - line.received) for line in lines)
    if not lost:
        return
    if not reason.strip():
        words = f"{lost} units of {delivery_number(delivery.pk)} were sent and have not come: say in words why."
        raise Refusal("REASON_WANTED", words, status=422, details={"lost": lost})
    for line in lines:
        line.lost = max(0, line.sent - line.received)
    DeliveryLine.objects.bulk_update(lines, ["lost"])
    LostReason.objects.create(delivery=delivery, reason=check.text(reason, 200, "reason"), at=now, actor=actor)
    inventory.lose_numbers(cause="delivery", cause_id=delivery.pk, now=now)


def _follow(order_id: int, *, whole: bool, now: datetime, actor: str) -> None:
    """A purchase order of which all has come is closed, and so is one whose rest nobody wants."""
    others = Delivery.objects.filter(purchase_order_id=order_id, state__in=OPEN_DELIVERIES).exists()
    if others:
        if whole:
            raise Refusal("DELIVERY_OPEN", "Another delivery of that purchase order is under way: close it first.")
        return
    lacking = PurchaseLine.objects.filter(order_id=order_id, received__lt=F("quantity")).exists()
    if whole or not lacking:
        PurchaseOrder.objects.filter(pk=order_id, state="ordered").update(state="closed", ended_at=now)
        tell(order_id, now=now, actor=actor)
