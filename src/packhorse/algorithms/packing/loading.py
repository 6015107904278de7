"""What goes into one carton of an order: allowed goods only, sets whole, and the same question is answered once."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from packhorse.algorithms.packing.goods import Carton, Filled, Item, Limits, Placement
from packhorse.algorithms.packing.loops import PLAIN, loops
from packhorse.algorithms.packing.offering import FEW, offered
from packhorse.algorithms.packing.one import fill
from packhorse.algorithms.packing.simple import fill_simply

GRID, ALL = 48, 500  # blocks for each way an item may lie; fewer where there are many items
NO_LIMITS = Limits()
UNFIT = "not for goods that need"
Left = dict[int, int]  # units by position in the list of items
Load = tuple[tuple[Placement, ...], Left]  # what lies where, and how much that is


@dataclass
class Loader:
    """Fills cartons with goods of one order. Every search may take `each` steps, all together `steps`.

    `limits`: of dangerous goods. `until` (`time.perf_counter`): nobody waits longer, whatever the steps. Then, and for
    many goods as long as the loops are not compiled, cartons are filled in the simplest way.
    """

    items: Sequence[Item]
    support: int
    steps: int
    each: int
    until: float | None = None
    limits: Limits = NO_LIMITS
    spent: int = 0
    hurried: bool = False
    known: dict[tuple[object, ...], Load] = field(default_factory=dict)
    sets: set[str] = field(default_factory=set)

    @property
    def over(self) -> bool:
        """Say whether all steps, or all time, are spent: then every carton is filled plainly."""
        return self.spent >= self.steps or self._late

    @property
    def _late(self) -> bool:
        return self.until is not None and time.perf_counter() >= self.until

    def load(self, left: Mapping[int, int], carton: Carton, wanted: Mapping[int, int] | None = None) -> Load:
        """Return as much of what is left as a carton holds, never part of a set."""
        goods = {nth: units for nth, units in left.items() if units and self.may(nth, carton)}
        goods = within(self.limits, self.items, goods)
        apart = {self.items[nth].together for nth in left if left[nth] > goods.get(nth, 0)} & self.sets
        goods = offered(self.items, self._without(goods, apart), carton, self.sets)
        return self._known(goods, carton, {nth: wanted[nth] for nth in goods} if wanted else {})

    def may(self, nth: int, carton: Carton) -> bool:
        """Say whether a unit goes into an empty carton and may."""
        return why_not(self.items[nth], carton, self.limits) == ""

    def keep_together(self, left: Left, cartons: Sequence[Carton]) -> None:
        """Find the sets that some carton holds; the others may be parted."""
        names = {self.items[nth].together for nth in left} - {""}
        for name in sorted(names):
            goods = {nth: units for nth, units in left.items() if self.items[nth].together == name}
            if any(self.load(goods, carton)[1] == goods for carton in cartons):
                self.sets.add(name)

    def _known(self, goods: Left, carton: Carton, wanted: Mapping[int, int]) -> Load:
        key = (carton.code, tuple(sorted(goods.items())), tuple(sorted(wanted.items())))
        if key not in self.known:
            self.known[key] = self._load(goods, carton, wanted)
        return self.known[key]

    def _load(self, goods: Left, carton: Carton, wanted: Mapping[int, int]) -> Load:
        if not goods:
            return (), {}
        placements, packed = self._fill(goods, carton, wanted)
        left_out = {self.items[nth].together for nth in rest(goods, packed)}
        parted = {self.items[nth].together for nth in packed} & left_out & self.sets
        if not parted:
            return placements, packed
        whole = self._without(goods, parted)
        if whole or len(parted) == 1 == len({self.items[nth].together for nth in goods}):
            return self._known(whole, carton, wanted)
        sets = [{n: units for n, units in goods.items() if self.items[n].together == name} for name in sorted(parted)]
        return max((self._known(one, carton, {}) for one in sets), key=lambda load: sum(load[1].values()))

    def _without(self, goods: Left, names: set[str]) -> Left:
        return {nth: units for nth, units in goods.items() if self.items[nth].together not in names}

    def _fill(self, goods: Left, carton: Carton, wanted: Mapping[int, int]) -> Load:
        numbers = list(goods)
        items = [replace(self.items[nth], quantity=goods[nth]) for nth in numbers]
        most = most_gross(self.limits, items)
        if most is not None and most < carton.max_weight_g:
            carton = replace(carton, max_weight_g=most)
        if self.until is not None and loops() is PLAIN and (len(items) > FEW or self._late):
            return self._simply(numbers, items, carton)
        steps = 0 if self.over else self.each
        grid = min(GRID, max(6, ALL // len(items)))
        filled = fill(items, carton, self.support, steps, self.until, grid, [wanted.get(nth, 100) for nth in numbers])
        self.spent += filled.steps
        return filled.placements, _units(numbers, filled)

    def _simply(self, numbers: Sequence[int], items: Sequence[Item], carton: Carton) -> Load:
        self.hurried = True
        group = next((item.apart for item in items if item.apart), "")
        some = [(nth, item) for nth, item in zip(numbers, items, strict=True) if item.apart in ("", group)]
        filled = fill_simply([item for _, item in some], carton)
        return filled.placements, _units([nth for nth, _ in some], filled)


def _units(numbers: Sequence[int], filled: Filled) -> Left:
    return {nth: units for nth, units in zip(numbers, filled.packed, strict=True) if units}


def within(limits: Limits, items: Sequence[Item], goods: Left) -> Left:
    """Return goods (units by position) with no more units of a dangerous class than one parcel may hold."""
    if not limits.net_g:
        return goods
    room, found = dict(limits.net_g), {}
    for nth, units in goods.items():
        item = items[nth]
        if item.hazard in room:
            units = min(units, room[item.hazard] // item.weight_g)
            room[item.hazard] -= units * item.weight_g
        if units:
            found[nth] = units
    return found


def most_gross(limits: Limits, items: Iterable[Item]) -> int | None:
    """Return what a parcel with these goods may weigh for the dangerous ones in it; None: what its carton bears."""
    if not limits.gross_g:
        return None
    return min((limits.gross_g[item.hazard] for item in items if item.hazard in limits.gross_g), default=None)


def why_not(item: Item, carton: Carton, limits: Limits = NO_LIMITS) -> str:
    """Say why a unit does not go into an empty carton; empty: it does."""
    if (most := limits.net_g.get(item.hazard)) is not None and item.weight_g > most:
        return f"a parcel holds {most} g of class {item.hazard} at most"
    if lacks := item.needs - carton.kinds:
        return f"{UNFIT}: {', '.join(sorted(lacks))}"
    length, width, height = carton.room
    fits = any(dx <= length and dy <= width and dz <= height for dx, dy, dz in item.ways())
    over = max(0, carton.max_weight_g - limits.gross_g.get(item.hazard, carton.max_weight_g))
    if fits and item.weight_g <= carton.room_g - over:
        return ""
    size = f"{item.length_mm}x{item.width_mm}x{item.height_mm} mm, {item.weight_g} g"
    return f"too small for item {item.key}: {size}"


def rest(left: Mapping[int, int], packed: Mapping[int, int]) -> Left:
    """Return what is still left."""
    return {nth: units - packed.get(nth, 0) for nth, units in left.items() if units > packed.get(nth, 0)}
