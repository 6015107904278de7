"""Orders on carts, as the compiled loops hold them, and what puts them there at first."""

from typing import Any, NamedTuple

import numpy as np

from packhorse.algorithms.batching.compiled import compiled
from packhorse.algorithms.batching.lengths import Scratch, length
from packhorse.algorithms.batching.problem import Arrays


class Carts(NamedTuple):
    """The orders `on` each cart, their `count`, its `load`, how `long` its walk is; the cart each order is `at`.

    `used` holds one number: how many carts there are. These come first. `taken` is what each takes of the further
    capacities, which no cart ever exceeds.
    """

    on: Any
    count: Any
    load: Any
    long: Any
    at: Any
    used: Any
    taken: Any


@compiled
def alone(p: Arrays, s: Scratch) -> Carts:
    """Return carts that carry one order each."""
    sizes = p.sizes
    orders = sizes.shape[0]
    on, count = np.zeros((orders + 1, _most(p) + 1), np.int64), np.zeros(orders + 1, np.int64)
    load, long = np.zeros(orders + 1, np.int64), np.zeros(orders + 1, np.int64)
    taken = np.zeros((orders + 1, p.rooms.shape[0]), np.int64)
    taken[:orders] = p.parts
    for o in range(orders):
        on[o, 0], count[o], load[o] = o, 1, sizes[o]
        long[o] = length(p, s, on[o], 1)
    return Carts(on, count, load, long, np.arange(orders), np.full(1, orders), taken)


@compiled
def _most(p: Arrays) -> int:
    """Return how many orders fit on one cart at most."""
    room, most = p.most, 0
    for size in np.sort(p.sizes):
        if size > room:
            break
        room -= size
        most += 1
    return most


@compiled
def put(p: Arrays, c: Carts, cart: int, members: Any, count: int, long: int) -> None:
    """Let a cart carry these orders; an empty one must be closed by `close`."""
    load = 0
    c.taken[cart] = 0
    for k in range(count):
        c.on[cart, k] = members[k]
        load += p.sizes[members[k]]
        c.at[members[k]] = cart
        for r in range(p.rooms.shape[0]):
            c.taken[cart, r] += p.parts[members[k], r]
    c.count[cart], c.load[cart], c.long[cart] = count, load, long


@compiled
def close(c: Carts, cart: int) -> None:
    """Take away a cart that is empty; the last one gets its number."""
    last = c.used[0] - 1
    c.used[0] = last
    if cart != last:
        for k in range(c.count[last]):
            c.on[cart, k] = c.on[last, k]
            c.at[c.on[last, k]] = cart
        c.count[cart], c.load[cart], c.long[cart] = c.count[last], c.load[last], c.long[last]
        c.taken[cart] = c.taken[last]
    c.taken[last] = 0
    c.count[last] = c.load[last] = c.long[last] = 0


@compiled
def total(c: Carts) -> int:
    """Return the length of all walks."""
    return int(c.long[: c.used[0]].sum())


@compiled
def copy(c: Carts) -> Carts:
    """Return the carts as they are now."""
    on, taken = c.on.copy(), c.taken.copy()
    return Carts(on, c.count.copy(), c.load.copy(), c.long.copy(), c.at.copy(), c.used.copy(), taken)


@compiled
def keep(c: Carts, kept: Carts) -> None:
    """Make `kept` what the carts are now."""
    used = c.used[0]
    kept.on[:used] = c.on[:used]
    kept.count[:] = c.count
    kept.load[:] = c.load
    kept.long[:] = c.long
    kept.at[:] = c.at
    kept.used[:] = c.used
    kept.taken[:] = c.taken


