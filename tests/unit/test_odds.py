"""The day that is promised: the table's, until our own parcels say otherwise."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packhorse.algorithms.delivering import delivered_after, delivery_days_between, picked_up_on
from packhorse.algorithms.odds import PARCEL, all_kept, blend, chance_of, days_kept
from packhorse.carriers.rules import Band, Box, Lane, RateBook, ServiceTable, Trip, choose, offers
from packhorse.sourcing.costs import Freight
from packhorse.sourcing.load import Load

MONDAY, FRIDAY, SATURDAY = date(2025, 3, 3), date(2025, 3, 7), date(2025, 3, 8)
COUNTS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 100 * PARCEL)), max_size=10)
TABLE = st.integers(0, 12)
WANTED = st.integers(1, 999)
WEEKDAYS = st.sets(st.integers(1, 7), min_size=1)


@given(TABLE, COUNTS)
def test_the_chances_sum_to_one_and_nothing_is_lost(table, counts):
    weights = blend(table, counts)
    assert sum(weights.values()) == 20 * PARCEL + sum(weight for _, weight in counts)
    assert chance_of(weights, max(weights)) == 1000
    assert chance_of(weights, min(weights) - 1) == 0


@given(TABLE, COUNTS, WANTED)
def test_the_day_is_the_earliest_with_the_wanted_chance(table, counts, wanted):
    weights = blend(table, counts)
    days, chance = days_kept(weights, wanted)
    assert chance >= wanted and chance == chance_of(weights, days)
    assert all(chance_of(weights, less) < wanted for less in range(days))


@given(TABLE, COUNTS, WANTED, st.integers(1, 10), st.integers(1, 500))
def test_more_late_parcels_never_give_an_earlier_promise(table, counts, wanted, late, parcels):
    before, _ = days_kept(blend(table, counts), wanted)
    after, _ = days_kept(blend(table, [*counts, (before + late, parcels * PARCEL)]), wanted)
    assert after >= before


@given(TABLE, COUNTS, WANTED, st.data())
def test_a_parcel_that_took_longer_never_gives_an_earlier_promise(table, counts, wanted, data):
    slower = [(days + data.draw(st.integers(0, 5)), weight) for days, weight in counts]
    assert days_kept(blend(table, slower), wanted)[0] >= days_kept(blend(table, counts), wanted)[0]


def test_a_few_parcels_do_not_overrule_the_table_and_many_do():
    assert days_kept(blend(2, []), 900) == (2, 950)
    assert days_kept(blend(2, [(4, 1 * PARCEL)]), 900)[0] == 2
    assert days_kept(blend(2, [(4, 500 * PARCEL)]), 900)[0] == 4
    assert days_kept(blend(4, [(2, 500 * PARCEL)]), 900)[0] == 2


def test_chances_of_parts_are_multiplied():
    assert (all_kept([]), all_kept([900]), all_kept([900, 900])) == (1000, 900, 810)


@given(st.dates(date(2024, 1, 1), date(2026, 1, 1)), st.integers(0, 20), WEEKDAYS, st.sets(st.integers(0, 30)))
def test_days_of_delivery_are_counted_as_they_are_reckoned(day, days, weekdays, free):
    holidays = {day + timedelta(days=nth) for nth in free}
    then = delivered_after(day, days, weekdays, holidays)
    assert then.isoweekday() in weekdays and then not in holidays
    if days:
        assert delivery_days_between(day, then, weekdays, holidays) == days


def test_saturdays_count_where_a_carrier_delivers_then_and_holidays_do_not():
    assert delivered_after(FRIDAY, 1, (1, 2, 3, 4, 5)) == date(2025, 3, 10)
    assert delivered_after(FRIDAY, 1, (1, 2, 3, 4, 5, 6)) == SATURDAY
    assert delivered_after(FRIDAY, 1, (1, 2, 3, 4, 5), {date(2025, 3, 10)}) == date(2025, 3, 11)
    assert picked_up_on(SATURDAY, (1, 3)) == date(2025, 3, 10)
    assert picked_up_on(MONDAY, ()) == MONDAY


def book(**more):
    cheap = ServiceTable(1, 10, "ALB", "standard", 5000, 10_000, 1_000)
    quick = ServiceTable(2, 20, "ERX", "standard", 5000, 10_000, 1_000)
    lanes = {(nth, "GB", "GB"): (Lane(None, "H"),) for nth in (1, 2)}
    bands = {(10, "H"): (Band(5_000, 300, 1),), (20, "H"): (Band(5_000, 900, 1),)}
    return RateBook((cheap, quick), lanes, bands, **more)


TRIP = Trip("GB", "GB", 10, MONDAY, 7)


SMALL = Load()


def foresee(rates, trip=TRIP, load=SMALL, service="standard"):
    return Freight(rates).foresee(trip, load, service=service)


def test_without_measurements_the_promise_is_the_tables_whatever_the_wanted_chance():
    for wanted in (500, 900, 990):
        foreseen = foresee(book(wanted=wanted))
        assert (foreseen.day, foreseen.chance) == (MONDAY + timedelta(days=1), 950)


def test_a_carrier_that_is_often_late_is_passed_over_for_the_promised_day():
    late = {(10, 7, "H"): ((1, 50 * PARCEL), (3, 50 * PARCEL))}
    found = offers(book(measured=late), TRIP, Box(1, 1, 1, 1))
    assert [(o.service_id, o.arrives_on, o.kept_on) for o in found] == [
        (10, MONDAY + timedelta(days=1), MONDAY + timedelta(days=3)),
        (20, MONDAY + timedelta(days=1), MONDAY + timedelta(days=1)),
    ]
    assert choose(found, promised_on=MONDAY + timedelta(days=1)).service_id == 20
    assert choose(found, promised_on=MONDAY + timedelta(days=3)).service_id == 10


def test_the_day_and_its_chance_are_those_of_the_cheapest_by_our_own_measure_of_that_warehouse():
    late = {(20, 7, "H"): ((1, 1000 * PARCEL),), (10, 7, "H"): ((1, 50 * PARCEL), (4, 50 * PARCEL))}
    foreseen = foresee(book(measured=late))
    assert (foreseen.day, foreseen.chance) == (MONDAY + timedelta(days=4), 1000)
    foreseen = foresee(book(measured={(10, 8, "H"): late[10, 7, "H"]}))  # from another warehouse
    assert (foreseen.day, foreseen.chance) == (MONDAY + timedelta(days=1), 950)


def test_of_services_that_cost_the_same_the_quickest_is_promised():
    same = book()
    same = replace(same, bands=same.bands | {(10, "H"): (Band(5_000, 900, 3),)})
    assert foresee(same).day == MONDAY + timedelta(days=1)


def test_a_service_that_does_not_take_the_goods_promises_nothing_of_them():
    rates = book()
    small = replace(
        rates, services=(replace(rates.services[0], max_weight_g=2_000, max_length_mm=500), rates.services[1])
    )
    small = replace(small, bands=small.bands | {(20, "H"): (Band(5_000, 900, 3),)})
    soon, late = MONDAY + timedelta(days=1), MONDAY + timedelta(days=3)
    assert foresee(small, load=Load(1_500, 1_500)).day == soon
    assert foresee(small, load=Load(2_500, 1_250)).day == late  # the other takes it as one
    assert foresee(small, load=Load(1_500, 1_500, 1, 501)).day == late
    assert foresee(small, load=Load(9_000, 1_000)).day == late  # as few parcels as can be
    assert foresee(small, load=Load(9_000, 4_000)).day == late
    assert foresee(small, load=Load(9_000, 5_001)) is None
    assert foresee(small, load=Load(1_000, 1_000, 1, 1_001)) is None
    assert foresee(small, load=Load(1_000, 1_000, 5_000 * 5_000 + 1)) is None  # billed by its volume


@pytest.mark.parametrize("country", ["FR", ""])
def test_a_carrier_without_a_lane_promises_nothing(country):
    assert foresee(book(), Trip("GB", country, 10, MONDAY, 7)) is None
