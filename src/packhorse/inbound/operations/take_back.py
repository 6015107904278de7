"""Goods that customers sent back go into a bin: to be sold again, to be looked at, or damaged."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from packhorse.errors import Refusal
from packhorse.inbound.operations import check
from packhorse.inventory import operations as inventory
from packhorse.inventory.rules import Receipt
from packhorse.network import queries as network

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
    """Book what came back into the bin for its condition; return the bin's code, or nothing for a scan sent again."""
    check.units(units)
    if condition not in CONDITIONS:
        raise Refusal("WRONG_CONDITION", f"Say in which condition they are: {', '.join(CONDITIONS)}.", status=422)
    words = check.text(reason, 150, "reason")
    if condition != "sellable" and not words:
        raise Refusal("REASON_WANTED", "Say in words what is wrong with the goods.", status=422)
    floor = network.bins(warehouse_id, uses=[CONDITIONS[condition]])
    if not floor:
        raise Refusal("NO_BIN", f"This warehouse has no bin for {CONDITIONS[condition]} goods: open one first.")
    lot_id = inventory.know_lot(product_id=product_id, code=lot, expires_on=expires_on, now=now) if lot else None
    new = inventory.receive(
        [Receipt(warehouse_id, product_id, floor[0].id, units, lot_id, tuple(serials))],
        kind="returned",
        cause="return",
        cause_id=order_id,
        reason=f"{condition}: {words}" if words else condition,
        scan_id=scan_id,
        now=now,
        actor=actor,
    )
    return floor[0].code if new else ""
