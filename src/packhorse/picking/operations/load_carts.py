"""Decide which orders go on which cart, from where their goods lie now; then nothing is locked, and nothing kept."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from packhorse.algorithms.batching import Batches, Problem
from packhorse.catalog import queries as catalog
from packhorse.inventory import queries as stock
from packhorse.inventory.operations.pick import PlannedPick
from packhorse.inventory.queries import LikelyPick
from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow
from packhorse.picking.rules import Part, Setup, Visit, Waiting, groups, parts_of, problem_of


@dataclass(frozen=True)
class CartLoad:
    """What goes on one cart: parts of orders, the first to leave first."""

    kind: str
    zone: str
    parts: tuple[Part, ...]


Pick = LikelyPick | PlannedPick


def visits_of(picks: Collection[Pick]) -> list[Visit]:
    """Return picks with where their bins are and what their goods weigh and take."""
    bins = network.bins_by_id(pick.bin_id for pick in picks)
    goods = catalog.by_id(pick.product_id for pick in picks)
    packs = catalog.packs(goods)
    visits = []
    for pick in picks:
        place, product = bins[pick.bin_id], goods[pick.product_id]
        volume = product.length_mm * product.width_mm * product.height_mm
        whole = [each for each in packs.get(product.id, ()) if each.level != "inner" and each.units <= pick.quantity]
        largest = whole[-1] if whole else None
        visits.append(
            Visit(
                pick.allocation_id,
                pick.fulfillment_id,
                pick.product_id,
                pick.bin_id,
                place.x_mm,
                place.y_mm,
                place.zone,
                pick.quantity,
                pick.quantity * product.weight_g,
                pick.quantity * volume,
                product.own_container,
                largest.level if largest else "",
                largest.length_mm * largest.width_mm * largest.height_mm if largest else 0,
            )
        )
    return visits


def likely_visits(warehouse_id: int, fulfillment_ids: Iterable[int]) -> dict[int, list[Visit]]:
    """Return {fulfillment id: the visits that would be made for it now}."""
    found: dict[int, list[Visit]] = {}
    for visit in visits_of(stock.likely_picks(warehouse_id, fulfillment_ids)):
        found.setdefault(visit.fulfillment_id, []).append(visit)
    return found


def look(warehouse_id: int, dues: dict[int, datetime]) -> list[Waiting]:
    """Return waiting orders {fulfillment id: cut-off} with their likely visits; without those that cannot be picked."""
    visits = likely_visits(warehouse_id, dues)
    return [Waiting(each, due, tuple(visits[each])) for each, due in dues.items() if each in visits]


def load_carts(
    site: WarehouseRow, setup: Setup, visits: Sequence[Visit], batcher: Callable[[Problem], Batches]
) -> list[CartLoad]:
    """Put what these visits are for on carts; on each, orders stand in the order in which they come in `visits`."""
    turn = {each: nth for nth, each in enumerate(dict.fromkeys(visit.fulfillment_id for visit in visits))}
    loads = []
    for kind, zone, parts in groups(parts_of(visits, setup), setup.cart):
        for cart in batcher(problem_of(kind, parts, setup.cart, site.floor)).carts:
            mine = sorted((parts[nth] for nth in cart), key=lambda part: turn[part.fulfillment_id])
            loads.append(CartLoad(kind, zone, tuple(mine)))
    return sorted(loads, key=lambda load: turn[load.parts[0].fulfillment_id])
