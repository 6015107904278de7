"""Lock what is held for orders, all levels in one go: who locks lower ones later waits for one who waits for him."""

from collections.abc import Collection

from packhorse.inventory.models import Allocation, ReservedUnits, StockLevel
from packhorse.inventory.operations.ledger import lock_levels


def levels_of(order_ids: Collection[int], *, allocated: bool = True) -> set[tuple[int, int]]:
    """Return the levels (product id, warehouse id) of which something is kept, or also allocated, for these orders."""
    kept = ReservedUnits.objects.filter(
        reservation__order_id__in=set(order_ids), reservation__state="consumed", held__gt=0
    )
    found = set(kept.values_list("product_id", "warehouse_id"))
    if allocated:
        held = Allocation.objects.filter(order_id__in=set(order_ids), state__in=["allocated", "picked"])
        found |= set(held.values_list("product_id", "warehouse_id"))
    return found


def lock_orders(order_ids: Collection[int]) -> None:
    """Lock all levels of which something is held or kept for these orders, before anything is done to them."""
    lock_levels(levels_of(order_ids))


def lock_for_sourcing(product_ids: Collection[int], *, order_ids: Collection[int]) -> None:
    """Lock all levels of these products, and those of which something is kept for these orders, before it is decided.

    Where it turns out that somebody was quicker, others are chosen: nobody may have to be waited for then.
    """
    there = StockLevel.objects.filter(product_id__in=set(product_ids)).values_list("product_id", "warehouse_id")
    lock_levels({*there, *levels_of(order_ids, allocated=False)})
