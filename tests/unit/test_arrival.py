"""When a parcel on its way arrives: the odds of its lane, less the days that are over, and what was scanned."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packhorse.algorithms.delivering import delivered_after
from packhorse.carriers.rules import WEEKDAYS
from packhorse.shipping.arrival import Known, arrival

MONDAY = date(2024, 5, 13)
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY = (MONDAY + timedelta(days=nth) for nth in range(1, 6))
NEXT = MONDAY + timedelta(days=7)
TWO_DAYS = {2: 80, 3: 15, 5: 5}


def reckoned(today, weights=TWO_DAYS, *, scanned=TUESDAY, state="in_transit", told=None, missed=False, free=(), **more):
    known = Known(MONDAY, scanned if scanned and scanned <= today else None, state, told or MONDAY, missed, today)
    promised = more.get("promised", WEDNESDAY)
    found = arrival(known, weights, promised_on=promised, delivery_days=WEEKDAYS, holidays=free)
    return found.day, found.in_time


@pytest.mark.parametrize(
    ("today", "likely"),
    [
        (MONDAY, (WEDNESDAY, 800)),
        (WEDNESDAY, (WEDNESDAY, 800)),  # it may come today
        (THURSDAY, (THURSDAY, 0)),  # of those that are not there by now 15 of 20 come today
        (FRIDAY, (NEXT, 0)),  # nobody's took four days
        (SATURDAY, (NEXT, 0)),
        (NEXT, (NEXT, 0)),
        (NEXT + timedelta(days=2), (NEXT + timedelta(days=2), 0)),  # longer than any: the next day that there is
    ],
)
def test_days_that_are_over_are_no_days_of_arrival(today, likely):
    assert reckoned(today) == likely


def test_a_lane_that_is_slow_is_known_to_be_late_before_the_day_is_over():
    assert reckoned(MONDAY, {2: 30, 3: 70}) == (THURSDAY, 300)
    assert reckoned(MONDAY, {2: 30, 3: 70}, promised=None) == (THURSDAY, None)


def test_what_is_not_scanned_has_not_begun_its_way():
    assert reckoned(TUESDAY, scanned=None) == (WEDNESDAY, 800)  # handed over at night: scanned on the next day
    assert reckoned(WEDNESDAY, scanned=None) == (THURSDAY, 0)
    assert reckoned(THURSDAY, scanned=None) == (FRIDAY, 0)
    assert reckoned(THURSDAY, scanned=WEDNESDAY) == (THURSDAY, 0)


def test_what_is_out_for_delivery_comes_today_and_what_did_not_come_does_not():
    assert reckoned(WEDNESDAY, state="out_for_delivery", told=WEDNESDAY) == (WEDNESDAY, 950)
    assert reckoned(SATURDAY, state="out_for_delivery", told=SATURDAY, promised=SATURDAY) == (SATURDAY, 950)
    assert reckoned(THURSDAY, state="out_for_delivery", told=WEDNESDAY) == (THURSDAY, 0)
    assert reckoned(WEDNESDAY, told=WEDNESDAY, missed=True) == (THURSDAY, 0)
    assert reckoned(WEDNESDAY, state="delayed", told=WEDNESDAY) == (THURSDAY, 0)
    assert reckoned(THURSDAY, state="delayed", told=WEDNESDAY) == (THURSDAY, 0)
    assert reckoned(FRIDAY, state="available_for_pickup", told=WEDNESDAY) == (WEDNESDAY, 1000)


def test_holidays_are_no_days_of_delivery():
    assert reckoned(MONDAY, free={WEDNESDAY}) == (THURSDAY, 0)
    assert reckoned(WEDNESDAY, free={WEDNESDAY}) == (THURSDAY, 0)


@given(
    st.dictionaries(st.integers(0, 12), st.integers(1, 100), min_size=1, max_size=6),
    st.integers(0, 20),
    st.integers(-3, 20),
    st.one_of(st.none(), st.integers(0, 6)),
)
def test_no_parcel_is_to_arrive_yesterday_and_later_days_are_kept_more_often(weights, elapsed, promised, scanned):
    today = MONDAY + timedelta(days=elapsed)
    seen = None if scanned is None else MONDAY + timedelta(days=scanned)
    day, in_time = reckoned(today, weights, scanned=seen, promised=MONDAY + timedelta(days=promised))
    assert day >= today and day.isoweekday() in WEEKDAYS
    assert day <= delivered_after(MONDAY, max(12, elapsed) + 22, WEEKDAYS)
    _, later = reckoned(today, weights, scanned=seen, promised=MONDAY + timedelta(days=promised + 1))
    assert 0 <= in_time <= later <= 1000
    assert in_time >= 500 or day > MONDAY + timedelta(days=promised)
