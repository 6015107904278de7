"""Where pickers would be sent as things stand now: nothing is locked, and nothing kept for anybody."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from packhorse import sql
from packhorse.catalog import queries as catalog
from packhorse.inventory.models import Allocation
from packhorse.inventory.rules import RESERVE, BinChoice, choose_bins
from packhorse.network import queries as network


@dataclass(frozen=True)
class LikelyPick:
    """Units of an allocation that would be taken from a bin."""

    allocation_id: int
    order_id: int
    fulfillment_id: int
    product_id: int
    bin_id: int
    quantity: int


def choices(lying: sql.Rows) -> dict[int, list[BinChoice]]:
    """Return {product id: bins to choose from}, of the rows of `lock_bins` or `likely_bins`."""
    where = network.places(row[1] for row in lying)
    free: dict[int, list[BinChoice]] = defaultdict(list)
    for row_id, bin_id, product_id, lot_id, units, expires_on, good_until in lying:
        use, away_mm = where[bin_id]
        free[product_id].append(BinChoice(row_id, bin_id, units, lot_id, expires_on, use, good_until, away_mm))
    return free


def pack_sizes(product_ids: Iterable[int]) -> dict[int, set[int]]:
    """Return {product id: how many units its packs hold}, where it is known."""
    return {pk: {pack.units for pack in packs} for pk, packs in catalog.packs(product_ids).items()}


def in_reserve(warehouse_id: int, product_ids: Iterable[int]) -> dict[int, list[BinChoice]]:
    """Return {product id: bins kept in reserve that hold it, with what is on no pick list}."""
    wanted = {"warehouse": warehouse_id, "products": sorted(set(product_ids))}
    found = choices(sql.rows("inventory", "likely_bins", wanted))
    return {product: [each for each in mine if each.use == RESERVE] for product, mine in found.items()}


def likely_picks(warehouse_id: int, fulfillment_ids: Iterable[int]) -> list[LikelyPick]:
    """Return the picks that `inventory.operations.plan_picks` would plan now for these fulfillment orders.

    Those for which the bins hold too little are left out.
    """
    waiting = list(
        Allocation.objects.filter(
            fulfillment_id__in=set(fulfillment_ids), warehouse_id=warehouse_id, state="allocated", bin=None
        )
        .order_by("id")
        .values_list("id", "order_id", "fulfillment_id", "product_id", "quantity")
    )
    products = sorted({row[3] for row in waiting})
    lying = sql.rows("inventory", "likely_bins", {"warehouse": warehouse_id, "products": products})
    free, packs = choices(lying), pack_sizes(products)
    found: list[LikelyPick] = []
    lacking: set[int] = set()
    for allocation_id, order_id, fulfillment_id, product_id, quantity in waiting:
        chosen = choose_bins(quantity, free[product_id], packs=packs.get(product_id, ()))
        if chosen is None:
            lacking.add(fulfillment_id)
            continue
        found += [
            LikelyPick(allocation_id, order_id, fulfillment_id, product_id, choice.bin_id, units)
            for choice, units in chosen
        ]
    return [pick for pick in found if pick.fulfillment_id not in lacking]
