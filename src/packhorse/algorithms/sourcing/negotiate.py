"""Known ways of all orders: prices under which they fit, and a choice that fits.

A way is `cost` and what it takes: from `begins` to `ends` of (`column`, `taken`). Columns are products x warehouses,
then places in warehouses. `of` (O + 1) says which ways are an order's. `scale` is what one line takes of a column.
"""

# mypy: disable-error-code="untyped-decorator"

from typing import Any

import numpy as np

from packhorse.algorithms.sourcing.compiled import compiled
from packhorse.algorithms.sourcing.order import DEEPEST


@compiled
def settle_prices(
    of: Any,
    cost: Any,
    begins: Any,
    ends: Any,
    column: Any,
    taken: Any,
    stock: Any,
    scale: Any,
    price: Any,
    force: Any,
    step: float,
    rounds: int,
) -> float:
    """Move the prices for `rounds` so that the ways known so far fit: what is wanted too much becomes dearer.

    `force` sums the squares of what was wanted too much (Duchi, Hazan, Singer 2011, "Adaptive subgradient methods for
    online learning and stochastic optimization"). Returns the value of the last round.
    """
    usage = np.zeros(stock.shape[0])
    total = 0.0
    for _ in range(rounds):
        usage[:] = 0.0
        total = 0.0
        for o in range(of.shape[0] - 1):
            best, least = -1, 0.0
            for way in range(of[o], of[o + 1]):
                value = cost[way]
                for at in range(begins[way], ends[way]):
                    value += taken[at] * price[column[at]]
                if best < 0 or value < least:
                    best, least = way, value
            total += least
            if best >= 0:
                for at in range(begins[best], ends[best]):
                    usage[column[at]] += taken[at]
        for c in range(stock.shape[0]):
            over = usage[c] - stock[c]
            total -= price[c] * stock[c]
            if over < 0 and price[c] <= 0:
                continue
            over /= scale[c]
            force[c] += over * over
            if force[c] > 0:
                price[c] = max(0.0, price[c] + step * over / np.sqrt(force[c]) / scale[c])
    return total


@compiled
def negotiate(
    of: Any,
    cost: Any,
    begins: Any,
    ends: Any,
    column: Any,
    taken: Any,
    stock: Any,
    scale: Any,
    price: Any,
    choice: Any,
    turn: Any,
    press: float,
    growth: float,
    history: float,
    rounds: int,
) -> float:
    """Let orders choose one after another, and pay for what they take too much of ever more, until all fits.

    As wires are routed (McMurchie, Ebeling 1995, "PathFinder: a negotiation-based performance-driven router"). `choice`
    (O) is changed, and so is `price`. Returns the lines that still do not fit.
    """
    usage = np.zeros(stock.shape[0])
    for o in range(of.shape[0] - 1):
        if choice[o] >= 0:
            for at in range(begins[choice[o]], ends[choice[o]]):
                usage[column[at]] += taken[at]
    over = 0.0
    for _ in range(rounds):
        for o in turn:
            if of[o] == of[o + 1]:
                continue
            if choice[o] >= 0:
                for at in range(begins[choice[o]], ends[choice[o]]):
                    usage[column[at]] -= taken[at]
            best, least = -1, 0.0
            for way in range(of[o], of[o + 1]):
                value = cost[way]
                for at in range(begins[way], ends[way]):
                    c = column[at]
                    value += taken[at] * price[c]
                    more = usage[c] + taken[at] - stock[c]
                    if more > 0:
                        value += press * min(more, taken[at]) / scale[c]
                    if best >= 0 and value >= least:
                        break
                if best < 0 or value < least:
                    best, least = way, value
            choice[o] = best
            for at in range(begins[best], ends[best]):
                usage[column[at]] += taken[at]
        over = 0.0
        for c in range(stock.shape[0]):
            more = usage[c] - stock[c]
            if more > 0:
                over += more / scale[c]
                price[c] += history * more / scale[c] / scale[c]
        if over == 0:
            break
        press *= growth
    return over


@compiled
def ways_of(first: Any, product: Any, width: int, stocks: int, at: Any, held: Any) -> Any:
    """Return (begins (O + 1), column, taken) of the ways in which orders are served: `at`, `held` as in kernels."""
    orders = at.shape[0]
    begins = np.zeros(orders + 1, np.int64)
    most = 0
    for o in range(orders):
        for k in range(DEEPEST):
            if at[o, k] >= 0:
                most += 1 + first[o + 1] - first[o]
    column, taken = np.empty(most, np.int32), np.empty(most)
    n = 0
    for o in range(orders):
        begins[o] = n
        for k in range(DEEPEST):
            w = at[o, k]
            if w < 0:
                continue
            column[n], taken[n] = stocks + w, 1.0
            n += 1
            for i in range(first[o], first[o + 1]):
                if held[i, k] > 0:
                    column[n], taken[n] = product[i] * width + w, held[i, k]
                    n += 1
    begins[orders] = n
    return begins, column[:n], taken[:n]


@compiled
def served_by(
    first: Any,
    product: Any,
    width: int,
    stocks: int,
    begins: Any,
    ends: Any,
    column: Any,
    taken: Any,
    choice: Any,
    at: Any,
    held: Any,
) -> None:
    """Fill `at`, `held` with the chosen ways."""
    for o in range(choice.shape[0]):
        for k in range(DEEPEST):
            at[o, k] = -1
            for i in range(first[o], first[o + 1]):
                held[i, k] = 0
        if choice[o] < 0:
            continue
        k = -1
        for n in range(begins[choice[o]], ends[choice[o]]):
            c = column[n]
            if c >= stocks:
                k += 1
                at[o, k] = c - stocks
                continue
            for i in range(first[o], first[o + 1]):
                if product[i] == c // width:
                    held[i, k] = int(taken[n])
                    break