@compiled
def tight(p: Arrays, s: Scratch) -> Carts:
    """Return as few carts as could do: the largest orders first, each where least is left; the last may be overfull."""
    c = alone(p, s)
    on, count, load, long, at, used, taken = c.on, c.count, c.load, c.long, c.at, c.used, c.taken
    sizes, room = p.sizes, p.capacity
    used[0] = max(1, -(-sizes.sum() // room))
    count[:], load[:], long[:], taken[:] = 0, 0, 0, 0
    for o in p.by_size[::-1]:
        least, best, fits = 0, -1, False
        for cart in range(used[0]):
            if not _takes(p, taken[cart], p.parts[o]):
                continue
            left = room - load[cart] - sizes[o]
            if best < 0 or (left >= 0 and (not fits or left < least)) or (left < 0 and not fits and left > least):
                best, least, fits = cart, left, left >= 0
        if best < 0 or load[best] + sizes[o] > p.most:
            best = used[0]
            used[0] += 1
        on[best, count[best]] = o
        count[best] += 1
        load[best] += sizes[o]
        taken[best] += p.parts[o]
        at[o] = best
    for cart in range(used[0] - 1, -1, -1):
        long[cart] = length(p, s, on[cart], count[cart])
        if count[cart] == 0:
            close(c, cart)
    return c


@compiled
def _takes(p: Arrays, a: Any, b: Any) -> bool:
    """Say whether two loads of the further capacities fit on one cart."""
    fits = True
    for r in range(p.rooms.shape[0]):
        fits &= a[r] + b[r] <= p.rooms[r]
    return fits


@compiled
def savings(p: Arrays, s: Scratch) -> Carts:
    """Join the two carts that save most by it, again and again, as long as they save anything.

    Source: Clarke & Wright (1964) as in de Koster, van der Poort & Wolters, "Efficient orderbatching methods in
    warehouses" (1999): C&W(ii), which counts savings anew after each step.
    """
    c = alone(p, s)
    count, load, long, carts = c.count, c.load, c.long, c.used[0]
    saved = np.full((carts, carts), -1)
    both = np.empty(carts + 1, np.int64)
    for a in range(carts):
        for b in range(a):
            saved[a, b] = _saved(p, s, c, a, b, both)
    partner = np.empty(carts, np.int64)  # of each cart: the one before it with which it saves most
    for a in range(carts):
        partner[a] = _first_best(saved, a)
    while True:
        best, one = 0, -1
        for a in range(1, carts):
            if saved[a, partner[a]] > best:
                best, one = saved[a, partner[a]], a
        if one < 0:
            break
        other = partner[one]
        joined = _both(c, one, other, both)
        put(p, c, other, both, joined, long[one] + long[other] - best)
        count[one] = load[one] = long[one] = 0
        c.taken[one] = 0
        for a in range(carts):
            saved[max(a, one), min(a, one)] = -1
            if a != other and count[a] > 0:
                saved[max(a, other), min(a, other)] = _saved(p, s, c, a, other, both)
        for a in range(other, carts):
            if a in (one, other) or partner[a] in (one, other):
                partner[a] = _first_best(saved, a)
            elif saved[a, other] > saved[a, partner[a]] - (other < partner[a]):  # of equals the first
                partner[a] = other
    for cart in range(carts - 1, -1, -1):
        if count[cart] == 0:
            close(c, cart)
    return c


@compiled
def _first_best(saved: Any, a: int) -> int:
    """Return the first of those with which cart `a` saves most, among those before it."""
    best = 0
    for b in range(1, a):
        if saved[a, b] > saved[a, best]:
            best = b
    return best


@compiled
def _both(c: Carts, a: int, b: int, both: Any) -> int:
    k = 0
    for cart in (a, b):
        for i in range(c.count[cart]):
            both[k] = c.on[cart, i]
            k += 1
    return k


@compiled
def _saved(p: Arrays, s: Scratch, c: Carts, a: int, b: int, both: Any) -> int:
    """Return what joining two carts saves; -1 if they do not fit on one."""
    if c.load[a] + c.load[b] > p.capacity or not _takes(p, c.taken[a], c.taken[b]):
        return -1
    return int(c.long[a] + c.long[b] - length(p, s, both, _both(c, a, b, both)))
