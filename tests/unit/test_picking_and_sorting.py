"""Carts, lanes and the tolerance of the scales."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packhorse.packing.rules import weight_is_plausible
from packhorse.picking.rules import Cart, Load, fill_carts, list_number, wave_number
from packhorse.sorting.rules import Bound, NewLane, lane_for

LOADS = st.lists(st.integers(0, 30), max_size=30).map(lambda tasks: [Load(nth, each) for nth, each in enumerate(tasks)])
CARTS = st.builds(Cart, totes=st.integers(1, 6), tasks=st.integers(1, 40))
LANES = [NewLane("GB", "L1", ("GB",)), NewLane("WEST", "L2", ("IE", "FR")), NewLane("WORLD", "L3", ())]


@given(LOADS, CARTS)
def test_every_order_is_on_one_cart_in_the_given_order(loads, cart):
    carts = fill_carts(loads, cart)
    assert [load for each in carts for load in each] == [load.fulfillment_id for load in loads]
    assert all(carts)


@given(LOADS, CARTS)
def test_no_cart_has_more_orders_than_totes_or_more_tasks_than_it_may_unless_one_order_alone_does(loads, cart):
    for each in fill_carts(loads, cart):
        assert len(each) <= cart.totes
        assert sum(loads[nth].tasks for nth in each) <= cart.tasks or len(each) == 1


@given(LOADS, CARTS)
def test_a_new_cart_is_begun_only_when_the_order_does_not_go_on_the_last(loads, cart):
    carts = fill_carts(loads, cart)
    for before, after in pairwise(carts):
        tasks = sum(loads[nth].tasks for nth in before) + loads[after[0]].tasks
        assert len(before) == cart.totes or tasks > cart.tasks


def test_an_order_larger_than_a_cart_has_one_of_its_own():
    loads = [Load(1, 5), Load(2, 61), Load(3, 5), Load(4, 55), Load(5, 1)]
    assert fill_carts(loads, Cart()) == [[1], [2], [3, 4], [5]]


def test_numbers_of_waves_and_lists():
    assert (wave_number(7), list_number(1234567)) == ("W000007", "PL1234567")


@pytest.mark.parametrize(
    ("country", "lane"), [("GB", "GB"), ("FR", "WEST"), ("IE", "WEST"), ("US", "WORLD"), ("", "WORLD")]
)
@pytest.mark.parametrize("lanes", [LANES, LANES[::-1]])
def test_a_parcel_goes_to_the_lane_that_names_its_country_else_to_the_rest(country, lane, lanes):
    assert lane_for(Bound(country), lanes) == lane


def test_no_lane_takes_what_none_names():
    assert lane_for(Bound("US"), LANES[:2]) is None
    assert lane_for(Bound("US"), []) is None


@pytest.mark.parametrize(
    ("expected", "measured", "plausible"),
    [
        (500, 450, True),
        (500, 449, False),
        (500, 550, True),
        (500, 551, False),
        (1000, 1050, True),
        (1000, 1051, False),
        (2000, 2100, True),
        (2000, 2101, False),
        (2000, 1900, True),
        (2000, 1899, False),
        (30, 1, True),
        (30, 0, False),
        (30, -10, False),
    ],
)
def test_a_weight_may_be_wrong_by_fifty_grams_or_a_twentieth(expected, measured, plausible):
    assert weight_is_plausible(expected_g=expected, measured_g=measured) is plausible


@given(st.integers(1, 40_000), st.integers(-100, 50_000))
def test_the_greater_of_both_tolerances_counts(expected, measured):
    off = abs(measured - expected)
    right = measured > 0 and (off <= 50 or off * 20 <= expected)
    assert weight_is_plausible(expected_g=expected, measured_g=measured) is right
