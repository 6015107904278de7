"""Who was passed by: lacks what somebody later in turn was given, or what is left, though it could have been his."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from packhorse.algorithms.sourcing import Problem
from packhorse.algorithms.sourcing.plain import NOTHING, Shares
from packhorse.sourcing.pose import Pose
from packhorse.sourcing.rules import OrderNeed

Ints = NDArray[np.int64]


def lacking(posed: Pose, shares: Mapping[int, Shares]) -> list[int]:
    """Return the orders, in their turn, that lack something and may be sent from somewhere."""
    problem, got = posed.problem, np.zeros_like(posed.problem.units)
    if flat := [(line, units) for mine in shares.values() for line, _, units in mine]:
        np.add.at(got, *np.array(flat, np.int64).T)
    short = np.zeros(problem.orders, np.bool_)
    short[np.repeat(np.arange(problem.orders), np.diff(problem.first))[got < problem.units]] = True
    found: list[int] = np.flatnonzero(short & (problem.zone >= 0).any(axis=1)).tolist()
    return [o for o in found if not (posed.orders[o].later and posed.orders[o].ship_rule != "as_available")]


def passed(posed: Pose, shares: Mapping[int, Shares], left: Ints, room: Ints) -> list[int]:
    """Return the orders that could have more by what later ones have, or by what is `left` where there is `room`."""
    short = set(lacking(posed, shares))
    if not short:
        return []
    later, places = left.copy(), room.copy()
    found = []
    for o in range(posed.problem.orders - 1, min(short, default=posed.problem.orders) - 1, -1):
        mine = shares.get(o, [])
        if o in short and could_have_more(posed, o, mine, later, places):
            found.append(o)
        take(posed, o, mine, later, places, back=True)
    return found


def could_have_more(posed: Pose, o: int, mine: Shares, later: Ints, places: Ints) -> bool:
    """Say whether an order that has `mine` could have more units if so many goods and `places` were there as well."""
    problem, order, room = posed.problem, posed.orders[o], places.copy()
    lines, kept = slice(problem.first[o], problem.first[o + 1]), kept_of(posed, order)
    product, units = problem.product[lines], problem.units[lines]
    can = later[product]  # a copy of what it wants: of everything there is would take longer than all the rest
    for line, w, count in mine:
        can[line - lines.start, w] += count - min(count, kept.get((int(problem.product[line]), w), 0))
    for w in {w for _, w, _ in mine}:
        room[w] += 1
    row = {item: nth for nth, item in enumerate(product.tolist())} if kept or o in posed.back else {}
    for (item, w), count in posed.back.get(o, NOTHING).items():
        if item in row:
            can[row[item], w] -= count
    can = can.clip(0)
    for (item, w), more in kept.items():
        if item in row:
            can[row[item], w] += more
    can = np.minimum(can, units[:, None])
    can[:, (problem.zone[o] < 0) | (room <= 0)] = 0
    if order.undivided or order.ship_rule == "together":
        most = int(can.sum(axis=0).max(initial=0))
    else:
        most = int(np.minimum(units, can.sum(axis=1)).sum())
    if order.ship_rule != "as_available" and most < units.sum():
        return False
    return most > sum(count for _, _, count in mine)


def seen(posed: Pose, o: int, left: Ints) -> Ints:
    """Return what an order sees of what is `left`: less what a rule keeps back from it."""
    if o not in posed.back:
        return left
    found = left.copy()
    for key, units in posed.back[o].items():
        found[key] -= units
    return found


def take(posed: Pose, o: int, shares: Shares, left: Ints, room: Ints, *, back: bool = False) -> None:
    """Take from `left` and `room` what an order is given, or give it `back`."""
    problem, kept, sign = posed.problem, kept_of(posed, posed.orders[o]), -1 if back else 1
    for line, w, units in shares:
        item = int(problem.product[line])
        own = min(units, kept.get((item, w), 0))  # what it leaves of its own is nobody else's yet
        left[item, w] -= sign * (units - own)
    for w in {w for _, w, _ in shares}:
        room[w] -= sign


def kept_of(posed: Pose, order: OrderNeed) -> Mapping[tuple[int, int], int]:
    """Return {(row of product, column of warehouse): units} of what is there for this order alone."""
    if not order.kept:
        return NOTHING
    row = {pk: nth for nth, pk in enumerate(posed.products)}
    # Its own goods may lie where nobody may have them from by the storage class: then they are of no use to it.
    return {
        (row[pk], posed.columns[site]): units
        for (pk, site), units in order.kept.items()
        if pk in row and site in posed.columns
    }


def lacks(problem: Problem, o: int, shares: Shares) -> bool:
    """Say whether shares are not all that an order wants."""
    wanted = int(problem.units[problem.first[o] : problem.first[o + 1]].sum())
    return sum(units for _, _, units in shares) < wanted
