"""The search: aisles and orders come and go by chance, and what makes the wave worse is kept ever more seldom.

A ratio is maximised by a sum (Dinkelbach, "On nonlinear fractional programming", 1967): units - rate * aisles, where
the rate is that of the best wave known. What a wave has less than its least units counts `toll` times.
Source: Kirkpatrick, Gelatt & Vecchi, "Optimization by simulated annealing" (1983); Schrimpf et al., "Record breaking
optimization results using the ruin and recreate principle" (2000).
"""

from math import log
from typing import Any

from packhorse.algorithms.waves.compiled import compiled, inlined
from packhorse.algorithms.waves.problem import Arrays
from packhorse.algorithms.waves.state import (
    AISLES,
    UNITS,
    State,
    fits,
    give_back,
    leave,
    refill,
    relieve,
    roll,
    settle,
    take,
    undo,
    visit,
)

FINE = 1 << 30
# Of 64 moves so many are of each kind; the rest give a few orders back.
SWAP, ADD, DROP, FORCE, REACH = 20, 5, 5, 14, 14
TRIES = 20  # draws until there is an order of the kind that is wanted


@compiled
def search(p: Arrays, s: State, best: Any, rate: float, moves: int, heat: float, toll: float) -> Any:
    """Try so many moves at a temperature; return the best rate, and in which share of them there were units enough.

    `best`: the orders (from 0) and aisles (behind them) of the best wave, as yes or no.
    """
    orders = p.sizes.shape[0]
    enough = 0
    for _ in range(moves):
        now = worth(p, s, rate, toll)
        settle(s)
        change(p, s)
        after = worth(p, s, rate, toll)
        if after < now + heat * log((roll(s, FINE) + 1) / FINE):
            undo(p, s)
        elif s.count[UNITS] >= p.lower and s.count[AISLES] > 0 and s.count[UNITS] > rate * s.count[AISLES] + 1e-9:
            rate = s.count[UNITS] / s.count[AISLES]
            best[:orders] = s.taken
            best[orders:] = s.open
        enough += s.count[UNITS] >= p.lower
    return rate, enough / moves


@inlined
def worth(p: Arrays, s: State, rate: float, toll: float) -> float:
    """What a wave is worth at a rate."""
    units, lacking = s.count[UNITS], max(0, p.lower - s.count[UNITS])
    return float(units - rate * s.count[AISLES] - toll * lacking)


@compiled
def change(p: Arrays, s: State) -> None:
    """Make one move by chance."""
    kind, visited, aisles = roll(s, 64), s.count[AISLES], s.row.shape[0]
    if kind < SWAP:
        if visited == 0 or visited == aisles:
            return
        gone = worst(p, s, 1 + roll(s, 3))
        come = likely(p, s, 1 + roll(s, 4))
        visit(p, s, come)
        leave(p, s, gone)
    elif kind < SWAP + ADD:
        if visited == aisles:
            return
        visit(p, s, likely(p, s, 1 + roll(s, 6)))
    elif kind < SWAP + ADD + DROP:
        if visited == 0:
            return
        leave(p, s, worst(p, s, 1 + roll(s, 6)))
    elif kind < SWAP + ADD + DROP + FORCE:
        force(p, s, False)
    elif kind < SWAP + ADD + DROP + FORCE + REACH:
        if roll(s, 2):
            spare(p, s, 1 + roll(s, 3))
            tidy(p, s)
        if force(p, s, True) and roll(s, 2):
            while s.count[AISLES] > max(1, visited):
                leave(p, s, worst(p, s, 1 + roll(s, 6)))
    else:
        spare(p, s, 1 + roll(s, 4))
        if roll(s, 2):
            tidy(p, s)
    refill(p, s, roll(s, 4) / 2.0)
    if roll(s, 4) == 0:
        tidy(p, s)


@compiled
def spare(p: Arrays, s: State, few: int) -> None:
    """Give back a few orders."""
    for _ in range(TRIES):
        order = roll(s, p.sizes.shape[0])
        if s.taken[order]:
            give_back(p, s, order)
            few -= 1
            if few == 0:
                return


@compiled
def tidy(p: Arrays, s: State) -> None:
    """Leave the aisles that nobody needs."""
    for nth in range(s.count[AISLES] - 1, -1, -1):
        aisle = s.row[nth]
        needed = False
        for k in range(p.aisle_first[aisle], p.aisle_first[aisle + 1]):
            item = p.aisle_item[k]
            if s.used[item] > s.stock[item] - p.aisle_units[k]:
                needed = True
                break
        if not needed:
            leave(p, s, aisle)


