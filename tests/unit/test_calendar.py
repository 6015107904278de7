"""When work leaves a warehouse: cut-off, workdays, and the days on which the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packhorse.network.rules import leaves_on, next_workday

WEEK = (1, 2, 3, 4, 5)
DAILY = (1, 2, 3, 4, 5, 6, 7)
LONDON, BERLIN = "Europe/London", "Europe/Berlin"


def local(zone: str, text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def leaves(zone: str, now: datetime, workdays=WEEK, cutoff=time(17)) -> datetime:
    return leaves_on(timezone=zone, cutoff=cutoff, workdays=workdays, now=now)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2025-01-15T16:59:59", "2025-01-15T17:00"),  # Wednesday
        ("2025-01-15T17:00:00", "2025-01-16T17:00"),
        ("2025-01-15T00:00:00", "2025-01-15T17:00"),
        ("2025-01-15T23:59:59", "2025-01-16T17:00"),
        ("2025-01-17T16:59:59", "2025-01-17T17:00"),  # Friday
        ("2025-01-17T17:00:00", "2025-01-20T17:00"),
        ("2025-01-18T10:00:00", "2025-01-20T17:00"),  # Saturday
        ("2025-01-19T23:00:00", "2025-01-20T17:00"),
        ("2025-12-31T18:00:00", "2026-01-01T17:00"),
    ],
)
@pytest.mark.parametrize("zone", [LONDON, BERLIN])
def test_before_the_cutoff_it_leaves_today_else_on_the_next_workday(zone, now, then):
    assert leaves(zone, local(zone, now)) == local(zone, then)


@pytest.mark.parametrize(
    ("zone", "now", "then"),
    [
        # Clocks go forward on 30 March 2025, back on 26 October 2025: both Sundays.
        (LONDON, "2025-03-29T16:59Z", "2025-03-29T17:00Z"),
        (LONDON, "2025-03-29T17:00Z", "2025-03-30T16:00Z"),
        (LONDON, "2025-03-30T15:59Z", "2025-03-30T16:00Z"),
        (LONDON, "2025-03-30T16:00Z", "2025-03-31T16:00Z"),
        (LONDON, "2025-10-25T16:00Z", "2025-10-26T17:00Z"),
        (LONDON, "2025-10-26T16:30Z", "2025-10-26T17:00Z"),
        (LONDON, "2025-10-26T17:00Z", "2025-10-27T17:00Z"),
        (BERLIN, "2025-03-29T16:00Z", "2025-03-30T15:00Z"),
        (BERLIN, "2025-03-30T14:59Z", "2025-03-30T15:00Z"),
        (BERLIN, "2025-03-30T15:00Z", "2025-03-31T15:00Z"),
        (BERLIN, "2025-10-25T15:00Z", "2025-10-26T16:00Z"),
        (BERLIN, "2025-10-26T15:30Z", "2025-10-26T16:00Z"),
        (BERLIN, "2025-10-26T16:00Z", "2025-10-27T16:00Z"),
    ],
)
def test_the_cutoff_stays_at_its_local_time_when_the_clocks_change(zone, now, then):
    assert leaves(zone, datetime.fromisoformat(now), DAILY) == datetime.fromisoformat(then)


@pytest.mark.parametrize(
    ("now", "then"),
    [("2025-03-28T18:00Z", "2025-03-31T16:00Z"), ("2025-10-24T18:00Z", "2025-10-27T17:00Z")],
)
def test_a_weekend_on_which_the_clocks_change_is_passed_over(now, then):
    assert leaves(LONDON, datetime.fromisoformat(now)) == datetime.fromisoformat(then)


def test_the_day_is_that_of_the_warehouse_not_of_greenwich():
    late = datetime(2025, 7, 15, 22, 30, tzinfo=UTC)  # past midnight in Berlin
    assert leaves(BERLIN, late) == datetime(2025, 7, 16, 15, 0, tzinfo=UTC)


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),
    st.sampled_from([LONDON, BERLIN]),
    st.sets(st.integers(1, 7), min_size=1).map(lambda days: tuple(sorted(days))),
    st.times(time(4), time(23, 59)),  # hours that every day has once
)
def test_it_leaves_after_now_at_the_first_cutoff_of_a_workday(now, zone, workdays, cutoff):
    then = leaves(zone, now, workdays, cutoff)
    at_home = then.astimezone(ZoneInfo(zone))
    assert then > now and then.tzinfo is UTC
    assert at_home.time() == cutoff and at_home.isoweekday() in workdays
    day = now.astimezone(ZoneInfo(zone)).date()
    while day < at_home.date():
        skipped = datetime.combine(day, cutoff, ZoneInfo(zone)).astimezone(UTC)
        assert skipped <= now or day.isoweekday() not in workdays
        day += timedelta(days=1)


def test_a_workday_is_its_own_next_workday():
    assert next_workday(date(2025, 1, 17), WEEK) == date(2025, 1, 17)
    assert next_workday(date(2025, 1, 18), (6,)) == date(2025, 1, 18)
    assert next_workday(date(2025, 1, 18), (5,)) == date(2025, 1, 24)


def test_a_warehouse_that_never_works_is_refused():
    with pytest.raises(ValueError, match="workdays is empty"):
        next_workday(date(2025, 1, 17), ())
    with pytest.raises(ValueError, match="workdays is empty"):
        leaves(LONDON, datetime(2025, 1, 17, tzinfo=UTC), ())
