"""Have all loops compiled by solving a problem in which every one of them has work."""

import numpy as np

from packhorse.algorithms.sourcing.problem import Problem
from packhorse.algorithms.sourcing.solve import solve


def warm_up() -> None:
    """Solve a small problem of orders that compete for stock."""
    orders, sites, products = 6, 3, 3
    dice = np.random.default_rng(1)
    solve(
        Problem(
            first=np.arange(orders + 1) * 2,
            product=np.array([0, 1, 1, 2, 0, 2] * 2),
            units=np.full(orders * 2, 2),
            grams=np.full(orders * 2, 400),
            zone=dice.integers(0, 2, (orders, sites)),
            tariff=np.array([[300, 500], [400, 900]]),
            upto=np.array([500, 1000]),
            fixed=np.full((orders, sites), 20.0),
            per_line=np.full(sites, 3),
            stock=np.full((products, sites), 3),
            room=np.full(sites, orders),
            toll=np.zeros((products, sites)),
            km=dice.integers(1, 900, (orders, sites)),
            whole=np.zeros(orders, np.bool_),
            split=10,
            missing=100_000,
        ),
        budget_ms=100,
    )
