"""One order after another, each in the cheapest way there is when its turn comes: for few orders, and as a fallback."""

from collections.abc import Mapping

import numpy as np

from packhorse.algorithms.sourcing.problem import Problem, price
from packhorse.algorithms.sourcing.straight import Floats, Ints

Shares = list[tuple[int, int, int]]  # (line, warehouse, units)
NOTHING: Mapping[tuple[int, int], int] = {}


def cheapest(
    problem: Problem,
    o: int,
    left: Ints,
    room: Ints,
    kept: Mapping[tuple[int, int], int] = NOTHING,
    *,
    one: bool = False,
) -> Shares:
    """Return how order `o` is served: from the one warehouse that costs least, else by adding who saves most.

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
    alone = [_cost(problem, o, can, [w]) if can[:, w].any() else np.inf for w in range(can.shape[1])]
    if not np.isfinite(min(alone, default=np.inf)):
        return []
    chosen, least = [int(np.argmin(alone))], min(alone)
    while not one and (can[:, chosen].sum(axis=1) < units).any():
        others = [w for w in range(can.shape[1]) if w not in chosen and can[:, w].any()]
        tried = [_cost(problem, o, can, [*chosen, w]) for w in others]
        if not tried or min(tried) >= least:
            break
        least = min(tried)
        chosen.append(others[int(np.argmin(tried))])
    give = _give(problem, o, can, chosen)
    return [
        (int(problem.first[o]) + i, w, int(give[i, k]))
        for k, w in enumerate(chosen)
        for i in range(len(units))
        if give[i, k]
    ]


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


def _cost(problem: Problem, o: int, can: Ints, sites: list[int]) -> float:
    mine = slice(problem.first[o], problem.first[o + 1])
    give = _give(problem, o, can, sites)
    grams = problem.grams[mine] @ give
    total = float((problem.toll[problem.product[mine]][:, sites] * give).sum())
    opened = 0
    for k, w in enumerate(sites):
        if grams[k]:
            opened += 1
            lines = int((give[:, k] > 0).sum())
            total += price(problem.tariff, problem.upto, int(problem.zone[o, w]), int(grams[k]))
            total += float(problem.fixed[o, w]) + lines * int(problem.per_line[w])
    lacking = int(problem.units[mine].sum() - give.sum())
    return total + problem.split * max(0, opened - 1) + problem.missing * float(lacking)
