"""What no way of one order through several warehouses can undercut.

A way is a set of warehouses and what each gives of each line. Freight is taken by a straight line that lies below the
tariff: a facility location problem with warehouses as facilities and lines as customers, small enough to be solved by
branch and bound.
"""

# mypy: disable-error-code="untyped-decorator"

from typing import Any

import numpy as np

from packhorse.algorithms.sourcing.compiled import compiled
from packhorse.algorithms.sourcing.order import DEEPEST, FAR, Many

NODES = 400  # sets of warehouses that are looked at for one order


@compiled
def pair(p: Many, o: int, s: Many) -> Any:
    """What no way through several warehouses undercuts: two of the cheapest to open, each unit where it is cheapest."""
    split = p[13]
    opening, floor, more = s[2], s[9], s[14]
    one, two = FAR, FAR
    for w in range(opening.shape[0]):
        if opening[w] < one:
            one, two = opening[w], one
        elif opening[w] < two:
            two = opening[w]
    total = one + two + split + (more[0] - 2) * max(0.0, min(more[1], one + split)) + more[2]
    every = np.arange(opening.shape[0])
    for at in range(p[0][o], p[0][o + 1]):
        i = at - p[0][o]
        _fill(p, at, i, every, every.shape[0], s)
        floor[i] = s[7][i]
        total += floor[i]
    return total


@compiled
def _fill(p: Many, at: int, i: int, chosen: Any, count: int, s: Many) -> Any:
    """Cost line `at` from the first `count` of `chosen`, cheapest units first; return the units nobody has."""
    each, can, fill, top = s[0], s[1], s[7], s[8]
    wanted, missing = p[2][at], p[14]
    total, last, tie = 0.0, -FAR, -1
    dearest = 0.0
    while wanted > 0:
        best, least = -1, float(missing)
        for k in range(count):
            w = chosen[k]
            value = each[i, w]
            if can[i, w] > 0 and value < least and (value > last or (value == last and k > tie)):
                best, least = k, value
        if best < 0:
            break
        part = min(wanted, can[i, chosen[best]])
        total += part * least
        wanted -= part
        dearest, last, tie = least, least, best
    fill[i] = total + wanted * missing
    top[i] = missing if wanted > 0 else dearest
    return wanted


@compiled
def sets(p: Many, o: int, least: float, s: Many) -> Any:
    """Return (bound, number of warehouses in the best set): the least that sets cost by the straight lines, or `least`.

    Depth first: a line that the chosen ones cannot fill says who comes next; when all are filled, whoever saves more
    than it costs to open. What is cut off by the limit counts with what it cannot undercut.
    """
    first, split = p[0], p[13]
    each, can, opening, fill, top, floor = s[0], s[1], s[2], s[7], s[8], s[9]
    options, banned, gain, more, found = s[10], s[11], s[12], s[14], s[15]
    start, lines, width = first[o], first[o + 1] - first[o], opening.shape[0]
    base, cheapest = more[2], FAR
    for i in range(lines):
        base += floor[i]
    for w in range(width):
        banned[w] = DEEPEST + 1
        cheapest = min(cheapest, opening[w] + split)
    parcel = max(0.0, min(more[1], cheapest))
    best, size, nodes = least, 0, 0
    cut = FAR
    chosen = np.zeros(DEEPEST + 1, np.int64)
    count = np.zeros(DEEPEST + 1, np.int64)  # options by depth
    nth = np.zeros(DEEPEST + 1, np.int64)
    depth, paid, entering = 0, -split, True
    while depth >= 0:
        if entering:
            nodes += 1
            number, fewest, missing_line = 0, width + 1, False
            value = paid + base
            real = paid + more[2] + max(0.0, more[0] - depth) * max(0.0, more[1])
            # Which line is not filled, and has the fewest who could help?
            for i in range(lines):
                lacks = _fill(p, start + i, i, chosen, depth, s)
                real += fill[i]
                if lacks > 0:
                    helpers = 0
                    for w in range(width):
                        if can[i, w] > 0 and banned[w] > depth and not _among(chosen, depth, w):
                            helpers += 1
                    if (helpers > 0 or not missing_line) and helpers > 0 and helpers < fewest:
                        fewest, missing_line = helpers, True
                        number = 0
                        for w in range(width):
                            if can[i, w] > 0 and banned[w] > depth and not _among(chosen, depth, w):
                                options[depth, number] = w
                                number += 1
            if missing_line:
                nearest = FAR
                for k in range(number):
                    nearest = min(nearest, opening[options[depth, k]] + split)
                value += nearest + max(0.0, more[0] - depth - 1) * parcel
            else:
                value += max(0.0, more[0] - depth) * parcel
                if depth > 1 and real < best:  # what a single one costs is known exactly
                    best, size = real, depth
                    found[:depth] = chosen[:depth]
                for w in range(width):
                    gain[w] = -opening[w] - split + (parcel if more[0] > depth else 0.0)
                for i in range(lines):
                    for w in range(width):
                        if can[i, w] > 0 and each[i, w] < top[i]:
                            gain[w] += min(can[i, w] * (top[i] - each[i, w]), fill[i] - floor[i])
                less = real
                for w in range(width):
                    if gain[w] > 0 and banned[w] > depth and not _among(chosen, depth, w):
                        options[depth, number] = w
                        number += 1
                        less -= gain[w]
                value = max(value, less)  # each further one saves at most what it saves alone
            if value >= best:
                number = 0
            elif number > 0 and (depth >= DEEPEST or nodes > NODES):
                cut = min(cut, value)
                number = 0
            # The cheapest to open first.
            for a in range(1, number):
                w = options[depth, a]
                b = a
                while b > 0 and opening[options[depth, b - 1]] > opening[w]:
                    options[depth, b] = options[depth, b - 1]
                    b -= 1
                options[depth, b] = w
            count[depth], nth[depth] = number, 0
            entering = False
        elif nth[depth] < count[depth]:
            w = options[depth, nth[depth]]
            nth[depth] += 1
            chosen[depth] = w
            banned[w] = depth + 1  # its brothers come without it, at this depth and below
            paid += opening[w] + split
            depth += 1
            entering = True
        else:
            for k in range(count[depth]):
                if nth[depth] > k and banned[options[depth, k]] == depth + 1:
                    banned[options[depth, k]] = DEEPEST + 1
            depth -= 1
            if depth >= 0:
                paid -= opening[chosen[depth]] + split
    return min(best, cut), size


@compiled
def _among(chosen: Any, count: int, w: int) -> bool:
    for k in range(count):  # noqa: SIM110 (no generators in compiled code)
        if chosen[k] == w:
            return True
    return False
