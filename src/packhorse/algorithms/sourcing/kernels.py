"""The compiled loops over all orders: served in turn, bounded, improved; and the baseline.

`at` (O, DEEPEST): the warehouses of an order, -1 for none. `held` (L, DEEPEST): units of a line from each of them.
"""

# mypy: disable-error-code="untyped-decorator"

from typing import Any

import numpy as np

from packhorse.algorithms.sourcing.compiled import compiled
from packhorse.algorithms.sourcing.order import DEEPEST, FAR, look, scratch
from packhorse.algorithms.sourcing.tariff import price
from packhorse.algorithms.sourcing.ways import best_way

Many = Any  # a tuple of the problem's arrays
SINGLES = 2  # whole from one warehouse: so many ways of an order are kept beside the best


@compiled
def longest(p: Many) -> int:
    """Return the most lines an order has."""
    first, most = p[0], 0
    for o in range(first.shape[0] - 1):
        most = max(most, first[o + 1] - first[o])
    return most


@compiled
def serve(p: Many, turn: Any, left: Any, room: Any, lam: Any, mu: Any, at: Any, held: Any) -> None:
    """Serve orders one after another at the prices from what is left."""
    s = scratch(longest(p), p[4].shape[1])
    for o in turn:
        look(p, o, left, room, lam, mu, s)
        _, count, _ = best_way(p, o, lam, mu, s)
        _take(p, o, count, left, room, at, held, s)


@compiled
def _take(p: Many, o: int, count: int, left: Any, room: Any, at: Any, held: Any, s: Many) -> None:
    first, product, give, sites = p[0], p[1], s[5], s[6]
    for k in range(DEEPEST):
        at[o, k] = sites[k] if k < count else -1
        if k < count:
            room[sites[k]] -= 1
        for i in range(first[o], first[o + 1]):
            part = give[i - first[o], k] if k < count else 0
            held[i, k] = part
            if part > 0:
                left[product[i], sites[k]] -= part


@compiled
def _let_go(p: Many, o: int, left: Any, room: Any, at: Any, held: Any) -> None:
    first, product = p[0], p[1]
    for k in range(DEEPEST):
        if at[o, k] >= 0:
            room[at[o, k]] += 1
            for i in range(first[o], first[o + 1]):
                left[product[i], at[o, k]] += held[i, k]
                held[i, k] = 0
            at[o, k] = -1


@compiled
def held_cost(p: Many, o: int, at: Any, held: Any) -> Any:
    """What order `o` costs as it is served, without prices."""
    first, product, units, grams, zone, tariff, upto, _, _, fixed, per_line, toll, _, split, missing, _, _, late = p
    total, opened, wanted, latest = 0.0, 0, 0, 0.0
    for i in range(first[o], first[o + 1]):
        wanted += units[i]
    for k in range(DEEPEST):
        w = at[o, k]
        if w < 0:
            continue
        heavy, lines = 0, 0
        for i in range(first[o], first[o + 1]):
            part = held[i, k]
            if part > 0:
                heavy += part * grams[i]
                lines += 1
                wanted -= part
                total += part * toll[product[i], w]
        opened += 1
        latest = max(latest, late[o, w])
        total += fixed[o, w] + per_line[w] * lines
        if heavy > 0:
            total += price(tariff, upto, zone[o, w], heavy)
    return total + latest + split * max(0, opened - 1) + wanted * missing


@compiled
def costs(p: Many, at: Any, held: Any) -> Any:
    """What each order costs as it is served."""
    found = np.zeros(p[0].shape[0] - 1)
    for o in range(found.shape[0]):
        found[o] = held_cost(p, o, at, held)
    return found


@compiled
def improve(p: Many, turn: Any, left: Any, room: Any, lam: Any, mu: Any, at: Any, held: Any) -> float:
    """Let orders choose again among what is left at the prices, and keep what makes them cheaper without.

    Return what all save by it.
    """
    s = scratch(longest(p), p[4].shape[1])
    first, product = p[0], p[1]
    saved = 0.0
    keep_at = np.empty(DEEPEST, np.int64)
    keep = np.empty((longest(p), DEEPEST), np.int64)
    for o in turn:
        before = held_cost(p, o, at, held)
        lines = first[o + 1] - first[o]
        for k in range(DEEPEST):
            keep_at[k] = at[o, k]
            for i in range(lines):
                keep[i, k] = held[first[o] + i, k]
        _let_go(p, o, left, room, at, held)
        look(p, o, left, room, lam, mu, s)
        _, count, _ = best_way(p, o, lam, mu, s)
        _take(p, o, count, left, room, at, held, s)
        after = held_cost(p, o, at, held)
        if after < before - 1e-9:
            saved += before - after
            continue
        _let_go(p, o, left, room, at, held)
        for k in range(DEEPEST):
            at[o, k] = keep_at[k]
            if keep_at[k] >= 0:
                room[keep_at[k]] -= 1
                for i in range(lines):
                    held[first[o] + i, k] = keep[i, k]
                    left[product[first[o] + i], keep_at[k]] -= keep[i, k]
    return saved


