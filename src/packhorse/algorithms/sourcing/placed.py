"""How well a batch was placed: beside the least that it could cost, and beside the nearest warehouse first."""

from dataclasses import dataclass

import numpy as np

from packhorse.algorithms.sourcing.problem import Problem, Solution


@dataclass(frozen=True)
class Placed:
    """Orders that were placed together, in minor units without what is missing.

    `bound`: no serving of as many units costs less; None when it is not proven that nobody could have more. `nearest`:
    what it would have cost order by order, each from the nearest warehouse that has it whole, else the fewest splits;
    None when that leaves `unserved` units more without goods.
    """

    orders: int
    cost: int
    bound: int | None
    nearest: int | None
    unserved: int
    seconds: float

    @property
    def gap(self) -> float | None:
        """By which share of the bound the cost lies above it, at most; None when that is not known."""
        return gap_of(self.cost, self.bound)


def gap_of(cost: int, bound: int | None) -> float | None:
    """Return by which share of the bound a cost lies above it; None when there is none."""
    return None if bound is None else (cost - bound) / max(1, bound)


def placed_of(problem: Problem, solution: Solution, seconds: float) -> Placed:
    """Return how well a problem was solved in so many seconds."""
    missing = int(problem.units.sum() - solution.units.sum())
    lost = problem.missing * missing
    cost, unserved = round(solution.cost - lost), solution.plain_missing - missing
    proven = solution.cost - solution.bound < problem.missing
    return Placed(
        orders=int((np.diff(problem.first) > 0).sum()),
        cost=cost,
        bound=min(cost, int(solution.bound - lost)) if proven else None,
        nearest=None if unserved else round(solution.plain_cost - lost),
        unserved=unserved,
        seconds=seconds,
    )
