"""Decide a batch of orders together: who is entitled to what, then from where at the least cost, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from packhorse.algorithms.sourcing.plain import NOTHING, Shares, cheapest
from packhorse.algorithms.sourcing.problem import Problem, price
from packhorse.sourcing.considered import Considered
from packhorse.sourcing.pose import Pose, Scene, pose
from packhorse.sourcing.rules import Decision, OrderNeed, Share

Ints = NDArray[np.int64]
BUDGET_MS = 3000


def decide(
    orders: Sequence[OrderNeed],
    scene: Scene,
    available: Mapping[tuple[int, int], int],
    *,
    compiled: bool = False,
) -> list[Decision]:
    """Serve `orders` at the least cost; they are in their turn, and what lacks goes to those whose turn is first.

    `available` maps (product id, warehouse id) to units nobody else holds. Few orders, or without `compiled` loops,
    are served one after another, each the cheapest way; many are placed together.
    """
    scene = replace(scene, sites=tuple(sorted(scene.sites, key=lambda site: site.id)))
    posed = pose(orders, scene, available)
    if compiled:
        shares = _together(posed)
    else:
        shares = _in_turn(posed, range(len(orders)), posed.problem.stock.copy(), posed.problem.room.copy())
    considered, costs = Considered(posed, scene, shares), costs_of(posed, shares)
    product_of = [posed.products[nth] for nth in posed.problem.product.tolist()]
    return [_decision(considered, o, product_of, costs.get(o, 0)) for o in range(len(orders))]


def _in_turn(posed: Pose, turn: Sequence[int], left: Ints, room: Ints) -> dict[int, Shares]:
    """Serve one after another; `left` and `room` are brought down by it."""
    problem, found = posed.problem, {}
    for o in turn:
        order = posed.orders[o]
        kept = _kept(posed, order)
        shares = cheapest(problem, o, left, room, kept, one=order.undivided)
        if order.ship_rule != "as_available" and (order.later or _lacks(problem, o, shares)):
            shares = []
        for line, w, units in shares:
            item = int(problem.product[line])
            own = min(units, kept.get((item, w), 0))  # what it leaves of its own is nobody else's yet
            left[item, w] -= units - own
        for w in {w for _, w, _ in shares}:
            room[w] -= 1
        found[o] = shares
    return found


def _apart(order: OrderNeed) -> bool:
    """Say whether an order is served by itself before the others: it has goods of its own, or is not to be split."""
    return bool(order.kept) or order.undivided


def _kept(posed: Pose, order: OrderNeed) -> Mapping[tuple[int, int], int]:
    if not order.kept:
        return NOTHING
    row = {pk: nth for nth, pk in enumerate(posed.products)}
    # Its own goods may lie where nobody may have them from by the storage class: then they are of no use to it.
    return {(row[pk], w): units for (pk, w), units in _columns(posed, order).items() if pk in row}


def _columns(posed: Pose, order: OrderNeed) -> dict[tuple[int, int], int]:
    return {(pk, posed.columns[site]): units for (pk, site), units in order.kept.items() if site in posed.columns}


def _lacks(problem: Problem, o: int, shares: Shares) -> bool:
    wanted = int(problem.units[problem.first[o] : problem.first[o + 1]].sum())
    return sum(units for _, _, units in shares) < wanted


def _together(posed: Pose) -> dict[int, Shares]:
    """Those apart first, in their turn; then who is entitled to what of the rest; then where."""
    from packhorse.algorithms.sourcing.solve import solve  # loads compiled loops

    problem = posed.problem
    left, room = problem.stock.copy(), problem.room.copy()
    own = [o for o, order in enumerate(posed.orders) if _apart(order)]
    entitled = _entitled(posed)
    shares = _in_turn(posed, own, left, room)
    units = problem.units.copy()
    for o, order in enumerate(posed.orders):
        mine = slice(problem.first[o], problem.first[o + 1])
        units[mine] = 0 if _apart(order) else entitled[mine]
    rest, lines = _without_nothing(problem, units, left, room)
    solution = solve(rest, budget_ms=BUDGET_MS)
    order_of = np.searchsorted(problem.first, lines[solution.line], side="right") - 1
    found: dict[int, Shares] = {}
    for o, line, w, count in zip(
        order_of.tolist(), lines[solution.line].tolist(), solution.site.tolist(), solution.units.tolist(), strict=True
    ):
        found.setdefault(o, []).append((line, w, count))
    for o, each in found.items():
        if posed.orders[o].ship_rule == "as_available" or not _lacks(problem, o, each):
            shares[o] = each
    return shares


def _entitled(posed: Pose) -> Ints:
    """Units of each line that its order may have when each takes what it wants in its turn, wherever it lies."""
    problem = posed.problem
    found = np.zeros_like(problem.units)
    free = problem.stock.sum(axis=1)
    for o, order in enumerate(posed.orders):
        mine = slice(problem.first[o], problem.first[o + 1])
        if _apart(order) or (order.later and order.ship_rule != "as_available"):
            continue
        product, wanted = problem.product[mine], problem.units[mine]
        reached = problem.zone[o] >= 0
        may = np.minimum(wanted, free[product])
        may = np.minimum(may, problem.stock[product][:, reached].sum(axis=1))
        if order.ship_rule != "as_available" and (may < wanted).any():
            continue
        found[mine] = may
        free[product] -= may
    return found


def _without_nothing(problem: Problem, units: Ints, left: Ints, room: Ints) -> tuple[Problem, Ints]:
    """Return the problem of the lines that want something, and where each of them was."""
    lines = np.flatnonzero(units > 0)
    order_of = np.searchsorted(problem.first, lines, side="right") - 1
    first = np.searchsorted(order_of, np.arange(problem.orders + 1))
    rest = replace(
        problem,
        first=first.astype(np.int64),
        product=problem.product[lines],
        units=units[lines],
        grams=problem.grams[lines],
        stock=left,
        room=room,
    )
    return rest, lines


def _decision(considered: Considered, o: int, product_of: Sequence[int], cost: int) -> Decision:
    """Share out what a product's line gets among the order's lines of it."""
    posed, sites = considered.posed, considered.scene.sites
    order, ways = posed.orders[o], posed.problem.km[o]
    open_units = {line.line_id: line.quantity for line in order.lines}
    found, km = [], {}
    for line, w, units in considered.shares.get(o, ()):
        site = sites[w].id
        if site not in km:
            km[site] = int(ways[w])
        for line_id, _ in posed.lines[line]:
            if taken := min(units, open_units[line_id]):
                found.append(Share(line_id, product_of[line], site, taken))
                open_units[line_id] -= taken
                units -= taken
    missing = tuple((line_id, units) for line_id, units in open_units.items() if units)
    return Decision(order.order_id, tuple(found), (*missing, *order.later), partial(considered.of, o), cost, km)


def costs_of(posed: Pose, shares: Mapping[int, Shares]) -> dict[int, int]:
    """What orders cost as they are served, without what is missing."""
    problem = posed.problem
    flat = [(o, line, w, units) for o, mine in shares.items() for line, w, units in mine]
    if not flat:
        return {}
    order, line, w, units = np.array(flat, np.int64).T
    sites = len(problem.room)
    parcels, parcel = np.unique(order * sites + w, return_inverse=True)
    o, at = parcels // sites, parcels % sites
    grams = np.zeros(len(parcels), np.int64)
    np.add.at(grams, parcel, problem.grams[line] * units)
    lines, tolls = np.bincount(parcel), np.bincount(parcel, problem.toll[problem.product[line], w] * units)
    freight = [
        price(problem.tariff, problem.upto, zone, weight)
        for zone, weight in zip(problem.zone[o, at].tolist(), grams.tolist(), strict=True)
    ]
    each = np.array(freight) + problem.fixed[o, at] + lines * problem.per_line[at] + tolls
    served, of = np.unique(o, return_inverse=True)
    total = np.bincount(of, each) + problem.split * (np.bincount(of) - 1)
    return {key: round(cost) for key, cost in zip(served.tolist(), total.tolist(), strict=True)}
