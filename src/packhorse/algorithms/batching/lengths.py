"""How long the walk of a cart is, by the stops of its orders together."""

from typing import Any, NamedTuple

import numpy as np

from packhorse.algorithms.batching.compiled import compiled, inlined
from packhorse.algorithms.batching.problem import WORD, Arrays

SHORTEST = 1
FAR = 1 << 50
KNOWN = 1 << 18  # lengths kept


class Scratch(NamedTuple):
    """Room for one walk: the stops of each aisle in order, and how many; and lengths by the name of a cart's orders."""

    places: Any
    deep: Any
    names: Any
    lengths: Any


@compiled
def scratch(p: Arrays) -> Scratch:
    """Return room for walks of any of the orders."""
    deep = np.zeros(p.xs.shape[0], np.int64)
    for i in range(p.stops.shape[0]):
        deep[p.stops[i, 0]] += 1
    size = KNOWN if p.rule == SHORTEST else 1
    places = np.empty((deep.shape[0], deep.max() + 1), np.int64)
    return Scratch(places, np.zeros_like(deep), np.zeros(size, np.uint64), np.zeros(size, np.int64))


@inlined
def length(p: Arrays, s: Scratch, members: Any, count: int) -> int:
    """Return the length of the walk for the first `count` orders of `members`."""
    if count == 0:
        return 0
    return s_shape(p, members, count) if p.rule != SHORTEST else _known(p, s, members, count)


@compiled
def _known(p: Arrays, s: Scratch, members: Any, count: int) -> int:
    """Return the length of the shortest walk, from memory if it was asked for before."""
    name = np.uint64(0)
    for k in range(count):
        name ^= name_of(members[k])
    at = np.int64(name & np.uint64(KNOWN - 1))
    if s.names[at] != name:
        s.lengths[at] = shortest(p, s, members, count)
        s.names[at] = name
    return int(s.lengths[at])


@compiled
def name_of(order: int) -> Any:
    """Return 64 bits for an order; those of several, taken together by xor, name a cart.

    Source: Steele, Lea & Flood, "Fast splittable pseudorandom number generators" (2014).
    """
    bits = np.uint64(order + 1) * np.uint64(0x9E3779B97F4A7C15)
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))


@inlined
def s_shape(p: Arrays, members: Any, count: int) -> int:
    """Return the length of the textbook's S-shape walk."""
    depot, through, step = p.depot_x, p.through, p.step
    xs, visits, far = p.xs, p.visits, p.far
    first, last, aisles = -1, -1, 0
    for word in range(visits.shape[1]):
        together = 0
        for k in range(count):
            together |= visits[members[k], word]
        at = word * WORD
        if together:
            low, high = 0, WORD - 1
            while not together >> low & 1:
                low += 1
            while not together >> high & 1:
                high -= 1
            first = at + low if first < 0 else first
            last = at + high
            together -= together >> 1 & 0x5555555555555555
            together = (together & 0x3333333333333333) + (together >> 2 & 0x3333333333333333)
            together = together + (together >> 4) & 0x0F0F0F0F0F0F0F0F
            together += together >> 8
            together += together >> 16
            together += together >> 32
            aisles += together & 0x7F
    total = abs(xs[first] - depot) + xs[last] - xs[first] + abs(xs[last] - depot) + 2 * step + aisles // 2 * 2 * through
    if aisles % 2:
        deepest = 0
        for k in range(count):
            deepest = max(deepest, far[members[k], last])
        total += 2 * deepest
    return int(total)


@compiled
def shortest(p: Arrays, s: Scratch, members: Any, count: int) -> int:
    """Return the length of the shortest walk. Source: Ratliff & Rosenthal (1983)."""
    depot, through, step = p.depot_x, p.through, p.step
    xs, first, stops = p.xs, p.first, p.stops
    places, deep = s.places, s.deep
    for k in range(count):
        for i in range(first[members[k]], first[members[k] + 1]):
            aisle, y = stops[i, 0], stops[i, 1]
            at = deep[aisle]
            while at > 0 and places[aisle, at - 1] > y:
                places[aisle, at] = places[aisle, at - 1]
                at -= 1
            places[aisle, at] = y
            deep[aisle] += 1
    classes = (0, FAR, FAR, FAR, FAR, FAR)
    x, waiting, ends = FAR, True, 2 * step
    for aisle in range(xs.shape[0]):
        if deep[aisle] == 0:
            continue
        if waiting and depot < xs[aisle]:
            classes = _through(_onwards(classes, depot - x if x < FAR else 0), FAR, 0, FAR, FAR)
            x, waiting = depot, False
        classes = _onwards(classes, xs[aisle] - x if x < FAR else 0)
        x = xs[aisle]
        low, high = places[aisle, 0], places[aisle, deep[aisle] - 1]
        # A dead end beyond a cross aisle is walked there and back, whatever else is.
        ends += 2 * max(0, -low) + 2 * max(0, high - through)
        low, high = min(max(low, 0), through), min(max(high, 0), through)
        gap, before = 0, low
        for i in range(1, deep[aisle]):
            here = min(max(places[aisle, i], 0), through)
            gap, before = max(gap, here - before), here
        classes = _through(classes, through, 2 * high, 2 * (through - low), 2 * (through - gap))
        deep[aisle] = 0
    if waiting:
        classes = _through(_onwards(classes, depot - x), FAR, 0, FAR, FAR)
    return min(classes[2], classes[3], classes[4]) + ends


@compiled
def _onwards(classes: Any, gap: int) -> Any:
    """Go on to the next aisle.

    Classes of what was walked so far, by the corners (front, back) of the last aisle: nothing yet, both odd, only the
    front, only the back, both even and joined, both even and apart.
    """
    none, odd, front, back, joined, apart = classes
    return (
        none,
        odd + 2 * gap,
        min(front, joined) + 2 * gap,
        min(back, joined) + 2 * gap,
        joined + 4 * gap,
        apart + 4 * gap,
    )


@compiled
def _through(classes: Any, once: int, front_only: int, back_only: int, both: int) -> Any:
    """Walk an aisle: through it once or twice, from the front and back to it, from the back, or from both ends."""
    none, odd, front, back, joined, apart = classes
    low, high, apart_by = min(front_only, FAR), min(back_only, FAR), min(both, 2 * once)
    turned = min(low, high, apart_by)
    return (
        FAR,
        min(min(none, front, back, joined, apart) + once, odd + turned),
        min(none, front) + low,
        min(none, back) + high,
        min(odd + once, joined + turned, min(none, front, back, apart) + 2 * once),
        min(none + both, front + min(high, both), back + min(low, both), apart + turned),
    )