@compiled
def force(p: Arrays, s: State, reach: bool) -> bool:
    """Take an order that others stand in the way of, these are given back; if `reach`, visit the aisles it lacks."""
    order, left, least = -1, 1 + roll(s, 4) if reach else 1, 0.0
    for _ in range(TRIES):
        drawn = roll(s, p.sizes.shape[0])
        if s.taken[drawn] or p.sizes[drawn] > p.upper:
            continue
        lack = lacking(p, s, drawn)
        if reach != (lack > 0):
            continue
        if order < 0 or lack / p.sizes[drawn] < least:
            order, least = drawn, lack / p.sizes[drawn]
        left -= 1
        if left == 0:
            break
    if order < 0:
        return False
    for k in range(p.order_first[order], p.order_first[order + 1]):
        item = p.order_item[k]
        while s.stock[item] < p.order_units[k]:
            first, count = p.at_first[item], p.at_first[item + 1] - p.at_first[item]
            start, chosen, most = roll(s, count), -1, -1
            for nth in range(count):
                aisle = p.at_item[first + (start + nth) % count]
                if not s.open[aisle]:
                    helps = lacked(p, s, aisle, order) if roll(s, 4) else 0
                    if helps > most:
                        chosen, most = aisle, helps
            visit(p, s, chosen)
    take(p, s, order)
    for k in range(p.order_first[order], p.order_first[order + 1]):
        relieve(p, s, p.order_item[k], order)
    while s.count[UNITS] > p.upper:
        other = roll(s, p.sizes.shape[0])
        if s.taken[other] and other != order:
            give_back(p, s, other)
    return True


@compiled
def lacking(p: Arrays, s: State, order: int) -> int:
    """Count the lines of an order that the aisles visited do not hold, whoever else may have it."""
    lines = 0
    for k in range(p.order_first[order], p.order_first[order + 1]):
        if p.order_units[k] > s.stock[p.order_item[k]]:
            lines += 1
    return lines


@compiled
def lacked(p: Arrays, s: State, aisle: int, order: int) -> int:
    """Count the units of an order that lack and lie in an aisle."""
    units = 0
    for k in range(p.order_first[order], p.order_first[order + 1]):
        item = p.order_item[k]
        lack = p.order_units[k] - s.stock[item]
        if lack > 0:
            for at in range(p.at_first[item], p.at_first[item + 1]):
                if p.at_item[at] == aisle:
                    units += min(lack, p.per_aisle[at])
    return units


@compiled
def worst(p: Arrays, s: State, tries: int) -> int:
    """Of some aisles visited, return the one whose going leaves the fewest units without stock."""
    chosen, least = -1, 0
    for _ in range(tries):
        aisle = s.row[roll(s, s.count[AISLES])]
        lost = 0
        for k in range(p.aisle_first[aisle], p.aisle_first[aisle + 1]):
            item = p.aisle_item[k]
            lost += max(0, s.used[item] - s.stock[item] + p.aisle_units[k])
        if chosen < 0 or lost < least:
            chosen, least = aisle, lost
    return chosen


@compiled
def likely(p: Arrays, s: State, tries: int) -> int:
    """Of some aisles not visited, return the one where most lies that is wanted and lacks."""
    chosen, most, visited = -1, 0, s.count[AISLES]
    for _ in range(tries):
        aisle = s.row[visited + roll(s, s.row.shape[0] - visited)]
        gain = 0
        for k in range(p.aisle_first[aisle], p.aisle_first[aisle + 1]):
            item = p.aisle_item[k]
            gain += max(0, min(p.wanted[item] - s.stock[item], p.aisle_units[k]))
        if chosen < 0 or gain > most:
            chosen, most = aisle, gain
    return chosen


@compiled
def begin(p: Arrays, s: State, best: Any) -> None:
    """Begin with the best wave known."""
    orders = p.sizes.shape[0]
    for aisle in range(s.row.shape[0]):
        if best[orders + aisle] != s.open[aisle]:
            settle(s)
            if s.open[aisle]:
                leave(p, s, aisle)
            else:
                visit(p, s, aisle)
    for order in range(orders):
        if s.taken[order] and not best[order]:
            settle(s)
            give_back(p, s, order)
    for order in range(orders):
        if best[order] and not s.taken[order] and fits(p, s, order):
            settle(s)
            take(p, s, order)
    settle(s)
