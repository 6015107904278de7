"""Goods come in."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal
from packhorse.events import StockReceived
from packhorse.inventory.operations import bins, serials
from packhorse.inventory.operations.doubt import weigh
from packhorse.inventory.operations.keep import expire_lots
from packhorse.inventory.operations.ledger import Move, add_to_levels, known, lock_levels, open_levels, write
from packhorse.inventory.rules import INCOMING, Receipt
from packhorse.network import queries as network
from packhorse.outbox.publish import publish


@transaction.atomic
def receive(
    receipts: Sequence[Receipt],
    *,
    now: datetime,
    actor: str,
    cause: str,
    cause_id: int | None = None,
    kind: str = "received",
    reason: str = "",
    scan_id: UUID | None = None,
) -> bool:
    """Take goods into bins; return whether that was new: a scan sent twice counts once.

    `cause` says what brought them (a few words), `cause_id` the document's id.

    `kind` is a kind of movement that brings goods: received, returned, adjusted, counted, transferred_in. `scan_id`
    names the scan of a single receipt. What comes into a bin or lot that nobody may have is on hand, but blocked.
    Orders that wait for the rest are told.
    """
    if kind not in INCOMING:
        raise ValueError(f"goods do not come in as {kind}")
    if wrong := [receipt for receipt in receipts if receipt.quantity <= 0]:
        raise Refusal(
            "QUANTITY_NOT_POSITIVE",
            f"Bin {wrong[0].bin_id}: {wrong[0].quantity} units cannot be received; give a number above zero.",
            status=422,
        )
    homes = {each.id: each.warehouse_id for each in network.bins_by_id(r.bin_id for r in receipts).values()}
    if strange := [receipt for receipt in receipts if homes.get(receipt.bin_id) != receipt.warehouse_id]:
        text = f"Bin {strange[0].bin_id} is not a bin of warehouse {strange[0].warehouse_id}: name one of its own."
        raise Refusal("OTHER_WAREHOUSE", text, status=422)
    if kits := catalog.kits(receipt.product_id for receipt in receipts):
        text = f"{catalog.by_id(kits)[min(kits)].sku} is a kit and is never stocked: take in its parts."
        raise Refusal("KIT", text, status=422)
    if lots := {receipt.lot_id for receipt in receipts if receipt.lot_id is not None}:
        expire_lots(now=now, lot_ids=lots)
    levels = [(receipt.product_id, receipt.warehouse_id) for receipt in receipts]
    open_levels(levels)
    lock_levels(levels)
    if known(scan_id):
        return False
    spots = [(receipt.bin_id, receipt.product_id, receipt.lot_id) for receipt in receipts]
    blocked = bins.lay((spot, r.warehouse_id, r.quantity) for spot, r in zip(spots, receipts, strict=True))
    stopped = [r.quantity if spot in blocked else 0 for spot, r in zip(spots, receipts, strict=True)]
    add_to_levels(
        (r.product_id, r.warehouse_id, r.quantity, 0, 0, units) for r, units in zip(receipts, stopped, strict=True)
    )
    moves = [
        Move(
            kind,
            r.product_id,
            r.warehouse_id,
            r.quantity,
            r.quantity,
            cause,
            cause_id,
            to_bin_id=r.bin_id,
            lot_id=r.lot_id,
            blocked=units,
            reason=reason,
            scan_id=scan_id,
        )
        for r, units in zip(receipts, stopped, strict=True)
    ]
    written = write(moves, now=now, actor=actor)
    weigh(levels, now=now, actor=actor)
    serials.come(receipts, written, numbered=catalog.numbered(r.product_id for r in receipts), now=now)
    arrived: dict[int, set[int]] = defaultdict(set)
    for receipt, units in zip(receipts, stopped, strict=True):
        if not units:
            arrived[receipt.warehouse_id].add(receipt.product_id)
    publish(
        [StockReceived(warehouse, tuple(sorted(products))) for warehouse, products in sorted(arrived.items())],
        now=now,
        actor=actor,
    )
    return True
