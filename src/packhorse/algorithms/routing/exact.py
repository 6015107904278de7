"""The shortest walk: aisle by aisle from left to right, keeping the shortest of all that can be gone on with alike."""

from collections.abc import Iterator, Sequence

from packhorse.algorithms.routing.classes import Alike, is_closed, onwards, touch, traverse
from packhorse.algorithms.routing.columns import Column, Part, columns_of
from packhorse.algorithms.routing.floor import Floor, Walk, corners
from packhorse.algorithms.routing.tour import Leg, along_aisle, along_cross, loop, walk_along
from packhorse.algorithms.walking import Stop

# By class: the least length up to here, the class before, and what was done (a way through a part, or walks along the
# cross aisles).
Step = dict[Alike, tuple[int, Alike, int | tuple[int, ...]]]


def shortest(floor: Floor, stops: Sequence[Stop]) -> Walk:
    """Return a shortest walk from the depot past all stops and back; among equally short ones always the same.

    The time grows linearly with the aisles that have stops, and about fourfold with every further cross aisle.
    """
    if not stops:
        return Walk((), 0, ())
    columns, depot = columns_of(floor, stops)
    steps = _search(columns, len(floor.cross_mm))
    length, end = min((length, alike) for alike, (length, _, _) in steps[-1].items() if is_closed(alike))
    order, path = walk_along(floor, [column.x_mm for column in columns], depot, list(_legs(columns, steps, end)))
    return Walk(tuple(order), length, corners(path))


def _search(columns: Sequence[Column], corners: int) -> list[Step]:
    """Return the steps: through each part of each column, then along the cross aisles to the next column."""
    nowhere: Alike = (0,) * corners
    here: Step = {nowhere: (0, nowhere, 0)}
    steps: list[Step] = []
    for nth, column in enumerate(columns):
        if nth:
            here = _go_on(here, column.x_mm - columns[nth - 1].x_mm)
            steps.append(here)
        here = _touch(here, column)
        steps.append(here)
        for corner, part in enumerate(column.parts):
            here = _walk(here, corner, part)
            steps.append(here)
    return steps


def _touch(before: Step, column: Column) -> Step:
    """Go to what hangs on single corners: there is no other way to it."""
    found: Step = {}
    for alike, (length, _, _) in before.items():
        there = alike
        for corner in column.touched:
            there = touch(there, corner)
        total = length + column.hanging_mm
        if there not in found or found[there][0] > total:
            found[there] = (total, alike, 0)
    return found


def _walk(before: Step, corner: int, part: Part) -> Step:
    """Go through a part of an aisle in every way that is not dominated."""
    found: Step = {}
    for alike, (length, _, _) in before.items():
        for way, (low, high, through, more) in enumerate(part.ways):
            there = touch(alike, corner) if low else alike
            there = touch(there, corner + 1) if high else there
            there = traverse(there, corner, through) if through else there
            total = length + more
            if there not in found or found[there][0] > total:
                found[there] = (total, alike, way)
    return found


def _go_on(before: Step, gap_mm: int) -> Step:
    """Go along the cross aisles to the next column."""
    found: Step = {}
    for alike, (length, _, _) in before.items():
        for there, times in onwards(alike):
            total = length + gap_mm * sum(times)
            if there not in found or found[there][0] > total:
                found[there] = (total, alike, times)
    return found


def _legs(columns: Sequence[Column], steps: list[Step], alike: Alike) -> Iterator[Leg]:
    """Yield all that is walked, from the last step to the first."""
    left = list(steps)
    for nth in reversed(range(len(columns))):
        column = columns[nth]
        for corner in reversed(range(len(column.parts))):
            _, alike, way = left.pop()[alike]
            part = column.parts[corner]
            low, high, through, _ = part.ways[way] if isinstance(way, int) else part.ways[0]
            cut = len(part.stops) if through or not high else part.cut if low else 0
            if low and cut:
                yield loop((nth, corner), part.stops[:cut])
            if high and cut < len(part.stops):
                yield loop((nth, corner + 1), part.stops[cut:][::-1])
            for time in range(through):
                yield along_aisle(nth, corner, () if time else part.stops)
        _, alike, _ = left.pop()[alike]
        for corner, stops in column.hanging:
            yield loop((nth, corner), stops)
        if nth:
            _, alike, times = left.pop()[alike]
            for corner, count in enumerate(times if isinstance(times, tuple) else ()):
                for _ in range(count):
                    yield along_cross(nth - 1, corner)
