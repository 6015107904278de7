"""Lock what is held for orders, each kind in one go: who locks lower ones later waits for one who waits for him."""

from collections.abc import Collection, Iterable

from packhorse import sql
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
    """Lock all levels of which something is held or kept for these orders, and all they hold, before it is changed."""
    lock_levels(levels_of(order_ids))
    held = Allocation.objects.filter(order_id__in=set(order_ids), state__in=["allocated", "picked"])
    list(held.select_for_update().order_by("id").values_list("id"))


def lock_for_sourcing(product_ids: Collection[int], *, order_ids: Collection[int]) -> dict[tuple[int, int], int]:
    """Lock all levels of these products, and those of which something is kept for these orders, before it is decided.

    Where it turns out that somebody was quicker, others are chosen: nobody may have to be waited for then. Return
    {(product id, warehouse id): units nobody holds} of these products where there are any: it stays so.
    """
    products = set(product_ids)
    kept = {level for level in levels_of(order_ids, allocated=False) if level[0] not in products}
    if kept:
        there = StockLevel.objects.filter(product_id__in=products).values_list("product_id", "warehouse_id")
        free = lock_levels({*there, *kept})
    else:
        found = sql.rows("inventory", "lock_products", {"products": sorted(products)})
        free = {(product, site): units for product, site, units in found}
    return {level: units for level, units in free.items() if units > 0 and level[0] in products}


def lock_unplanned(fulfillment_ids: Iterable[int]) -> set[int]:
    """Lock what these fulfillment orders hold; return those that hold something of which no picker is sent for any.

    Until the transaction is over no walk is planned for them. Nobody is waited for: whoever has locked what one of
    them holds is about to send a picker, or to take it away, and may wait for goods that are locked here already.
    """
    held = Allocation.objects.filter(fulfillment_id__in=set(fulfillment_ids), state__in=["allocated", "picked"])
    ours = set(held.select_for_update(skip_locked=True).order_by("id").values_list("id", flat=True))
    rows = list(held.values_list("id", "fulfillment_id", "state", "bin_id"))
    sent = {part for pk, part, state, bin_id in rows if pk not in ours or state == "picked" or bin_id is not None}
    return {part for _, part, _, _ in rows} - sent
