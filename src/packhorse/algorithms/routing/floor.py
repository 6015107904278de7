"""A floor of parallel aisles joined by any number of cross aisles. All lengths in millimetres."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from packhorse.algorithms.walking import Layout, Stop

Point = tuple[int, int]


@dataclass(frozen=True)
class Floor:
    """Cross aisles at `cross_mm` (their y), and the depot, straight off the cross aisle number `door` (from 0).

    Stops may lie between cross aisles, on one, or beyond the outermost ones in an aisle's dead end. Aisles may be any
    distance apart; their places are those of the stops. Raises ValueError if there is no cross aisle or no such door.
    """

    cross_mm: tuple[int, ...]
    depot_x_mm: int
    depot_y_mm: int
    door: int = 0

    def __post_init__(self) -> None:
        if not self.cross_mm or any(low >= high for low, high in pairwise(self.cross_mm)):
            raise ValueError(f"the cross aisles must be named from front to back, each once: {self.cross_mm}")
        if not 0 <= self.door < len(self.cross_mm):
            raise ValueError(f"the depot is at cross aisle {self.door}, and there are {len(self.cross_mm)}")

    @classmethod
    def of(cls, layout: Layout, between_mm: Iterable[int] = ()) -> "Floor":
        """Return the floor of a layout, whose depot is at the front, with further cross aisles between its two."""
        cross = sorted({layout.front_y_mm, layout.back_y_mm, *between_mm})
        return cls(tuple(cross), layout.depot_x_mm, layout.depot_y_mm, cross.index(layout.front_y_mm))

    @property
    def depot(self) -> Point:
        """Where a walk starts and ends."""
        return self.depot_x_mm, self.depot_y_mm

    @property
    def door_mm(self) -> int:
        """The y of the cross aisle the depot opens on."""
        return self.cross_mm[self.door]


@dataclass(frozen=True)
class Walk:
    """Keys of the stops in walking order, the length from depot to depot, and the corners of the way walked."""

    order: tuple[int, ...]
    length_mm: int
    path: tuple[Point, ...]


@dataclass(frozen=True)
class Aisle:
    """An aisle with its stops from front to back. Its place is that of its leftmost stop."""

    x_mm: int
    stops: tuple[Stop, ...]


def aisles_of(stops: Sequence[Stop]) -> list[Aisle]:
    """Return the aisles that have stops, from left to right."""
    found: dict[int, list[Stop]] = {}
    for stop in stops:
        found.setdefault(stop.aisle, []).append(stop)
    places = sorted((min(stop.x_mm for stop in each), aisle) for aisle, each in found.items())
    return [Aisle(x, tuple(sorted(found[aisle], key=lambda stop: (stop.y_mm, stop.key)))) for x, aisle in places]


def walk_in_order(floor: Floor, aisles: Sequence[Aisle], order: Sequence[tuple[int, Stop]]) -> Walk:
    """Return the walk that visits stops, each named with its aisle's place among `aisles`, by the shortest ways."""
    if not order:
        return Walk((), 0, ())
    path = [point for way in _ways(floor, aisles, order) for point in way]
    return Walk(tuple(stop.key for _, stop in order), length_of(path), corners(path))


def ways_in_order(floor: Floor, stops: Sequence[Stop]) -> list[tuple[Point, ...]]:
    """Return the shortest way to each of these stops from the one before it, the corners with both ends.

    The first way begins at the depot; after the last stop's comes the way home. No stops, no ways.
    """
    aisles = aisles_of(stops)
    place = {aisle.stops[0].aisle: nth for nth, aisle in enumerate(aisles)}
    ways = _ways(floor, aisles, [(place[stop.aisle], stop) for stop in stops]) if stops else []
    return [corners(way) for way in ways]


def _ways(floor: Floor, aisles: Sequence[Aisle], order: Sequence[tuple[int, Stop]]) -> list[list[Point]]:
    """Return the way to each stop, and the one home; each begins where the one before it ends."""
    ways, at, here = [], -1, floor.depot
    for nth, stop in order:
        x, way = aisles[nth].x_mm, [here]
        if at < 0:  # at the depot's place only the door can be left by
            way += [(here[0], floor.door_mm), (x, floor.door_mm)]
        elif nth != at:
            y, to = here[1], stop.y_mm
            cross = min(floor.cross_mm, key=lambda each: abs(y - each) + abs(to - each))
            way += [(here[0], cross), (x, cross)]
        at, here = nth, (x, stop.y_mm)
        ways.append([*way, here])
    ways.append([here, (here[0], floor.door_mm), (floor.depot_x_mm, floor.door_mm), floor.depot])
    return ways


def length_of(path: Sequence[Point]) -> int:
    """Return the length of a way whose legs run along one axis each."""
    return sum(abs(x - to_x) + abs(y - to_y) for (x, y), (to_x, to_y) in pairwise(path))


def corners(path: Sequence[Point]) -> tuple[Point, ...]:
    """Return a way without the points on it at which it goes straight on."""
    kept: list[Point] = []
    for point in path:
        if kept and kept[-1] == point:
            continue
        if len(kept) > 1 and _between(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return tuple(kept)


def _between(start: Point, middle: Point, end: Point) -> bool:
    """Say whether the middle lies on the straight leg from start to end."""
    for axis in (0, 1):
        if start[1 - axis] == middle[1 - axis] == end[1 - axis]:
            return (middle[axis] - start[axis]) * (end[axis] - middle[axis]) >= 0
    return False
