"""Where goods are put away: which bins may have them, and which of those is best."""

from collections.abc import Sequence
from dataclasses import dataclass

FLOOR = frozenset({"receiving", "quarantine", "damaged"})  # bins that take anything


MEASURED_DAYS = 60  # over which it is measured how fast products are picked


@dataclass(frozen=True)
class Goods:
    """Units of a product (mm, g) and lot to be put away.

    `slowness`: the share of the warehouse's products that sell faster, from 0 (none does) to 1.
    """

    product_id: int
    lot_id: int | None
    units: int
    length_mm: int
    width_mm: int
    height_mm: int
    weight_g: int
    storage_class: str
    slowness: float = 0.0

    @property
    def volume(self) -> int:
        """Cubic millimetres of a unit."""
        return self.length_mm * self.width_mm * self.height_mm


@dataclass(frozen=True)
class Place:
    """A bin with what lies in it: `used` cubic millimetres and `used_g` grams; sizes of 0 are not known.

    `travel_mm`: the way there from the depot. `spots`: (product id, lot id) of all that lies there.
    """

    bin_id: int
    code: str
    use: str
    storage_class: str
    travel_mm: int
    width_mm: int = 0
    depth_mm: int = 0
    height_mm: int = 0
    max_weight_g: int = 0
    used: int = 0
    used_g: int = 0
    spots: frozenset[tuple[int, int | None]] = frozenset()


@dataclass(frozen=True)
class Proposal:
    """The bin goods should go to, how many of them have room there, and why that one, in words."""

    bin_id: int
    units: int
    why: str


def room(goods: Goods, place: Place) -> int:
    """Return how many of the units have room in a bin, by volume and by weight; unknown sizes have room for all."""
    able = goods.units
    inside = sorted((place.width_mm, place.depth_mm, place.height_mm))
    if all(inside):
        if any(mine > its for mine, its in zip(_sides(goods), inside, strict=True)):
            return 0
        able = min(able, max(0, inside[0] * inside[1] * inside[2] - place.used) // goods.volume)
    if place.max_weight_g:
        able = min(able, max(0, place.max_weight_g - place.used_g) // goods.weight_g)
    return able


def forbids(goods: Goods, place: Place) -> str:
    """Say in words why these goods may not go into a bin; nothing when they may."""
    if place.use in FLOOR:
        return ""
    if place.storage_class != goods.storage_class:
        return f"{place.code} is for {place.storage_class} goods, these are {goods.storage_class}."
    if goods.weight_g > place.max_weight_g > 0:
        return f"{place.code} bears {place.max_weight_g / 1000:g} kg, one unit weighs {goods.weight_g / 1000:g} kg."
    able = room(goods, place)
    if able >= goods.units:
        return ""
    inside = sorted((place.width_mm, place.depth_mm, place.height_mm))
    if all(inside) and any(mine > its for mine, its in zip(_sides(goods), inside, strict=True)):
        return f"A unit is too large for {place.code}: {'×'.join(map(str, _sides(goods)))} mm."
    return f"{place.code} has room for {able} of {goods.units} units only."


def propose(goods: Goods, places: Sequence[Place]) -> Proposal | None:
    """Propose a bin: one that holds these goods already, else an empty one, else one with other goods.

    A bin holds one lot of a product wherever that is possible. Among empty bins fast movers get the nearest; slower
    ones leave the near bins to those that are walked to more often. None when no bin of the warehouse has room.
    """
    able = [(place, units) for place in places if (units := _able(goods, place))]
    if whole := [each for each in able if each[1] >= goods.units]:
        able = whole
    turns: dict[int, list[tuple[Place, int]]] = {}
    for place, units in able:
        turns.setdefault(_turn(goods, place), []).append((place, units))
    if not turns:
        return None
    turn = min(turns)
    # Where no bin takes all of it, the roomiest leaves least to carry elsewhere.
    most = max(units for _, units in turns[turn])
    near = sorted((place.travel_mm, place.code, place, units) for place, units in turns[turn] if units == most)
    nth = round(goods.slowness * (len(near) - 1)) if turn != 0 else 0
    _, _, place, units = near[nth]
    return Proposal(place.bin_id, units, _WHY[turn])


def nearest_empty(goods: Goods, places: Sequence[Place]) -> Proposal | None:
    """Propose the nearest empty bin with room for all of it: the baseline that `propose` is measured by."""
    able = [p for p in places if not p.spots and p.use not in FLOOR and not forbids(goods, p)]
    best = min(able, key=lambda place: (place.travel_mm, place.code), default=None)
    return Proposal(best.bin_id, goods.units, "the nearest empty bin") if best else None


def score(chosen: Sequence[tuple[Place, float]]) -> float:
    """Return what the walking costs: the way to each bin times how often it is walked; less is better."""
    return sum(place.travel_mm * velocity for place, velocity in chosen)


_WHY = {
    0: "it holds these goods already",
    1: "it is empty",
    2: "it is kept in reserve, and empty",
    3: "it has room beside other goods",
    4: "no other bin has room: mind the lots",
}


def _turn(goods: Goods, place: Place) -> int:
    mine = {lot for product, lot in place.spots if product == goods.product_id}
    if mine:
        return 0 if mine == {goods.lot_id} else 4
    if not place.spots:
        return 1 if place.use == "pick" else 2
    return 3


def _able(goods: Goods, place: Place) -> int:
    return room(goods, place) if place.use not in FLOOR and place.storage_class == goods.storage_class else 0


def _sides(goods: Goods) -> list[int]:
    return sorted((goods.length_mm, goods.width_mm, goods.height_mm))
