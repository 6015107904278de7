"""Tracking: events that come twice or out of order, and numbers that show a misread."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packhorse.algorithms.gs1 import is_valid
from packhorse.shipping.rules import FINAL_TRACKING, TRACKING_STATES, comes_after, manifest_number, tracking_number

UNDER_WAY = [state for state in TRACKING_STATES if state not in FINAL_TRACKING]
TIMES = st.integers(1, 10**15)
Told = list[tuple[str, int]]


def after(told: Told) -> Told:
    """What is known when events are followed one by one, as a list of the one event that is believed."""
    known = ("pre_transit", 0)
    for event in told:
        known = event if comes_after(known, event) else known
    return [known]


journeys = st.lists(st.tuples(st.sampled_from(TRACKING_STATES), TIMES), min_size=1, max_size=7)


@given(journeys, st.data())
def test_events_in_any_order_end_in_the_same_state(journey, data):
    assert after(data.draw(st.permutations(journey))) == after(journey)


@given(journeys, st.data())
def test_events_that_come_again_change_nothing(journey, data):
    again = journey + data.draw(st.lists(st.sampled_from(journey), max_size=5))
    assert after(data.draw(st.permutations(again))) == after(journey)


@given(st.lists(st.tuples(st.sampled_from(UNDER_WAY), TIMES), min_size=1, max_size=7, unique_by=lambda event: event[1]))
def test_of_events_under_way_the_latest_is_believed(journey):
    assert after(journey) == [max(journey, key=lambda event: event[1])]


@pytest.mark.parametrize("final", sorted(FINAL_TRACKING))
@pytest.mark.parametrize("event", UNDER_WAY)
def test_a_final_state_is_not_left_by_one_under_way(final, event):
    assert not comes_after((final, 5), (event, 9))
    assert comes_after((event, 9), (final, 5))


@pytest.mark.parametrize("final", sorted(FINAL_TRACKING))
@pytest.mark.parametrize("later", sorted(FINAL_TRACKING))
def test_a_final_state_is_left_only_by_a_later_final_one(final, later):
    assert comes_after((final, 5), (later, 9))
    assert not comes_after((final, 9), (later, 5))


@given(st.from_regex(r"[A-Z]{0,4}", fullmatch=True), st.integers(0, 10**10 - 1))
def test_a_tracking_number_is_prefix_parcel_and_check_digit(prefix, parcel_id):
    number = tracking_number(prefix, parcel_id)
    digits = number.removeprefix(prefix)
    assert number.startswith(prefix) and len(digits) == 11
    assert int(digits[:-1]) == parcel_id and is_valid(digits)


def test_numbers_of_parcels_and_manifests_are_as_printed():
    assert tracking_number("AP", 6291041) == "AP00062910415"
    assert manifest_number(7) == "M000007"
