"""Goods leave the house."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from packhorse import sql
from packhorse.errors import Refusal
from packhorse.inventory.models import Allocation
from packhorse.inventory.operations.ledger import Move, add_to_levels, lock_levels, write


@transaction.atomic
def ship(units: Mapping[tuple[int, int], int], *, parcel_ids: Mapping[int, int], now: datetime, actor: str) -> None:
    """Take picked units off the books for good.

    `units` maps (fulfillment id, order line id) to units handed over; `parcel_ids` maps the fulfillment
    id to the parcel named in the ledger. Refuses, and ships nothing, when any of them is not picked
    any more (its order was cancelled in the meantime).
    """
    picked = Allocation.objects.filter(fulfillment_id__in={key[0] for key in units}, state="picked")
    lock_levels(picked.values_list("product_id", "warehouse_id"))
    left = dict(units)
    whole: list[int] = []
    parts: list[tuple[int, int]] = []
    levels, moves = [], []
    sums: dict[tuple[int, int, int], int] = defaultdict(int)
    for allocation in picked.select_for_update().order_by("id"):
        key = allocation.fulfillment_id, allocation.line_id
        quantity = min(left.get(key, 0), allocation.quantity)
        if not quantity:
            continue
        left[key] -= quantity
        if quantity == allocation.quantity:
            whole.append(allocation.pk)
        else:
            parts.append((allocation.pk, quantity))
        levels.append((allocation.product_id, allocation.warehouse_id, -quantity, -quantity, 0))
        sums[allocation.product_id, allocation.warehouse_id, allocation.fulfillment_id] += quantity
    if lacking := [key for key, quantity in left.items() if quantity]:
        raise Refusal(
            "NOT_PICKED",
            f"Fulfillment order {lacking[0][0]} no longer holds all that is in its parcels: it was cancelled. "
            "Take the parcel out of the lane and put the goods back.",
        )
    if parts:
        ids, quantities = [part[0] for part in parts], [part[1] for part in parts]
        rest = {"bins": [None] * len(parts), "states": ["shipped"] * len(parts)}
        sql.rows("inventory", "split_allocations", {"ids": ids, "quantities": quantities, "now": now, **rest})
        sql.rows("inventory", "reduce_allocations", {"ids": ids, "quantities": quantities, "now": now})
    Allocation.objects.filter(pk__in=whole).update(state="shipped", changed_at=now)
    add_to_levels(levels)
    for (product, warehouse, fulfillment), quantity in sorted(sums.items()):
        moves.append(Move("shipped", product, warehouse, quantity, -quantity, "parcel", parcel_ids[fulfillment]))
    write(moves, now=now, actor=actor)
