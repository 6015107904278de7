"""A batch of orders as a problem of costs: who may be served from where, and what each part of it costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from packhorse.algorithms.scarcity import chance_wanted
from packhorse.algorithms.sourcing import Problem
from packhorse.carriers.rules import Trip
from packhorse.sourcing.by_order import ByOrder
from packhorse.sourcing.costs import Freight
from packhorse.sourcing.distance import kms
from packhorse.sourcing.excluding import TOO_MUCH, excluded, said_of
from packhorse.sourcing.exporting import limited
from packhorse.sourcing.lanes import NO_PRICE
from packhorse.sourcing.load import Hazmat, Size, hazmat_of, no_price
from packhorse.sourcing.lying import lying
from packhorse.sourcing.rules import OrderNeed, Site
from packhorse.sourcing.scene import Scene
from packhorse.sourcing.there import Old, aged, could_serve, not_for, stocked
from packhorse.sourcing.untaken import Parting, take_apart

Ints = NDArray[np.int64]
NEARER = 1e-6  # of a minor unit a kilometre: of equals the nearest


@dataclass(frozen=True)
class Pose:
    """A problem and what its rows mean.

    Order o is `orders[o]`, product p `products[p]`, warehouse w the one of which `columns[its id]` is w; line i stands
    for the order's lines `lines[i]` of one product.
    `asked` (O, W): what preferences add; `saved`: freight that is paid already where some of the order lies; `apart`:
    what a parcel more costs where it has others, and none lies there. `back` {o: {(p, w): units that are kept back from
    this order alone}}, where that leaves it less than the batch could want.
    `old` {o: {(product id, warehouse id): units that would not keep until they arrive}}.
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
    back: Mapping[int, Mapping[tuple[int, int], int]] = field(default_factory=dict)
    old: Old = field(default_factory=dict)


def pose(orders: Sequence[OrderNeed], scene: Scene, available: Mapping[tuple[int, int], int]) -> Pose:
    """Return the problem of serving `orders`, in the order of their turn, from what is `available`.

    `available` maps (product id, warehouse id) to units nobody else holds.
    """
    orders = scene.policy.applied(orders, scene.sites)
    # What rules say of goods is the same in all orders; where these may be sent is not.
    goods = {line.product_id: line for order in orders for line in order.lines}
    orders = limited(orders, scene.sites)
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
    sums, items = ByOrder(np.array(first, np.int64)), np.array(product, np.int64)
    lacks = sums.of(np.array(units, np.int64) * np.array(grams, np.int64))
    each = [(line.weight_g, line.volume_mm3, line.longest_mm) for line in (goods[pk] for pk in products)]
    sizes = np.array(each, np.int64).reshape(-1, 3)
    km = kms(orders, scene.sites)
    zone, days, why, untaken = _ways(orders, scene, km, lacks, sums.most(sizes[items]))
    if untaken:
        orders = take_apart(orders, scene, untaken, available, (km, zone, days, why))
    handling = np.array([site.handling_order_minor for site in scene.sites], np.int64)
    stock = stocked(row, goods, scene, available)
    columns = {site.id: w for w, site in enumerate(scene.sites)}
    orders, old = aged(orders, scene, days, available)
    able = could_serve(orders, zone, (first, product), stock, row, columns, old)
    late = _late(days, scene)
    late = np.where(able, late - _least(late, able), 0)
    asked = scene.policy.asked(orders, scene.sites, km, able)
    saved, here, further = lying(orders, scene.sites, lacks, zone, scene.freight)
    apart = np.where(further, scene.weights.split, 0)
    problem = Problem(
        first=np.array(first, np.int64),
        product=items,
        units=np.array(units, np.int64),
        grams=np.array(grams, np.int64),
        zone=zone,
        tariff=scene.freight.tariff,
        upto=scene.freight.ends,
        fixed=(np.where(here, 0, handling) + asked + apart - saved) + km * NEARER,
        per_line=np.array([site.handling_line_minor for site in scene.sites], np.int64),
        stock=stock,
        room=np.array([max(0, site.room_today) for site in scene.sites], np.int64),
        toll=_toll(stock, row, columns, scene),
        km=km,
        whole=np.array([order.ship_rule == "together" for order in orders], np.bool_),
        split=scene.weights.split,
        missing=scene.weights.missing,
        late=late,
    )
    back = not_for(orders, scene, problem, row, columns, old)
    return Pose(orders, products, columns, lines, problem, asked, why, saved, apart, back, old)


def _least(cost: Ints, able: NDArray[np.bool_]) -> Ints:
    """Return the least of each order's costs from warehouses that are able, as a column."""
    most = np.iinfo(np.int64).max
    found = np.where(able, cost, most).min(axis=1, initial=most, keepdims=True)
    least: Ints = np.where(found == most, 0, found)
    return least


