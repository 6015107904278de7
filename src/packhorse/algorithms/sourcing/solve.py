"""Price what is scarce until the orders' own cheapest ways fit; let them choose among known ways; mend the rest.

Lagrangian relaxation of stock and capacity with the ways as columns (Geoffrion 1974; Barnhart and others 1998,
"Branch-and-price: column generation for solving huge integer programs"): every price vector gives a lower bound, and
prices under which the known ways fit are found quickly, for costing a known way anew is a few multiplications.
"""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from packhorse.algorithms.sourcing import kernels
from packhorse.algorithms.sourcing.order import DEEPEST
from packhorse.algorithms.sourcing.pool import Pool
from packhorse.algorithms.sourcing.problem import Problem, Solution
from packhorse.algorithms.sourcing.straight import Floats, Ints

PRICE_SHARE = 0.6  # of the time, at most, for finding prices
ROUNDS = 60  # in which prices move between two askings of all orders
STEP = 20.0  # by which the price of a line moves at first
CLOSE = 2e-4  # a gap that is good enough
STALE = 3  # askings without a better bound
PRESS, PRESSES = 5.0, 40  # what the first line too many costs at first; rounds of negotiation
FEW = 500  # orders that are not worth a second thread
ENOUGH = 2e-3  # a gap of few orders that is not worth negotiating, which gains a tenth of that
SURE, TRIES = 8, 3  # askings and negotiations of few orders, whatever the clock says


def solve(problem: Problem, *, seed: int = 0, budget_ms: int = 4000) -> Solution:
    """Return the best serving found in about `budget_ms`; never worse than `greedy`.

    Few orders are given a fixed number of rounds, whatever the clock says; of many the number depends on the machine.
    """
    return _Search(problem, seed, budget_ms).run()


def greedy(problem: Problem) -> Solution:
    """Return the baseline: order by order, the nearest warehouse that has it whole, else the fewest greedy splits."""
    search = _Search(problem, 0, 0)
    search.begin()
    return search.solution()


