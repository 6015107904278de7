"""Lines that no carrier takes from a warehouse to where their order goes: they are ruled out there, the rest is sent.

Only orders are looked at that no carrier takes whole from somewhere.
"""

from bisect import bisect_left
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
from packhorse.sourcing.load import Hazmat, Load, Size
from packhorse.sourcing.rules import LineNeed, OrderNeed, Site
from packhorse.sourcing.scene import Scene

Ints = NDArray[np.int64]
Units = Mapping[tuple[int, int], int]
Why = dict[tuple[int, int], str]
Kind = tuple[Size, Hazmat]  # goods that are alike to carriers


class Parted(NamedTuple):
    """What carriers take of an order from a warehouse: the lane of the rest, which is empty when nothing can be sent.

    `lost` {product id: why no carrier takes it, by itself}; `words`: why they do not take the order whole.
    """

    lane: Lane
    rest: tuple[LineNeed, ...]
    lost: Mapping[int, str]
    words: str


class Parting:
    """Parts orders that no carrier takes whole; what is the same for many orders and warehouses is asked for once."""

    def __init__(self, freight: Freight, available: Units) -> None:
        self.freight, self.available = freight, available
        self._loads: dict[int, tuple[Kind, Load]] = {}
        self._lanes: dict[tuple[object, ...], tuple[tuple[str, ...], Lane]] = {}
        self._words: dict[tuple[int, str, str], str] = {}

    def of(self, order: OrderNeed, site: Site, km: int) -> Parted:
        """Part an order from a warehouse, so far away.

        Goods of which each is taken, but not all of them together, are in nobody's way where only some of them lie.
        """
        lines = order.lines
        kinds = tuple([self._load(line)[0] for line in lines])
        whys, lane = self._split(order, site, km, kinds)
        each = list(zip(lines, whys, strict=True))
        said = {line.product_id: self._said(line, why, order.country) for line, why in each if why}
        rest = tuple([line for line, why in each if not why]) if said else lines
        if rest and lane.why:
            words = self.freight.load(rest).too_much(lane.why, order.country)
            rest = tuple(line for line in rest if site.id not in line.ruled and self._there(order, line, site))
            lane = self._split(order, site, km, tuple(self._load(line)[0] for line in rest))[1] if rest else lane
            return Parted(lane, () if lane.why else rest, said, next(iter(said.values()), words))
        return Parted(lane, rest, said, next(iter(said.values()), ""))

    def _load(self, line: LineNeed) -> tuple[Kind, Load]:
        """What one unit is to carriers, and the size that is alike to them."""
        if line.product_id not in self._loads:
            load = self.freight.load([line])
            self._loads[line.product_id] = (self.freight.alike(load.size), load.hazmat), load
        return self._loads[line.product_id]

    def _split(self, order: OrderNeed, site: Site, km: int, kinds: tuple[Kind, ...]) -> tuple[tuple[str, ...], Lane]:
        """Return for each kind why nobody takes it alone, empty when somebody does, and the lane of the rest."""
        way = site.country, order.country, order.service
        ends, _ = self.freight.stretches(*way)
        nth = bisect_left(ends, km)
        key = *way, nth, kinds
        if key not in self._lanes:
            whys = tuple([self.freight.stretches(*way, *kind)[1][nth].why for kind in kinds])
            rest = [kind for kind, why in zip(kinds, whys, strict=True) if not why] or kinds
            heaviest, bulkiest, longest = map(max, zip(*(size for size, _ in rest), strict=True))
            hazmat = tuple(sorted({each for _, classes in rest for each in classes}))
            together = self.freight.stretches(*way, (heaviest, bulkiest, longest), hazmat)
            self._lanes[key] = whys, together[1][nth]
        return self._lanes[key]

    def _said(self, line: LineNeed, why: str, country: str) -> str:
        key = line.product_id, why, country
        if key not in self._words:
            self._words[key] = f"{line.sku}: {self._load(line)[1].too_much(why, country)}"
        return self._words[key]

    def _there(self, order: OrderNeed, line: LineNeed, site: Site) -> bool:
        key = line.product_id, site.id
        return self.available.get(key, 0) + order.kept.get(key, 0) > 0


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
    parting, bands = Parting(scene.freight, available), dict[tuple[int, ...], tuple[bool, int]]()
    lost: dict[int, dict[int, dict[int, str]]] = {}  # by order and product
    for o, w in untaken:
        order, site = orders[o], scene.sites[w]
        part = parting.of(order, site, int(km[o, w]))
        for product, words in part.lost.items():
            lost.setdefault(o, {}).setdefault(product, {})[site.id] = words
        if not part.rest or (order.ship_rule == "together" and part.lost):
            why[o, w] = next(iter(part.lost.values()), part.words)
        elif words := excluded(order, site, part.lane):
            why[o, w] = words
        else:
            zone[o, w] = part.lane.row
            if site.leaves_on is not None:
                key = o, *(line.line_id for line in part.rest)
                if key not in bands:
                    bands[key] = _band(part.rest, scene.freight)
                full, band = bands[key]
                day = scene.freight.days(part.lane, Trip(site.country, order.country, 0, site.leaves_on, site.id)).day
                days[o, w] = max(day[-1], day[band]) if full else day[band]
    for o, said in lost.items():
        found[o] = _ruled(orders[o], said)
    return found


def _band(lines: Collection[LineNeed], freight: Freight) -> tuple[bool, int]:
    full, band = freight.bands(np.array([freight.load(lines).grams]))
    return bool(full[0]), int(band[0])


def without_untaken(
    orders: Sequence[OrderNeed], sites: Sequence[Site], freight: Freight, available: Units
) -> list[OrderNeed]:
    """Return `orders` with what no carrier takes ruled out where it is, of those that carriers do not take whole."""
    found, parting = list(orders), Parting(freight, available)
    for o, order in enumerate(orders):
        lost: dict[int, dict[int, str]] = {}
        if order.latitude is None or order.longitude is None or not order.lines:
            continue
        for site in _not_whole(order, sites, freight):
            km = int(kms([order], [site])[0, 0])
            for product, words in parting.of(order, site, km).lost.items():
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
