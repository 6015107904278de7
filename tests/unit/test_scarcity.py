"""Scarcity: what the last units of a place are worth there, and that orders leave them to those who will want them."""

import math

import numpy as np
import pytest
from unit.test_sourcing_costs import BOOK, LEEDS, LONDON, given_by, order, place

from packhorse.algorithms.scarcity import SUMMED, chance_wanted
from packhorse.sourcing import together
from packhorse.sourcing.costs import Freight, Weights
from packhorse.sourcing.policy import Policy
from packhorse.sourcing.pose import Scene

NEAR, FAR = place(1, LONDON), place(2, LEEDS)  # 300 from near, 600 from afar
EIGHTY = Weights(late_day=0, balance=80)


@pytest.mark.parametrize("left", [1, 2, 5, SUMMED, SUMMED + 1, 60, 300])
@pytest.mark.parametrize("expected", [0.02, 0.7, 4.0, 31.0, 55.0, 310.0, 2000.0])
def test_the_chance_is_that_of_poisson(expected, left):
    fewer = (math.exp(-expected + n * math.log(expected) - math.lgamma(n + 1)) for n in range(left))
    (found,) = chance_wanted(np.array([expected]), np.array([left]))
    assert found == pytest.approx(1 - sum(fewer), abs=1e-9 if left <= SUMMED else 1e-3)


def test_it_is_nothing_where_nobody_wants_it_and_falls_with_what_is_left():
    assert chance_wanted(np.zeros(3), np.array([1, 5, 500])).tolist() == [0, 0, 0]
    found = chance_wanted(np.full(80, 30.0), np.arange(1, 81))
    assert found[0] == pytest.approx(1) and found[-1] < 1e-6 and (np.diff(found) <= 1e-12).all()


def decided(stock, soon, *, weights=EIGHTY, units=1, at=LONDON, sites=(NEAR, FAR), compiled=False):
    scene = Scene(sites, Freight(BOOK), weights, Policy(1, weights, soon=soon))
    (decision,) = together.decide([order(1, [(7, units, "ambient", 500)], at=at)], scene, stock, compiled=compiled)
    return decision


def test_the_last_units_cost_their_whole_weight_where_they_sell_and_ample_ones_nothing():
    scarce = decided({(7, 1): 2, (7, 2): 900}, {(7, 1): 40.0, (7, 2): 40.0}, units=2)
    assert [c.scarce for c in scarce.candidates] == [160, 0]
    assert decided({(7, 1): 2}, {(7, 2): 40.0}).cost == 300  # wanted elsewhere only
    assert decided({(7, 1): 2}, {(7, 1): 40.0}, weights=Weights(late_day=0)).cost == 300  # worth nothing


@pytest.mark.parametrize("compiled", [False, True])
def test_an_order_between_two_leaves_the_last_unit_where_it_will_be_wanted(compiled):
    beside = place(3, LONDON, handling_order_minor=50)
    stock, sites = {(7, 1): 1, (7, 3): 60}, (NEAR, beside)
    taken = {rate: decided(stock, {(7, 1): rate}, sites=sites, compiled=compiled) for rate in (0.5, 1.5)}
    assert [given_by(each) for each in taken.values()] == [[(1, 1)], [(3, 1)]]
    chance = 1 - math.exp(-0.5)
    assert taken[0.5].cost == 300 + round(80 * chance) and taken[1.5].cost == 350


def test_a_unit_is_never_left_lying_for_it():
    decision = decided({(7, 1): 1}, {(7, 1): 99.0}, weights=Weights(balance=100_000))
    assert given_by(decision) == [(1, 1)]
