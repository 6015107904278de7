"""Give stock to order lines: all or nothing a wish, one update a level for the whole batch."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from packhorse import sql
from packhorse.inventory.models import ReservedUnits
from packhorse.inventory.operations.ledger import add_to_levels, lock_levels
from packhorse.inventory.operations.lock import levels_of
from packhorse.inventory.rules import Want

Owner = tuple[int, int, int]  # order, product, warehouse
Kept = Counter[Owner]


@transaction.atomic
def allocate(
    wants: Sequence[Want],
    *,
    now: datetime,
    order_ids: Collection[int] = (),
    free: Mapping[tuple[int, int], int] | None = None,
) -> list[Want]:
    """Allocate as many of `wants` as stock allows, in their order; return those that were refused.

    A wish is granted whole or not at all; a refused one is to be planned again, never forced. What an order's checkout
    has reserved is there for that order alone, and is taken first. What is kept for any of `order_ids` is locked, too,
    so that it can be let go of in the same transaction. `free` is what `lock_for_sourcing` said in this transaction of
    all these goods and orders, if nothing was taken since: then they need not be locked again.
    """
    if free is None:
        keys = {(want.product_id, want.warehouse_id) for want in wants}
        left = lock_levels(keys | levels_of({want.order_id for want in wants} | set(order_ids), allocated=False))
    else:
        left = dict(free)
    kept, rows = _kept({want.order_id for want in wants})
    taken: Kept = Counter()
    given: dict[tuple[int, int], int] = {}
    granted, refused = [], []
    for want in wants:
        order_id, _, _, product, warehouse, quantity = want
        key, own = (product, warehouse), (order_id, product, warehouse)
        mine = min(quantity, kept.get(own, 0)) if kept else 0
        rest = left.get(key, 0) - (quantity - mine)
        if quantity > 0 and rest >= 0:
            if mine:
                kept[own] -= mine
                taken[own] += mine
            left[key] = rest
            given[key] = given.get(key, 0) + quantity
            granted.append(want)
        else:
            refused.append(want)
    if granted:
        add_to_levels(
            [
                *((product, site, 0, units) for (product, site), units in given.items()),
                *((product, site, 0, 0, -units) for (_, product, site), units in taken.items()),
            ]
        )
        _take_kept(taken, rows)
        # The longest to write comes last: the caller goes on meanwhile, where statements travel together.
        orders, lines, fulfillments, products, warehouses, quantities = map(list, zip(*granted, strict=True))
        sql.ask(
            "inventory",
            "insert_allocations",
            {
                "orders": orders,
                "lines": lines,
                "fulfillments": fulfillments,
                "products": products,
                "warehouses": warehouses,
                "quantities": quantities,
                "now": now,
            },
            len,
        )
    return refused


def _kept(order_ids: set[int]) -> tuple[Kept, list[tuple[ReservedUnits, Owner]]]:
    """Units kept for these orders by owner, and the rows that keep them."""
    found = ReservedUnits.objects.select_for_update(of=("self",)).select_related("reservation")
    live = found.filter(reservation__order_id__in=order_ids, reservation__state="consumed", held__gt=0)
    rows = [(row, (row.reservation.order_id or 0, row.product_id, row.warehouse_id)) for row in live.order_by("id")]
    kept: Kept = Counter()
    for row, owner in rows:
        kept[owner] += row.held
    return kept, rows


def _take_kept(taken: Kept, rows: list[tuple[ReservedUnits, Owner]]) -> None:
    left = Counter(taken)
    for row, owner in rows:
        units = min(row.held, left[owner])
        row.held -= units
        left[owner] -= units
    ReservedUnits.objects.bulk_update([row for row, owner in rows if taken[owner]], ["held"])
