"""Give stock to order lines: all or nothing a wish, one update a level for the whole batch."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from packhorse import sql
from packhorse.inventory.operations.ledger import add_to_levels, lock_levels
from packhorse.inventory.rules import Want


@transaction.atomic
def allocate(wants: Sequence[Want], *, now: datetime) -> list[Want]:
    """Allocate as many of `wants` as stock allows, in their order; return those that were refused.

    A wish is granted whole or not at all; a refused one is to be planned again, never forced.
    """
    left = lock_levels((want.product_id, want.warehouse_id) for want in wants)
    granted, refused = [], []
    for want in wants:
        key = want.product_id, want.warehouse_id
        if 0 < want.quantity <= left.get(key, 0):
            left[key] -= want.quantity
            granted.append(want)
        else:
            refused.append(want)
    if granted:
        add_to_levels((want.product_id, want.warehouse_id, 0, want.quantity) for want in granted)
        sql.rows(
            "inventory",
            "insert_allocations",
            {
                "orders": [want.order_id for want in granted],
                "lines": [want.line_id for want in granted],
                "fulfillments": [want.fulfillment_id for want in granted],
                "products": [want.product_id for want in granted],
                "warehouses": [want.warehouse_id for want in granted],
                "quantities": [want.quantity for want in granted],
                "now": now,
            },
        )
    return refused
