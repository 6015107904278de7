"""What keeps until it arrives: units of lots that are too old for whom they would reach late, and good for others."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import accumulate

Steps = tuple[tuple[int, ...], tuple[int, ...]]  # days as numbers, ascending; units that no later arrival may have
Short = Mapping[tuple[int, int], Steps]  # by product and warehouse


def steps_of(lots: Sequence[tuple[date, int]], taken: Iterable[tuple[date, int]]) -> Steps:
    """Return how many of the units that nobody holds are of no use to orders that arrive after each day.

    `lots` (the last day on which they may arrive, units), the earliest first; `taken` (day of arrival, units) are
    promised already, and lots that are good for them go to them: what expires first is picked first.
    """
    days = [day.toordinal() for day, _ in lots]
    promised = sorted((day.toordinal(), units) for day, units in taken)
    arrivals, gone = [day for day, _ in promised], [0, *accumulate(units for _, units in promised)]
    lying = accumulate(units for _, units in lots)
    free = (max(0, there - gone[bisect_right(arrivals, day)]) for day, there in zip(days, lying, strict=True))
    return tuple(days), tuple(accumulate(free, max))


def too_old(steps: Steps | None, arrives: int) -> int:
    """Return how many units would not keep until they arrive on a day (as a number); below 0: nobody knows the day."""
    if steps is None or arrives < 0:
        return 0
    days, units = steps
    nth = bisect_left(days, arrives)
    return units[nth - 1] if nth else 0


def products_of(short: Collection[tuple[int, int]]) -> frozenset[int]:
    """Return the products of which there are such units."""
    return frozenset(product for product, _ in short)
