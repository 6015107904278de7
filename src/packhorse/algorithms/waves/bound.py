"""How many units per aisle no wave can exceed.

At a price for each item, k aisles hold goods worth at most what the k dearest hold, and an order is worth its units
less its goods: whatever the prices, no wave of k aisles has more units than both together (Lagrangian relaxation;
Fisher, "The Lagrangian relaxation method for solving integer programming problems", 1981). At prices of 1 these are the
units in the k fullest aisles. The prices are then moved to where the bound is least, by subgradients.
"""

from typing import Any

import numpy as np

from packhorse.algorithms.waves.problem import Arrays

STEPS = 300
AIM = 0.7  # of what would settle it
PATIENCE = 15  # steps without a better bound, after which they are shortened
NEAR = 1e-6  # prices are rounded numbers


class Bound:
    """For each number of aisles, from 1, the most units that they can give: `units`.

    `rate`: units per aisle of a wave that is known; it only helps to find good prices.
    """

    def __init__(self, p: Arrays, rate: float):
        self.p = p
        self.aisles, self.orders = p.aisle_first.shape[0] - 1, p.sizes.shape[0]
        self.most = float(min(p.upper, p.sizes.sum()))
        self.units = np.full(self.aisles, self.most)
        if self.aisles:
            self._sharpen(rate)

    def per_aisle(self, least: int, most: int) -> float:
        """Return what no wave of `least` to `most` units exceeds in units per aisle; 0 if there is none."""
        return float(self._ratios(least, most).max(initial=0.0))

    def _ratios(self, least: int, most: int) -> Any:
        ratios = np.minimum(self.units, most) / np.arange(1, self.aisles + 1)
        return np.where(self.units >= max(1, least), ratios, 0.0)

    def _sharpen(self, rate: float) -> None:
        p = self.p
        of_order = np.repeat(np.arange(self.orders), np.diff(p.order_first))
        of_aisle = np.repeat(np.arange(self.aisles), np.diff(p.aisle_first))
        useful = np.minimum(p.aisle_units, p.wanted[p.aisle_item])
        prices, length, idle = np.ones(p.wanted.shape[0]), 1.0, 0
        last = np.inf
        for _ in range(STEPS):
            goods = np.bincount(of_order, prices[p.order_item] * p.order_units, self.orders)
            worth = np.bincount(of_aisle, prices[p.aisle_item] * useful, self.aisles)
            dearest = np.argsort(-worth, kind="stable")
            chosen = p.sizes > goods + NEAR
            total = np.cumsum(worth[dearest]) + (p.sizes - goods)[chosen].sum()
            # Units are whole.
            self.units = np.minimum(self.units, np.floor(total + NEAR))
            ratios = self._ratios(p.lower, p.upper)
            best = int(ratios.argmax())
            now = float(ratios[best])
            idle = 0 if now < last - NEAR else idle + 1
            last = min(last, now)
            if now <= rate + NEAR:
                return
            if idle >= PATIENCE:
                length, idle = length / 2, 0
            visited = np.zeros(self.aisles, np.bool_)
            visited[dearest[: best + 1]] = True
            lies = np.bincount(p.aisle_item, useful * visited[of_aisle], p.wanted.shape[0])
            goes = np.bincount(p.order_item, p.order_units * chosen[of_order], p.wanted.shape[0])
            slope = lies - goes
            over = float(total[best]) - AIM * max(rate * (best + 1), p.lower)
            norm = float((slope * slope).sum())
            if norm == 0 or over <= 0:
                return
            prices = np.maximum(0.0, prices - length * over / norm * slope)
