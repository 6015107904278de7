"""From the legs of a walk to the walk: one round that goes along each of them once."""

from collections.abc import Sequence
from dataclasses import dataclass

from packhorse.algorithms.routing.floor import Floor, Point
from packhorse.algorithms.walking import Stop

Corner = tuple[int, int]  # column and cross aisle


@dataclass(frozen=True)
class Leg:
    """A way between two corners, or to the last of its stops and back to the same; the stops from `start` on."""

    start: Corner
    end: Corner
    stops: tuple[Stop, ...]


def loop(corner: Corner, stops: tuple[Stop, ...]) -> Leg:
    """Return the way from a corner to stops and back."""
    return Leg(corner, corner, stops)


def along_aisle(column: int, corner: int, stops: tuple[Stop, ...]) -> Leg:
    """Return the way through a part of an aisle, from the corner to the one behind it."""
    return Leg((column, corner), (column, corner + 1), stops)


def along_cross(column: int, corner: int) -> Leg:
    """Return the way along a cross aisle to the next column."""
    return Leg((column, corner), (column + 1, corner), ())


def walk_along(floor: Floor, xs: Sequence[int], depot: int, legs: Sequence[Leg]) -> tuple[list[int], list[Point]]:
    """Return the keys of the stops and the places on the way from the depot along all legs, each once, and back.

    `xs`: of the columns; `depot`: which of them is the depot's. The legs must hang together, with an
    even number of ends at each corner.
    """
    order: list[int] = []
    here = (depot, floor.door)
    path: list[Point] = [floor.depot, (floor.depot_x_mm, floor.door_mm)]
    for leg in _round(legs, here):
        forward = leg.start == here
        visited = leg.stops if forward else leg.stops[::-1]
        order += [stop.key for stop in visited]
        path += [(xs[here[0]], stop.y_mm) for stop in visited]
        here = leg.end if forward else leg.start
        path.append((xs[here[0]], floor.cross_mm[here[1]]))
    path.append(floor.depot)
    return order, path


def _round(legs: Sequence[Leg], start: Corner) -> list[Leg]:
    """Return the legs in the order of one round. Source: Hierholzer (1873).

    From each corner loops come last in the search, so that they come first in the walk; then what leads on.
    """
    at: dict[Corner, list[int]] = {}
    for nth, leg in sorted(enumerate(legs), key=lambda each: each[1].start == each[1].end, reverse=True):
        at.setdefault(leg.start, []).append(nth)
        if leg.end != leg.start:
            at.setdefault(leg.end, []).append(nth)
    used = [False] * len(legs)
    stack: list[tuple[Corner, int]] = [(start, -1)]
    found: list[Leg] = []
    while stack:
        corner, by = stack[-1]
        ways = at.get(corner, [])
        while ways and used[ways[-1]]:
            ways.pop()
        if ways:
            nth = ways.pop()
            used[nth] = True
            leg = legs[nth]
            stack.append((leg.end if leg.start == corner else leg.start, nth))
        else:
            stack.pop()
            if by >= 0:
                found.append(legs[by])
    return found[::-1]
