"""Which orders wait, what lies in which aisle, and how many units a wave may have."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

Line = tuple[Hashable, int]  # an item and how many units of it


class Arrays(NamedTuple):
    """A problem as the compiled loops read it. Orders, aisles and items are numbered; what no order wants is left out.

    An order's lines are `order_item`, `order_units` from `order_first[o]` to `order_first[o + 1]`, an aisle's alike;
    `of_item` holds the orders of an item from `of_first[i]`, largest first, and `per_order` what each wants of it;
    `at_item` and `per_aisle` its aisles alike.
    """

    lower: int
    upper: int
    sizes: Any
    order_first: Any
    order_item: Any
    order_units: Any
    aisle_first: Any
    aisle_item: Any
    aisle_units: Any
    of_first: Any
    of_item: Any
    per_order: Any
    at_first: Any
    at_item: Any
    per_aisle: Any
    wanted: Any


@dataclass(frozen=True)
class Wave:
    """The orders of a wave and the aisles it visits (places in what was given, ascending), and its units.

    `bound`: no wave of these orders has more units per aisle. A wave without orders means that none was found.
    """

    orders: tuple[int, ...] = ()
    aisles: tuple[int, ...] = ()
    units: int = 0
    bound: float = 0.0

    @property
    def per_aisle(self) -> float:
        """Units picked per aisle visited; 0 if none is visited."""
        return self.units / len(self.aisles) if self.aisles else 0.0


class Problem:
    """Orders and aisles, each with its lines, and the bounds of a wave in units.

    `orders` and `aisles` hold the units by item number; `alive` and `stocked` say which they are of those given: left
    out are orders that no wave can hold, and aisles where nothing lies that anybody wants.
    Raises ValueError for units that are not above 0 (a stock may be 0) and for bounds that are no range.
    """

    def __init__(self, orders: Sequence[Sequence[Line]], aisles: Sequence[Sequence[Line]], lower: int, upper: int):
        if not 0 <= lower <= upper:
            raise ValueError(f"a wave of {lower} to {upper} units cannot be: say 0 <= lower <= upper")
        self.lower, self.upper = lower, upper
        wants = [_summed("order", nth, lines, least=1) for nth, lines in enumerate(orders)]
        lies = [_summed("aisle", nth, lines, least=0) for nth, lines in enumerate(aisles)]
        stock: dict[Hashable, int] = {}
        for units in lies:
            for item, count in units.items():
                stock[item] = stock.get(item, 0) + count
        able = [
            bool(units)
            and sum(units.values()) <= upper
            and all(count <= stock.get(item, 0) for item, count in units.items())
            for units in wants
        ]
        self.alive = [nth for nth, yes in enumerate(able) if yes]
        number = {item: nth for nth, item in enumerate(dict.fromkeys(i for o in self.alive for i in wants[o]))}
        self.items = len(number)
        self.orders = [{number[item]: count for item, count in wants[o].items()} for o in self.alive]
        here = [{number[item]: count for item, count in units.items() if item in number and count} for units in lies]
        self.stocked = [nth for nth, units in enumerate(here) if units]
        self.aisles = [here[nth] for nth in self.stocked]

    @property
    def sizes(self) -> list[int]:
        """The units of each order."""
        return [sum(units.values()) for units in self.orders]

    @property
    def wanted(self) -> list[int]:
        """The units that all orders together want of each item."""
        wanted = [0] * self.items
        for units in self.orders:
            for item, count in units.items():
                wanted[item] += count
        return wanted

    def wave(self, orders: Sequence[int], aisles: Sequence[int], bound: float) -> Wave:
        """Return the wave of these orders and aisles, numbered as they were given."""
        sizes = self.sizes
        return Wave(
            tuple(sorted(self.alive[o] for o in orders)),
            tuple(sorted(self.stocked[a] for a in aisles)),
            sum(sizes[o] for o in orders),
            bound,
        )

    def arrays(self) -> Arrays:
        """Return what the compiled loops read."""
        sizes = self.sizes
        of: list[list[tuple[int, int]]] = [[] for _ in range(self.items)]
        at: list[list[tuple[int, int]]] = [[] for _ in range(self.items)]
        for o in sorted(range(len(sizes)), key=lambda o: -sizes[o]):
            for item, count in self.orders[o].items():
                of[item].append((o, count))
        for a, units in enumerate(self.aisles):
            for item, count in units.items():
                at[item].append((a, count))
        return Arrays(
            self.lower,
            self.upper,
            np.array(sizes, np.int64),
            *_packed([list(units.items()) for units in self.orders]),
            *_packed([list(units.items()) for units in self.aisles]),
            *_packed(of),
            *_packed(at),
            np.array(self.wanted, np.int64),
        )


def _summed(what: str, nth: int, lines: Sequence[Line], *, least: int) -> dict[Hashable, int]:
    units: dict[Hashable, int] = {}
    for item, count in lines:
        if count < least:
            raise ValueError(f"{what} {nth}: {count} units of item {item!r}, which must be at least {least}")
        units[item] = units.get(item, 0) + count
    return units


def _packed(rows: list[list[tuple[int, int]]]) -> tuple[Any, Any, Any]:
    """Return where each row starts, and the two columns of all rows."""
    first = np.zeros(len(rows) + 1, np.int64)
    first[1:] = np.cumsum([len(row) for row in rows])
    pairs = np.array([pair for row in rows for pair in row], np.int64).reshape(-1, 2)
    return first, np.ascontiguousarray(pairs[:, 0]), np.ascontiguousarray(pairs[:, 1])
