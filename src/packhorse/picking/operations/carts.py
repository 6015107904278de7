"""Carts of a warehouse: add them, set one free."""

from datetime import datetime

import structlog
from django.db import transaction

from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal, missing
from packhorse.network import queries as network
from packhorse.picking.models import Cart, PickList
from packhorse.picking.rules import MOST_TOTES, list_number

log = structlog.get_logger(__name__)


@transaction.atomic
def add_cart(*, warehouse_id: int, code: str, totes: int, barcode: str = "", actor: str) -> str:
    """Add a cart to a warehouse and return its barcode (without one, `CART-`, the warehouse and the code).

    Refuses what is no code, a code or barcode that is taken, and more totes than a cart may have.
    """
    sites = {site.id: site.code for site in network.warehouses()}
    if warehouse_id not in sites:
        raise missing("warehouse", warehouse_id)
    code = code.strip()
    barcode = barcode.strip() or f"CART-{sites[warehouse_id]}-{code}"
    for name, value, most in (("code", code, 20), ("barcode", barcode, 36)):
        if not (0 < len(value) <= most and value.isascii() and value.isprintable() and " " not in value):
            text = f"{name}: 1 to {most} letters, digits and signs without spaces are wanted, as a barcode holds them."
            raise Refusal("BAD_CODE", text, status=422)
    if not 1 <= totes <= MOST_TOTES:
        raise Refusal("BAD_TOTES", f"totes: a cart has 1 to {MOST_TOTES} totes.", status=422)
    if Cart.objects.filter(warehouse_id=warehouse_id, code=code).exists():
        raise Refusal("CART_THERE", f"There is a cart {code} in {sites[warehouse_id]} already.")
    if (
        Cart.objects.filter(barcode=barcode).exists()
        or network.ask_bin_by_barcode(barcode).read()
        or catalog.ask_scan(barcode).read()
    ):
        raise Refusal("BARCODE_TAKEN", f"barcode: {barcode} names something else already. Choose another one.")
    Cart.objects.create(warehouse_id=warehouse_id, code=code, barcode=barcode, totes=totes)
    log.info("cart.added", warehouse=warehouse_id, code=code, actor=actor)
    return barcode


@transaction.atomic
def free_cart(*, warehouse_id: int, code: str, now: datetime, actor: str) -> None:
    """Say that a cart is empty, whatever the books say of its last list; refuses one that is being picked with."""
    cart = Cart.objects.select_for_update().filter(warehouse_id=warehouse_id, code=code).first()
    if cart is None:
        raise missing("cart", code[:20])
    if cart.pick_list_id and PickList.objects.filter(pk=cart.pick_list_id).exclude(state="done").exists():
        text = f"Cart {code} is being picked with: pick list {list_number(cart.pick_list_id)} is not done."
        raise Refusal("CART_AT_WORK", text)
    Cart.objects.filter(pk=cart.pk).update(pick_list=None)
    log.info("cart.freed", warehouse=warehouse_id, code=code, actor=actor, at=now.isoformat())
