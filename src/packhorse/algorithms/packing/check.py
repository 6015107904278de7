"""Check loadings and parcels without the packer: unit by unit, it shares nothing with the packer but the data."""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import permutations

from packhorse.algorithms.packing.goods import MOSTLY, WHOLE, Carton, Item, Limits, Packing, Parcel, Placement

Body = tuple[int, int, int, int, int, int]  # two corners
Price = Callable[[int, int, int, int], int]


def violations(
    placements: Sequence[Placement],
    items: Sequence[Item],
    carton: Carton,
    *,
    support: int = WHOLE,
    limits: Limits | None = None,
) -> list[str]:
    """Say what is wrong with a loading; nothing: it can be packed as it says, in the order in which it is written."""
    known = {item.key: item for item in items}
    if strange := [p for p in placements if p.key not in known or min(p.nx, p.ny, p.nz) < 1]:
        return [f"no such goods: {strange[0]}"]
    units = [(known[p.key], body, nth) for nth, p in enumerate(placements) for body in _bodies(p)]
    found = [f"item {p.key} lies as it must not: {p}" for p in placements if not _may_lie(known[p.key], p)]
    for item, body, _ in units:
        if min(body[:3]) < 0 or any(body[3 + axis] > carton.inner[axis] - 2 * carton.around_mm for axis in range(3)):
            found.append(f"item {item.key} at {body} is outside")
        if not item.needs <= carton.kinds:
            found.append(f"item {item.key} needs another kind of carton")
        if item.alone:
            found.append(f"item {item.key} ships in its own packaging")
    if units:
        found += _coolant(carton, max(body[5] for _, body, _ in units))
        found += _too_heavy([item for item, _, _ in units], _gross(placements, known, carton), carton, limits)
    if len(groups := {item.apart for item, _, _ in units} - {""}) > 1:
        found.append(f"goods to be kept apart lie together: {', '.join(sorted(groups))}")
    return found + _against_each_other(units, support)


def _coolant(carton: Carton, high: int) -> list[str]:
    """Lay the coolant pack by pack in rows above the goods, and say what does not go in."""
    if carton.coolant is None or not carton.packs:
        return []
    length, width, up = (side - 2 * carton.around_mm for side in carton.inner)
    most = 0
    for a, b, c in permutations(carton.coolant.sides):
        layers = (up - high) // c if c == min(carton.coolant.sides) else 0
        most = max(most, (length // a) * (width // b) * layers)
    return [] if most >= carton.packs else [f"{carton.packs} packs of coolant do not go in above the goods"]


def _gross(placements: Sequence[Placement], known: dict[int, Item], carton: Carton) -> int:
    """Goods, carton, coolant, and what fills the rest."""
    goods = sum(known[p.key].weight_g * p.count for p in placements)
    coolant = carton.packs * carton.coolant.weight_g if carton.coolant else 0
    return goods + carton.tare_g + coolant + _filled(placements, carton, carton.filling_g)


def _filled(placements: Sequence[Placement], carton: Carton, a_litre: int) -> int:
    """Return so much a litre for what is filled: the room less the layers of coolant and the goods."""
    if carton.soft:
        return 0
    length, width, high = (side - 2 * carton.around_mm for side in carton.inner)
    void = length * width * (high - _layers(carton)) - sum(p.dx * p.dy * p.dz * p.count for p in placements)
    return max(0, -(-void * a_litre // 1_000_000))


def _layers(carton: Carton) -> int:
    """Return how high the packs of coolant lie: flat, in rows, one layer on the other."""
    if carton.coolant is None or not carton.packs:
        return 0
    length, width = carton.inner[0] - 2 * carton.around_mm, carton.inner[1] - 2 * carton.around_mm
    thick, short, long = sorted(carton.coolant.sides)
    in_a_layer = max((length // long) * (width // short), (length // short) * (width // long))
    return thick * -(-carton.packs // max(1, in_a_layer))


def _too_heavy(units: Sequence[Item], gross: int, carton: Carton, limits: Limits | None) -> list[str]:
    """Say what is over the carton's limit, or over those of dangerous goods."""
    found, limits = [], limits or Limits()
    if gross > carton.max_weight_g:
        found.append(f"{gross} g are over the limit of {carton.max_weight_g} g")
    for hazard in {item.hazard for item in units}:
        net = sum(item.weight_g for item in units if item.hazard == hazard)
        if net > limits.net_g.get(hazard, net) or gross > limits.gross_g.get(hazard, gross):
            found.append(f"too much of class {hazard} in a parcel: {net} g, {gross} g gross")
    return found


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
    limits: Limits | None = None,
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
            found += violations(parcel.placements, items, parcel.carton, support=support, limits=limits)
            used[parcel.carton.shelf] += 1
        found += _costs(parcel, known, price)
    if packed != Counter({item.key: item.quantity for item in items}):
        found.append(f"packed {dict(packed)}, not what was ordered")
    for carton in cartons:
        if carton.stock is not None and used[carton.shelf] > carton.stock:
            found.append(f"{used[carton.shelf]} cartons {carton.shelf}, there are {carton.stock}")
    return found


def _costs(parcel: Parcel, known: dict[int, Item], price: Price | None) -> list[str]:
    goods_g = sum(known[p.key].weight_g * p.count for p in parcel.placements)
    carton = parcel.carton
    if carton is None:
        item = known[parcel.placements[0].key]
        size, weight, costs = (item.length_mm, item.width_mm, item.height_mm), goods_g, (0, 0, 0)
    else:
        size, weight = carton.outer or carton.inner, _gross(parcel.placements, known, carton)
        if carton.soft:
            high = max(p.z + p.nz * p.dz for p in parcel.placements)
            spare = carton.inner[2] - 2 * carton.around_mm - _layers(carton) - high
            size = size[0], size[1], size[2] - spare
        coolant = carton.packs * carton.coolant.cost_minor if carton.coolant else 0
        costs = carton.cost_minor, coolant, _filled(parcel.placements, carton, carton.filling_minor)
    freight = price(*size, weight) if price else 0
    found = [] if parcel.weight_g == weight else [f"weight {parcel.weight_g} g, the goods say {weight} g"]
    if parcel.size != size:
        found.append(f"the parcel is {size}, not {parcel.size}")
    if (parcel.carton_minor, parcel.coolant_minor, parcel.filling_minor, parcel.freight_minor) != (*costs, freight):
        found.append(f"the parcel costs {' + '.join(map(str, (*costs, freight)))}, not what it says")
    return found


def _bodies(p: Placement) -> list[Body]:
    corners = [
        (p.x + i * p.dx, p.y + j * p.dy, p.z + k * p.dz) for i in range(p.nx) for j in range(p.ny) for k in range(p.nz)
    ]
    return [(x, y, z, x + p.dx, y + p.dy, z + p.dz) for x, y, z in corners]


def _may_lie(item: Item, p: Placement) -> bool:
    """Say whether some allowed side of a unit stands upright, and, if it must not turn, the others lie as given."""
    sides = [side + 2 * item.cushion_mm for side in (item.length_mm, item.width_mm, item.height_mm)]
    return any(
        item.stands[up] and (one < other or item.turns) and (sides[one], sides[other], sides[up]) == (p.dx, p.dy, p.dz)
        for one, other, up in permutations(range(3))
    )
