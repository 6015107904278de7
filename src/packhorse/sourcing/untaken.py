"""Lines that no carrier takes from a warehouse to where their order goes: they are ruled out there, the rest is sent.

Only orders are looked at that no carrier takes whole from somewhere.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from packhorse.carriers.rules import Trip
from packhorse.sourcing.costs import Freight
from packhorse.sourcing.distance import kms
from packhorse.sourcing.excluding import excluded
from packhorse.sourcing.lanes import Lane
from packhorse.sourcing.rules import LineNeed, OrderNeed, Site
from packhorse.sourcing.scene import Scene

Ints = NDArray[np.int64]
Units = Mapping[tuple[int, int], int]
Why = dict[tuple[int, int], str]


class Parted(NamedTuple):
    """What carriers take of an order from a warehouse: the lane of the rest, which is empty when nothing can be sent.

    `lost` {product id: why no carrier takes it, by itself}; `words`: why they do not take the order whole.
    """

    lane: Lane
    rest: tuple[LineNeed, ...]
    lost: Mapping[int, str]
    words: str


def parted(order: OrderNeed, site: Site, km: int, freight: Freight, available: Units) -> Parted:
    """Part an order that no carrier takes whole from a warehouse, so far away.

    Goods of which each is taken, but not all of them together, are in nobody's way where only some of them lie.
    """
    way = site.country, order.country, order.service

    def lane(lines: Collection[LineNeed]) -> tuple[Lane, str]:
        load = freight.load(lines)
        ends, lanes = freight.stretches(*way, freight.alike(load.size), load.hazmat)
        found = lanes[int(np.searchsorted(ends, km))]
        return found, load.too_much(found.why, order.country) if found.why else ""

    said = {line.product_id: f"{line.sku}: {why}" for line in order.lines if (why := lane([line])[1])}
    rest = [line for line in order.lines if line.product_id not in said]
    found, words = lane(rest or order.lines)
    if rest and found.why:
        rest = [line for line in rest if site.id not in line.ruled and _there(order, line, site, available)]
        found, words = lane(rest)[0] if rest else found, words
    if not rest or found.why:
        return Parted(found, (), said, next(iter(said.values()), words))
    return Parted(found, tuple(rest), said, words)


def _there(order: OrderNeed, line: LineNeed, site: Site, available: Units) -> bool:
    key = line.product_id, site.id
    return available.get(key, 0) + order.kept.get(key, 0) > 0


def take_apart(
    orders: Sequence[OrderNeed],
    scene: Scene,
    untaken: Sequence[tuple[int, int]],
    available: Units,
    ways: tuple[Ints, Ints, Ints, Why],
) -> list[OrderNeed]:
    """Return `orders` with what no carrier takes ruled out where it is, and open the ways of what else they want.

    `untaken`: (order, warehouse) that are not taken whole. `ways`: kilometres, tariff rows, days at the door and
    reasons by order and warehouse; the last three are changed.
    """
    found = list(orders)
    km, zone, days, why = ways
    lost: dict[int, dict[int, dict[int, str]]] = {}  # by order and product
    for o, w in untaken:
        order, site = orders[o], scene.sites[w]
        part = parted(order, site, int(km[o, w]), scene.freight, available)
        for product, words in part.lost.items():
            lost.setdefault(o, {}).setdefault(product, {})[site.id] = words
        if not part.rest or (order.ship_rule == "together" and part.lost):
            why[o, w] = next(iter(part.lost.values()), part.words)
        elif words := excluded(replace(order, lines=part.rest), site, part.lane):
            why[o, w] = words
        else:
            zone[o, w] = part.lane.row
            days[o, w] = _day(order, site, part.rest, int(km[o, w]), scene.freight)
    for o, said in lost.items():
        found[o] = _ruled(orders[o], said)
    return found


def without_untaken(
    orders: Sequence[OrderNeed], sites: Sequence[Site], freight: Freight, available: Units
) -> list[OrderNeed]:
    """Return `orders` with what no carrier takes ruled out where it is, of those that carriers do not take whole."""
    found = list(orders)
    for o, order in enumerate(orders):
        lost: dict[int, dict[int, str]] = {}
        if order.latitude is None or order.longitude is None or not order.lines:
            continue
        for site in _not_whole(order, sites, freight):
            km = int(kms([order], [site])[0, 0])
            for product, words in parted(order, site, km, freight, available).lost.items():
                lost.setdefault(product, {})[site.id] = words
        if lost:
            found[o] = _ruled(order, lost)
    return found


def _not_whole(order: OrderNeed, sites: Sequence[Site], freight: Freight) -> list[Site]:
    """Return the warehouses from which, at some distance, carriers go but do not take all of an order."""
    load = freight.load(order.lines)
    size, found = freight.alike(load.size), []
    for site in sites:
        _, lanes = freight.stretches(site.country, order.country, order.service, size, load.hazmat)
        holes = {each.why for each in lanes} - {"", "price"}
        reached = site.reaches is None or order.country in site.reaches
        if holes and reached and None not in (site.latitude, site.longitude):
            found.append(site)
    return found


def _ruled(order: OrderNeed, lost: Mapping[int, Mapping[int, str]]) -> OrderNeed:
    """`lost` {product id: {warehouse id: why}}; what is kept for the order is of no use there either."""
    lines = tuple(
        line._replace(ruled={**mine, **line.ruled}, untaken=mine) if (mine := lost.get(line.product_id)) else line
        for line in order.lines
    )
    kept = {key: units for key, units in order.kept.items() if key[1] not in lost.get(key[0], ())}
    return replace(order, lines=lines, kept=kept)


def _day(order: OrderNeed, site: Site, lines: Collection[LineNeed], km: int, freight: Freight) -> int:
    if site.leaves_on is None:
        return -1
    trip = Trip(site.country, order.country, km, site.leaves_on, site.id)
    seen = freight.foresee(trip, freight.load(lines), service=order.service)
    return seen.day.toordinal() if seen else -1
