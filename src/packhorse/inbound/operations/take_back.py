"""Goods that customers sent back go into a bin: to be sold again, to be looked at, or damaged."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from packhorse import sql
from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal
from packhorse.inbound.operations import check, lots
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.inventory.rules import Receipt
from packhorse.network import queries as network

CAUSE = "return"
CONDITIONS = {"sellable": "receiving", "quarantine": "quarantine", "damaged": "damaged"}


@transaction.atomic
def take_back(
    *,
    warehouse_id: int,
    product_id: int,
    units: int,
    condition: str,
    scan_id: UUID,
    now: datetime,
    actor: str,
    order_id: int | None = None,
    reason: str = "",
    lot: str = "",
    expires_on: date | None = None,
    serials: Sequence[str] = (),
) -> str:
    """Book what came back into the bin for its condition; return the bin's code, or nothing for a scan sent again.

    Of an order no more comes back than was shipped. What nobody knows the order of is not sold again before somebody
    has looked at it: it goes into quarantine, or among the damaged goods.
    """
    check.units(units)
    if order_id is not None:
        sql.rows("inbound", "one_return_at_a_time", {"order": order_id})
    if stock.used(scan_id):
        return ""
    if condition not in CONDITIONS:
        raise Refusal("WRONG_CONDITION", f"Say in which condition they are: {', '.join(CONDITIONS)}.", status=422)
    words = check.text(reason, 150, "reason")
    if condition != "sellable" and not words:
        raise Refusal("REASON_WANTED", "Say in words what is wrong with the goods.", status=422)
    if condition == "sellable" and order_id is None:
        said = "Say the order that sellable goods come back of. Without one they go into quarantine, for the office."
        raise Refusal("ORDER_WANTED", said, status=422)
    if order_id is not None:
        _came(order_id, product_id, units)
    if condition == "sellable" and not lot.strip():
        lots.none_said(product_id)
    floor = network.bins(warehouse_id, uses=[CONDITIONS[condition]])
    if not floor:
        raise Refusal("NO_BIN", f"This warehouse has no bin for {CONDITIONS[condition]} goods: open one first.")
    lot_id = inventory.know_lot(product_id=product_id, code=lot, expires_on=expires_on, now=now) if lot else None
    new = inventory.receive(
        [Receipt(warehouse_id, product_id, floor[0].id, units, lot_id, tuple(serials))],
        kind="returned",
        cause=CAUSE,
        cause_id=order_id,
        reason=f"{condition}: {words}" if words else condition,
        scan_id=scan_id,
        now=now,
        actor=actor,
    )
    return floor[0].code if new else ""


def _came(order_id: int, product_id: int, units: int) -> None:
    """Refuse more than was shipped of a product for an order, and has not come back."""
    shipped = stock.shipped_units(order_id)
    sku = catalog.by_id([product_id])[product_id].sku
    if product_id not in shipped:
        words = f"Nothing of {sku} was sent with that order: check its number, or leave it out."
        raise Refusal("NOT_IN_ORDER", words)
    back = sum(move.quantity for move in stock.moved(CAUSE, order_id) if move.product_id == product_id)
    if units > shipped[product_id] - back:
        words = f"{shipped[product_id]} of {sku} were shipped for that order and {back} came back: not {units} more."
        raise Refusal("RETURN_TOO_MANY", words, details={"shipped": shipped[product_id], "returned": back})
