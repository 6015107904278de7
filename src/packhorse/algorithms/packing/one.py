"""Put as much as possible into one carton.

Beam search (Araya & Riff, 2014): the best loadings of each depth go on, each judged by what plain filling makes of it;
again and again, wider each time, as long as the budget lasts.
"""

import time
from collections.abc import Sequence
from math import sqrt
from types import SimpleNamespace
from typing import Any

from packhorse.algorithms.packing.case import Made, make, placements
from packhorse.algorithms.packing.goods import WHOLE, Carton, Filled, Item, check
from packhorse.algorithms.packing.growing import NEVER
from packhorse.algorithms.packing.loops import PLAIN, loops, worked
from packhorse.algorithms.packing.states import HEAD, VOLUME

STEPS = 3_000_000
WIDEST = 400
GRID = 4_000  # for a container
MAKING = 40  # looks at a block that take as long as making one, halfway between plain and compiled loops


def pack_one(
    items: Sequence[Item],
    carton: Carton,
    *,
    support: int = WHOLE,
    steps: int | None = STEPS,
    seconds: float | None = None,
    grid: int = GRID,
) -> Filled:
    """Return the fullest loading of one carton that was found.

    `support`: permille of the base of every unit that must rest on the floor or on others (1000: all of it; 0: any).
    The search ends after so many `steps` (looks at a block), or after `seconds`, whichever is first. By steps alone,
    the same goods always give the same answer. Raises ValueError for goods that make no sense.
    """
    if steps is None and seconds is None:
        raise ValueError("say how long to search: steps or seconds")
    check(items, [carton])
    begun = time.perf_counter()
    return fill(items, carton, support, steps, seconds and begun + seconds, grid)


def fill(
    items: Sequence[Item],
    carton: Carton,
    support: int,
    steps: int | None,
    until: float | None,
    grid: int,
    wanted: Sequence[int] | None = None,
    how: SimpleNamespace | None = None,
) -> Filled:
    """Fill a carton with goods that are known to make sense; see `make` for `wanted`."""
    nothing = Filled((), tuple(0 for _ in items), 0, 0)
    if not items or min(carton.room) <= 0 or carton.room_g <= 0:
        return nothing
    how = how or loops()
    made = make(items, carton, how, support, grid, wanted or [100] * len(items))
    if not made.case.blocks:
        return nothing
    search = Search(made, how, steps, until)
    search.run()
    if how is PLAIN:
        worked(search.spent)
    st, at = search.st, search.best
    packed = tuple(item.quantity - int(st[at + HEAD + nth]) for nth, item in enumerate(items))
    volume = sum(item.volume * units for item, units in zip(items, packed, strict=True))
    return Filled(placements(made, st, at, items), packed, volume, search.spent + MAKING * made.case.blocks)


class Search:
    """The beam: states in flat memory, two pools of them, the best, and two places to work in."""

    def __init__(self, made: Made, how: Any, steps: int | None, until: float | None) -> None:
        self.made, self.how, self.steps, self.until = made, how, steps, until
        self.begun = time.perf_counter()
        self.spent = 0
        self.empty: Any = how.sequence(made.empty)
        self.st = self.empty
        self.best = 0
        case = made.case
        self.near = how.zeros(6 * case.max_placed)
        self.work = how.zeros(6 * (case.max_spaces + 8))
        self.first, self.rate = how.sequence([0]), how.sequence([0.0])

    def run(self) -> None:
        """Search until the budget is spent or everything is in."""
        case, wanted = self.made.case, self.made.all_of_it
        self._hold(1)
        self.spent += case.blocks * self.how.fill(case, self.st, self.best, self.first, self.rate, self.near, self.work)
        width = 1
        while self.st[self.best + VOLUME] < wanted and not self._over() and width <= WIDEST:
            before = self._used()
            self._beam(width, wanted)
            cost = (self._used() - before) / width**2
            # The widest beam for which there is time, but never a leap to one that the first ones tell little of.
            fits = int(sqrt(max(0.0, (1 - self._used()) * 0.9 / cost))) if cost else 2 * width
            if fits <= width and width > 1 and not self._over():
                break
            width = max(width + 1, min(4 * width, fits))

    def _beam(self, width: int, wanted: int) -> None:
        """One search `width` wide."""
        self._hold(width)
        case, st, size = self.made.case, self.st, self.made.case.size
        here, there = 0, width * size
        alive = [0]
        st[0:size] = self.empty
        found, rates = self.how.zeros(width), self.how.sequence([0.0] * width)
        while alive:
            judged = self.how.sequence([NEVER] * width)
            for k in alive:
                self.spent += case.blocks * self.how.branch(
                    case, st, here + k * size, there, width, judged, self.best, self.best + size, self.best + 2 * size,
                    wanted, found, rates, self.first, self.rate, self.near, self.work,
                )  # fmt: skip
                if st[self.best + VOLUME] >= wanted or self._over():
                    return
            alive = [k for k in range(width) if judged[k] != NEVER]
            here, there = there, here

    def _hold(self, width: int) -> None:
        """Make room for beams of a width; the best so far stays."""
        size, old, best = self.made.case.size, self.st, self.best
        self.best = 2 * width * size
        st = self.how.zeros(self.best + 3 * size)
        st[self.best : self.best + size] = old[best : best + size]
        self.st = st

    def _used(self) -> float:
        by_steps = self.spent / self.steps if self.steps else 0.0
        if self.until is None:
            return by_steps
        return max(by_steps, (time.perf_counter() - self.begun) / max(1e-9, self.until - self.begun))

    def _over(self) -> bool:
        return self._used() >= 1 or self.steps == 0
