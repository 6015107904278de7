"""Serve orders one after another, each in the cheapest way that those before it leave; then look for a better turn."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice, permutations

import numpy as np
from numpy.typing import NDArray

from packhorse.algorithms.sourcing import Problem, cost_of
from packhorse.algorithms.sourcing.plain import Shares, cheapest
from packhorse.sourcing.entitled import entitled
from packhorse.sourcing.passed import kept_of, lacks, passed, take
from packhorse.sourcing.pose import Pose

Ints = NDArray[np.int64]
FEW = 6  # orders that compete of which every turn is tried
SERVED = 400  # times an order is served anew to better a batch: a fifth of a second, and the same on every machine
SAVES = 0.5  # less is none


def in_turn(posed: Pose, turn: Iterable[int], left: Ints, room: Ints) -> dict[int, Shares]:
    """Serve one after another; `left` and `room` are brought down by it."""
    problem, found = posed.problem, {}
    for o in turn:
        order = posed.orders[o]
        shares = cheapest(problem, o, left, room, kept_of(posed, order), one=order.undivided)
        if order.ship_rule != "as_available" and (order.later or lacks(problem, o, shares)):
            shares = []
        take(posed, o, shares, left, room)
        found[o] = shares
    return found


def bettered(posed: Pose, found: dict[int, Shares], left: Ints, room: Ints) -> set[int]:
    """Serve orders that compete in other turns, and keep what costs less; return those that are served otherwise.

    Nobody has less of a line than before, and nobody more than he is entitled to in the right turn. `found`, `left` and
    `room` are changed.
    """
    return _Bettering(posed, found, left, room).run()


class _Bettering:
    """One run: how orders are served by now, and how often they may still be served anew."""

    def __init__(self, posed: Pose, found: dict[int, Shares], left: Ints, room: Ints) -> None:
        self.posed, self.found, self.left, self.room = posed, found, left, room
        problem, own = posed.problem, [o for o, order in enumerate(posed.orders) if order.kept]
        self.given = _given(problem, found)
        most = np.maximum(self.given, entitled(posed, problem.stock, problem.room, own))
        self.capped = replace(posed, problem=replace(problem, units=most))
        self.served, self.changed = SERVED, set[int]()

    def run(self) -> set[int]:
        """Try group by group of those who compete."""
        for group in _competing(self.capped, self.found, self.left, self.room):
            wished = self._wished(group)
            envy = {o: self._cost(o, self.found[o]) - self._cost(o, wished[o]) for o in group}
            if sum(envy.values()) < SAVES:  # all have what they would have if nobody were in their way
                continue
            if len(group) <= FEW:
                for turn in islice(permutations(group), 1, None):
                    self._try(turn)
            else:
                self._shake(group, envy, wished)
        return self.changed

    def _wished(self, group: Sequence[int]) -> dict[int, Shares]:
        left, room = self.left.copy(), self.room.copy()
        for o in group:
            take(self.capped, o, self.found[o], left, room, back=True)
        self.served -= len(group)
        problem, orders = self.capped.problem, self.capped.orders
        return {o: cheapest(problem, o, left, room, one=orders[o].undivided) for o in group}

    def _shake(self, group: Sequence[int], envy: Mapping[int, float], wished: Mapping[int, Shares]) -> None:
        """Serve some of many anew again and again: one that pays for others before it, those others, and a few more."""
        dice, most = random.Random(len(group)), self.served
        envious, costs = [o for o in group if envy[o] >= SAVES], [envy[o] for o in group if envy[o] >= SAVES]
        while self.served > 0 and most > 0:
            (o,) = dice.choices(envious, costs)
            others = [other for other in self._holders(group, wished[o]) if other != o]
            some = dice.sample(others, min(len(others), dice.randint(1, 3)))
            more = [other for other in group if other != o and other not in some]
            some += dice.sample(more, min(len(more), dice.randint(0, 3)))
            dice.shuffle(some)
            most -= 1
            self._try((o, *some))

    def _holders(self, group: Sequence[int], wished: Shares) -> list[int]:
        """Return who holds what would be wished for."""
        product = self.capped.problem.product
        goods, sites = {(product[line], w) for line, w, _ in wished}, {w for _, w, _ in wished if self.room[w] <= 0}
        return [o for o in group if any((product[line], w) in goods or w in sites for line, w, _ in self.found[o])]

    def _try(self, turn: Sequence[int]) -> bool:
        """Serve these anew in this turn, and keep it if that saves."""
        if self.served < len(turn):
            return False
        self.served -= len(turn)
        left, room, lines = self.left.copy(), self.room.copy(), [self._lines(o) for o in turn]
        for o in turn:
            take(self.capped, o, self.found[o], left, room, back=True)
        way = in_turn(self.capped, turn, left, room)
        saved = sum(self._cost(o, self.found[o]) - self._cost(o, way[o]) for o in turn)
        given = _given(self.capped.problem, way)
        if saved < SAVES or any((given[mine] < self.given[mine]).any() for mine in lines):
            return False
        if passed(self.posed, {**self.found, **way}, left, room):  # goods lie otherwise now: they could be another's
            return False
        self.changed |= {o for o in turn if sorted(way[o]) != sorted(self.found[o])}
        self.found |= way
        self.left[:], self.room[:] = left, room
        for mine in lines:
            self.given[mine] = given[mine]
        return True

    def _lines(self, o: int) -> slice:
        first = self.capped.problem.first
        return slice(int(first[o]), int(first[o + 1]))

    def _cost(self, o: int, shares: Shares) -> float:
        line, site, units = (np.array([each[nth] for each in shares], np.int64) for nth in range(3))
        problem, mine, row = self.capped.problem, self._lines(o), slice(o, o + 1)
        alone = replace(
            problem,
            first=np.array([0, mine.stop - mine.start]),
            product=problem.product[mine],
            units=problem.units[mine],
            grams=problem.grams[mine],
            zone=problem.zone[row],
            fixed=problem.fixed[row],
            late=problem.late[row],
        )
        return cost_of(alone, line - mine.start, site, units)


def _given(problem: Problem, found: Mapping[int, Shares]) -> Ints:
    given = np.zeros_like(problem.units)
    for shares in found.values():
        for line, _, units in shares:
            given[line] += units
    return given


def _competing(posed: Pose, found: Mapping[int, Shares], left: Ints, room: Ints) -> list[list[int]]:
    """Groups of orders that could use the last of the same goods in a warehouse, or its last places; small ones first.

    Orders that have goods of their own stay as they are.
    """
    problem = posed.problem
    group_of: dict[int, int] = {}

    def root(o: int) -> int:
        while group_of.setdefault(o, o) != o:
            o = group_of[o]
        return o

    first: dict[tuple[int, int], int] = {}
    for o in sorted(found):
        if posed.orders[o].kept:
            continue
        lines = [line for line in range(problem.first[o], problem.first[o + 1]) if problem.units[line]]
        for w in np.flatnonzero(problem.zone[o] >= 0).tolist():
            there = [p for p in problem.product[lines].tolist() if problem.stock[p, w] > 0]
            tight = [(p, w) for p in there if left[p, w] <= 0]
            for key in [*tight, *([(-1, w)] if there and room[w] <= 0 else [])]:
                group_of[root(o)] = root(first.setdefault(key, o))
    groups: dict[int, list[int]] = {}
    for o in sorted(group_of):
        groups.setdefault(root(o), []).append(o)
    return sorted((each for each in groups.values() if len(each) > 1), key=len)
