"""Walking in a parallel-aisle warehouse with a front and a back cross aisle. All lengths in millimetres."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Layout:
    """Where the picker starts and ends, and where the cross aisles run; aisles lie between the two."""

    depot_x_mm: int
    depot_y_mm: int
    front_y_mm: int
    back_y_mm: int


@dataclass(frozen=True)
class Stop:
    """A place to visit: `x_mm` is the centre line of its aisle, `y_mm` its position along the aisle."""

    key: int
    aisle: int
    x_mm: int
    y_mm: int


@dataclass(frozen=True)
class Route:
    """Keys of the stops in walking order, and the length of the whole tour from depot to depot."""

    order: tuple[int, ...]
    length_mm: int


def s_shape(layout: Layout, stops: Sequence[Stop]) -> Route:
    """Return the S-shape tour: every aisle with picks is walked through, the last one back and forth if need be.

    Source: de Koster & Roodbergen, "Routing methods for warehouses with multiple cross aisles" (2001). The
    length is that of the visiting order walked by the shortest way between two stops.
    """
    aisles: dict[int, list[Stop]] = {}
    for stop in stops:
        aisles.setdefault(stop.aisle, []).append(stop)
    order: list[Stop] = []
    numbers = sorted(aisles, key=lambda aisle: (aisles[aisle][0].x_mm, aisle))
    for nth, aisle in enumerate(numbers):
        inwards = sorted(aisles[aisle], key=lambda stop: (stop.y_mm, stop.key))
        order += inwards if nth % 2 == 0 else inwards[::-1]
    return Route(tuple(stop.key for stop in order), length_of(layout, order))


def length_of(layout: Layout, stops: Sequence[Stop]) -> int:
    """Return the length of visiting `stops` in this order, from the depot and back to it."""
    if not stops:
        return 0
    length = _to_depot(layout, stops[0]) + _to_depot(layout, stops[-1])
    for here, there in pairwise(stops):
        length += _between(layout, here, there)
    return length


def _between(layout: Layout, here: Stop, there: Stop) -> int:
    if here.aisle == there.aisle:
        return abs(here.y_mm - there.y_mm)
    by_front = abs(here.y_mm - layout.front_y_mm) + abs(there.y_mm - layout.front_y_mm)
    by_back = abs(here.y_mm - layout.back_y_mm) + abs(there.y_mm - layout.back_y_mm)
    return abs(here.x_mm - there.x_mm) + min(by_front, by_back)


def _to_depot(layout: Layout, stop: Stop) -> int:
    """The way along the front cross aisle, with the step between it and the depot."""
    along = abs(stop.x_mm - layout.depot_x_mm) + abs(stop.y_mm - layout.front_y_mm)
    return along + abs(layout.front_y_mm - layout.depot_y_mm)
