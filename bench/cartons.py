"""Cartons of real web-shop orders, against dvdoug/BoxPacker 4 with every rotation allowed.

By number: as few boxes as can be, everything resting on something with its whole base (BoxPacker lets goods overhang).
By money: the demonstration's cartons and its cheapest service inland, dimensional weight counted, against the smallest
carton in which everything fits (as found by the same packer); carton and freight, as a fraction. Where larger cartons
never cost less, as here, that rule is as good as any. `saving_over_volume` is against cartons that are chosen without
packing: the smallest whose volume is seven tenths used at most, as for the likely carton in sourcing.
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
from packhorse.algorithms.packing.goods import Carton, Item, Packing
from packhorse.algorithms.packing.loops import warm_up
from packhorse.algorithms.packing.order import pack_order
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
    best, thumb, volume, by_money = _by_money([_items(orders[name]) for name in names], seconds)
    figures |= {"saving_by_money": 1 - best / thumb, "saving_over_volume": 1 - best / volume}
    figures |= {"orders_by_money": by_money, "pence": best / by_money}
    reference = {"boxes": figures["reference_boxes"], "pence_smallest": thumb / by_money}
    return Report("cartons", figures, reference | {"pence_by_volume": volume / by_money})


def _by_money(orders: Sequence[Sequence[Item]], seconds: float) -> tuple[int, int, int, int]:
    """Return pence by least cost, by the smallest carton, and by volume, and the orders that there was time for."""
    types = [
        Carton(c.code, (c.inner_length_mm, c.inner_width_mm, c.inner_height_mm), c.tare_g, c.max_weight_g, c.cost_minor,
               outer=(c.outer_length_mm, c.outer_width_mm, c.outer_height_mm))
        for c in cartons()
    ]  # fmt: skip
    costs = {each.code: each.cost_minor for each in types}
    by_size = [replace(each, cost_minor=each.volume // 1000) for each in types]
    best, thumb, volume, count = 0, 0, 0, 0
    begun = time.perf_counter()
    step = 7  # spread evenly over all, should there not be time for all
    for items in (order for first in range(step) for order in orders[first::step]):
        if time.perf_counter() - begun > seconds:
            break
        packing = pack_order(items, types, price=_price)
        smallest = pack_order(items, by_size, fewest=True)
        best += packing.cost_minor
        for parcel in smallest.parcels:
            only = parcel.placements[0]
            size = (parcel.carton.outer or parcel.carton.inner) if parcel.carton else (only.dx, only.dy, only.dz)
            thumb += _price(*size, parcel.weight_g) + (costs[parcel.carton.code] if parcel.carton else 0)
        volume += _by_volume(items, types)
        count += 1
        if fault := _fault(packing, items):
            raise SystemExit(f"bench.cartons: by money: {fault}")
    return best, thumb, volume, count


def _by_volume(items: Sequence[Item], types: Sequence[Carton]) -> int:
    """Return pence when each carton is the smallest that is seven tenths full at most, or the largest filled so far."""
    units = [item for item in sorted(items, key=lambda item: -item.volume) for _ in range(item.quantity)]
    pence = 0
    while units:
        for carton in sorted(types, key=lambda each: each.volume):
            taken: list[Item] = []
            room, room_g = carton.volume * 7 // 10, carton.room_g
            for item in units:
                goes_in = all(a <= b for a, b in zip(sorted(item.sides), sorted(carton.inner), strict=True))
                if goes_in and item.volume <= room and item.weight_g <= room_g:
                    room, room_g = room - item.volume, room_g - item.weight_g
                    taken.append(item)
            if len(taken) == len(units):
                break
        if taken:
            weight = carton.tare_g + sum(item.weight_g for item in taken)
            pence += carton.cost_minor + _price(*(carton.outer or carton.inner), weight)
        else:
            taken = units[:1]
            pence += _price(*taken[0].sides, taken[0].weight_g)
        for item in taken:
            units.remove(item)
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
        if carton and (fault := wrong(goods, blocks, carton.inner, carton.max_weight_g - carton.tare_g)):
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
