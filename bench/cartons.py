"""Cartons of real web-shop orders, against dvdoug/BoxPacker 4 with every rotation allowed.

By number: as few boxes as can be, every unit resting on something with three quarters of its base at least.
By money: the demonstration's cartons, filling and its cheapest service inland, dimensional weight counted, against the
smallest carton that fits, by simple guillotine blocks; all costs, as a fraction. `saving_by_choosing` is the part of it
that choosing by money saves: against as few and as small cartons as can be, filled by the same packer. Where larger
cartons never cost less, as there, the smallest carton is most often the cheapest: most is saved by better packing.
"""

import csv
import gzip
import statistics
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from bench.loadings import Block, Goods, wrong
from bench.report import Report, main
from packhorse.algorithms.packing.costing import Costs
from packhorse.algorithms.packing.goods import MOSTLY, Carton, Item, Packing
from packhorse.algorithms.packing.loops import warm_up
from packhorse.algorithms.packing.order import pack_order
from packhorse.algorithms.packing.simple import fill_simply
from packhorse.carriers.rules import billed_weight_g
from packhorse.demo.freight import carriers, cartons

SECONDS = 60.0  # for the orders packed by money
ZONE = "H2"
Orders = dict[str, dict[tuple[int, ...], int]]  # sides and weight of goods: units


def measure(data: Path | None = None, seconds: float = SECONDS) -> Report:
    """Pack every order by number, and as many as there is time for by money."""
    folder = (data or Path(__file__).parents[2] / "shared" / "data") / "packing" / "orders"
    files = [sorted(folder.glob(name)) for name in ("items*.csv.gz", "boxes*.csv", "expected*.csv.gz")]
    if not all(files):
        return Report("cartons", {}, {}, f"there are no orders in {folder}")
    orders, boxes = _orders(files[0][0]), _boxes(files[1][0])
    expected = {row[0]: int(row[4]) for row in _rows(files[2][0])}
    names = sorted(name for name in orders if name in expected)
    if not names:
        return Report("cartons", {}, {}, f"no order in {folder} has an expected number of boxes")
    warm_up()
    parcels, unpacked, infeasible, fewer, more = 0, 0, 0, 0, 0
    took: list[float] = []
    for name in names:
        items = _items(orders[name])
        begun = time.perf_counter()
        packing = pack_order(items, boxes, fewest=True)
        took.append(1000 * (time.perf_counter() - begun))
        parcels += len(packing.parcels)
        fewer += len(packing.parcels) < expected[name]
        more += len(packing.parcels) > expected[name]
        unpacked += _unpacked(packing, items, boxes)
        infeasible += bool(_fault(packing, items))
    figures: dict[str, object] = {
        "orders": len(names),
        "boxes": parcels,
        "reference_boxes": sum(expected[name] for name in names),
        "unpacked": unpacked,
        "infeasible": infeasible,
        "orders_with_fewer": fewer,
        "orders_with_more": more,
        "mean_ms": statistics.fmean(took),
        "p99_ms": sorted(took)[int(0.99 * len(took))],
    }
    best, simple, small, by_money = _by_money([_items(orders[name]) for name in names], seconds)
    figures |= {"saving_by_money": 1 - best / simple, "saving_by_choosing": 1 - best / small}
    figures |= {"orders_by_money": by_money, "pence": best / by_money}
    reference = {"boxes": figures["reference_boxes"], "pence": simple / by_money, "pence_in_smallest": small / by_money}
    return Report("cartons", figures, reference)


def _by_money(orders: Sequence[Sequence[Item]], seconds: float) -> tuple[int, int, int, int]:
    """Return pence by least cost, by the smallest carton, and by few and small ones; the orders there was time for."""
    types = [
        Carton(c.code, (c.inner_length_mm, c.inner_width_mm, c.inner_height_mm), c.tare_g, c.max_weight_g, c.cost_minor,
               outer=(c.outer_length_mm, c.outer_width_mm, c.outer_height_mm), soft=c.kind == "mailer",
               filling_minor=c.filling_minor, filling_g=c.filling_g)
        for c in cartons()
    ]  # fmt: skip
    best, simple, small, count = 0, 0, 0, 0
    begun = time.perf_counter()
    step = 7  # spread evenly over all, should there not be time for all
    for items in (order for first in range(step) for order in orders[first::step]):
        if time.perf_counter() - begun > seconds:
            break
        packing = pack_order(items, types, price=_price)
        best += packing.cost_minor
        simple += _smallest(items, types)
        small += _few_and_small(items, types)
        count += 1
        if fault := _fault(packing, items):
            raise SystemExit(f"bench.cartons: by money: {fault}")
    return best, simple, small, count


