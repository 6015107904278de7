"""Which bins are counted next: by the value that moved, never counted ones first, the year even."""

from datetime import timedelta

import pytest
from company import NOW, bin_id, open_company, place_and_source, receive, relay, run_sql, site

from db.counting import LATER, approve, ask, count, plan, refused
from db.floor import walk
from packhorse.counting import operations as counting
from packhorse.counting import queries as counts
from packhorse.counting.rules import Plan
from packhorse.web.nights import keep_nights


@pytest.fixture(autouse=True)
def company(db):
    open_company()


def night(days=0):
    return counting.plan_counts(now=LATER + timedelta(days=days), actor="night", warehouse_id=site("BRS"))


def planned():
    return [row.bin_id for row in counts.to_do(site("BRS"))]


def test_a_night_plans_a_few_and_a_second_time_none():
    plan("BRS", per_night=3)
    assert (night(), night(), len(planned())) == (3, 0, 3)
    assert night(days=1) == 3
    assert len(set(planned())) == 6


def test_without_a_number_the_year_is_even():
    assert night() == 1  # 11 bins of class C in 180 days
    plan("BRS", c_days=2)
    assert night(days=1) == 6


def test_bins_of_what_moves_most_value_come_first():
    plan("BRS", per_night=2)
    place_and_source("1", {"LAMP": 4})
    walk("BRS")
    receive("BRS", "C2", "LAMP", 3)
    relay()
    night()
    assert set(planned()) == {bin_id("BRS", "A3"), bin_id("BRS", "C2")}


def test_a_counted_bin_comes_again_when_its_class_says_so():
    plan("BRS", per_night=100, a_days=5, c_days=20)
    place_and_source("1", {"LAMP": 4})
    walk("BRS")
    for spot, units in (("A1", {"MUG": 10}), ("A3", {"LAMP": 1})):
        count(ask("BRS", spot), units)
    night(days=4)
    assert not {bin_id("BRS", "A1"), bin_id("BRS", "A3")} & set(planned())
    night(days=5)
    assert bin_id("BRS", "A3") in planned()
    night(days=20)
    assert bin_id("BRS", "A1") in planned()


def test_a_count_of_one_product_does_not_stand_for_the_bin():
    plan("BRS", per_night=100)
    count(ask("BRS", "A1", "MUG"), {"MUG": 10})
    night()
    assert bin_id("BRS", "A1") in planned()


def test_a_bin_that_is_to_be_counted_anyway_is_not_planned_and_receiving_never():
    plan("BRS", per_night=100)
    ask("BRS", "A1")
    assert night() == 10
    assert bin_id("BRS", "RECEIVING") not in planned()


def test_when_nobody_counts_no_more_than_a_weeks_worth_piles_up():
    plan("BRS", per_night=1)
    assert [night(days) for days in range(9)] == [1] * 7 + [0, 0]


def test_the_night_plans_every_warehouse():
    assert "counts" in keep_nights(now=LATER)
    assert run_sql("SELECT count(DISTINCT warehouse_id) FROM counting_count") == [(3,)]


@pytest.mark.parametrize(
    "rules",
    [
        {"a_days": 0},
        {"b_days": -1},
        {"c_days": 9999},
        {"per_night": -1},
        {"tolerance_percent": 101},
        {"tolerance_minor": -1},
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(rules):
    refused("WRONG_PLAN", plan, "BRS", **rules)
    assert counts.plan(site("BRS")) == Plan()


def test_a_plan_is_kept():
    plan("BRS", a_days=7, same_person=True)
    plan("BRS", a_days=8, tolerance_units=2)
    assert counts.plan(site("BRS")) == Plan(a_days=8, tolerance_units=2)
    assert counts.plan(site("LDS")) == Plan()


def test_accuracy_tells_right_lines_and_what_was_booked():
    count(ask("BRS", "A1"), {"MUG": 10})
    fewer, more = ask("BRS", "A2"), ask("BRS", "A3")
    for ct, units in ((fewer, {"BOOK": 18}), (more, {"LAMP": 6})):
        count(ct, units)
        count(ct, units, "ben")
        approve(ct)
    second = ask("BRS", "B1")
    count(second, {"DESK": 2})
    count(second, {"DESK": 3}, "ben")
    (row,) = counts.accuracy(NOW)
    assert (row.reason, row.counts, row.lines, row.right) == ("manual", 4, 4, 1)
    assert (row.units_more, row.units_fewer, row.value_more_minor, row.value_fewer_minor) == (1, 2, 500, 1000)
    assert counts.accuracy(LATER + timedelta(days=1)) == []
