"""What is on its way, and from which day on it is enough."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True)
class Coming:
    """Units that come to a warehouse on a day (None: nobody knows which), and by which paper."""

    expected_on: date | None
    warehouse_id: int
    units: int
    number: str


def covered_on(coming: Iterable[Coming], wanted: int, *, today: date) -> date | None:
    """Return the first day on which all that has come by then is `wanted` units; None when no such day is known.

    Goods that are overdue, or that nobody has dated, are counted on: for no day.
    """
    dated = sorted((each.expected_on, each.units) for each in coming if each.expected_on and each.expected_on >= today)
    for day, units in dated:
        wanted -= units
        if wanted <= 0:
            return day
    return None


def left_for_others(coming: Iterable[Coming], waiting: int) -> list[Coming]:
    """Return what of it is for new buyers, when those who wait have taken `waiting` units of what comes first."""
    left = []
    for each in sorted(coming, key=lambda each: (each.expected_on or date.max, each.number)):
        taken = min(waiting, each.units)
        waiting -= taken
        if each.units > taken:
            left.append(replace(each, units=each.units - taken))
    return left
