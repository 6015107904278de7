"""Check loadings and parcels without the packer: unit by unit, it shares nothing with the packer but the data."""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import permutations

from packhorse.algorithms.packing.goods import MOSTLY, WHOLE, Carton, Item, Packing, Parcel, Placement

Body = tuple[int, int, int, int, int, int]  # two corners
Price = Callable[[int, int, int, int], int]


def violations(
    placements: Sequence[Placement], items: Sequence[Item], carton: Carton, *, support: int = WHOLE
) -> list[str]:
    """Say what is wrong with a loading; nothing: it can be packed as it says, in the order in which it is written."""
    known = {item.key: item for item in items}
    if strange := [p for p in placements if p.key not in known or min(p.nx, p.ny, p.nz) < 1]:
        return [f"no such goods: {strange[0]}"]
    units = [(known[p.key], body, nth) for nth, p in enumerate(placements) for body in _bodies(p)]
    found = [f"item {p.key} lies as it must not: {p}" for p in placements if not _may_lie(known[p.key], p)]
    for item, body, _ in units:
        if min(body[:3]) < 0 or any(body[3 + axis] > carton.room[axis] for axis in range(3)):
            found.append(f"item {item.key} at {body} is outside")
        if not item.needs <= carton.kinds:
            found.append(f"item {item.key} needs another kind of carton")
        if item.alone:
            found.append(f"item {item.key} ships in its own packaging")
    weight = sum(item.weight_g for item, _, _ in units)
    if units and weight > carton.room_g:
        found.append(f"{weight} g are over the limit of {carton.room_g} g")
    if len(groups := {item.apart for item, _, _ in units} - {""}) > 1:
        found.append(f"goods to be kept apart lie together: {', '.join(sorted(groups))}")
    return found + _against_each_other(units, support)


def _against_each_other(units: Sequence[tuple[Item, Body, int]], support: int) -> list[str]:
    found = []
    for item, a, nth in units:
        held, load = 0, 0
        for other, b, mth in units:
            if a is b:
                continue
            wide, deep = min(a[3], b[3]) - max(a[0], b[0]), min(a[4], b[4]) - max(a[1], b[1])
            if wide <= 0 or deep <= 0:
                continue
            if min(a[5], b[5]) > max(a[2], b[2]):
                found.append(f"items {item.key} and {other.key} overlap: {a}, {b}")
            elif b[2] >= a[5]:
                load += other.weight_g
                if mth < nth:
                    found.append(f"item {item.key} at {a} is to be laid under one that lies already")
            elif b[5] == a[2]:
                held += wide * deep
        if item.bears_g is not None and load > item.bears_g:
            found.append(f"item {item.key} at {a} bears {load} g, more than {item.bears_g} g")
        if a[2] > 0 and held * WHOLE < support * (a[3] - a[0]) * (a[4] - a[1]):
            found.append(f"item {item.key} at {a} is not supported enough")
    return found


def faults(
    packing: Packing,
    items: Sequence[Item],
    cartons: Sequence[Carton],
    *,
    support: int = MOSTLY,
    price: Price | None = None,
) -> list[str]:
    """Say what is wrong with the parcels of an order: each by itself, what is missing, and what they cost."""
    found, used, packed = [], Counter[str](), Counter[int]()
    known = {item.key: item for item in items}
    for parcel in packing.parcels:
        for p in parcel.placements:
            packed[p.key] += p.count
        if parcel.carton is None:
            if sum(p.count for p in parcel.placements) != 1:
                found.append("more than one unit in its own packaging")
        else:
            found += violations(parcel.placements, items, parcel.carton, support=support)
            used[parcel.carton.code] += 1
        found += _costs(parcel, known, price)
    if packed != Counter({item.key: item.quantity for item in items}):
        found.append(f"packed {dict(packed)}, not what was ordered")
    for carton in cartons:
        if carton.stock is not None and used[carton.code] > carton.stock:
            found.append(f"{used[carton.code]} cartons {carton.code}, there are {carton.stock}")
    return found


def _costs(parcel: Parcel, known: dict[int, Item], price: Price | None) -> list[str]:
    goods_g = sum(known[p.key].weight_g * p.count for p in parcel.placements)
    carton = parcel.carton
    if carton is None:
        item = known[parcel.placements[0].key]
        size, weight, costs, filling = (item.length_mm, item.width_mm, item.height_mm), goods_g, 0, 0
    else:
        size, weight, costs = (
            carton.outer or carton.inner,
            goods_g + carton.tare_g + carton.coolant_g,
            carton.cost_minor,
        )
        void = carton.volume - sum(p.dx * p.dy * p.dz * p.count for p in parcel.placements)
        filling = -(-void * carton.filling_minor // 1_000_000)
    freight = price(*size, weight) if price else 0
    found = [] if parcel.weight_g == weight else [f"weight {parcel.weight_g} g, the goods say {weight} g"]
    if (parcel.carton_minor, parcel.filling_minor, parcel.freight_minor) != (costs, filling, freight):
        found.append(f"the parcel costs {costs} + {filling} + {freight}, not what it says")
    return found


def _bodies(p: Placement) -> list[Body]:
    corners = [
        (p.x + i * p.dx, p.y + j * p.dy, p.z + k * p.dz) for i in range(p.nx) for j in range(p.ny) for k in range(p.nz)
    ]
    return [(x, y, z, x + p.dx, y + p.dy, z + p.dz) for x, y, z in corners]


def _may_lie(item: Item, p: Placement) -> bool:
    """Say whether some allowed side of a unit stands upright, and, if it must not turn, the others lie as given."""
    more = WHOLE + item.cushion_permille
    sides = [-(-side * more // WHOLE) for side in (item.length_mm, item.width_mm, item.height_mm)]
    return any(
        item.stands[up] and (one < other or item.turns) and (sides[one], sides[other], sides[up]) == (p.dx, p.dy, p.dz)
        for one, other, up in permutations(range(3))
    )
