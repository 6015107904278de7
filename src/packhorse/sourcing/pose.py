"""A batch of orders as a problem of costs: who may be served from where, and what each part of it costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from packhorse.algorithms.sourcing import Problem
from packhorse.sourcing.costs import NO_PRICE, TARE_G, Freight, Weights, arrival
from packhorse.sourcing.policy import NO_RULES, Policy
from packhorse.sourcing.rules import OrderNeed, Site, kept_out

Ints = NDArray[np.int64]
EARTH_KM = 6371.0088  # mean radius (IUGG)
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
    `late`, `asked` (O, W): what lateness costs, and what preferences add.
    `why` {(o, w): the first rule that excludes the warehouse}.
    """

    orders: Sequence[OrderNeed]
    products: Sequence[int]
    columns: Mapping[int, int]
    lines: Sequence[Sequence[tuple[int, int]]]  # (line id, units)
    problem: Problem
    late: Ints
    asked: Ints
    why: Mapping[tuple[int, int], str]


def pose(orders: Sequence[OrderNeed], scene: Scene, available: Mapping[tuple[int, int], int]) -> Pose:
    """Return the problem of serving `orders`, in the order of their turn, from what is `available`.

    `available` maps (product id, warehouse id) to units nobody else holds.
    """
    orders = scene.policy.applied(orders, scene.sites)
    products = sorted({line.product_id for order in orders for line in order.lines})
    row = {pk: nth for nth, pk in enumerate(products)}
    lines: list[list[tuple[int, int]]] = []
    first, product, units, grams = [0], [], [], []
    for order in orders:
        of: dict[int, list[tuple[int, int]]] = {}
        for line in order.lines:
            of.setdefault(line.product_id, []).append((line.line_id, line.quantity))
        weigh = {line.product_id: scene.freight.grams(line.weight_g, line.volume_mm3) for line in order.lines}
        for pk, mine in of.items():
            lines.append(mine)
            product.append(row[pk])
            units.append(sum(count for _, count in mine))
            grams.append(weigh[pk])
        first.append(len(lines))
    km = _km(orders, scene.sites)
    zone, late, why = _ways(orders, scene, km)
    asked = scene.policy.asked(orders, scene.sites, km, zone != NO_PRICE)
    handling = np.array([site.handling_order_minor for site in scene.sites], np.int64)
    stock = _stock(products, orders, scene, available)
    problem = Problem(
        first=np.array(first, np.int64),
        product=np.array(product, np.int64),
        units=np.array(units, np.int64),
        grams=np.array(grams, np.int64),
        zone=zone,
        tariff=scene.freight.tariff,
        upto=np.maximum(1, scene.freight.upto - _tare(scene.freight.upto)),
        fixed=(handling + late + asked) + km * NEARER,
        per_line=np.array([site.handling_line_minor for site in scene.sites], np.int64),
        stock=stock,
        room=np.array([max(0, site.room_today) for site in scene.sites], np.int64),
        toll=_toll(stock, scene.weights.balance),
        km=km,
        whole=np.array([order.ship_rule == "together" for order in orders], np.bool_),
        split=scene.weights.split,
        missing=scene.weights.missing,
    )
    columns = {site.id: w for w, site in enumerate(scene.sites)}
    return Pose(orders, products, columns, lines, problem, late, asked, why)


def _tare(upto: Ints) -> int:
    """Grams of a carton, but never so much that a band is lost in another."""
    gaps = np.diff(np.concatenate([[0], upto]))
    return int(min(TARE_G, gaps.min() // 2))


def _km(orders: Sequence[OrderNeed], sites: Sequence[Site]) -> Ints:
    """Great-circle distances (haversine), 0 where a place is not known."""
    doors, homes = (
        np.radians([[np.nan if x is None else x for x in (each.latitude, each.longitude)] for each in places])
        if places
        else np.zeros((0, 2))
        for places in (orders, sites)
    )
    half = np.sin((doors[:, None, :] - homes[None, :, :]) / 2) ** 2
    chord = half[..., 0] + np.cos(doors[:, None, 0]) * np.cos(homes[None, :, 0]) * half[..., 1]
    km = 2 * EARTH_KM * np.arcsin(np.sqrt(chord.clip(0, 1)))
    found: Ints = np.rint(np.nan_to_num(km)).astype(np.int64)
    return found


def _ways(orders: Sequence[OrderNeed], scene: Scene, km: Ints) -> tuple[Ints, Ints, dict[tuple[int, int], str]]:
    """Return the tariff row of each way, what lateness costs on it, and why there is none."""
    zone = np.full(km.shape, NO_PRICE, np.int64)
    days = np.full(km.shape, -1, np.int64)
    why: dict[tuple[int, int], str] = {}
    groups: dict[tuple[str, str], list[int]] = {}
    for o, order in enumerate(orders):
        groups.setdefault((order.country, order.service), []).append(o)
    for w, site in enumerate(scene.sites):
        for (country, service), members in groups.items():
            lanes = scene.freight.lanes(site.country, country, service, km[members, w])
            for o, lane in zip(members, lanes, strict=True):
                excluded = _excluded(orders[o], site, lane.row)
                if excluded:
                    why[o, w] = excluded
                    continue
                zone[o, w] = lane.row
                if site.leaves_on is not None:
                    days[o, w] = arrival_ordinal(site.leaves_on, lane.days)
    known = days >= 0
    earliest = np.where(known, days, np.iinfo(np.int64).max).min(axis=1, initial=np.iinfo(np.int64).max)
    late = np.where(known, (days - earliest[:, None]) * scene.weights.late_day, 0)
    return zone, late, why


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
        return "capacity of the day is used up"
    if order.later and not order.lines:
        return "nothing of it may be sent yet"
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
    products: Sequence[int],
    orders: Sequence[OrderNeed],
    scene: Scene,
    available: Mapping[tuple[int, int], int],
) -> Ints:
    goods = {line.product_id: line for order in orders for line in order.lines}
    found = np.zeros((len(products), len(scene.sites)), np.int64)
    for w, site in enumerate(scene.sites):
        for p, pk in enumerate(products):
            line = goods[pk]
            if line.storage_class in site.storage_classes:
                found[p, w] = scene.policy.free(line, site, max(0, available.get((pk, site.id), 0)))
    return found


def _toll(stock: Ints, balance: int) -> NDArray[np.float64]:
    """What a unit costs beside its freight: nothing where there is most of it, `balance` where there is hardly any."""
    most = stock.max(axis=1, keepdims=True, initial=1)
    found: NDArray[np.float64] = balance * (1 - stock / np.maximum(1, most))
    return found