class _Search:
    """One run: the prices, the best bound, and the best serving so far."""

    def __init__(self, problem: Problem, seed: int, budget_ms: int) -> None:
        self.problem, self.dice = problem, np.random.default_rng(seed)
        self.begun = time.monotonic()
        self.budget = budget_ms / 1000
        self.arrays = problem.arrays()
        self.free: Floats = np.zeros(problem.stock.size + len(problem.room))
        self.price = self.free
        self.best_cost, self.bound, self.rounds = np.inf, 0.0, 0
        self.best: tuple[Ints, Ints] | None = None
        self.plain = 0.0, 0
        self.trace: list[tuple[float, str, float, float]] = []

    def run(self) -> Solution:
        """Find prices, serve and negotiate at them, and return the best."""
        self.begin()
        pool = Pool(self.problem)
        alone = self._prices(pool)
        at, held = self._serve(self.price)
        self.keep(at, held)
        self._note("served")
        if alone:  # each has what it likes best
            return self.solution()
        pool.add_served(at, held, self._costs(at, held))
        longest, tries, few = 0.0, 0, self.problem.orders <= FEW
        while self._gap() > (ENOUGH if few else CLOSE) and (tries < TRIES if few else self._left() > longest):
            began, before, tries = time.monotonic(), self.best_cost, tries + 1
            self._negotiate(pool)
            longest = max(longest, time.monotonic() - began)
            if self.best_cost > before * (1 - CLOSE / 2):
                break
        return self.solution()

    def _prices(self, pool: Pool) -> bool:
        """Ask orders for ways and move prices by turns; say whether every order had what it wanted without prices."""
        price, best, stale, longest = self.free.copy(), self.free, 0, 0.0
        until = self.begun + self.budget * PRICE_SHARE
        few = self.problem.orders <= FEW
        while True:
            began = time.monotonic()
            ways, usage, found = self._ask(price)
            value = ways - float((price * pool.stock).sum())
            self.rounds += 1
            stale = 0 if value > self.bound * (1 + CLOSE / 2) else stale + 1
            if value > self.bound:
                self.bound, best = value, price.copy()
            self._note("asked")
            fits = bool((usage <= pool.stock).all())
            pool.add(found)
            if fits and not price.any():
                return True
            if stale >= STALE:
                break
            pool.settle(price, step=STEP, rounds=ROUNDS)
            price = price.clip(0, self.problem.missing / 2)
            longest = max(longest, time.monotonic() - began)
            if self.rounds >= SURE if few else time.monotonic() + longest > until:
                break
        self.price = best
        return False

    def _ask(self, price: Floats) -> tuple[float, Floats, list[Any]]:
        problem = self.problem
        threads = 1 if problem.orders < FEW else max(1, min(4, os.cpu_count() or 1))
        cuts = np.searchsorted(problem.first, np.linspace(0, len(problem.product), threads + 1)).tolist()
        cuts[0], cuts[-1] = 0, problem.orders
        usage = np.zeros((threads, len(price)))

        def part(nth: int) -> Any:
            where = cuts[nth], cuts[nth + 1], problem.stock, problem.room
            return kernels.ask(self.arrays, *where, price, usage[nth])

        with ThreadPoolExecutor(threads) as threaded:
            found = list(threaded.map(part, range(threads)))
        total: Floats = usage.sum(axis=0)
        return sum(float(each[0]) for each in found), total, [each[1:] for each in found]

    def _negotiate(self, pool: Pool) -> None:
        """Let orders choose among the known ways until all fits, serve those anew that do not, and let all improve."""
        price = self.price.copy()
        at, held = pool.negotiate(price, self.dice.permutation(self.problem.orders), press=PRESS, rounds=PRESSES)
        left, room = self._rest(at, held)
        turn = self.dice.permutation(self.problem.orders)
        kernels.repair(self.arrays, turn, left, room, *self._split(price), at, held)
        self.keep(at.copy(), held.copy())
        self._note("mended")
        if self._gap() <= CLOSE:
            return
        for prices in (price, self.free):
            turn = self.dice.permutation(self.problem.orders)
            kernels.improve(self.arrays, turn, left, room, *self._split(prices), at, held)
        self.keep(at.copy(), held.copy())
        self._note("improved")
        pool.add_served(at, held, self._costs(at, held))

    def begin(self) -> None:
        """Take the baseline's serving for the best so far: it costs next to nothing to find."""
        at, held = self.nearest()
        self.keep(at, held)
        self.plain = self.best_cost, int(self.problem.units.sum() - held.sum())

    def nearest(self) -> tuple[Ints, Ints]:
        """Return the baseline's serving."""
        at, held = self._empty()
        near = np.argsort(self.problem.km, axis=1, kind="stable")
        left, room = self.problem.stock.copy(), self.problem.room.copy()
        kernels.nearest(self.arrays, np.arange(self.problem.orders), near, left, room, at, held)
        return at, held

    def _serve(self, price: Floats) -> tuple[Ints, Ints]:
        at, held = self._empty()
        left, room = self.problem.stock.copy(), self.problem.room.copy()
        turn = np.arange(self.problem.orders)
        kernels.serve(self.arrays, turn, left, room, *self._split(price), at, held)
        return at, held

    def keep(self, at: Ints, held: Ints) -> None:
        """Take a serving for the best so far if it is."""
        cost = float(self._costs(at, held).sum())
        if cost < self.best_cost:
            self.best_cost, self.best = cost, (at, held)

    def solution(self) -> Solution:
        """Return the best so far."""
        assert self.best is not None
        at, held = self.best
        line, nth, units = _shares(held)
        site = at[self._order_of(line), nth]
        lam, mu = self._split(self.price)
        bound = min(self.bound, self.best_cost)
        return Solution(line, site, units, self.best_cost, bound, self.rounds, lam, mu, *self.plain)

    def _costs(self, at: Ints, held: Ints) -> Floats:
        found: Floats = kernels.costs(self.arrays, at, held)
        return found

    def _split(self, price: Floats) -> tuple[Floats, Floats]:
        size = self.problem.stock.size
        return price[:size].reshape(self.problem.stock.shape), price[size:]

    def _rest(self, at: Ints, held: Ints) -> tuple[Ints, Ints]:
        left, room = self.problem.stock.copy(), self.problem.room.copy()
        line, nth, units = _shares(held)
        site = at[self._order_of(line), nth]
        np.subtract.at(left, (self.problem.product[line], site), units)
        np.subtract.at(room, at[at >= 0], 1)
        return left, room

    def _order_of(self, line: Ints) -> Ints:
        found: Ints = np.searchsorted(self.problem.first, line, side="right") - 1
        return found

    def _empty(self) -> tuple[Ints, Ints]:
        at = np.full((self.problem.orders, DEEPEST), -1, np.int64)
        return at, np.zeros((len(self.problem.units), DEEPEST), np.int64)

    def _gap(self) -> float:
        return (self.best_cost - self.bound) / max(1.0, self.bound)

    def _left(self) -> float:
        return self.begun + self.budget - time.monotonic()

    def _note(self, what: str) -> None:
        self.trace.append((time.monotonic() - self.begun, what, self.best_cost, self.bound))


def _shares(held: Ints) -> tuple[Any, Any, Any]:
    line, nth = np.nonzero(held)
    return line, nth, held[line, nth]
