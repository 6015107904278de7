"""Waves against cut-offs: every order once, nothing late that need not be, and walks that are shared."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packhorse.algorithms.routing import Floor
from packhorse.algorithms.walking import Layout
from packhorse.picking.rules import Setup, Visit, Waiting, plan, predict

NOW = datetime(2024, 5, 15, 9, tzinfo=UTC)
FLOOR = Floor.of(Layout(0, -1000, 0, 20_000))
SETUP = Setup(pickers=1, after_minutes=30, wave_minutes=20)


def order(nth, minutes, *places, units=2):
    """An order that leaves in so many minutes, from places (aisle, metres from the front)."""
    visits = tuple(
        Visit(100 * nth + k, nth, k, 1000 * aisle + y, 3000 * aisle, 1000 * y, "A", units, 0, 0)
        for k, (aisle, y) in enumerate(places)
    )
    return Waiting(nth, NOW + timedelta(minutes=minutes), visits)


@st.composite
def days(draw):
    places = st.lists(st.tuples(st.integers(0, 5), st.integers(1, 19)), min_size=1, max_size=4)
    count = draw(st.integers(1, 14))
    waiting = [order(nth, draw(st.sampled_from([-60, 20, 45, 60, 90, 240])), *draw(places)) for nth in range(count)]
    setup = Setup(
        pickers=draw(st.integers(1, 3)),
        pick_seconds=draw(st.sampled_from([10, 60, 200])),
        after_minutes=draw(st.sampled_from([0, 30])),
        wave_minutes=draw(st.sampled_from([5, 15, 60])),
        cart_totes=draw(st.integers(1, 4)),
    )
    return waiting, setup, draw(st.lists(st.integers(0, 1500), max_size=3))


def waves(waiting, setup=SETUP, busy=()):
    return plan(waiting, setup=setup, floor=FLOOR, now=NOW, busy=busy)


def alone(waiting, setup, busy):
    """What would be late if every cut-off had waves of its own."""
    dues = sorted({each.due for each in waiting})
    groups = [[each for each in waiting if each.due == due] for due in dues]
    return groups, predict(groups, setup=setup, floor=FLOOR, now=NOW, busy=busy)


@settings(max_examples=80, deadline=None)
@given(days())
def test_every_order_is_in_one_wave_and_the_order_of_the_input_says_nothing(day):
    waiting, setup, busy = day
    found = waves(waiting, setup, busy)
    assert sorted(each for wave in found for each in wave.fulfillment_ids) == sorted(
        each.fulfillment_id for each in waiting
    )
    shuffled = random.Random(3).sample(waiting, len(waiting))
    assert waves(shuffled, setup, busy) == found


@settings(max_examples=150, deadline=None)
@given(days())
def test_nothing_late_stands_behind_what_is_due_later(day):
    waiting, setup, busy = day
    due = {each.fulfillment_id: each.due for each in waiting}
    before = []
    for wave in waves(waiting, setup, busy):
        assert wave.due == min(due[each] for each in wave.fulfillment_ids)
        assert all(due[late] >= due[earlier] for late in wave.late for earlier in before)
        before += wave.fulfillment_ids


@settings(max_examples=80, deadline=None)
@given(days())
def test_when_waves_of_one_cut_off_each_are_in_time_all_is_in_time(day):
    waiting, setup, busy = day
    setup = replace(setup, wave_minutes=1440)
    _, apart = alone(waiting, setup, busy)
    late = {each for wave in waves(waiting, setup, busy) for each in wave.late}
    assert late <= {each for wave in apart for each in wave.late}


def test_the_room_that_is_left_is_filled_with_what_lies_on_the_way():
    near, far = order(2, 400, (0, 5)), order(3, 300, (5, 18))
    found = waves([order(1, 120, (0, 5), (0, 9)), near, far], replace(SETUP, wave_minutes=5, pick_seconds=60))
    assert [wave.fulfillment_ids for wave in found] == [(1, 2), (3,)]
    assert not any(wave.late for wave in found)


def test_when_time_is_short_nothing_due_later_goes_first():
    """The same, but the far order has to leave before the near one could be picked as well."""
    near, far = order(2, 400, (0, 5)), order(3, 35, (5, 18))
    found = waves([order(1, 34, (0, 5), (0, 9)), near, far], replace(SETUP, wave_minutes=5, pick_seconds=60))
    assert found[-1].fulfillment_ids == (2,)
    assert not any(wave.late for wave in found)


def test_what_cannot_be_in_time_is_said_to_be_late_and_goes_alone():
    first, second = waves([order(1, 30, (0, 10)), order(2, 600, (0, 10))], replace(SETUP, pick_seconds=30))
    walk = 2 * (1 + 10)
    assert (first.late, first.ready) == ({1}, NOW + timedelta(minutes=30, seconds=walk + 30))
    assert not second.late


def test_what_is_on_the_floor_already_comes_first():
    (wave,) = waves([order(1, 45, (0, 10))], busy=[1200])
    assert wave.late == {1}
    (wave,) = waves([order(1, 45, (0, 10))], replace(SETUP, pickers=2), busy=[1200])
    assert not wave.late


def test_more_than_a_waves_room_is_divided_into_waves_that_lie_together():
    waiting = [order(nth, 500, (nth % 2 * 5, 10 + nth)) for nth in range(8)]
    found = waves(waiting, replace(SETUP, wave_minutes=5, pick_seconds=60))
    assert len(found) > 1
    assert {each % 2 for each in found[0].fulfillment_ids} == {0}


@pytest.mark.parametrize("count", [0, 1])
def test_none_or_one(count):
    assert len(waves([order(1, 60, (0, 1))][:count])) == count
