"""One order after another, each in the cheapest way there is when its turn comes: for few orders, and as a fallback."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from packhorse.algorithms.sourcing.problem import Problem, prices
from packhorse.algorithms.sourcing.straight import Floats, Ints

Shares = list[tuple[int, int, int]]  # (line, warehouse, units)
NOTHING: Mapping[tuple[int, int], int] = {}
STARTS = 4  # warehouses with which a way through several is begun, the cheapest to open


def cheapest(
    problem: Problem,
    o: int,
    left: Ints,
    room: Ints,
    kept: Mapping[tuple[int, int], int] = NOTHING,
    *,
    one: bool = False,
) -> Shares:
    """Return how order `o` is served: from the one warehouse that costs least, or by adding who saves most.

    `kept` {(product, warehouse): units} is there for this order alone; `left` and `room` are not changed. With `one`
    nobody is added, whatever lacks.
    """
    mine = slice(problem.first[o], problem.first[o + 1])
    product, units = problem.product[mine], problem.units[mine]
    can = left[product].clip(0)
    for (item, w), more in kept.items():
        can[np.flatnonzero(product == item), w] += more
    can = np.minimum(can, units[:, None])
    can[:, (problem.zone[o] < 0) | (room <= 0)] = 0
    if problem.whole[o]:
        can[:, (can < units[:, None]).any(axis=0)] = 0
    some = np.flatnonzero(can.any(axis=0))
    if not len(some):
        return []
    alone = _alone(problem, o, can, some)
    chosen, least = [int(some[np.argmin(alone)])], float(alone.min())
    if not (one or problem.whole[o]) and len(some) > 1:
        chosen, least = _grown(problem, o, can, chosen, least)
        opening = problem.fixed[o, some] + problem.tariff[problem.zone[o, some], 0] + problem.per_line[some]
        nobody = problem.missing * float(np.maximum(0, units - can.sum(axis=1)).sum())
        # What two at least cost, whatever they send: mostly more than the best way by now, and all is done.
        if np.partition(opening, 1)[:2].sum() + problem.split + nobody < least:
            for nth in np.argsort(opening, kind="stable")[:STARTS].tolist():
                way, cost = _grown(problem, o, can, [int(some[nth])], float(alone[nth]))
                if cost < least:
                    chosen, least = way, cost
    give = _give(problem, o, can, chosen)
    return [
        (int(problem.first[o]) + i, w, int(give[i, k]))
        for k, w in enumerate(chosen)
        for i in range(len(units))
        if give[i, k]
    ]


def _alone(problem: Problem, o: int, can: Ints, sites: Ints) -> Floats:
    """What it costs when each of `sites` alone sends what it can."""
    mine, can = slice(problem.first[o], problem.first[o + 1]), can[:, sites]
    units, zone = problem.units[mine], problem.zone[o, sites]
    found: Floats = problem.fixed[o, sites] + problem.late[o, sites] + (can > 0).sum(axis=0) * problem.per_line[sites]
    found = found + prices(problem.tariff, problem.upto, zone, problem.grams[mine] @ can)
    found += (problem.toll[problem.product[mine]][:, sites] * can).sum(axis=0)
    found += problem.missing * (units.sum() - can.sum(axis=0))
    return found


def _grown(problem: Problem, o: int, can: Ints, chosen: list[int], least: float) -> tuple[list[int], float]:
    """Add to `chosen`, which cost `least`, who saves most, as long as something lacks and somebody saves."""
    units = problem.units[problem.first[o] : problem.first[o + 1]]
    while len(short := np.flatnonzero(can[:, chosen].sum(axis=1) < units)):
        helps: NDArray[np.bool_] = np.logical_or.reduce(can[short] > 0, axis=0)
        helps[chosen] = False
        others = np.flatnonzero(helps)
        if not len(others):
            break
        tried = _costs(problem, o, can, chosen, others)
        best = int(np.argmin(tried))
        if tried[best] >= least:
            break
        chosen, least = [*chosen, int(others[best])], float(tried[best])
    return chosen, least


def _give(problem: Problem, o: int, can: Ints, sites: list[int]) -> Ints:
    """Units of each line from each of `sites`: from who is cheapest by the gram, as far as it goes."""
    mine = slice(problem.first[o], problem.first[o + 1])
    wanted = problem.units[mine].copy()
    each: Floats = problem.tariff[problem.zone[o, sites], -1] / problem.upto[-1] * problem.grams[mine][:, None]
    each = each + problem.toll[problem.product[mine]][:, sites]
    # The first of `sites` has most of it: a line stays there unless it lacks.
    each[:, 0] -= np.inf if len(sites) > 1 else 0
    give = np.zeros((len(wanted), len(sites)), np.int64)
    for i, row in enumerate(np.argsort(each, axis=1, kind="stable").tolist()):
        for k in row:
            give[i, k] = min(wanted[i], can[i, sites[k]])
            wanted[i] -= give[i, k]
    return give


def _costs(problem: Problem, o: int, can: Ints, chosen: list[int], others: Ints) -> Floats:
    """What it costs with each of `others` beside those chosen: all at once, for one by one takes ten times as long."""
    mine = slice(problem.first[o], problem.first[o + 1])
    grams, units, count = problem.grams[mine], problem.units[mine], len(chosen)
    sites = np.empty((len(others), count + 1), np.int64)
    sites[:, :count], sites[:, count] = chosen, others
    zone = problem.zone[o, sites]
    toll = problem.toll[problem.product[mine]][:, sites].transpose(1, 0, 2)  # (others, lines, sites), as all below
    there = can[:, sites].transpose(1, 0, 2)
    if count > 1:  # as in `_give`: the first of them has most of it, the others by the gram
        each = (problem.tariff[zone, -1] / problem.upto[-1])[:, None, :] * grams[:, None] + toll
        each[:, :, 0] = -np.inf
        turn = np.argsort(each, axis=2, kind="stable")
        there = np.take_along_axis(there, turn, 2)
    upto = np.minimum(np.cumsum(there, axis=2), units[:, None])
    give = np.diff(upto, axis=2, prepend=0)
    if count > 1:
        in_turn, give = give, np.empty_like(give)
        np.put_along_axis(give, turn, in_turn, 2)
    lines = (give > 0).sum(axis=1)
    opened = lines > 0
    total: Floats = (toll * give).sum(axis=(1, 2))
    total = total + prices(problem.tariff, problem.upto, zone, grams @ give).sum(axis=1)
    handling = (lines * problem.per_line[sites]).sum(axis=1)
    total = total + (np.where(opened, problem.fixed[o, sites], 0.0).sum(axis=1) + handling)
    late = np.where(opened, problem.late[o, sites], 0).max(axis=1)
    total = total + (late + problem.split * np.maximum(0, opened.sum(axis=1) - 1))
    found: Floats = total + problem.missing * (units.sum() - upto[:, :, -1].sum(axis=1)).astype(np.float64)
    return found
