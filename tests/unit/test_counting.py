"""Which bins are counted when, and what a number says of the books."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packhorse.counting.rules import (
    COUNT_STATES,
    OUTCOMES,
    Counted,
    Plan,
    PlannedBin,
    Seen,
    choose,
    classes,
    count_id_of,
    count_number,
    distance,
    judge,
    settle,
    share_of_night,
    verdict,
    within,
)
from packhorse.states import check

TODAY = date(2024, 5, 15)
LOOSE = Plan(tolerance_units=2, tolerance_percent=10, tolerance_minor=5000)
KEY = (1, None)


def test_states_are_a_table():
    check("count", COUNT_STATES)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, {}),
        ({1: 0, 2: 0}, {1: "C", 2: "C"}),
        ({1: 100}, {1: "A"}),
        ({1: 800, 2: 150, 3: 50}, {1: "A", 2: "B", 3: "C"}),  # exactly on both borders
        ({1: 799, 2: 151, 3: 50}, {1: "A", 2: "A", 3: "C"}),  # a unit short of the border: the next is A too
        ({1: 500, 2: 299, 3: 1, 4: 150, 5: 50}, {1: "A", 2: "A", 4: "A", 5: "B", 3: "C"}),
        ({1: 900, 2: 40, 3: 40, 4: 20}, {1: "A", 2: "B", 3: "B", 4: "C"}),
        ({2: 10, 1: 10}, {1: "A", 2: "A"}),  # alike: by id
    ],
)
def test_classes_by_the_value_moved(values, expected):
    assert classes(values) == expected


@given(st.dictionaries(st.integers(1, 50), st.integers(0, 10**9), max_size=50))
def test_every_product_has_a_class_and_a_better_one_never_moved_less(values):
    found = classes(values)
    assert set(found) == set(values)
    for letter, worse in (("A", "B"), ("B", "C"), ("A", "C")):
        mine = [values[p] for p in found if found[p] == letter]
        theirs = [values[p] for p in found if found[p] == worse]
        assert not mine or not theirs or min(mine) >= max(theirs)


def days_ago(days):
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(("letter", "days"), [("A", 30), ("B", 90), ("C", 180)])
def test_a_bin_is_due_on_the_day_its_interval_is_over_and_not_before(letter, days):
    bins = [PlannedBin(1, letter, days_ago(days)), PlannedBin(2, letter, days_ago(days - 1))]
    assert [(each.bin_id, day) for each, day in choose(bins, Plan(), today=TODAY, most=9)] == [(1, TODAY)]


def test_never_counted_bins_come_first_then_what_is_overdue_longest():
    bins = [
        PlannedBin(1, "C", None),
        PlannedBin(2, "A", days_ago(31)),
        PlannedBin(3, "A", None),
        PlannedBin(4, "A", days_ago(40)),
        PlannedBin(5, "A", days_ago(1)),
    ]
    assert [each.bin_id for each, _ in choose(bins, Plan(), today=TODAY, most=9)] == [3, 1, 4, 2]
    assert [each.bin_id for each, _ in choose(bins, Plan(), today=TODAY, most=2)] == [3, 1]
    assert choose(bins, Plan(), today=TODAY, most=-3) == []


def test_a_night_takes_as_many_as_keep_the_year_even():
    bins = [PlannedBin(nth, "A", None) for nth in range(60)] + [PlannedBin(99, "C", None)]
    assert share_of_night(bins, Plan()) == 3  # 60 in 30 days, and one more somewhen
    assert share_of_night(bins[:60], Plan()) == 2
    assert share_of_night(bins, Plan(per_night=7)) == 7
    assert share_of_night([], Plan()) == 0


@given(st.integers(1, 400), st.integers(0, 50), st.integers(0, 10))
def test_the_share_of_a_night_is_enough_to_be_never_behind(bins, plan_a, plan_b):
    plan = Plan(a_days=plan_a + 1, b_days=plan_b + 1, c_days=180)
    made = [PlannedBin(nth, "ABC"[nth % 3], None) for nth in range(bins)]
    needed = sum(1 / plan.days(each.letter) for each in made)
    assert needed - 1e-9 <= share_of_night(made, plan) < needed + 1 + 1e-9


@pytest.mark.parametrize(
    ("counted", "seen", "difference", "moved"),
    [
        (10, (10,), 0, False),
        (9, (10,), -1, False),
        (12, (10,), 2, False),
        (10, (10, 8), 0, True),  # before the pick
        (8, (10, 8), 0, True),  # after it
        (9, (10, 8), 1, True),
        (9, (8, 9, 10), 0, True),
        (0, (0,), 0, False),
        (3, (0,), 3, False),
    ],
)
def test_a_number_the_books_had_meanwhile_is_as_expected(counted, seen, difference, moved):
    found = judge(KEY, Counted(counted), Seen(seen))
    assert (found.difference, found.moved) == (difference, moved)
    assert (found.low, found.high) == (min(seen), max(seen))
    assert found.counted - found.expected == found.difference


@given(st.integers(0, 50), st.lists(st.integers(-20, 20), max_size=12), st.data())
def test_a_true_count_is_never_a_difference_whatever_moves(start, moves, data):
    units = [start]
    for change in moves:
        if change and units[-1] + change >= 0:
            units.append(units[-1] + change)
    true = data.draw(st.sampled_from(units))
    found = judge(KEY, Counted(true), Seen(tuple(units), planned=data.draw(st.integers(0, 5))))
    assert not found.differs
    for first in (True, False):
        assert settle([found], first=first, plan=LOOSE, prices={1: 500}) == "expected"


@given(st.integers(0, 9), st.lists(st.integers(0, 9), min_size=1, max_size=6), st.booleans())
def test_a_difference_that_a_movement_may_explain_is_never_booked(counted, units, first):
    turns = (units[0], *(b for a, b in pairwise(units) if a != b))
    found = judge(KEY, Counted(counted), Seen(turns))
    outcome = settle([found], first=first, plan=replace(LOOSE, tolerance_units=99), prices={1: 1})
    assert outcome in OUTCOMES
    if len(turns) > 1:
        assert outcome == ("expected" if counted in turns else "moved")


NUMBERED = Seen((2,), numbered=True, serials=frozenset({"N1", "N2"}))


def test_numbered_units_are_missing_and_found_by_their_numbers():
    assert not judge(KEY, Counted(2, frozenset({"N1", "N2"})), NUMBERED).differs
    found = judge(KEY, Counted(2, frozenset({"N1", "N3"})), NUMBERED)
    assert (found.difference, found.missing, found.found, found.differs) == (0, ("N2",), ("N3",), True)
    assert settle([found], first=True, plan=LOOSE, prices={1: 1}) == "recount"  # never within tolerance
    gone = judge(KEY, Counted(0), NUMBERED)
    assert (gone.difference, gone.missing) == (-2, ("N1", "N2"))


PICKED = Seen((3, 2), numbered=True, serials=frozenset({"N1", "N2"}), passed=frozenset({"N3"}))


@pytest.mark.parametrize(
    ("numbers", "differs"),
    [
        (("N1", "N2", "N3"), False),  # counted before it was picked
        (("N1", "N2"), False),
        (("N1", "N2", "N9"), True),  # as many as before the pick, but one is nobody's
        (("N1", "N3"), True),  # as many as now, but one that was there all the time is missing
    ],
)
def test_a_numbered_unit_that_was_picked_meanwhile_may_be_counted_and_hides_no_other(numbers, differs):
    found = judge(KEY, Counted(len(numbers), frozenset(numbers)), PICKED)
    assert found.differs is differs
    assert settle([found], first=True, plan=LOOSE, prices={1: 1}) == ("moved" if differs else "expected")


@pytest.mark.parametrize(
    ("counted", "expected", "price", "small"),
    [
        (8, 10, 500, True),
        (7, 10, 500, False),
        (12, 10, 500, True),
        (90, 100, 500, True),  # ten percent, and exactly the value
        (89, 100, 1, False),
        (9, 10, 5001, False),  # too dear
        (110, 100, 501, False),
    ],
)
def test_tolerance_is_units_or_percent_and_value(counted, expected, price, small):
    found = judge(KEY, Counted(counted), Seen((expected,)))
    assert within(found, LOOSE, price) is small
    assert settle([found], first=True, plan=LOOSE, prices={1: price}) == ("booked" if small else "recount")
    assert settle([found], first=True, plan=Plan(), prices={1: price}) == "recount"
    assert settle([found], first=False, plan=LOOSE, prices={1: price}) == "approval"


def test_fewer_units_while_a_picker_is_on_his_way_are_counted_again():
    missing, more = (judge(KEY, Counted(units), Seen((10,), planned=1)) for units in (9, 11))
    assert settle([missing], first=True, plan=LOOSE, prices={1: 1}) == "recount"
    assert settle([more], first=True, plan=LOOSE, prices={1: 1}) == "booked"


def test_one_large_difference_has_the_whole_bin_counted_again():
    small, large = judge((1, None), Counted(9), Seen((10,))), judge((2, None), Counted(1), Seen((10,)))
    assert settle([small, large], first=True, plan=LOOSE, prices={1: 1, 2: 1}) == "recount"


def test_what_a_second_number_means():
    assert [verdict(0, -1), verdict(-1, -1), verdict(-2, -1), verdict(-2, None)] == [
        "as the books",
        "confirmed",
        "third number",
        "third number",
    ]


def test_numbers_and_ways():
    assert count_id_of(count_number(7)) == 7
    assert count_id_of(" ct1000007 ") == 7
    assert count_id_of("PH1000007") is None
    assert distance((0, 0), (3000, -2000)) == 5000
