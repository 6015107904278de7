"""Fill a carton to the end, and try the best blocks of one state, each filled to the end.

Source: Araya & Riff, "A beam search approach to the container loading problem" (2014): a partial loading is judged by
the volume that plain filling makes of it.
"""

from typing import Any

from packhorse.algorithms.packing.choosing import drop, look, nearest
from packhorse.algorithms.packing.states import PLACED, SPACES, VOLUME, Case, copy, put

NEVER = -1


def fill(c: Case, st: Any, o: int, found: Any, rates: Any, near: Any, work: Any) -> int:
    """Put the best block into the nearest space until none is left; return the spaces looked at."""
    steps = 0
    while st[o + SPACES] and st[o + PLACED] < c.max_placed:
        chosen = nearest(c, st, o)
        space, corner = chosen // 4, chosen % 4
        steps += 1
        if look(c, st, o, space, corner, 1, found, rates, near):
            put(c, st, o, found[0], space, corner, work)
        else:
            drop(c, st, o, space)
    return steps


def branch(
    c: Case, st: Any, parent: int, pool: int, most: int, judged: Any, best: int, tried: int, ended: int,
    wanted: int, found: Any, rates: Any, first: Any, rate: Any, near: Any, work: Any,
) -> int:  # fmt: skip
    """Try the best `most` blocks of the state `parent`; keep the best `most` children of all at `pool`.

    `judged`: by place in the pool, what plain filling makes of it (NEVER: empty); of two that come to the same, one is
    kept. `best`, `tried`, `ended`: the fullest loading so far, and two places to work in. Ends early at `wanted`
    volume. Returns the spaces looked at.
    """
    steps, count, space, corner = 0, 0, 0, 0
    while st[parent + SPACES] and not count and st[parent + PLACED] < c.max_placed:
        chosen = nearest(c, st, parent)
        space, corner = chosen // 4, chosen % 4
        steps += 1
        count = look(c, st, parent, space, corner, most, found, rates, near)
        if not count:
            drop(c, st, parent, space)
    for n in range(count):
        copy(c, st, tried, parent)
        put(c, st, tried, found[n], space, corner, work)
        copy(c, st, ended, tried)
        steps += fill(c, st, ended, first, rate, near, work)
        volume = st[ended + VOLUME]
        if volume > st[best + VOLUME]:
            copy(c, st, best, ended)
            if volume >= wanted:
                return steps
        keep(c, st, pool, most, judged, tried, volume)
    return steps


def keep(c: Case, st: Any, pool: int, most: int, judged: Any, tried: int, volume: int) -> None:
    """Keep a child if it is better than the worst that is kept."""
    worst = 0
    for k in range(most):
        if judged[k] == volume:
            return
        if judged[k] < judged[worst]:
            worst = k
    if judged[worst] < volume:
        judged[worst] = volume
        copy(c, st, pool + worst * c.size, tried)