def _smallest(items: Sequence[Item], types: Sequence[Carton]) -> int:
    """Return pence when each carton is the smallest that holds all, else the one that holds most."""
    left, pence = list(items), 0
    while left:
        fills = []
        for carton in sorted(types, key=lambda each: each.volume):
            fills.append((fill_simply(left, carton), carton))
            if fills[-1][0].packed == tuple(item.quantity for item in left):
                break
        filled, carton = max(fills, key=lambda each: each[0].volume)
        if filled.placements:
            goods = {nth: units for nth, units in enumerate(filled.packed) if units}
            pence += Costs(left, _price).parcel(carton, filled.placements, goods).cost_minor
            packed = filled.packed
        else:
            packed = tuple(left[0].quantity if nth == 0 else 0 for nth in range(len(left)))
            pence += left[0].quantity * _price(*left[0].sides, left[0].weight_g)
        over = [(item, item.quantity - units) for item, units in zip(left, packed, strict=True)]
        left = [replace(item, quantity=units) for item, units in over if units]
    return pence


def _few_and_small(items: Sequence[Item], types: Sequence[Carton]) -> int:
    """Return pence of as few cartons as can be, the smallest of those that are enough."""
    real = {carton.code: carton for carton in types}
    by_size = [replace(carton, cost_minor=carton.volume // 1000, filling_minor=0) for carton in types]
    costs, pence = Costs(items, _price), 0
    for parcel in pack_order(items, by_size, fewest=True).parcels:
        if parcel.carton is None:
            pence += costs.own_packaging(parcel.placements[0].key).cost_minor
            continue
        goods: dict[int, int] = defaultdict(int)
        for placement in parcel.placements:
            goods[placement.key] += placement.count
        pence += costs.parcel(real[parcel.carton.code], parcel.placements, goods).cost_minor
    return pence


def _price(length: int, width: int, height: int, weight_g: int) -> int:
    """Return the demonstration's cheapest price inland; what is too heavy for all costs as the heaviest twice."""
    found = []
    for divisor, rates in _services():
        billed = billed_weight_g(weight_g=weight_g, length_mm=length, width_mm=width, height_mm=height,
                                 dim_divisor=divisor)  # fmt: skip
        found.append(next((price for most, price in rates if billed <= most), 2 * rates[-1][1]))
    return min(found)


@cache
def _services() -> list[tuple[int, list[tuple[int, int]]]]:
    """Return the divisor and the rates (grams, pence) of each service."""
    services = (service for carrier in carriers() for service in carrier.services)
    return [
        (each.dim_divisor, sorted((rate.max_weight_g, rate.price_minor) for rate in each.rates if rate.zone == ZONE))
        for each in services
    ]


def _fault(packing: Packing, items: Sequence[Item]) -> str:
    """Say what is wrong, counted apart from the packer; empty: nothing."""
    goods = [Goods((i.length_mm, i.width_mm, i.height_mm), (True, True, True), i.weight_g, i.quantity) for i in items]
    packed = [0] * len(goods)
    for parcel in packing.parcels:
        blocks = [Block(p.key, (p.x, p.y, p.z), (p.dx, p.dy, p.dz), (p.nx, p.ny, p.nz)) for p in parcel.placements]
        for block in blocks:
            packed[block.kind] += block.grid[0] * block.grid[1] * block.grid[2]
        carton = parcel.carton
        if carton and (fault := wrong(goods, blocks, carton.inner, carton.max_weight_g - carton.tare_g, MOSTLY)):
            return fault
    return "" if packed == [each.count for each in goods] else "not everything is packed once"


def _unpacked(packing: Packing, items: Sequence[Item], boxes: Sequence[Carton]) -> int:
    """Return the units without a box that would fit one alone."""
    found = 0
    for parcel in packing.parcels:
        if parcel.carton is None:
            item = items[parcel.placements[0].key]
            sides = sorted((item.length_mm, item.width_mm, item.height_mm))
            found += any(
                all(a <= b for a, b in zip(sides, sorted(box.inner), strict=True))
                and item.weight_g + box.tare_g <= box.max_weight_g
                for box in boxes
            )
    return found


def _items(order: dict[tuple[int, ...], int]) -> list[Item]:
    return [Item(nth, *kind[:4], quantity=units) for nth, (kind, units) in enumerate(sorted(order.items()))]


def _orders(path: Path) -> Orders:
    """Return the orders; goods of one size and weight are one kind."""
    found: Orders = defaultdict(dict)
    for order, units, _, *kind in _rows(path):
        key = tuple(int(value) for value in kind)
        found[order][key] = found[order].get(key, 0) + int(units)
    return found


def _boxes(path: Path) -> list[Carton]:
    """Return the boxes; of those that are enough, the smallest costs the least."""
    found = []
    with path.open(encoding="utf-8") as file:
        for name, *numbers in csv.reader(file):
            a, b, c, tare, x, y, z, most = (int(number) for number in numbers)
            found.append(Carton(name, (x, y, z), tare, most, x * y * z // 1000, outer=(a, b, c)))
    return found


def _rows(path: Path) -> list[list[str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return list(csv.reader(file))


if __name__ == "__main__":
    main("cartons", measure, __doc__, seconds=SECONDS)
