"""Which orders go together on which cart, so that all walks together are short."""

import time

from packhorse.algorithms.batching.carts import Carts, copy, savings, tight, total
from packhorse.algorithms.batching.lengths import scratch
from packhorse.algorithms.batching.moves import draft
from packhorse.algorithms.batching.problem import Batches, Problem
from packhorse.algorithms.batching.search import search

ROUND = 5_000  # moves at one temperature
# Parts of a cart's mean walk: the temperature at first and at last.
HOT, WARM, COLD = 0.04, 0.005, 0.002
# Orders, by rule, from which on there is no time to do better than savings from afresh: it goes on from these, WARM.
MANY = {"s_shape": 400, "shortest": 80}
# Shares of moves after which all should fit, at first and at last; what a whole cart too many costs is raised or
# lowered by a step until it is so, within bounds, in mean walks.
FITTING, STEP, TOLL, TOLLS = (0.5, 0.9), 1.05, 3.0, (0.1, 100.0)


def by_savings(problem: Problem) -> Batches:
    """Return the carts of Clarke & Wright (ii), the baseline."""
    if not problem.jobs:
        return Batches((), ())
    arrays = problem.arrays()
    return _read(savings(arrays, scratch(arrays)))


def batch(problem: Problem, *, seed: int = 1, budget_ms: int | None = None, moves: int | None = None) -> Batches:
    """Return carts whose walks are as short as could be found, never longer than those of `by_savings`.

    The search ends after `budget_ms` milliseconds or so many `moves`, whichever is first; one of them must be given.
    With moves alone the answer is the same for the same seed, on every machine.
    """
    if budget_ms is None and moves is None:
        raise ValueError("say how long to search: budget_ms or moves")
    if not problem.jobs:
        return Batches((), ())
    begun = time.perf_counter()
    arrays = problem.arrays()
    room = scratch(arrays)
    best = savings(arrays, room)
    many = len(problem.jobs) > MANY[problem.rule]
    carts = copy(best) if many else tight(arrays, room)
    hot = WARM if many else HOT
    drafted = draft(carts, seed)
    walk = total(best) / best.used[0]
    toll, done = TOLL, 0
    while True:
        spent = max(
            done / moves if moves else float(moves == 0),
            (time.perf_counter() - begun) * 1000 / budget_ms if budget_ms else float(budget_ms == 0),
        )
        if spent >= 1:
            return _read(best)
        count = min(ROUND, moves - done) if moves else ROUND
        heat = walk * hot * (COLD / hot) ** spent
        fitting = search(arrays, room, carts, best, drafted, count, heat, toll * walk / max(1, problem.capacity))
        done += count
        wanted = FITTING[0] + (FITTING[1] - FITTING[0]) * spent
        toll = min(max(toll * STEP if fitting < wanted else toll / STEP, TOLLS[0]), TOLLS[1])


def _read(carts: Carts) -> Batches:
    used = range(carts.used[0])
    found = sorted((sorted(map(int, carts.on[cart, : carts.count[cart]])), int(carts.long[cart])) for cart in used)
    return Batches(tuple(tuple(orders) for orders, _ in found), tuple(length for _, length in found))
