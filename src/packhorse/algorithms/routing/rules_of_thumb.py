"""Two walks that pickers keep in their heads: S-shape and largest gap. What the shortest walk is measured against.

Source: Hall, "Distance approximations for routing manual pickers in a warehouse" (1993). Both were made for a front and
a back cross aisle; with more of them the visiting order stays and the way between two stops is still the shortest.
"""

from collections.abc import Sequence
from itertools import pairwise

from packhorse.algorithms.routing.floor import Aisle, Floor, Walk, aisles_of, walk_in_order
from packhorse.algorithms.walking import Stop

Order = list[tuple[int, Stop]]


def s_shape(floor: Floor, stops: Sequence[Stop]) -> Walk:
    """Return the walk through every aisle with stops from end to end, in turn to the back and to the front."""
    aisles = aisles_of(stops)
    order: Order = []
    for nth, aisle in enumerate(aisles):
        order += [(nth, stop) for stop in (aisle.stops if nth % 2 == 0 else aisle.stops[::-1])]
    return walk_in_order(floor, aisles, order)


def largest_gap(floor: Floor, stops: Sequence[Stop]) -> Walk:
    """Return the walk that goes through the first and the last aisle only.

    All others are entered from the back on the way out and from the front on the way home, each as far as its largest
    part without a stop.
    """
    aisles = aisles_of(stops)
    out: Order = []
    home: Order = []
    for nth, aisle in enumerate(aisles):
        if nth == 0:
            out += [(nth, stop) for stop in aisle.stops]
        elif nth == len(aisles) - 1:
            out += [(nth, stop) for stop in aisle.stops[::-1]]
        else:
            cut = _cut(floor, aisle)
            out += [(nth, stop) for stop in aisle.stops[cut:][::-1]]
            home = [(nth, stop) for stop in aisle.stops[:cut]] + home
    return walk_in_order(floor, aisles, out + home)


def _cut(floor: Floor, aisle: Aisle) -> int:
    """Return how many of the aisle's stops lie before its largest gap."""
    places = [floor.cross_mm[0], *(stop.y_mm for stop in aisle.stops), floor.cross_mm[-1]]
    gaps = [high - low for low, high in pairwise(places)]
    return gaps.index(max(gaps))
