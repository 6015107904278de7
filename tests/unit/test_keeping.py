"""Goods that do not keep until they arrive: who may have which, in decisions and at the bins."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit.test_sourcing_costs import BOOK, LEEDS, LONDON, MONDAY, PLAIN, given_by, order, place

from packhorse.inventory.rules import BinChoice, choose_bins
from packhorse.sourcing import together
from packhorse.sourcing.costs import Freight, Weights
from packhorse.sourcing.keeping import steps_of, too_old
from packhorse.sourcing.policy import Policy
from packhorse.sourcing.ready import warm
from packhorse.sourcing.reasons import why_waiting
from packhorse.sourcing.scene import Scene

HERE = place(1, LONDON)
MUG = (7, 1, "ambient", 500)


def day(n):
    return MONDAY + timedelta(days=n)


def decide(orders, sites, stock, lots, taken=(), compiled=False):
    short = {key: steps_of(each, taken) for key, each in lots.items()}
    scene = Scene(tuple(sites), Freight(BOOK), PLAIN, Policy(), short)
    return together.decide(orders, scene, stock, compiled=compiled)


def test_who_is_far_is_not_given_what_would_not_keep_and_who_is_near_is():
    # London is reached in two days, Leeds in four.
    near, far = order(1, [MUG]), order(2, [MUG], at=LEEDS)
    lots, stock = {(7, 1): [(day(3), 5)]}, {(7, 1): 5}
    lost, served = decide([far, near], [HERE], stock, lots)
    assert (lost.shares, given_by(served)) == ((), [(1, 1)])
    assert lost.candidates[0].excluded == "what is there would not keep until it arrives"
    (on_the_day,) = decide([far], [HERE], stock, {(7, 1): [(day(4), 5)]})
    assert given_by(on_the_day) == [(1, 1)]


@pytest.mark.parametrize("compiled", [False, True])
def test_only_what_keeps_is_shared_out_and_another_warehouse_helps(compiled):
    if compiled:
        warm()
    orders = [order(n, [MUG], at=LEEDS) for n in (1, 2, 3)]
    sites = [HERE, place(2, LEEDS, handling_order_minor=5000)]
    found = decide(orders, sites, {(7, 1): 6, (7, 2): 1}, {(7, 1): [(day(3), 5)]}, compiled=compiled)
    assert sorted(site for each in found for site, _ in given_by(each)) == [1, 2]
    assert sum(len(each.missing) for each in found) == 1


def test_who_has_only_what_would_not_keep_is_no_measure_of_lateness():
    early, late = place(1, LONDON), replace(place(2, LONDON), leaves_on=day(3))
    short = {(7, 1): steps_of([(day(1), 5)], ())}
    scene = Scene((early, late), Freight(BOOK), Weights(late_day=30), Policy(), short)
    (decision,) = together.decide([order(1, [MUG])], scene, {(7, 1): 5, (7, 2): 5})
    assert (given_by(decision), decision.candidates[1].late) == ([(2, 1)], 0)


def test_what_is_promised_to_others_takes_what_expires_first():
    far, stock = order(1, [MUG], at=LEEDS), {(7, 1): 1}  # two lie there, one of them is promised
    assert given_by(decide([far], [HERE], stock, {(7, 1): [(day(3), 1)]}, [(day(2), 1)])[0]) == [(1, 1)]
    assert decide([far], [HERE], stock, {(7, 1): [(day(3), 1)]}, [(day(4), 1)])[0].missing


def test_goods_kept_for_a_checkout_are_left_to_it_as_far_as_they_keep():
    far = order(1, [(7, 3, "ambient", 500)], at=LEEDS, kept={(7, 1): 3})
    assert given_by(decide([far], [HERE], {}, {(7, 1): [(day(3), 2)]})[0]) == [(1, 1)]


def test_the_desk_says_that_they_would_not_keep():
    why = why_waiting(order(1, [MUG]), {100: 1}, [HERE], {(7, 1): 5}, old={(7, 1): 5})
    assert (why.code, why.queue, why.text) == (
        "TOO_OLD",
        "backorder",
        "S1 has 5, but 5 would not keep until they arrive",
    )
    assert why_waiting(order(1, [MUG]), {100: 1}, [HERE], {}, old={}).code == "NOT_THERE"


LOTS = st.lists(st.tuples(st.integers(0, 8), st.integers(1, 4)), max_size=5)


@given(LOTS, st.lists(st.tuples(st.integers(0, 9), st.integers(1, 3)), max_size=4), st.integers(0, 9))
def test_what_is_left_for_an_arrival_is_what_pickers_find_for_it_whoever_comes_first(lots, taken, arrives):
    """As many units as are not too old can be taken after those promised before, from lots good enough for each."""
    plenty = 20
    bins = [BinChoice(n, n, units, n, day(last), good_until=day(last)) for n, (last, units) in enumerate(lots)]
    bins.append(BinChoice(99, 99, plenty))
    there = sum(each.units for each in bins)
    steps = steps_of([(day(last), units) for last, units in sorted(lots)], [(day(at), units) for at, units in taken])
    left = there - sum(units for _, units in taken) - too_old(steps, day(arrives).toordinal())
    for at, units in [(arrives, left), *taken] if left % 2 else [*taken, (arrives, left)]:
        for choice, _ in choose_bins(units, bins, day(at)):
            assert choice.keeps(day(at))


def test_where_nothing_is_good_enough_what_keeps_longest_is_picked():
    bins = [BinChoice(n, n, 1, n, day(n), good_until=day(n)) for n in (1, 2, 3)]
    assert [choice.row_id for choice, _ in choose_bins(3, list(bins), day(3))] == [3, 2, 1]
    free = replace(bins[0], good_until=None)  # a person set it free
    assert [choice.row_id for choice, _ in choose_bins(1, [free, *bins[1:]], day(3))] == [1]
    assert too_old(None, 5) == too_old(steps_of([(date(2026, 3, 2), 5)], ()), -1) == 0
