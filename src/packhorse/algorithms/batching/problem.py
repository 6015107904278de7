"""Which orders are to be picked on carts, on which floor, and by which rule the pickers walk."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np

from packhorse.algorithms.walking import Layout, Stop

Rule = Literal["s_shape", "shortest"]
RULES: tuple[Rule, ...] = ("s_shape", "shortest")
WORD = 62  # aisles in one word of a set of aisles
SLACK = 20  # while it searches, a cart may be overfull by this part of its capacity


class Arrays(NamedTuple):
    """A problem as the compiled loops read it.

    `most`: what a cart may carry in between. `xs`: of the aisles with stops. By order: `sizes`; `visits`, the aisles as
    sets in words; `far`, its farthest stop in each aisle from the front; its `stops`, `first[o]` to `first[o + 1]`, as
    (aisle, from the front), in that order. `by_size`: the orders, smallest first, and `in_order` their sizes. `rooms`
    are the further capacities, and `parts` what each order takes of them.
    """

    rule: int
    capacity: int
    most: int
    depot_x: int
    through: int
    step: int
    xs: Any
    sizes: Any
    visits: Any
    far: Any
    first: Any
    stops: Any
    by_size: Any
    in_order: Any
    rooms: Any
    parts: Any


@dataclass(frozen=True)
class Job:
    """An order: how much of a cart it fills (units, totes, litres: whatever the capacity counts), and its stops.

    `more`: what it takes of each further capacity.
    """

    size: int
    stops: tuple[Stop, ...]
    more: tuple[int, ...] = ()


@dataclass(frozen=True)
class Problem:
    """Orders for carts of one `capacity` each, on a floor with a front and a back cross aisle.

    `rule`: how the pickers walk. "s_shape" is the textbook's: every aisle with stops is walked through, in turn to the
    back and to the front; if their number is odd, the last is walked from the front to its farthest stop and back.
    "shortest" is the shortest walk of `packhorse.algorithms.routing`; only there may stops lie beyond the cross aisles.
    `more` are further capacities of each cart, such as tasks, grams and mm3 beside totes.
    Raises ValueError for what fits no cart, has no stops, or cannot be walked to.
    """

    layout: Layout
    jobs: Sequence[Job]
    capacity: int
    rule: Rule = "s_shape"
    more: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        for nth, job in enumerate(self.jobs):
            if not 0 <= job.size <= self.capacity:
                raise ValueError(f"order {nth}: size {job.size} fits no cart of {self.capacity}")
            if len(job.more) != len(self.more) or any(
                not 0 <= part <= room for part, room in zip(job.more, self.more, strict=True)
            ):
                raise ValueError(f"order {nth}: sizes {job.more} fit no cart of {self.more}")
            if not job.stops:
                raise ValueError(f"order {nth}: has no stops")
            for stop in job.stops:
                if self.rule == "s_shape" and not 0 <= self._depth(stop) <= self._through:
                    raise ValueError(f"order {nth}: stop {stop.key} is not between the front and the back cross aisle")

    @property
    def _through(self) -> int:
        return abs(self.layout.back_y_mm - self.layout.front_y_mm)

    def _depth(self, stop: Stop) -> int:
        """How far behind the front cross aisle a stop is; below 0 before it."""
        depth = stop.y_mm - self.layout.front_y_mm
        return depth if self.layout.front_y_mm <= self.layout.back_y_mm else -depth

    def arrays(self) -> Arrays:
        """Return what the compiled loops read."""
        places: dict[int, int] = {}
        for stop in (stop for job in self.jobs for stop in job.stops):
            places[stop.aisle] = min(stop.x_mm, places.get(stop.aisle, stop.x_mm))
        aisles = sorted(places, key=lambda aisle: (places[aisle], aisle))
        column = {aisle: nth for nth, aisle in enumerate(aisles)}
        words = len(aisles) // WORD + 1
        visits = np.zeros((len(self.jobs), words), np.int64)
        far = np.zeros((len(self.jobs), max(1, len(aisles))), np.int64)
        stops: list[tuple[int, int]] = []
        first = [0]
        for nth, job in enumerate(self.jobs):
            found = sorted({(column[stop.aisle], self._depth(stop)) for stop in job.stops})
            for at, y in found:
                visits[nth, at // WORD] |= 1 << (at % WORD)
                far[nth, at] = max(far[nth, at], y)
            stops += found
            first.append(len(stops))
        sizes = np.array([job.size for job in self.jobs], np.int64)
        return Arrays(
            rule=RULES.index(self.rule),
            capacity=self.capacity,
            most=self.capacity + -(-self.capacity // SLACK),
            depot_x=self.layout.depot_x_mm,
            through=self._through,
            step=abs(self.layout.front_y_mm - self.layout.depot_y_mm),
            xs=np.array([places[aisle] for aisle in aisles] or [0], np.int64),
            sizes=sizes,
            visits=visits,
            far=far,
            first=np.array(first, np.int64),
            stops=np.array(stops, np.int64).reshape(-1, 2),
            by_size=np.argsort(sizes, kind="stable"),
            in_order=np.sort(sizes),
            rooms=np.array(self.more, np.int64),
            parts=np.array([job.more for job in self.jobs], np.int64).reshape(len(self.jobs), len(self.more)),
        )


@dataclass(frozen=True)
class Batches:
    """The orders on each cart (their places in `Problem.jobs`), the length of each cart's walk, and of all."""

    carts: tuple[tuple[int, ...], ...]
    lengths_mm: tuple[int, ...]

    @property
    def length_mm(self) -> int:
        """The length of all walks."""
        return sum(self.lengths_mm)
