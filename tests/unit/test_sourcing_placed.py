"""How well a batch was placed is said in money that is spent, and only where it is proven or can be compared."""

from dataclasses import replace

import pytest
from unit.test_sourcing_costs import BOOK, PLAIN
from unit.test_sourcing_turn import crowd

from packhorse.algorithms.sourcing import cost_of
from packhorse.algorithms.sourcing.placed import placed_of
from packhorse.algorithms.sourcing.solve import greedy, solve
from packhorse.sourcing import together
from packhorse.sourcing.costs import Freight
from packhorse.sourcing.pose import Scene, pose


@pytest.fixture(scope="module")
def solved():
    orders, sites, stock = crowd(1, 30)
    posed = pose(orders, Scene(tuple(sites), Freight(BOOK), PLAIN), {key: units + 9 for key, units in stock.items()})
    return posed.problem, solve(posed.problem, budget_ms=500)


def test_the_nearest_first_is_the_baseline_and_costs_no_less(solved):
    problem, solution = solved
    plain, placed = greedy(problem), placed_of(*solved, 0.5)
    assert solution.plain_cost == plain.cost
    assert abs(plain.cost - cost_of(problem, plain.line, plain.site, plain.units)) < 0.01
    assert (placed.orders, placed.seconds, placed.unserved, placed.nearest) == (30, 0.5, 0, round(plain.cost))
    assert 0 < placed.bound <= placed.cost == round(solution.cost) < placed.nearest
    assert placed.gap == (placed.cost - placed.bound) / placed.bound


def test_what_is_missing_is_no_money_and_a_unit_that_somebody_might_have_had_leaves_nothing_proven(solved):
    problem, solution = solved
    lost, unit = problem.missing, float(problem.missing)
    less = replace(solution, units=solution.units.copy(), cost=solution.cost + unit)
    less.units[0] -= 1
    assert placed_of(problem, replace(less, bound=solution.bound + lost), 0).cost == round(solution.cost)
    assert placed_of(problem, replace(less, bound=solution.bound + lost), 0).bound == int(solution.bound)
    assert placed_of(problem, less, 0).bound is placed_of(problem, less, 0).gap is None
    nearest = placed_of(problem, replace(solution, plain_missing=3, plain_cost=solution.plain_cost + 3 * unit), 0)
    assert (nearest.nearest, nearest.unserved) == (None, 3)


def test_all_decisions_of_a_batch_name_the_same_figures_and_those_in_turn_none():
    orders, sites, stock = crowd(2, 20)
    scene = Scene(tuple(sites), Freight(BOOK), PLAIN)
    found = together.decide(orders, scene, stock, compiled=True)
    assert len({id(each.placed) for each in found}) == 1 and found[0].placed.orders <= 20
    assert all(each.placed is None for each in together.decide(orders, scene, stock))