@compiled
def ask(p: Many, start: int, end: int, stock: Any, room: Any, price: Any, usage: Any) -> Any:
    """Let the orders from `start` to `end` choose at the prices as if each were alone.

    `price` and `usage` (P x W + W): by product and warehouse, then of an order's place in each warehouse. Returns the
    bound and ways worth keeping: (order, cost without prices, first of its takings), and (column, units) taken.
    """
    width = room.shape[0]
    lam, mu = price[: stock.size].reshape(stock.shape), price[stock.size :]
    s = scratch(longest(p), width)
    first, product, units, give, sites, alone, lacks = p[0], p[1], p[2], s[5], s[6], s[3], s[4]
    lines = first[end] - first[start]
    most = (end - start) * (1 + SINGLES)
    order, cost, begins = np.empty(most, np.int64), np.empty(most), np.empty(most + 1, np.int64)
    column, taken = np.empty(lines * (2 + SINGLES) + most * 2, np.int32), np.empty(lines * (2 + SINGLES) + most * 2)
    ways, at = 0, 0
    least = 0.0
    for o in range(start, end):
        look(p, o, stock, room, lam, mu, s)
        value, count, low = best_way(p, o, lam, mu, s)
        least += low
        if at + (first[o + 1] - first[o] + 1) * (DEEPEST + SINGLES) > column.shape[0]:
            column = np.concatenate((column, np.empty(column.shape[0], np.int32)))
            taken = np.concatenate((taken, np.empty(taken.shape[0])))
        for single in range(1 + SINGLES):
            if single > 0:  # the next best of those that have all of it
                best = -1
                for w in range(width):
                    if lacks[w] == 0 and alone[w] < FAR and (count != 1 or w != sites[0]):
                        best = w if best < 0 or alone[w] < alone[best] else best
                if best < 0:
                    break
                value = alone[best]
                alone[best] = FAR
            order[ways], begins[ways] = o, at
            for k in range(count if single == 0 else 1):
                w = sites[k] if single == 0 else best
                value -= mu[w]
                column[at], taken[at] = stock.size + w, 1.0
                if single == 0:
                    usage[stock.size + w] += 1
                at += 1
                for i in range(first[o], first[o + 1]):
                    part = give[i - first[o], k] if single == 0 else units[i]
                    if part > 0:
                        value -= part * lam[product[i], w]
                        column[at], taken[at] = product[i] * width + w, part
                        if single == 0:
                            usage[column[at]] += part
                        at += 1
            cost[ways] = value
            ways += 1
    begins[ways] = at
    return least, order[:ways], cost[:ways], begins[: ways + 1], column[:at], taken[:at]


@compiled
def repair(p: Many, turn: Any, left: Any, room: Any, lam: Any, mu: Any, at: Any, held: Any) -> int:
    """Serve anew those orders that hold what there is not: where `left` or `room` is below nothing. Return how many."""
    s = scratch(longest(p), p[4].shape[1])
    first, product = p[0], p[1]
    count = 0
    for o in turn:
        wrong = False
        for k in range(DEEPEST):
            w = at[o, k]
            if w >= 0:
                wrong = wrong or room[w] < 0
                for i in range(first[o], first[o + 1]):
                    wrong = wrong or (held[i, k] > 0 and left[product[i], w] < 0)
        if wrong:
            count += 1
            _let_go(p, o, left, room, at, held)
            look(p, o, left, room, lam, mu, s)
            _, found, _ = best_way(p, o, lam, mu, s)
            _take(p, o, found, left, room, at, held, s)
    return count


@compiled
def nearest(p: Many, turn: Any, near: Any, left: Any, room: Any, at: Any, held: Any) -> None:
    """The baseline: order by order the nearest warehouse that has it whole, else whoever gives most of what lacks.

    `near` (O, W): warehouses by distance.
    """
    first, product, units, zone, whole = p[0], p[1], p[2], p[4], p[12]
    for o in turn:
        start, end = first[o], first[o + 1]
        wanted = units[start:end].copy()
        for k in range(DEEPEST):
            best, most, lacks = -1, 0, 0
            for i in range(end - start):
                lacks += wanted[i]
            for rank in range(near.shape[1]):
                w = near[o, rank]
                if zone[o, w] < 0 or room[w] <= 0:
                    continue
                used = False
                for before in range(k):
                    used = used or at[o, before] == w
                if used:
                    continue
                gives = 0
                for i in range(end - start):
                    gives += min(wanted[i], left[product[start + i], w])
                if gives > most:
                    best, most = w, gives
            if best < 0 or (whole[o] and most < lacks):
                break
            at[o, k] = best
            for i in range(end - start):
                part = min(wanted[i], left[product[start + i], best])
                held[start + i, k] = part
                wanted[i] -= part
                left[product[start + i], best] -= part
            room[best] -= 1
            if most == lacks:
                break
