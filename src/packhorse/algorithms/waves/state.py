"""A wave that is being changed: aisles come and go, orders are taken and given back, and all of it can be undone."""

from typing import Any, NamedTuple

import numpy as np

from packhorse.algorithms.waves.compiled import compiled, inlined
from packhorse.algorithms.waves.problem import Arrays

UNITS, AISLES, STEPS, TOUCHED, STAMP = 0, 1, 2, 3, 4  # what `count` holds


class State(NamedTuple):
    """`open`: of each aisle, and `taken`: of each order, whether it is in the wave.

    `row`: the aisles, those of the wave first, and `place`: where each stands in it. By item: `stock` in the aisles of
    the wave, and `used` of it by its orders. `steps`: what was done since `settle`: order o as o, aisle a as -1 - a.
    `touched`: items of which some came free since. `marks`: by item and by order, when it was last looked at.
    """

    count: Any
    open: Any
    taken: Any
    row: Any
    place: Any
    stock: Any
    used: Any
    steps: Any
    touched: Any
    item_marks: Any
    order_marks: Any
    fits: Any
    ranks: Any
    dice: Any


@compiled
def empty(p: Arrays, seed: int) -> State:
    """Return a wave without orders."""
    orders, aisles, items = p.sizes.shape[0], p.aisle_first.shape[0] - 1, p.wanted.shape[0]
    return State(
        np.zeros(5, np.int64),
        np.zeros(aisles, np.bool_),
        np.zeros(orders, np.bool_),
        np.arange(aisles),
        np.arange(aisles),
        np.zeros(items, np.int64),
        np.zeros(items, np.int64),
        np.zeros(8 * (orders + aisles) + 64, np.int64),
        np.zeros(items, np.int64),
        np.zeros(items, np.int64),
        np.zeros(orders, np.int64),
        np.zeros(orders, np.int64),
        np.zeros(orders, np.float64),
        np.full(1, np.uint64(seed) * np.uint64(2) + np.uint64(0x9E3779B97F4A7C15)),
    )


