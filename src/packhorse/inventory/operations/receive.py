"""Goods come in."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from packhorse import sql
from packhorse.errors import Refusal
from packhorse.events import StockReceived
from packhorse.inventory.operations.ledger import Move, add_to_levels, lock_levels, write
from packhorse.inventory.rules import Receipt
from packhorse.outbox.publish import publish


@transaction.atomic
def receive(receipts: Sequence[Receipt], *, now: datetime, actor: str, cause: str, cause_id: int | None = None) -> None:
    """Take goods into bins. `cause` says what brought them (a few words), `cause_id` the document's id.

    Orders that wait for these goods are told.
    """
    if wrong := [receipt for receipt in receipts if receipt.quantity <= 0]:
        raise Refusal(
            "QUANTITY_NOT_POSITIVE",
            f"Bin {wrong[0].bin_id}: {wrong[0].quantity} units cannot be received; give a number above zero.",
            status=422,
        )
    keys = [(receipt.product_id, receipt.warehouse_id) for receipt in receipts]
    sql.rows("inventory", "open_levels", {"products": [k[0] for k in keys], "warehouses": [k[1] for k in keys]})
    lock_levels(keys)
    add_to_levels((r.product_id, r.warehouse_id, r.quantity, 0, 0) for r in receipts)
    lay_into_bins((r.bin_id, r.product_id, r.warehouse_id, r.quantity) for r in receipts)
    write(
        [
            Move("received", r.product_id, r.warehouse_id, r.quantity, r.quantity, cause, cause_id, to_bin_id=r.bin_id)
            for r in receipts
        ],
        now=now,
        actor=actor,
    )
    arrived: dict[int, set[int]] = defaultdict(set)
    for product, warehouse in keys:
        arrived[warehouse].add(product)
    publish(
        [StockReceived(warehouse, tuple(sorted(products))) for warehouse, products in sorted(arrived.items())],
        now=now,
        actor=actor,
    )


def lay_into_bins(laid: Iterable[tuple[int, int, int, int]]) -> None:
    """Add (bin_id, product_id, warehouse_id, quantity) to the bins, summed per row."""
    sums: dict[tuple[int, int, int], int] = defaultdict(int)
    for bin_id, product, warehouse, quantity in laid:
        sums[bin_id, product, warehouse] += quantity
    keys = sorted(sums)
    if keys:
        sql.rows(
            "inventory",
            "add_to_bins",
            {
                "bins": [key[0] for key in keys],
                "products": [key[1] for key in keys],
                "warehouses": [key[2] for key in keys],
                "quantities": [sums[key] for key in keys],
            },
        )
