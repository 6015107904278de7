"""Take a pick list, onto a cart where the warehouse has carts."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q

from packhorse.errors import Refusal, missing
from packhorse.events import PickingStarted
from packhorse.outbox.publish import publish
from packhorse.picking import queries
from packhorse.picking.models import Cart, PickList, PickTask
from packhorse.picking.rules import WITHOUT_TOTES, list_number


@transaction.atomic
def start_list(*, list_id: int, now: datetime, actor: str, cart_code: str = "") -> None:
    """Take a pick list for oneself; taking one's own again does nothing. Refuses a list that another has.

    In a warehouse with carts `cart_code` is a cart's barcode or code: one that is free and has totes enough. A
    list of a kind without totes needs none.
    """
    pick_list = PickList.objects.select_for_update().filter(pk=list_id).first()
    if pick_list is None:
        raise missing("pick list", list_number(list_id))
    if pick_list.state == "picking" and pick_list.picker == actor:
        return
    if pick_list.state != "open":
        whose = f"{pick_list.picker} has it" if pick_list.state == "picking" else "it is done"
        raise Refusal("LIST_TAKEN", f"Pick list {list_number(list_id)} cannot be taken: {whose}. Take another one.")
    if pick_list.kind not in WITHOUT_TOTES:
        _load(pick_list, cart_code.strip())
    PickList.objects.filter(pk=list_id).update(state="picking", picker=actor)
    orders = dict(PickTask.objects.filter(pick_list_id=list_id).values_list("fulfillment_id", "order_id"))
    publish(
        [
            PickingStarted(order_id, fulfillment_id, pick_list.warehouse_id, list_id)
            for fulfillment_id, order_id in sorted(orders.items())
        ],
        now=now,
        actor=actor,
    )


def _load(pick_list: PickList, code: str) -> None:
    carts = Cart.objects.filter(warehouse_id=pick_list.warehouse_id)
    if not code:
        if carts.exists():
            raise Refusal("CART_WANTED", "Scan the cart that you take this list with.", status=422)
        return
    cart = carts.select_for_update().filter(Q(barcode=code) | Q(code=code)).first()
    if cart is None:
        raise Refusal("UNKNOWN_CART", f"The code {code[:40]!r} is no cart of this warehouse.", status=422)
    if (carried := cart.pick_list_id) and queries.carries(carried):
        text = (
            f"Cart {cart.code} carries pick list {list_number(carried)}, which is not sorted whole. Take another cart."
        )
        raise Refusal("CART_TAKEN", text)
    wanted = PickTask.objects.filter(pick_list_id=pick_list.pk).aggregate(n=Max("tote"))["n"] or 1
    if wanted > cart.totes:
        text = f"Cart {cart.code} has {cart.totes} totes, this list needs {wanted}. Take a larger cart."
        raise Refusal("CART_TOO_SMALL", text, status=422, details={"wanted": wanted})
    Cart.objects.filter(pk=cart.pk).update(pick_list=pick_list)
