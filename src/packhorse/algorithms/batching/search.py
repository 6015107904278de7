"""The search: orders change carts by chance, and what makes the walks longer is kept ever more seldom.

Source: Kirkpatrick, Gelatt & Vecchi, "Optimization by simulated annealing" (1983).
"""

from math import log
from typing import Any

from packhorse.algorithms.batching.carts import Carts, close, keep, put, total
from packhorse.algorithms.batching.compiled import compiled
from packhorse.algorithms.batching.lengths import Scratch, length
from packhorse.algorithms.batching.moves import Draft, draw, roll
from packhorse.algorithms.batching.problem import Arrays

FINE = 1 << 30


@compiled
def search(p: Arrays, s: Scratch, c: Carts, best: Carts, d: Draft, moves: int, heat: float, toll: float) -> Any:
    """Try so many moves at a temperature, change `c` by those taken, and keep in `best` the best of it that fits.

    Carts may be a little overfull: a unit too many counts as `toll`, for what is packed tightly can hardly change
    otherwise; by the further capacities they never are. Return in which share of the moves all fitted.
    """
    room = p.capacity
    now, least, over, fitting = total(c), total(best), 0, 0
    for cart in range(c.used[0]):
        over += max(0, c.load[cart] - room)
    for _ in range(moves):
        fitting += over == 0
        changed = draw(p, c, d)
        if changed == 0 or not _all_take(p, d, changed):
            continue
        before, more = 0, 0
        for nth in range(changed):
            cart = d.cart[nth]
            before += c.long[cart]
            more += max(0, _load(p, d, nth) - room) - max(0, c.load[cart] - room)
        # How long it may be is drawn first: many moves are refused before all walks are known.
        most = before - more * toll - heat * log((roll(d, FINE) + 1) / FINE)
        long_b = length(p, s, d.side[1], d.count[1])
        if long_b > most:
            continue
        long_a = length(p, s, d.side[0], d.count[0])
        if long_a + long_b > most:
            continue
        long_e = length(p, s, d.side[2], d.count[2]) if changed == 3 else 0
        after = long_a + long_b + long_e
        if after > most:
            continue
        c.used[0] = max(c.used[0], d.cart[1] + 1)
        put(p, c, d.cart[0], d.side[0], d.count[0], long_a)
        put(p, c, d.cart[1], d.side[1], d.count[1], long_b)
        if changed == 3:
            put(p, c, d.cart[2], d.side[2], d.count[2], long_e)
        if d.count[0] == 0:
            close(c, d.cart[0])
        now += after - before
        over += more
        if over == 0 and now < least:
            least = now
            keep(c, best)
    return fitting / moves


@compiled
def _all_take(p: Arrays, d: Draft, changed: int) -> bool:
    """Say whether the carts of a draft take it by the further capacities."""
    for r in range(p.rooms.shape[0]):
        for nth in range(changed):
            taken = 0
            for k in range(d.count[nth]):
                taken += p.parts[d.side[nth, k], r]
            if taken > p.rooms[r]:
                return False
    return True


@compiled
def _load(p: Arrays, d: Draft, nth: int) -> int:
    load = 0
    for k in range(d.count[nth]):
        load += p.sizes[d.side[nth, k]]
    return load
