"""Have all loops compiled by a search in which every one of them has work."""

from math import inf

import numpy as np

from packhorse.algorithms.waves.problem import Problem
from packhorse.algorithms.waves.solve import Budget, Found, anneal


def warm_up() -> None:
    """Choose among a few orders."""
    orders = [[(nth % 4, 1), (nth % 3, 1 + nth % 2)] for nth in range(12)]
    arrays = Problem(orders, [[(nth % 4, 2), (nth % 3, 1)] for nth in range(9)], 4, 17).arrays()
    anneal(arrays, Found(4, 17, np.zeros(12 + 9, np.bool_), 0.0), Budget(None, 500), 1, inf)
