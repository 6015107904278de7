"""A batch of orders as a problem of costs: who may be served from where, and what each part of it costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from packhorse.algorithms.sourcing import Problem
from packhorse.sourcing.costs import NO_PRICE, TARE_G, Freight, Weights, arrival
from packhorse.sourcing.distance import kms
from packhorse.sourcing.lying import lying
from packhorse.sourcing.policy import NO_RULES, Policy
from packhorse.sourcing.rules import NO_ROOM, LineNeed, OrderNeed, Site, kept_out

Ints = NDArray[np.int64]
NEARER = 1e-6  # of a minor unit a kilometre: of equals the nearest


@dataclass(frozen=True)
class Scene:
    """What all orders of a batch are decided by: warehouses, prices, what things are worth, and a manager's rules."""

    sites: tuple[Site, ...]
    freight: Freight
    weights: Weights = field(default_factory=Weights)
    policy: Policy = NO_RULES


@dataclass(frozen=True)
class Pose:
    """A problem and what its rows mean.

    Order o is `orders[o]`, product p `products[p]`, warehouse w the one of which `columns[its id]` is w; line i stands
    for the order's lines `lines[i]` of one product.
    `asked` (O, W): what preferences add; `saved`: freight that is paid already where some of the order lies; `apart`:
    what a parcel more costs where it has others, and none lies there.
    `why` {(o, w): the first rule that excludes the warehouse}.
    """

    orders: Sequence[OrderNeed]
    products: Sequence[int]
    columns: Mapping[int, int]
    lines: Sequence[Sequence[tuple[int, int]]]  # (line id, units)
    problem: Problem
    asked: Ints
    why: Mapping[tuple[int, int], str]
    saved: Ints
    apart: Ints


def pose(orders: Sequence[OrderNeed], scene: Scene, available: Mapping[tuple[int, int], int]) -> Pose:
    """Return the problem of serving `orders`, in the order of their turn, from what is `available`.

    `available` maps (product id, warehouse id) to units nobody else holds.
    """
    orders = scene.policy.applied(orders, scene.sites)
    goods = {line.product_id: line for order in orders for line in order.lines}
    products = sorted(goods)
    row = {pk: nth for nth, pk in enumerate(products)}
    lines: list[list[tuple[int, int]]] = []
    first, product, units, grams = [0], [], [], []
    for order in orders:
        seen: dict[int, int] = {}
        for line in order.lines:
            weight = scene.freight.grams(line.weight_g, line.volume_mm3)
            nth = seen.setdefault(line.product_id, len(lines))
            if nth == len(lines):
                lines.append([(line.line_id, line.quantity)])
                product.append(row[line.product_id])
                units.append(line.quantity)
                grams.append(weight)
            else:
                lines[nth].append((line.line_id, line.quantity))
                units[nth] += line.quantity
                grams[nth] = weight
        first.append(len(lines))
    km = kms(orders, scene.sites)
    zone, late, why = _ways(orders, scene, km)
    handling = np.array([site.handling_order_minor for site in scene.sites], np.int64)
    stock = _stock(row, goods, scene, available)
    columns = {site.id: w for w, site in enumerate(scene.sites)}
    able = _able(orders, zone, (first, product), stock, row, columns)
    late = np.where(able, late - _least(late, able), 0)
    asked = scene.policy.asked(orders, scene.sites, km, able)
    upto = np.maximum(1, scene.freight.upto - _tare(scene.freight.upto))
    lacks = [sum(units[at] * grams[at] for at in range(*ends)) for ends in pairwise(first)]
    saved, here, further = lying(orders, scene.sites, np.array(lacks, np.int64), zone, upto, scene.freight)
    apart = np.where(further, scene.weights.split, 0)
    problem = Problem(
        first=np.array(first, np.int64),
        product=np.array(product, np.int64),
        units=np.array(units, np.int64),
        grams=np.array(grams, np.int64),
        zone=zone,
        tariff=scene.freight.tariff,
        upto=upto,
        fixed=(np.where(here, 0, handling) + asked + apart - saved) + km * NEARER,
        per_line=np.array([site.handling_line_minor for site in scene.sites], np.int64),
        stock=stock,
        room=np.array([max(0, site.room_today) for site in scene.sites], np.int64),
        toll=_toll(stock, scene.weights.balance),
        km=km,
        whole=np.array([order.ship_rule == "together" for order in orders], np.bool_),
        split=scene.weights.split,
        missing=scene.weights.missing,
        late=late,
    )
    return Pose(orders, products, columns, lines, problem, asked, why, saved, apart)


def _able(
    orders: Sequence[OrderNeed],
    zone: Ints,
    lines: tuple[Sequence[int], Sequence[int]],
    stock: Ints,
    row: Mapping[int, int],
    columns: Mapping[int, int],
) -> NDArray[np.bool_]:
    """Say which warehouses could serve something of each order (O, W): who has nothing of it is no measure for it."""
    first, product = lines
    there = np.zeros(zone.shape, np.bool_)
    np.logical_or.at(there, np.repeat(np.arange(len(orders)), np.diff(first)), stock[np.array(product, np.int64)] > 0)
    for o, order in enumerate(orders):
        for pk, site in order.kept:
            if pk in row and site in columns:
                there[o, columns[site]] = True
    return there & (zone != NO_PRICE)


