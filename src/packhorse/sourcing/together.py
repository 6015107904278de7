"""Decide a batch of orders together: who is entitled to what, then from where at the least cost, and why."""

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import structlog
from numpy.typing import NDArray

from packhorse.algorithms.sourcing.placed import Placed, placed_of
from packhorse.algorithms.sourcing.plain import Shares
from packhorse.algorithms.sourcing.problem import Problem
from packhorse.sourcing.considered import Considered
from packhorse.sourcing.entitled import entitled
from packhorse.sourcing.in_turn import bettered, in_turn
from packhorse.sourcing.passed import could_have_more, lacking, lacks, passed, take
from packhorse.sourcing.pose import Pose, pose
from packhorse.sourcing.ready import MANY
from packhorse.sourcing.rules import BETTERED, IN_TURN, TOGETHER, Decision, OrderNeed, Share
from packhorse.sourcing.scene import Scene
from packhorse.sourcing.spent import costs_of, spent

Ints = NDArray[np.int64]
BUDGET_MS = 3000
log = structlog.get_logger(__name__)
SOLVED = 4  # times a batch is placed together, before it is served in turn because somebody is passed by each time
BETTERED_TOGETHER = 200  # orders served in turn that are bettered: of more it would take too long


def decide(
    orders: Sequence[OrderNeed],
    scene: Scene,
    available: Mapping[tuple[int, int], int],
    *,
    compiled: bool = False,
) -> list[Decision]:
    """Serve `orders` at the least cost; they are in their turn, and what lacks goes to those whose turn is first.

    `available` maps (product id, warehouse id) to units nobody else holds. Few orders, or without `compiled` loops,
    are served one after another, each the cheapest way, and what they gain by another turn is kept; many are placed
    together.
    """
    scene = replace(scene, sites=tuple(sorted(scene.sites, key=lambda site: site.id)))
    posed = pose(orders, scene, available)
    shares, methods, placed, placings = _together(posed) if compiled else (*_one_by_one(posed), None, 0)
    parts = spent(posed, shares)
    considered, costs = Considered(posed, scene, shares, parts), costs_of(parts)
    product_of = [posed.products[nth] for nth in posed.problem.product.tolist()]
    return [
        _decision(considered, o, product_of, costs.get(o, 0), methods.get(o, TOGETHER), (placed, placings))
        for o in range(len(orders))
    ]


def _one_by_one(posed: Pose) -> tuple[dict[int, Shares], dict[int, str]]:
    left, room = posed.problem.stock.copy(), posed.problem.room.copy()
    shares = in_turn(posed, range(len(posed.orders)), left, room)
    changed = bettered(posed, shares, left, room) if 1 < len(shares) <= BETTERED_TOGETHER else set()
    return shares, {o: BETTERED if o in changed else IN_TURN for o in shares}


def _together(posed: Pose) -> tuple[dict[int, Shares], dict[int, str], Placed | None, int]:
    """Place all at the least cost; those who are passed by come first the next time; at last all are served in turn.

    Return shares, how they were found, how well they were placed, and how often that was done.
    """
    apart = {o for o, order in enumerate(posed.orders) if order.kept or order.undivided or o in posed.back}
    for nth in range(SOLVED):
        shares, left, room, placed = _placed(posed, sorted(apart), BUDGET_MS // (nth + 1))
        missed = passed(posed, shares, left, room)
        if not missed:
            return shares, dict.fromkeys(apart, IN_TURN), placed, nth + 1
        if apart.issuperset(missed):  # of those apart somebody came too late: all before him come with him
            apart.update(range(max(missed)))
        apart.update(missed)
    log.info("sourcing.in_turn", orders=len(posed.orders))  # each time somebody would have been passed by
    return *_one_by_one(posed), None, SOLVED


def _placed(posed: Pose, apart: Collection[int], budget_ms: int) -> tuple[dict[int, Shares], Ints, Ints, Placed | None]:
    """Serve those apart first, in their turn; then who is entitled to what of the rest; then where; then what is left.

    Return shares, the goods and room that are left (these only where somebody lacks something), and how well it went.
    """
    from packhorse.algorithms.sourcing.solve import solve  # loads compiled loops

    problem = posed.problem
    left, room = problem.stock.copy(), problem.room.copy()
    shares = in_turn(posed, apart, left, room)
    rest, lines = _without_nothing(problem, entitled(posed, left, room, apart), left, room)
    served: dict[int, Shares] = {}
    placed = None
    if len(lines):
        begun = time.monotonic()
        solution = solve(rest, budget_ms=budget_ms)
        placed = placed_of(rest, solution, time.monotonic() - begun)
        _say(placed)
        order_of = np.searchsorted(problem.first, lines[solution.line], side="right") - 1
        columns = order_of, lines[solution.line], solution.site, solution.units
        for o, line, w, count in zip(*(each.tolist() for each in columns), strict=True):
            served.setdefault(o, []).append((line, w, count))
        served = {
            o: each
            for o, each in served.items()
            if posed.orders[o].ship_rule == "as_available" or not lacks(problem, o, each)
        }
        shares |= served
    short = lacking(posed, shares)  # what nobody was entitled to, or took
    if short:  # else nobody asks what is left
        left, room = left.copy(), room.copy()
        for o, each in served.items():
            take(posed, o, each, left, room)
    for o in short:
        if not could_have_more(posed, o, shares.get(o, []), left, room):
            continue
        take(posed, o, shares.get(o, []), left, room, back=True)
        shares |= in_turn(posed, [o], left, room)
    return shares, left, room, placed


def _say(placed: Placed) -> None:
    """Log how close a batch is to the best there could be: `gap_percent` of its cost, without what is missing."""
    (log.info if placed.orders >= MANY else log.debug)(
        "sourcing.placed",
        orders=placed.orders,
        seconds=round(placed.seconds, 3),
        cost_minor=placed.cost,
        gap_percent=None if placed.gap is None else round(100 * placed.gap, 2),
    )


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


def _decision(
    considered: Considered, o: int, product_of: Sequence[int], cost: int, method: str, placed: tuple[Placed | None, int]
) -> Decision:
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
    lacks, figures = (*missing, *order.later), partial(considered.of, o)
    return Decision(order.order_id, tuple(found), lacks, figures, cost, km, method, *placed)