@inlined
def roll(s: State, sides: int) -> Any:
    """Return a number from 0 to below `sides`. Source: Vigna, "An experimental exploration of xorshift" (2016)."""
    x = s.dice[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    s.dice[0] = x
    return np.int64(((x * np.uint64(0x2545F4914F6CDD1D)) >> np.uint64(33)) % np.uint64(sides))


@compiled
def settle(s: State) -> None:
    """Keep what was done: it is not undone any more."""
    s.count[STEPS] = 0
    s.count[TOUCHED] = 0
    s.count[STAMP] += 1


@compiled
def note(s: State, step: int) -> None:
    """Keep a step for `undo`."""
    s.steps[s.count[STEPS]] = step
    s.count[STEPS] += 1


@compiled
def touch(s: State, item: int) -> None:
    """Say that some of an item came free."""
    if s.item_marks[item] != s.count[STAMP]:
        s.item_marks[item] = s.count[STAMP]
        s.touched[s.count[TOUCHED]] = item
        s.count[TOUCHED] += 1


@compiled
def turn_order(p: Arrays, s: State, order: int) -> None:
    """Take an order, or give it back; its items are not looked at."""
    sign = -1 if s.taken[order] else 1
    s.taken[order] = not s.taken[order]
    s.count[UNITS] += sign * p.sizes[order]
    for k in range(p.order_first[order], p.order_first[order + 1]):
        s.used[p.order_item[k]] += sign * p.order_units[k]


@compiled
def turn_aisle(p: Arrays, s: State, aisle: int) -> None:
    """Visit an aisle, or do not any more; who then lacks what is not looked at."""
    sign = -1 if s.open[aisle] else 1
    end = s.count[AISLES] if sign > 0 else s.count[AISLES] - 1
    at, other = s.place[aisle], s.row[end]
    s.row[end], s.row[at] = aisle, other
    s.place[aisle], s.place[other] = end, at
    s.open[aisle] = not s.open[aisle]
    s.count[AISLES] += sign
    for k in range(p.aisle_first[aisle], p.aisle_first[aisle + 1]):
        s.stock[p.aisle_item[k]] += sign * p.aisle_units[k]


@compiled
def undo(p: Arrays, s: State) -> None:
    """Go back to what was settled last."""
    for nth in range(s.count[STEPS] - 1, -1, -1):
        step = s.steps[nth]
        if step >= 0:
            turn_order(p, s, step)
        else:
            turn_aisle(p, s, -1 - step)
    settle(s)


@compiled
def give_back(p: Arrays, s: State, order: int) -> None:
    """Take an order out of the wave."""
    turn_order(p, s, order)
    note(s, order)
    for k in range(p.order_first[order], p.order_first[order + 1]):
        touch(s, p.order_item[k])


@compiled
def take(p: Arrays, s: State, order: int) -> None:
    """Put an order into the wave."""
    turn_order(p, s, order)
    note(s, order)


@compiled
def visit(p: Arrays, s: State, aisle: int) -> None:
    """Add an aisle."""
    turn_aisle(p, s, aisle)
    note(s, -1 - aisle)
    for k in range(p.aisle_first[aisle], p.aisle_first[aisle + 1]):
        touch(s, p.aisle_item[k])


@compiled
def leave(p: Arrays, s: State, aisle: int) -> None:
    """Take an aisle out, and give back orders until none lacks anything."""
    turn_aisle(p, s, aisle)
    note(s, -1 - aisle)
    for k in range(p.aisle_first[aisle], p.aisle_first[aisle + 1]):
        relieve(p, s, p.aisle_item[k], -1)


@compiled
def relieve(p: Arrays, s: State, item: int, keep: int) -> None:
    """Give back orders of an item, all but `keep`, until the rest do not lack it: one that is just enough, or any."""
    first, end = p.of_first[item], p.of_first[item + 1]
    while s.used[item] > s.stock[item]:
        lack = s.used[item] - s.stock[item]
        start = roll(s, end - first)
        chosen, least = -1, 0
        for nth in range(end - first):
            at = first + (start + nth) % (end - first)
            order = p.of_item[at]
            if not s.taken[order] or order == keep:
                continue
            # What it gives back beyond what lacks, and what else it holds, is lost.
            cost = p.sizes[order] if p.per_order[at] >= lack else p.sizes[order] + lack - p.per_order[at]
            if chosen < 0 or cost < least:
                chosen, least = order, cost
            if least <= lack:
                break
        give_back(p, s, chosen)


@compiled
def fits(p: Arrays, s: State, order: int) -> bool:
    """Say whether an order can be taken as it is."""
    if s.count[UNITS] + p.sizes[order] > p.upper:
        return False
    for k in range(p.order_first[order], p.order_first[order + 1]):
        item = p.order_item[k]
        if s.used[item] + p.order_units[k] > s.stock[item]:
            return False
    return True


@compiled
def refill(p: Arrays, s: State, spread: float) -> None:
    """Take orders for what came free, largest first, as far as chance lets them: a rank is up to `spread` higher."""
    found = 0
    for nth in range(s.count[TOUCHED]):
        item = s.touched[nth]
        free = s.stock[item] - s.used[item]
        if free <= 0:
            continue
        for at in range(p.of_first[item], p.of_first[item + 1]):
            order = p.of_item[at]
            if s.taken[order] or p.per_order[at] > free or s.order_marks[order] == s.count[STAMP]:
                continue
            s.order_marks[order] = s.count[STAMP]
            if fits(p, s, order):
                s.fits[found] = order
                s.ranks[found] = -p.sizes[order] * (1.0 + spread * roll(s, 1024) / 1024)
                found += 1
    if found == 0:
        return
    ranked = np.argsort(s.ranks[:found])
    for nth in range(found):
        order = s.fits[ranked[nth]]
        if fits(p, s, order):
            take(p, s, order)