def _least(cost: Ints, able: NDArray[np.bool_]) -> Ints:
    """Return the least of each order's costs from warehouses that are able, as a column."""
    most = np.iinfo(np.int64).max
    found = np.where(able, cost, most).min(axis=1, initial=most, keepdims=True)
    least: Ints = np.where(found == most, 0, found)
    return least


def _tare(upto: Ints) -> int:
    """Grams of a carton, but never so much that a band is lost in another."""
    gaps = np.diff(np.concatenate([[0], upto]))
    return int(min(TARE_G, gaps.min() // 2))


def _ways(orders: Sequence[OrderNeed], scene: Scene, km: Ints) -> tuple[Ints, Ints, dict[tuple[int, int], str]]:
    """Return the tariff row of each way, what lateness costs on it, and why there is none."""
    zone = np.full(km.shape, NO_PRICE, np.int64)
    days = np.full(km.shape, -1, np.int64)
    why: dict[tuple[int, int], str] = {}
    # Orders of which nobody said anything are alike where they go to one country by one service; others stand alone.
    groups: dict[tuple[str, str, int, tuple[tuple[int, str], ...]], list[int]] = {}
    for o, order in enumerate(orders):
        key = order.country, order.service, -1 if _plain(order) else o, tuple(sorted(order.ruled.items()))
        groups.setdefault(key, []).append(o)
    for w, site in enumerate(scene.sites):
        for (country, service, *_), members in groups.items():
            ends, lanes = scene.freight.stretches(site.country, country, service)
            reasons = [_excluded(orders[members[0]], site, lane.row) for lane in lanes]
            on = np.searchsorted(ends, km[members, w])
            zone[members, w] = np.array(
                [NO_PRICE if out else lane.row for out, lane in zip(reasons, lanes, strict=True)], np.int64
            )[on]
            if site.leaves_on is not None:
                day = [
                    -1 if out else arrival_ordinal(site.leaves_on, lane.days)
                    for out, lane in zip(reasons, lanes, strict=True)
                ]
                days[members, w] = np.array(day, np.int64)[on]
            if any(reasons):
                why |= {(o, w): reasons[nth] for o, nth in zip(members, on.tolist(), strict=True) if reasons[nth]}
    known = days >= 0
    earliest = np.where(known, days, np.iinfo(np.int64).max).min(axis=1, initial=np.iinfo(np.int64).max)
    late = np.where(known, (days - earliest[:, None]) * scene.weights.late_day, 0)
    return zone, late, why


def _plain(order: OrderNeed) -> bool:
    """Say whether nothing but where it goes and how, and a manager's rules, keep an order from a warehouse."""
    return (
        bool(order.lines)
        and not (order.barred or order.undivided or order.later)
        and order.only is None
        and order.home is None
        and order.latitude is not None
        and order.longitude is not None
    )


def _excluded(order: OrderNeed, site: Site, row: int) -> str:
    """Return the first rule that keeps an order from a warehouse, whatever lies there; empty for none."""
    if why := kept_out(order, site):
        return why
    if site.latitude is None or site.longitude is None:
        return "warehouse has no coordinates"
    if order.latitude is None or order.longitude is None:
        return "address has no coordinates"
    if site.reaches is not None and order.country not in site.reaches:
        return f"no carrier goes from there to {order.country}"
    if row == NO_PRICE:
        return f"no carrier has a price from there to {order.country} at this distance"
    if site.room_today <= 0:
        return NO_ROOM
    if order.later and not order.lines:
        return "nothing of it may be sent yet"
    if not order.lines:
        return "nothing of it is left to be served"
    if order.ship_rule == "together" and order.home not in (None, site.id):
        return "the rest of the order lies elsewhere, and it leaves together"
    return ""


_ARRIVALS: dict[tuple[date, int], int] = {}


def arrival_ordinal(leaves_on: date, days: int) -> int:
    """Return the day of arrival as a number; few are asked for, again and again."""
    key = leaves_on, days
    if key not in _ARRIVALS:
        if len(_ARRIVALS) > 10_000:
            _ARRIVALS.clear()
        _ARRIVALS[key] = arrival(leaves_on, days).toordinal()
    return _ARRIVALS[key]


def _stock(
    row: Mapping[int, int],
    goods: Mapping[int, LineNeed],
    scene: Scene,
    available: Mapping[tuple[int, int], int],
) -> Ints:
    """Units (products, warehouses) that are there, may be stored there, and are not kept back."""
    column = {site.id: (w, site) for w, site in enumerate(scene.sites)}
    policy = scene.policy if scene.policy.rules else None
    there: list[tuple[int, int, int]] = []
    for (pk, site_id), units in available.items():
        if units > 0 and pk in row and site_id in column:
            w, site = column[site_id]
            if goods[pk].storage_class in site.storage_classes:
                there.append((row[pk], w, policy.free(goods[pk], site, units) if policy else units))
    found = np.zeros((len(row), len(scene.sites)), np.int64)
    if there:
        p, at, units_there = np.array(there, np.int64).T
        found[p, at] = units_there
    return found


def _toll(stock: Ints, balance: int) -> NDArray[np.float64]:
    """What a unit costs beside its freight: nothing where there is most of it, `balance` where there is hardly any."""
    most = stock.max(axis=1, keepdims=True, initial=1)
    found: NDArray[np.float64] = balance * (1 - stock / np.maximum(1, most))
    return found
