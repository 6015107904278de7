"""What is to be decided, as arrays; what a decision costs; and whether it holds."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from packhorse.algorithms.sourcing.straight import Floats, Ints, tangents


@dataclass(frozen=True)
class Problem:
    """Orders O with lines L of products P, and warehouses W. Weights in grams, money in minor units.

    `first` (O+1): the lines of order o are `first[o]` to `first[o + 1]`, each of another product, in the order of their
    turn. `product`, `units`, `grams` (L): grams are those billed of one unit. `zone` (O, W): row of `tariff`, -1 where
    no carrier goes or the order may not be sent from. `tariff` (Z, K): price of a parcel up to `upto` (K, ascending)
    grams; what weighs more goes as several. `fixed` (O, W): handling of an order there; `late` (O, W; without it
    nothing): what a late promise costs, of an order's warehouses only the most; `per_line` (W): handling of a line.
    `stock` (P, W): units that may be given; `room` (W): orders it can still send. `toll` (P, W): what a unit
    is worth there, later. `km` (O, W): for the baseline. `split`: for each further warehouse of an order;
    `missing`: for each unit that is not served, more than serving any could cost.
    `whole` (O): from one warehouse, or not at all.
    """

    first: Ints
    product: Ints
    units: Ints
    grams: Ints
    zone: Ints
    tariff: Ints
    upto: Ints
    fixed: Floats
    per_line: Ints
    stock: Ints
    room: Ints
    toll: Floats
    km: Ints
    whole: NDArray[np.bool_]
    split: int
    missing: int
    late: Ints = field(default_factory=lambda: np.zeros((0, 0), np.int64))

    def __post_init__(self) -> None:
        if not self.late.size:
            object.__setattr__(self, "late", np.zeros(self.zone.shape, np.int64))

    @property
    def orders(self) -> int:
        """Return how many orders there are."""
        return len(self.first) - 1

    def arrays(self) -> tuple[Any, ...]:
        """Return all that the compiled loops read, in their order."""
        slope, intercept, again = tangents(self.tariff, self.upto)
        return (
            self.first, self.product, self.units, self.grams, self.zone, self.tariff, self.upto, slope, intercept,
            self.fixed, self.per_line, self.toll, self.whole, float(self.split), float(self.missing), again,
            int(np.gcd.reduce(self.upto)), self.late.astype(np.float64),
        )  # fmt: skip


@dataclass(frozen=True)
class Solution:
    """Shares: `units[i]` of line `line[i]` from warehouse `site[i]`. Cost, and what no decision can undercut.

    `unit_price` (P, W), `place_price` (W): what one more unit, or one more order, would be worth there by the bound.
    `plain_cost`, `plain_missing`: what the baseline costs, and the units that it leaves without goods.
    """

    line: Ints
    site: Ints
    units: Ints
    cost: float
    bound: float
    rounds: int
    unit_price: Floats
    place_price: Floats
    plain_cost: float = 0.0
    plain_missing: int = 0

    @property
    def gap(self) -> float:
        """Return by which share of the bound the cost lies above it."""
        return (self.cost - self.bound) / self.bound if self.bound > 0 else 0.0


def price(tariff: Ints, upto: Ints, zone: int, grams: int) -> int:
    """Return what goods of so many grams cost to send."""
    if grams <= 0:
        return 0
    full = (grams - 1) // int(upto[-1])
    rest = grams - full * int(upto[-1])
    return int(full * tariff[zone, -1] + tariff[zone, int(np.searchsorted(upto, rest))])


def prices(tariff: Ints, upto: Ints, zone: Ints, grams: Ints) -> Ints:
    """Return the same of many at once; nothing where no carrier goes, or where there is nothing to send."""
    full = np.maximum(0, grams - 1) // upto[-1]
    band = np.searchsorted(upto, grams - full * upto[-1])
    price = full * tariff[zone, -1] + tariff[zone, np.minimum(band, len(upto) - 1)]
    found: Ints = np.where((zone >= 0) & (grams > 0), price, 0)
    return found


def cost_of(problem: Problem, line: Ints, site: Ints, units: Ints) -> float:
    """Return what shares cost, counted plainly and apart from the solver: freight, handling, splits, tolls, missing."""
    order_of = np.repeat(np.arange(problem.orders), np.diff(problem.first))
    grams: dict[tuple[int, int], int] = {}
    lines: dict[tuple[int, int], int] = {}
    total = 0.0
    for at, place, count in zip(line.tolist(), site.tolist(), units.tolist(), strict=True):
        key = int(order_of[at]), place
        grams[key] = grams.get(key, 0) + count * int(problem.grams[at])
        lines[key] = lines.get(key, 0) + 1
        total += count * float(problem.toll[problem.product[at], place])
    for (order, place), weight in grams.items():
        total += price(problem.tariff, problem.upto, int(problem.zone[order, place]), weight)
        total += float(problem.fixed[order, place]) + lines[order, place] * int(problem.per_line[place])
    late: dict[int, int] = {}
    for order, place in grams:
        late[order] = max(late.get(order, 0), int(problem.late[order, place]))
    total += sum(late.values()) + problem.split * (len(grams) - len(late))
    return total + problem.missing * float(problem.units.sum() - units.sum())


def faults(problem: Problem, line: Ints, site: Ints, units: Ints) -> list[str]:
    """Return what is wrong with shares; nothing when they hold."""
    found = []
    if len(units) and units.min() <= 0:
        found.append("a share of no units")
    if len({(a, b) for a, b in zip(line.tolist(), site.tolist(), strict=True)}) != len(line):
        found.append("a line twice from one warehouse")
    given = np.zeros(len(problem.units), np.int64)
    np.add.at(given, line, units)
    if (given > problem.units).any():
        found.append("a line is given more than it wants")
    taken = np.zeros_like(problem.stock)
    np.add.at(taken, (problem.product[line], site), units)
    if (taken > problem.stock).any():
        found.append("more is taken than there is")
    order_of = np.repeat(np.arange(problem.orders), np.diff(problem.first))[line]
    if (problem.zone[order_of, site] < 0).any():
        found.append("from a warehouse that cannot send there")
    used = {(a, b) for a, b in zip(order_of.tolist(), site.tolist(), strict=True)}
    load = np.bincount([place for _, place in used], minlength=len(problem.room)) if used else np.zeros(1, np.int64)
    if (load[: len(problem.room)] > problem.room).any():
        found.append("more orders than a warehouse can send")
    for order in np.flatnonzero(problem.whole).tolist():
        mine = slice(problem.first[order], problem.first[order + 1])
        places = {place for each, place in used if each == order}
        if len(places) > 1 or (places and (given[mine] < problem.units[mine]).any()):
            found.append(f"order {order} is not whole")
    return found
