"""Goods and cartons as the packer reads them, and parcels as it writes them. Millimetres, grams, minor units."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

Sides = tuple[int, int, int]
ALL_WAYS = (True, True, True)
UPRIGHT = (False, False, True)
WHOLE = 1000  # permille
MM3_PER_LITRE = 1_000_000
MOSTLY = 750  # permille of its base on which a unit rests well enough in a carton, beside goods and filling


@dataclass(frozen=True)
class Item:
    """`quantity` units of a product.

    `stands`: which of length, width and height may be the vertical one (`UPRIGHT`: this side up); `turns`: whether a
    unit may also be turned about the vertical, else it lies along the carton as it is given.
    `bears_g`: what may lie above a unit at most (None: anything; 0: nothing, it is fragile). Whatever lies above any
    part of it, at whatever height, counts in full.
    `apart`: goods of two different groups never share a carton; without a group they go with all.
    `together`: units of one set stay in one carton if any carton holds the set.
    `needs`: kinds of carton it must have, such as "hazmat" or "chilled"; see `Carton.kinds`.
    `alone`: each unit ships in its own packaging. `cushion_mm`: padding, on each side of it.
    `hazard`: its class of dangerous goods, of which a parcel may hold a limited quantity; see `Limits`.
    """

    key: int
    length_mm: int
    width_mm: int
    height_mm: int
    weight_g: int
    quantity: int = 1
    stands: tuple[bool, bool, bool] = ALL_WAYS
    turns: bool = True
    bears_g: int | None = None
    apart: str = ""
    together: str = ""
    needs: frozenset[str] = frozenset()
    alone: bool = False
    cushion_mm: int = 0
    hazard: str = ""

    @cached_property
    def sides(self) -> Sides:
        """Length, width and height with padding."""
        more = 2 * self.cushion_mm
        return self.length_mm + more, self.width_mm + more, self.height_mm + more

    @cached_property
    def volume(self) -> int:
        """Volume of a unit with padding, in cubic millimetres."""
        length, width, height = self.sides
        return length * width * height

    def ways(self) -> tuple[Sides, ...]:
        """Every way a unit may lie, as sizes along the carton's length, width and height."""
        return _ways(self.sides, self.stands, self.turns)


@lru_cache(maxsize=10_000)
def _ways(sides: Sides, stands: tuple[bool, bool, bool], turns: bool) -> tuple[Sides, ...]:
    found = []
    for up in (2, 1, 0):
        if stands[up]:
            one, other = (sides[axis] for axis in range(3) if axis != up)
            found += [(one, other, sides[up]), (other, one, sides[up])] if turns else [(one, other, sides[up])]
    return tuple(sorted(set(found), key=lambda way: (way[2], way[1], way[0])))


