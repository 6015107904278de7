"""Which parts of a walk are alike: what was walked up to an aisle, seen from the corners where it may go on.

A class names for every cross aisle, front to back, whether the walk has touched its corner (0: not), an odd or even
number of times, and with which other corners it hangs together: 2 x part + odd, parts counted from 1 in order. All
that is alike can be gone on with in the same ways at the same cost, so only the shortest of each class is kept.

Source: Ratliff & Rosenthal, "Order-picking in a rectangular warehouse" (1983), two cross aisles; Roodbergen & de
Koster, "Routing order pickers in a warehouse with a middle aisle" (2001), three; Pansart, Catusse & Cambazard, "Exact
algorithms for the order picking problem" (2018), any number.
"""

from collections.abc import Sequence
from functools import cache
from itertools import product

Alike = tuple[int, ...]


@cache
def touch(alike: Alike, corner: int) -> Alike:
    """Go to something from the corner and come back to it."""
    if alike[corner]:
        return alike
    return _named([*alike[:corner], 2 * (len(alike) + 1), *alike[corner + 1 :]])


@cache
def traverse(alike: Alike, corner: int, times: int) -> Alike:
    """Walk the part of an aisle from the corner to the next one behind it so many times."""
    both = list(touch(touch(alike, corner), corner + 1))
    one, other = both[corner] // 2, both[corner + 1] // 2
    both = [2 * one + each % 2 if each // 2 == other else each for each in both]
    for each in (corner, corner + 1):
        both[each] ^= times % 2
    return _named(both)


@cache
def onwards(alike: Alike) -> list[tuple[Alike, tuple[int, ...]]]:
    """Return in which ways the walk can go on to the next aisle: the class there, and walks along each cross aisle.

    Every corner left behind is touched an even number of times, and no part of the walk stays behind alone.
    """
    choices = [(1,) if each % 2 else (0, 2) if each else (0,) for each in alike]
    parts = {each // 2 for each in alike if each}
    found = []
    for times in product(*choices):
        if {each // 2 for each, along in zip(alike, times, strict=True) if along} == parts:
            there = [each if along else 0 for each, along in zip(alike, times, strict=True)]
            found.append((_named(there), times))
    return found


def is_closed(alike: Alike) -> bool:
    """Say whether the walk is whole: one part, every corner touched an even number of times."""
    return {each for each in alike if each} == {2}


def _named(values: Sequence[int]) -> Alike:
    """Count the parts in order."""
    names: dict[int, int] = {0: 0}
    return tuple(2 * names.setdefault(each // 2, len(names)) + each % 2 for each in values)
