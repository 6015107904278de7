"""Aisles cut into parts at the cross aisles, and the few ways through a part that can belong to a shortest walk."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from packhorse.algorithms.routing.floor import Aisle, Floor, aisles_of
from packhorse.algorithms.walking import Stop

# Whether stops are visited from the front corner and back to it, whether from the back one, how often the picker walks
# through, and the length of all that.
Way = tuple[bool, bool, int, int]


@dataclass(frozen=True)
class Part:
    """What lies between two cross aisles, its stops from front to back. `cut`: stops before its largest gap."""

    stops: tuple[Stop, ...]
    ways: tuple[Way, ...]
    cut: int


@dataclass(frozen=True)
class Column:
    """An aisle, or the depot's place on its cross aisle, where nobody can leave that.

    `hanging`: stops on a cross aisle or in a dead end behind it, which are visited from that corner and back; for the
    depot the step to its door. `hanging_mm`: how long all that is. `touched`: all corners the walk must come to.
    """

    x_mm: int
    parts: tuple[Part, ...]
    hanging: tuple[tuple[int, tuple[Stop, ...]], ...]
    hanging_mm: int
    touched: tuple[int, ...]


def columns_of(floor: Floor, stops: Sequence[Stop]) -> tuple[list[Column], int]:
    """Return the aisles with stops and the depot's place from left to right, and which of them is the depot's."""
    columns = [_cut(floor, aisle) for aisle in aisles_of(stops)]
    place = bisect_right(columns, floor.depot_x_mm, key=lambda column: column.x_mm)
    columns.insert(place, Column(floor.depot_x_mm, (), (), 2 * abs(floor.depot_y_mm - floor.door_mm), (floor.door,)))
    return columns, place


def _cut(floor: Floor, aisle: Aisle) -> Column:
    cross = floor.cross_mm
    before = tuple(stop for stop in aisle.stops if stop.y_mm < cross[0])[::-1]
    behind = tuple(stop for stop in aisle.stops if stop.y_mm > cross[-1])
    hanging = [(0, before), *((nth, _on(aisle, y)) for nth, y in enumerate(cross)), (len(cross) - 1, behind)]
    parts = []
    for low, high in pairwise(cross):
        parts.append(_part(tuple(stop for stop in aisle.stops if low < stop.y_mm < high), low, high))
    found = tuple((corner, each) for corner, each in hanging if each)
    length = sum(2 * abs(each[-1].y_mm - cross[corner]) for corner, each in found)
    return Column(aisle.x_mm, tuple(parts), found, length, tuple(sorted({corner for corner, _ in found})))


def _on(aisle: Aisle, y_mm: int) -> tuple[Stop, ...]:
    return tuple(stop for stop in aisle.stops if stop.y_mm == y_mm)


def _part(stops: tuple[Stop, ...], low: int, high: int) -> Part:
    length = high - low
    ways: list[Way] = [(False, False, 1, length)]
    if not stops:
        return Part((), ((False, False, 0, 0), *ways, (False, False, 2, 2 * length)), 0)
    ways.append((True, False, 0, 2 * (stops[-1].y_mm - low)))
    ways.append((False, True, 0, 2 * (high - stops[0].y_mm)))
    gaps = [there.y_mm - here.y_mm for here, there in pairwise(stops)]
    gap = max(gaps, default=0)
    if gap:
        ways.append((True, True, 0, 2 * (length - gap)))
    ways.append((False, False, 2, 2 * length))
    return Part(stops, tuple(ways), gaps.index(gap) + 1 if gap else 0)