@dataclass(frozen=True)
class Coolant:
    """One pack of coolant: its sides and weight, and what it costs."""

    code: str
    sides: Sides
    weight_g: int
    cost_minor: int

    def layers_mm(self, packs: int, length: int, width: int) -> int | None:
        """Return how high so many packs lie, flat and in rows, on a floor of this size; None: not one of them does."""
        if not packs:
            return 0
        thick, short, long = sorted(self.sides)
        in_a_layer = max((length // long) * (width // short), (length // short) * (width // long))
        return -(-packs // in_a_layer) * thick if in_a_layer else None


@dataclass(frozen=True)
class Limits:
    """What a parcel with dangerous goods may weigh: the goods of a class, and the whole parcel that holds any of it."""

    net_g: Mapping[str, int] = field(default_factory=dict)
    gross_g: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Carton:
    """A carton type, or what becomes of one with coolant (`type`: the carton's own code, whose `stock` it is of).

    `inner`, `outer`: length, width, height (without `outer`, it is as large as its inside). `soft`: a mailer, only as
    high as what is in it, and never filled up. `filling_minor`, `filling_g`: price and weight of a litre of void that
    is filled. `stock`: how many there are (None: enough). `kinds`: what goods it is for. `packs` of `coolant` lie in
    layers on top. `around_mm`: padding inside, at each wall.
    """

    code: str
    inner: Sides
    tare_g: int
    max_weight_g: int
    cost_minor: int
    outer: Sides | None = None
    filling_minor: int = 0
    stock: int | None = None
    kinds: frozenset[str] = frozenset()
    coolant: Coolant | None = None
    packs: int = 0
    around_mm: int = 0
    soft: bool = False
    filling_g: int = 0
    type: str = ""

    @property
    def shelf(self) -> str:
        """What is taken from the shelf for it."""
        return self.type or self.code

    @property
    def coolant_g(self) -> int:
        """Weight of the coolant in it."""
        return self.packs * self.coolant.weight_g if self.coolant else 0

    @property
    def coolant_minor(self) -> int:
        """What the coolant in it costs."""
        return self.packs * self.coolant.cost_minor if self.coolant else 0

    @cached_property
    def room(self) -> Sides:
        """Length, width and height for goods; nothing may be left."""
        length, width, height = (side - 2 * self.around_mm for side in self.inner)
        if self.coolant and min(length, width) > 0:
            layers = self.coolant.layers_mm(self.packs, length, width)
            height = 0 if layers is None else height - layers
        return length, width, height

    @property
    def room_g(self) -> int:
        """What the goods may weigh: as if the whole carton were to be filled up, too."""
        return self.max_weight_g - self.tare_g - self.coolant_g - self.filling_of(self.volume)[1]

    def filling_of(self, void: int) -> tuple[int, int]:
        """Return (minor units, grams) of what fills so many cubic millimetres."""
        if self.soft or void <= 0:
            return 0, 0
        return -(-void * self.filling_minor // MM3_PER_LITRE), -(-void * self.filling_g // MM3_PER_LITRE)

    def outside(self, height: int) -> Sides:
        """Return its outer size when what lies in its room is so high."""
        length, width, up = self.outer or self.inner
        return (length, width, up - max(0, self.room[2] - height)) if self.soft else (length, width, up)

    @cached_property
    def volume(self) -> int:
        """Volume for goods in cubic millimetres."""
        length, width, height = self.room
        return max(0, length) * max(0, width) * max(0, height)


@dataclass(frozen=True)
class Placement:
    """A block of nx x ny x nz units of (dx, dy, dz) each with padding, its corner at (x, y, z)."""

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


def top(placements: Sequence[Placement]) -> int:
    """Return how high goods lie."""
    return max((p.z + p.dz * p.nz for p in placements), default=0)


@dataclass(frozen=True)
class Filled:
    """One carton, filled: blocks in an order in which they can be laid, and how much was `packed` of each item."""

    placements: tuple[Placement, ...]
    packed: tuple[int, ...]
    volume: int
    steps: int


@dataclass(frozen=True)
class Parcel:
    """A parcel: its carton (None: one unit in its own packaging), what lies where, gross weight, and what it costs."""

    carton: Carton | None
    placements: tuple[Placement, ...]
    weight_g: int
    carton_minor: int = 0
    coolant_minor: int = 0
    filling_minor: int = 0
    freight_minor: int = 0

    @property
    def cost_minor(self) -> int:
        """Everything together."""
        return self.carton_minor + self.coolant_minor + self.filling_minor + self.freight_minor

    @property
    def size(self) -> Sides:
        """Its outer size."""
        if self.carton is None:
            only = self.placements[0]
            return only.dx, only.dy, only.dz
        return self.carton.outside(top(self.placements))


@dataclass(frozen=True)
class Reason:
    """A carton considered for all goods that go into cartons: what one such parcel costs, and why it was not taken."""

    carton: str
    cost_minor: int
    excluded: str


@dataclass(frozen=True)
class Packing:
    """Parcels for all goods, what was known of each carton, and the steps that were spent."""

    parcels: tuple[Parcel, ...]
    reasons: tuple[Reason, ...]
    steps: int = 0
    whole: bool = field(default=True, compare=False)  # no combination was left untried for lack of steps

    @property
    def cost_minor(self) -> int:
        """Everything together."""
        return sum(parcel.cost_minor for parcel in self.parcels)


def check(items: Sequence[Item], cartons: Sequence[Carton]) -> None:
    """Raise ValueError for sizes, weights or quantities that make no sense."""
    for item in items:
        if min(item.length_mm, item.width_mm, item.height_mm, item.weight_g, item.quantity) <= 0:
            raise ValueError(f"item {item.key}: sizes, weight and quantity must be above zero")
        if not any(item.stands):
            raise ValueError(f"item {item.key}: one of its sides must be allowed to stand upright")
        if item.cushion_mm < 0 or (item.bears_g or 0) < 0:
            raise ValueError(f"item {item.key}: padding and load must not be below zero")
    if len({item.key for item in items}) < len(items):
        raise ValueError("two items have the same key: give each product once, with its quantity")
    for carton in cartons:
        numbers = carton.tare_g, carton.cost_minor, carton.around_mm, carton.filling_minor, carton.filling_g
        if min(carton.inner) <= 0 or min(*numbers, carton.packs) < 0:
            raise ValueError(f"carton {carton.code}: inner sizes must be above zero, weights and cost not below")
        if carton.coolant and min(*carton.coolant.sides, carton.coolant.weight_g) <= 0:
            raise ValueError(f"carton {carton.code}: sizes and weight of coolant must be above zero")
    if len({carton.code for carton in cartons}) < len(cartons):
        raise ValueError("two cartons have the same code")
