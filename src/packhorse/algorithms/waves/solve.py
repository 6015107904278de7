"""Choose the orders of a wave so that most units are picked per aisle visited.

The problem is that of the Brazilian operational research symposium's challenge of 2025, set by Mercado Libre.
"""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np

from packhorse.algorithms.waves.bound import Bound
from packhorse.algorithms.waves.greedy import by_aisle
from packhorse.algorithms.waves.problem import Arrays, Line, Problem, Wave
from packhorse.algorithms.waves.search import begin, search
from packhorse.algorithms.waves.state import empty

SIDES = 2  # searches side by side
# Waves of few and of many units are as different as two problems, and one does not lead to the other: they are sought
# in bands, from and to so many parts of the way from the least to the most units. Bands that promise most go on.
BANDS = ((0.0, 0.2), (0.15, 0.5), (0.45, 0.9), (0.85, 1.0))
ROUNDS = ((4, 0.3), (2, 0.3), (1, 0.4))  # how many bands, for which part of the budget
ROUND = 400  # moves at one temperature
HOT, COLD = 0.3, 0.03  # parts of the units per aisle: the temperature at first and at last
# Shares of moves after which there should be units enough, at first and at last; what lacks costs more or less by a
# step until it is so, within bounds, in units.
ENOUGH, STEP, TOLL, TOLLS = (0.5, 0.95), 1.1, 1.0, (0.02, 1000.0)
NEAR = 1e-9


@dataclass(frozen=True)
class Found:
    """The best wave found in a band: its orders, then its aisles, as yes or no, and its units per aisle (0: none)."""

    least: int
    most: int
    best: Any
    rate: float


@dataclass(frozen=True)
class Budget:
    """How long one search may take: seconds or moves, whichever is first."""

    seconds: float | None
    moves: int | None

    def spent(self, begun: float, done: int) -> float:
        """Return which part is spent; 1 or more: all."""
        by_moves = 0.0 if self.moves is None else done / self.moves if self.moves > 0 else 1.0
        if self.seconds is None:
            return by_moves
        return max(by_moves, (time.perf_counter() - begun) / self.seconds if self.seconds > 0 else 1.0)


def choose(
    orders: Sequence[Sequence[Line]],
    aisles: Sequence[Sequence[Line]],
    lower: int,
    upper: int,
    *,
    budget_ms: int | None = None,
    moves: int | None = None,
    seed: int = 1,
) -> Wave:
    """Return the wave of `lower` to `upper` units with most units per aisle that could be found.

    It is never worse than the baseline's. It holds no orders if none was found; then `lower` may be out of reach.
    The search ends after `budget_ms` milliseconds or so many `moves` on each of two sides, whichever is first; one of
    them must be given; it ends at once when no wave can be better. With moves alone the answer is the same for the
    same seed, on every machine. Raises ValueError for what is no order, no stock or no range of units.
    """
    if budget_ms is None and moves is None:
        raise ValueError("say how long to search: budget_ms or moves")
    ends = None if budget_ms is None else time.perf_counter() + budget_ms / 1000
    problem = Problem(orders, aisles, lower, upper)
    if not problem.orders:
        return Wave()
    best, units, rate = _baseline(problem)
    arrays = problem.arrays()
    bound = Bound(arrays, rate)
    tries = [
        Found(least, most, best, rate if least <= units <= most else 0.0)
        for least, most in _bands(lower, max(lower, min(upper, sum(problem.sizes))))
    ]
    champion, passed = Found(lower, upper, best, rate), 0.0
    for nth, (width, part) in enumerate(ROUNDS):
        left = 1 - passed
        passed += part
        able = [each for each in tries if bound.per_aisle(each.least, each.most) > champion.rate + NEAR]
        if not able:
            break
        able = sorted(able, key=lambda each: -each.rate)[:width]
        now = time.perf_counter()
        seconds = None if ends is None else max(0.0, ends - now) * part / left
        share = Budget(seconds, None if moves is None else round(moves * part))
        found = _side_by_side(arrays, able, share, len(ROUNDS) * seed + nth, bound)
        tries = [max((each for each in found if each.least == one.least), key=_rate) for one in able]
        champion = max([champion, *tries], key=_rate)
    return _wave(problem, champion, bound.per_aisle(lower, upper))


def _bands(lower: int, upper: int) -> list[tuple[int, int]]:
    """Return the bands, each from least to most units and none twice."""
    wide = upper - lower
    bands = {lower + int(low * wide): lower + int(high * wide) for low, high in BANDS}
    return sorted(bands.items())


def _rate(found: Found) -> float:
    return found.rate


def _side_by_side(p: Arrays, tries: list[Found], share: Budget, seed: int, bound: Bound) -> list[Found]:
    """Search on from each, in turn on each side; if there are fewer than sides, from the same with other dice."""
    chosen = tries if len(tries) >= SIDES else tries * SIDES
    count = len(chosen)

    def goal(found: Found) -> float:
        return bound.per_aisle(found.least, found.most) - NEAR

    def side(nth: int) -> list[Found]:
        turns = range(nth, count, SIDES)
        seconds = None if share.seconds is None else share.seconds / len(turns)
        each = Budget(seconds, None if share.moves is None else share.moves // len(turns))
        return [anneal(p, chosen[turn], each, count * seed + turn, goal(chosen[turn])) for turn in turns]

    with ThreadPoolExecutor(SIDES) as sides:
        return [found for each in sides.map(side, range(SIDES)) for found in each]


def anneal(p: Arrays, start: Found, budget: Budget, seed: int, goal: float) -> Found:
    """Search for a better wave in the same band, at first hot, then ever colder; stop at `goal` units per aisle."""
    begun = time.perf_counter()
    p = p._replace(lower=start.least, upper=start.most)
    state, best, rate, toll, done = empty(p, seed), start.best.copy(), start.rate, TOLL, 0
    begin(p, state, best)
    while rate < goal and (spent := budget.spent(begun, done)) < 1:
        count = ROUND if budget.moves is None else min(ROUND, budget.moves - done)
        heat = (rate or 1.0) * HOT * (COLD / HOT) ** spent
        rate, enough = search(p, state, best, rate, count, heat, toll)
        done += count
        wanted = ENOUGH[0] + (ENOUGH[1] - ENOUGH[0]) * spent
        toll = min(max(toll * STEP if enough < wanted else toll / STEP, TOLLS[0]), TOLLS[1])
    return Found(start.least, start.most, best, rate)


def _baseline(problem: Problem) -> tuple[Any, int, float]:
    """Return the baseline's orders and aisles as yes or no, its units, and these per aisle."""
    orders, aisles = by_aisle(problem)
    best = np.zeros(len(problem.orders) + len(problem.aisles), np.bool_)
    best[orders] = True
    best[[len(problem.orders) + aisle for aisle in aisles]] = True
    sizes = problem.sizes
    units = sum(sizes[order] for order in orders)
    return best, units, units / len(aisles) if aisles else 0.0


def _wave(problem: Problem, found: Found, bound: float) -> Wave:
    count = len(problem.orders)
    orders, aisles = np.flatnonzero(found.best[:count]), np.flatnonzero(found.best[count:])
    return problem.wave(orders.tolist(), aisles.tolist(), bound)
