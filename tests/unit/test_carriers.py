"""Carriers: what is billed, how far is which zone, what excludes a service, which offer is taken."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packhorse.carriers.rules import (
    Band,
    Box,
    Lane,
    Offer,
    RateBook,
    ServiceTable,
    Trip,
    billed_weight_g,
    choose,
    offers,
    weekdays_after,
)
from packhorse.sourcing.costs import Freight
from packhorse.sourcing.load import Load

MONDAY, FRIDAY, SATURDAY = date(2025, 3, 3), date(2025, 3, 7), date(2025, 3, 8)
SLOW = ServiceTable(1, 10, "ALB", "standard", 5000, 10_000, 1_000)
FAST = ServiceTable(2, 20, "ERX", "express", 5000, 5_000, 800)
BOOK = RateBook(
    services=(SLOW, FAST),
    lanes={
        (1, "GB", "GB"): (Lane(100, "H1"), Lane(300, "H2"), Lane(None, "H3")),
        (2, "GB", "GB"): (Lane(100, "H1"), Lane(300, "H2")),
    },
    bands={
        (10, "H1"): (Band(1_000, 300, 2), Band(5_000, 500, 3)),
        (10, "H2"): (Band(1_000, 400, 3),),
        (10, "H3"): (Band(1_000, 600, 4),),
        (20, "H1"): (Band(5_000, 900, 1),),
    },
)
SMALL = Box(900, 200, 100, 100)
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
OFFERS = st.lists(
    st.builds(
        Offer,
        carrier_id=st.just(1),
        service_id=st.integers(1, 50),
        carrier=st.just("C"),
        service=st.just("standard"),
        price_minor=st.integers(1, 5),
        arrives_on=st.sampled_from([MONDAY + timedelta(days=n) for n in range(5)]),
        excluded=st.sampled_from(["", "", "heavier than 1 g"]),
    ),
    max_size=8,
    unique_by=lambda offer: offer.service_id,
)


def trip(km: int, to: str = "GB") -> Trip:
    return Trip("GB", to, km, MONDAY)


@pytest.mark.parametrize(
    ("weight", "sides", "divisor", "billed"),
    [
        (1000, (400, 300, 200), 5000, 4800),  # IATA: 24,000 cm³ / 5000 = 4.8 kg
        (1000, (400, 300, 200), 6000, 4000),
        (6000, (400, 300, 200), 5000, 6000),
        (1, (1, 1, 1), 5000, 1),
        (1, (100, 100, 1), 5000, 2),
        (1, (5001, 1, 1), 5000, 2),  # a part of a gram counts as one
    ],
)
def test_billed_is_the_greater_of_real_and_dimensional_weight(weight, sides, divisor, billed):
    length, width, height = sides
    asked = {"weight_g": weight, "length_mm": length, "width_mm": width, "height_mm": height, "dim_divisor": divisor}
    assert billed_weight_g(**asked) == billed


@pytest.mark.parametrize(("km", "zone"), [(0, "H1"), (100, "H1"), (101, "H2"), (300, "H2"), (301, "H3"), (9999, "H3")])
def test_the_zone_is_the_first_that_reaches_as_far(km, zone):
    assert offers(BOOK, trip(km), SMALL)[0].zone == zone


@pytest.mark.parametrize(
    ("weight", "price", "days"), [(999, 300, 2), (1_000, 300, 2), (1_001, 500, 3), (5_000, 500, 3)]
)
def test_the_band_is_the_first_that_holds_the_billed_weight(weight, price, days):
    offer = offers(BOOK, trip(10), Box(weight, 100, 100, 100))[0]
    assert (offer.billed_g, offer.price_minor) == (weight, price)
    assert offer.arrives_on == MONDAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("way", "box", "slow", "fast"),
    [
        (trip(10), SMALL, "", ""),
        (trip(10), Box(10_001, 1, 1, 1), "heavier than 10000 g", "heavier than 5000 g"),
        (trip(10), Box(5_000, 1, 1, 1), "", ""),
        (trip(10), Box(5_001, 1, 1, 1), "no price for 5001 g in zone H1", "heavier than 5000 g"),
        (trip(10), Box(10, 1, 1, 1_001), "longer than 1000 mm", "longer than 800 mm"),
        (trip(10), Box(10, 1, 900, 1), "", "longer than 800 mm"),
        (trip(10), Box(10, 800, 1, 1), "", ""),
        (trip(10, "FR"), SMALL, "does not go from GB to FR", "does not go from GB to FR"),
        (trip(301), SMALL, "", "does not go from GB to GB"),
        (trip(200), SMALL, "", "no price for 900 g in zone H2"),
    ],
)
def test_the_first_rule_that_excludes_is_named(way, box, slow, fast):
    found = offers(BOOK, way, box)
    assert [offer.excluded for offer in found] == [slow, fast]
    assert all(offer.arrives_on is None and offer.price_minor == 0 for offer in found if offer.excluded)


@given(OFFERS, st.none() | st.sampled_from([MONDAY + timedelta(days=n) for n in range(-1, 6)]))
def test_the_cheapest_in_time_is_chosen_else_the_earliest(found, promised_on):
    chosen = choose(found, promised_on=promised_on)
    usable = [offer for offer in found if not offer.excluded]
    in_time = [o for o in usable if promised_on is None or o.arrives_on <= promised_on]
    if not usable:
        assert chosen is None
    elif in_time:
        assert chosen in in_time
        assert all((chosen.price_minor, chosen.service_id) <= (o.price_minor, o.service_id) for o in in_time)
    else:
        key = (chosen.arrives_on, chosen.price_minor, chosen.service_id)
        assert chosen in usable and all(key <= (o.arrives_on, o.price_minor, o.service_id) for o in usable)


@given(OFFERS, st.randoms(use_true_random=False))
def test_ties_are_broken_the_same_way_whatever_the_order(found, dice):
    shuffled = list(found)
    dice.shuffle(shuffled)
    assert choose(shuffled, promised_on=MONDAY) == choose(found, promised_on=MONDAY)


@pytest.mark.parametrize(
    ("day", "days", "then"),
    [
        (MONDAY, 0, MONDAY),
        (MONDAY, 4, FRIDAY),
        (MONDAY, 5, date(2025, 3, 10)),
        (FRIDAY, 1, date(2025, 3, 10)),
        (SATURDAY, 1, date(2025, 3, 10)),
        (date(2025, 3, 9), 1, date(2025, 3, 10)),
        (FRIDAY, 6, date(2025, 3, 17)),
    ],
)
def test_weekends_are_passed_over(day, days, then):
    assert weekdays_after(day, days) == then


@given(DAYS, st.integers(1, 40))
def test_so_many_weekdays_lie_between(day, days):
    then = weekdays_after(day, days)
    between = [day + timedelta(days=n) for n in range(1, (then - day).days + 1)]
    assert sum(each.weekday() < 5 for each in between) == days
    assert then.weekday() < 5


LIGHT = Load(800, 800)


def promise(to_where: Trip, service: str, load: Load = LIGHT, book: RateBook = BOOK) -> date | None:
    foreseen = Freight(book).foresee(to_where, load, service=service)
    return foreseen.day if foreseen else None


def test_the_promise_is_the_wanted_services_day_else_that_of_the_cheapest_of_any():
    assert promise(trip(10), "standard") == MONDAY + timedelta(days=2)
    assert promise(trip(10), "express") == MONDAY + timedelta(days=1)
    assert promise(trip(10), "economy") == MONDAY + timedelta(days=2)
    assert promise(trip(200), "express") == MONDAY + timedelta(days=3)


def test_the_promise_is_that_of_the_weight():
    assert promise(trip(10), "standard", Load(3_000, 900)) == MONDAY + timedelta(days=3)
    assert promise(trip(10), "standard", Load(3_000, 5_001)) is None


def test_what_rules_let_nobody_have_is_not_promised_unless_they_leave_nobody():
    barred = replace(BOOK, barred=frozenset({(SLOW.service_id, "GB")}))
    assert promise(trip(10), "standard", book=barred) == MONDAY + timedelta(days=1)
    nobody = replace(BOOK, barred=frozenset({(SLOW.service_id, "GB"), (FAST.service_id, "GB")}))
    assert promise(trip(10), "standard", book=nobody) == MONDAY + timedelta(days=2)


def test_nothing_is_promised_where_no_carrier_goes():
    assert promise(trip(10, "FR"), "standard") is None
