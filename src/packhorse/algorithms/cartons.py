"""Choose cartons for goods: the cheapest in which they fit in three dimensions and by weight.

One carton is filled by blocks of identical units, laid into free spaces that are cut guillotine-fashion
(George & Robinson, "A heuristic for packing boxes into a container", 1980). Millimetres, grams, minor units.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True)
class Item:
    """`quantity` units of a product; `this_side_up` allows turning about the vertical only."""

    key: int
    length_mm: int
    width_mm: int
    height_mm: int
    weight_g: int
    quantity: int
    this_side_up: bool = False


@dataclass(frozen=True)
class Carton:
    """A carton type: inner size, empty weight, gross weight limit, cost."""

    code: str
    inner_length_mm: int
    inner_width_mm: int
    inner_height_mm: int
    tare_g: int
    max_weight_g: int
    cost_minor: int


@dataclass(frozen=True)
class Placement:
    """A block of nx x ny x nz units of (dx, dy, dz) each, its corner at (x, y, z)."""

    key: int
    x: int
    y: int
    z: int
    dx: int
    dy: int
    dz: int
    nx: int
    ny: int
    nz: int

    @property
    def count(self) -> int:
        """Units in the block."""
        return self.nx * self.ny * self.nz


@dataclass(frozen=True)
class Packed:
    """A parcel: its carton (None: one unit in its own packaging), what lies where, and its gross weight."""

    carton: Carton | None
    placements: tuple[Placement, ...]
    weight_g: int


@dataclass(frozen=True)
class Reason:
    """A carton that was considered for all goods together: its cost, and why it was not taken (empty: it fits)."""

    carton: str
    cost_minor: int
    excluded: str


@dataclass(frozen=True)
class Plan:
    """Parcels for all goods, and what was known of each carton."""

    parcels: tuple[Packed, ...]
    reasons: tuple[Reason, ...]


Space = tuple[int, int, int, int, int, int]  # x, y, z and size
Left = dict[int, int]  # units still to be packed, by position in the list of items

STEPS_PER_MS = 150
SORTINGS = 3


def pack_cheapest(items: Sequence[Item], cartons: Sequence[Carton], *, budget_ms: int) -> Plan:
    """Return parcels for all units of `items`.

    The cheapest single carton that holds everything; else, again and again, the carton that holds most (every
    parcel more costs freight), until the cheapest that holds the rest. A unit that fits no carton ships in its
    own packaging.
    The budget is counted in steps, so that the same goods always give the same answer. Raises ValueError for
    sizes, weights or quantities that are not above zero.
    """
    for item in items:
        if min(item.length_mm, item.width_mm, item.height_mm, item.weight_g, item.quantity) <= 0:
            raise ValueError(f"item {item.key}: sizes, weight and quantity must be above zero")
    budget = _Budget(budget_ms * STEPS_PER_MS)
    by_cost = sorted(cartons, key=lambda c: (c.cost_minor, _volume(c), c.code))
    left = {nth: item.quantity for nth, item in enumerate(items)}
    parcels: list[Packed] = []
    for nth, item in enumerate(items):
        if not any(_fits_alone(item, carton) for carton in cartons):
            parcels += [_own_packaging(item) for _ in range(left.pop(nth))]
    reasons: list[Reason] = []
    while left:
        chosen, placements, tried = _choose(items, left, by_cost, budget)
        reasons = reasons or tried
        left = _rest(left, placements)
        weight = chosen.tare_g + sum(items[p.key].weight_g * p.count for p in placements)
        parcels.append(Packed(chosen, tuple(_named(items, p) for p in placements), weight))
    return Plan(tuple(parcels), tuple(reasons))


class _Budget:
    """Steps that may still be spent on trying more than one sorting."""

    def __init__(self, steps: int) -> None:
        self.steps = steps


def _choose(
    items: Sequence[Item], left: Left, by_cost: Sequence[Carton], budget: _Budget
) -> tuple[Carton, tuple[Placement, ...], list[Reason]]:
    """The cheapest carton that holds all that is left, else the one that holds most of it (cheapest first)."""
    fills: dict[str, tuple[Placement, ...]] = {}
    reasons: list[Reason] = []
    for nth, carton in enumerate(by_cost):
        excluded = _obvious(items, left, carton)
        if not excluded:
            fills[carton.code] = _fill(items, left, carton, budget)
            if not _rest(left, fills[carton.code]):
                dearer = [Reason(c.code, c.cost_minor, "dearer than the one chosen") for c in by_cost[nth + 1 :]]
                return carton, fills[carton.code], [*reasons, Reason(carton.code, carton.cost_minor, ""), *dearer]
            excluded = "does not all fit"
        reasons.append(Reason(carton.code, carton.cost_minor, excluded))
    held = {code: _packed_volume(items, placements) for code, placements in fills.items()}
    for carton in sorted(by_cost, key=_volume, reverse=True):
        # A carton cannot hold more than its room: those too small to hold the most need no try.
        if carton.code not in fills and _volume(carton) >= max(held.values(), default=0):
            fills[carton.code] = _fill(items, left, carton, budget)
            held[carton.code] = _packed_volume(items, fills[carton.code])
    most = max((c for c in by_cost if c.code in fills), key=lambda c: held[c.code])  # of equals, the cheapest
    return most, fills[most.code], reasons


def _obvious(items: Sequence[Item], left: Left, carton: Carton) -> str:
    """The first simple rule that keeps all of it out of one such carton."""
    for nth in left:
        if not _fits_alone(items[nth], carton):
            item = items[nth]
            size = f"{item.length_mm}x{item.width_mm}x{item.height_mm} mm, {item.weight_g} g"
            return f"too small for item {item.key}: {size}"
    weight = carton.tare_g + sum(items[nth].weight_g * units for nth, units in left.items())
    if weight > carton.max_weight_g:
        return f"{weight} g is over its limit of {carton.max_weight_g} g"
    volume = sum(_item_volume(items[nth]) * units for nth, units in left.items())
    return "the goods have more volume" if volume > _volume(carton) else ""


def _fill(items: Sequence[Item], left: Left, carton: Carton, budget: _Budget) -> tuple[Placement, ...]:
    """Put as much as possible into one carton; `key` of the placements is the position in `items`."""
    best: tuple[Placement, ...] = ()
    best_volume = -1
    for sorting in range(SORTINGS):
        placements = _lay(items, _sorted(items, left, sorting), left, carton, budget)
        volume = sum(p.dx * p.dy * p.dz * p.count for p in placements)
        if volume > best_volume:
            best, best_volume = placements, volume
        if budget.steps <= 0 or not _rest(left, best):
            break
    return best


def _sorted(items: Sequence[Item], left: Left, sorting: int) -> list[int]:
    def size(nth: int) -> tuple[int, ...]:
        item = items[nth]
        longest = max(item.length_mm, item.width_mm, item.height_mm)
        volume = _item_volume(item)
        return ((volume, longest), (longest, volume), (volume * left[nth], longest))[sorting]

    return sorted(left, key=lambda nth: (tuple(-value for value in size(nth)), items[nth].key))


def _lay(
    items: Sequence[Item], order: Sequence[int], left: Left, carton: Carton, budget: _Budget
) -> tuple[Placement, ...]:
    spaces: list[Space] = [(0, 0, 0, carton.inner_length_mm, carton.inner_width_mm, carton.inner_height_mm)]
    room_g = carton.max_weight_g - carton.tare_g
    placements: list[Placement] = []
    for nth in order:
        item = items[nth]
        turns = _turns(item)
        units = min(left[nth], room_g // item.weight_g)
        while units > 0:
            found = _best_block(nth, turns, units, spaces, budget)
            if found is None:
                break
            where, block = found
            placements.append(block)
            units -= block.count
            room_g -= block.count * item.weight_g
            spaces[where : where + 1] = _cut(spaces[where], block)
            spaces.sort(key=lambda s: (s[2], s[1], s[0]))
    return tuple(placements)


def _best_block(
    nth: int, turns: Sequence[tuple[int, int, int]], units: int, spaces: Sequence[Space], budget: _Budget
) -> tuple[int, Placement] | None:
    """The block for the lowest space that takes any; there the one that packs most, then leaves the largest rest."""
    for where, (x, y, z, sx, sy, sz) in enumerate(spaces):
        budget.steps -= len(turns)
        best: tuple[tuple[int, int, int], Placement] | None = None
        for dx, dy, dz in turns:
            if dx > sx or dy > sy or dz > sz:
                continue
            nx = min(sx // dx, units)
            ny = min(sy // dy, units // nx)
            nz = min(sz // dz, units // (nx * ny))
            block = Placement(nth, x, y, z, dx, dy, dz, nx, ny, nz)
            holds = min(units, (sx // dx) * (sy // dy) * (sz // dz))
            rest = max((sx - nx * dx) * sy * sz, (sy - ny * dy) * sx * sz, (sz - nz * dz) * sx * sy)
            score = (holds, block.count, rest)
            if best is None or score > best[0]:
                best = score, block
        if best is not None:
            return where, best[1]
    return None


def _cut(space: Space, block: Placement) -> list[Space]:
    """What is left of a space beside, behind and above a block; the larger side gets the larger piece."""
    x, y, z, sx, sy, sz = space
    bx, by, bz = block.nx * block.dx, block.ny * block.dy, block.nz * block.dz
    if (sx - bx) * sy >= (sy - by) * sx:
        beside: list[Space] = [(x + bx, y, z, sx - bx, sy, sz), (x, y + by, z, bx, sy - by, sz)]
    else:
        beside = [(x, y + by, z, sx, sy - by, sz), (x + bx, y, z, sx - bx, by, sz)]
    return [s for s in [*beside, (x, y, z + bz, bx, by, sz - bz)] if min(s[3:]) > 0]


def _turns(item: Item) -> tuple[tuple[int, int, int], ...]:
    return _turned(item.length_mm, item.width_mm, item.height_mm, item.this_side_up)


@lru_cache(maxsize=10_000)
def _turned(a: int, b: int, c: int, upright: bool) -> tuple[tuple[int, int, int], ...]:
    flat = [(a, b, c), (b, a, c)]
    return tuple(sorted(set(flat if upright else [*flat, (a, c, b), (c, a, b), (b, c, a), (c, b, a)])))


def _fits_alone(item: Item, carton: Carton) -> bool:
    if item.weight_g + carton.tare_g > carton.max_weight_g:
        return False
    length, width, height = carton.inner_length_mm, carton.inner_width_mm, carton.inner_height_mm
    return any(dx <= length and dy <= width and dz <= height for dx, dy, dz in _turns(item))


def _rest(left: Left, placements: Sequence[Placement]) -> Left:
    rest = dict(left)
    for placement in placements:
        rest[placement.key] -= placement.count
    return {nth: units for nth, units in rest.items() if units}


def _packed_volume(items: Sequence[Item], placements: Sequence[Placement]) -> int:
    return sum(_item_volume(items[p.key]) * p.count for p in placements)


def _own_packaging(item: Item) -> Packed:
    block = Placement(item.key, 0, 0, 0, item.length_mm, item.width_mm, item.height_mm, 1, 1, 1)
    return Packed(None, (block,), item.weight_g)


def _named(items: Sequence[Item], p: Placement) -> Placement:
    return Placement(items[p.key].key, p.x, p.y, p.z, p.dx, p.dy, p.dz, p.nx, p.ny, p.nz)


def _volume(carton: Carton) -> int:
    return carton.inner_length_mm * carton.inner_width_mm * carton.inner_height_mm


def _item_volume(item: Item) -> int:
    return item.length_mm * item.width_mm * item.height_mm
