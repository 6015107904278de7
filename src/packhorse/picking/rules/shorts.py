"""Why a pick is short, and where on the walk another bin is gone to for the rest."""

from collections.abc import Sequence
from itertools import pairwise

from packhorse.algorithms.routing import Floor, length_of, ways_in_order
from packhorse.algorithms.walking import Stop

DAMAGED = "damaged"
# What a picker may say: its words are kept with the task and in the ledger.
SHORT_REASONS = {
    "missing": "not in the bin",
    DAMAGED: "damaged",
    "wrong": "other goods lie there",
    "unreachable": "cannot be reached",
    "other": "another reason",
}
# Of these it cannot be known what is left there: nobody else is sent there before it is counted.
DOUBTED = frozenset({"missing", "wrong", "unreachable"})

Point = tuple[int, int]


def turn_of(floor: Floor, here: Point, ahead: Sequence[Point], new: Point) -> tuple[int, int]:
    """Return how many of the places ahead come before a new one so that the walk grows least, and by how many mm.

    Of equally short walks the one that goes there first: the goods are wanted, and the picker knows what he looks for.
    """
    points: list[Point | None] = [here, *ahead, None]  # None: home, at the depot
    grown = [
        _way(floor, before, new) + _way(floor, new, after) - _way(floor, before, after)
        for before, after in pairwise(points)
        if before is not None
    ]
    return grown.index(min(grown)), min(grown)


def _way(floor: Floor, start: Point, end: Point | None) -> int:
    if start == end:
        return 0
    stops = [Stop(nth, point[0], *point) for nth, point in enumerate((start, end)) if point is not None]
    return length_of(ways_in_order(floor, stops)[1])
