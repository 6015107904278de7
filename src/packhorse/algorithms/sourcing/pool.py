"""The ways of all orders that are known so far, as arrays: what each costs, and what it takes of each column."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from packhorse.algorithms.sourcing import negotiate
from packhorse.algorithms.sourcing.order import DEEPEST
from packhorse.algorithms.sourcing.problem import Problem
from packhorse.algorithms.sourcing.straight import Floats, Ints

Ways = tuple[Any, ...]  # order, cost, begins (one more), column, taken: as `kernels.ask` returns them
LINES_A_PLACE = 30.0  # a place in a warehouse is priced as slowly as so many lines


class Pool:
    """Ways by order. A column is a product in a warehouse, or a place in a warehouse."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        products, width = problem.stock.shape
        self.products, self.width, self.stocks = products, width, products * width
        self.stock: Floats = np.concatenate([problem.stock.ravel(), problem.room]).astype(np.float64)
        lines = np.maximum(1, np.bincount(problem.product, minlength=products))
        squares = np.bincount(problem.product, problem.units.astype(np.float64) ** 2, products)
        line = np.maximum(1.0, np.sqrt(squares / lines))
        self.scale: Floats = np.concatenate([np.repeat(line, width), np.full(width, LINES_A_PLACE)])
        self.force: Floats = np.zeros(len(self.stock))
        self.order: Ints = np.zeros(0, np.int64)
        self.cost: Floats = np.zeros(0)
        self.begins: Ints = np.zeros(0, np.int64)
        self.ends: Ints = np.zeros(0, np.int64)
        self.column, self.taken = np.zeros(0, np.int32), np.zeros(0)
        self.of: Ints = np.zeros(problem.orders + 1, np.int64)

    def add(self, found: Sequence[Ways]) -> None:
        """Take in ways; one that is known stays once."""
        base = len(self.column)
        parts = [(self.order, self.cost, self.begins, self.ends, self.column, self.taken)]
        for order, cost, begins, column, taken in found:
            parts.append((order, cost, begins[:-1] + base, begins[1:] + base, column, taken))
            base += len(column)
        order, cost, begins, ends, self.column, self.taken = (np.concatenate(each) for each in zip(*parts, strict=True))
        # Two ways of an order that cost the same, and begin with the same warehouse, are taken for one.
        start = self.column[np.minimum(begins, max(0, len(self.column) - 1))] if len(self.column) else begins
        start = np.where(begins < ends, start, -1)
        row = np.lexsort((start, np.round(cost, 3), order))
        new = np.ones(len(row), bool)
        a, b = row[1:], row[:-1]
        new[1:] = (order[a] != order[b]) | (np.abs(cost[a] - cost[b]) > 1e-3) | (start[a] != start[b])
        row = row[new]
        self.order, self.cost, self.begins, self.ends = order[row], cost[row], begins[row], ends[row]
        self.of = np.searchsorted(self.order, np.arange(self.problem.orders + 1))

    def add_served(self, at: Ints, held: Ints, cost: Floats) -> None:
        """Take in the ways by which orders are served, and what each costs."""
        problem = self.problem
        begins, column, taken = negotiate.ways_of(problem.first, problem.product, self.width, self.stocks, at, held)
        self.add([(np.arange(problem.orders), cost, begins, column, taken)])

    def settle(self, price: Floats, *, step: float, rounds: int) -> float:
        """Move `price` so that the ways known so far fit; return what all then cost at least, of these ways."""
        self.force *= 0.3  # what was learned of other ways counts less
        value: float = negotiate.settle_prices(*self._arrays(), price, self.force, step, rounds)
        return value

    def negotiate(self, price: Floats, turn: Ints, *, press: float, rounds: int) -> tuple[Ints, Ints]:
        """Choose a way for each order so that as much as possible fits; return it as `at`, `held` of the kernels."""
        choice = np.full(self.problem.orders, -1, np.int64)
        negotiate.negotiate(*self._arrays(), price, choice, turn, press, 1.15, 1.0, rounds)
        at = np.full((self.problem.orders, DEEPEST), -1, np.int64)
        held = np.zeros((len(self.problem.units), DEEPEST), np.int64)
        ways = self.begins, self.ends, self.column, self.taken
        problem = self.problem
        negotiate.served_by(problem.first, problem.product, self.width, self.stocks, *ways, choice, at, held)
        return at, held

    def _arrays(self) -> tuple[Any, ...]:
        ways = self.of, self.cost, self.begins, self.ends, self.column, self.taken
        return (*ways, self.stock, self.scale)