def _ways(
    orders: Sequence[OrderNeed], scene: Scene, km: Ints, grams: Ints, sizes: Ints
) -> tuple[Ints, Ints, dict[tuple[int, int], str], list[tuple[int, int]]]:
    """Return the tariff row of each way, the day at the door (or -1), why there is none, and the orders and warehouses
    of which nothing is said yet: no carrier that goes there takes all of the order.

    `grams` (O), `sizes` (O, 3): what each order's goods are to a carrier, see `Load`.
    """
    freight = scene.freight
    zone = np.full(km.shape, NO_PRICE, np.int64)
    days = np.full(km.shape, -1, np.int64)
    why: dict[tuple[int, int], str] = {}
    untaken: list[tuple[int, int]] = []
    full, band = freight.bands(grams)
    alike = freight.all_alike(sizes)
    # Orders are alike where they go to one country by one service, the same services take their goods, and the same was
    # said of them.
    groups: dict[tuple[str, str, Size, Hazmat, tuple[object, ...]], list[int]] = {}
    for o, order in enumerate(orders):
        key = order.country, order.service, alike[o], hazmat_of(order.lines), said_of(order)
        groups.setdefault(key, []).append(o)
    for w, site in enumerate(scene.sites):
        for (country, service, size, classes, *_), members in groups.items():
            ends, lanes = freight.stretches(site.country, country, service, size, classes)
            reasons = [excluded(orders[members[0]], site, lane) for lane in lanes]
            on = np.searchsorted(ends, km[members, w])
            rows = [NO_PRICE if out else lane.row for out, lane in zip(reasons, lanes, strict=True)]
            zone[members, w] = np.array(rows, np.int64)[on]
            if site.leaves_on is not None and not all(reasons):
                trip = Trip(site.country, country, 0, site.leaves_on, site.id)
                none = np.full(len(freight.ends), -1)
                day = np.array(
                    [
                        none if row == NO_PRICE else freight.days(lane, trip).day
                        for row, lane in zip(rows, lanes, strict=True)
                    ]
                )
                there = day[on, band[members]]
                days[members, w] = np.where(full[members], np.maximum(day[on, -1], there), there)
            if any(reasons):
                out = [(o, reasons[nth]) for o, nth in zip(members, on.tolist(), strict=True) if reasons[nth]]
                why |= {(o, w): said for o, said in out if said != TOO_MUCH}
                untaken += [(o, w) for o, said in out if said == TOO_MUCH]
    return zone, days, why, untaken


def _late(days: Ints, scene: Scene) -> Ints:
    """Return what lateness costs on each way, beside the earliest of the order's."""
    known = days >= 0
    earliest = np.where(known, days, np.iinfo(np.int64).max).min(axis=1, initial=np.iinfo(np.int64).max)
    late: Ints = np.where(known, (days - earliest[:, None]) * scene.weights.late_day, 0)
    return late


def hole(order: OrderNeed, site: Site, freight: Freight) -> tuple[str, str]:
    """Return why carriers that go there do not take an order so far: a code of the desk, and words.

    Both are empty when one takes it, or nobody knows how far it is. What is ruled out there as `untaken` is not asked
    for, unless that is all of it.
    """
    if rest := tuple(line for line in order.lines if site.id not in line.untaken):
        order = order if len(rest) == len(order.lines) else replace(order, lines=rest)
    load, places = freight.load(order.lines), (site.latitude, site.longitude, order.latitude, order.longitude)
    way = site.country, order.country, order.service
    ends, lanes = freight.stretches(*way, freight.alike(load.size), load.hazmat)
    if None in places or not any(lane.why for lane in lanes):
        return "", ""
    km = int(kms([order], [site])[0, 0])
    lane = lanes[int(np.searchsorted(ends, km))]
    if lane.why in ("", "price"):
        return ("NO_PRICE", no_price(order.country)) if lane.why else ("", "")
    part = Parting(freight, {}).of(order, site, km)
    return "NO_CARRIER_TAKES_IT", next(iter(part.lost.values()), load.too_much(lane.why, order.country))


def _toll(stock: Ints, row: Mapping[int, int], columns: Mapping[int, int], scene: Scene) -> NDArray[np.float64]:
    """What a unit costs beside its freight, in whole minor units: `balance` times the chance that all that lies there
    will be wanted before more comes. Where it is ample, or nobody wants it there, nothing."""
    toll = np.zeros(stock.shape)
    there = [
        (row[pk], columns[site], units)
        for (pk, site), units in scene.policy.soon.items()
        if scene.weights.balance and pk in row and site in columns
    ]
    if there:
        p, w = np.array([each[:2] for each in there], np.int64).T
        wanted = np.array([units for _, _, units in there], np.float64)
        toll[p, w] = np.rint(scene.weights.balance * chance_wanted(wanted, np.maximum(1, stock[p, w])))
    return toll
