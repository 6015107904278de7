"""When work leaves a warehouse that has holidays, other cut-offs on single days, handling time and a full day."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packhorse.network.rules import LONGEST_REST, cutoffs, leaves_on, longest_rest, next_workday, room_on, works

WEEK = (1, 2, 3, 4, 5)
ZONES = ("Europe/London", "Europe/Berlin", "America/Los_Angeles", "Pacific/Auckland", "UTC")
LONDON = {"timezone": "Europe/London", "cutoff": time(17), "workdays": WEEK}
FIRST = date(2025, 3, 1)
CALENDARS = st.fixed_dictionaries(
    {
        "timezone": st.sampled_from(ZONES),
        "cutoff": st.times(time(4), time(23, 59)),  # hours that every day has once
        "workdays": st.sets(st.integers(1, 7), min_size=1).map(lambda days: tuple(sorted(days))),
        "special": st.dictionaries(
            st.integers(0, 40).map(lambda nth: FIRST + timedelta(days=nth)),
            st.none() | st.times(time(4), time(23, 59)),
            max_size=20,
        ),
    }
)
NOWS = st.datetimes(datetime(2025, 2, 25), datetime(2025, 4, 20), timezones=st.just(UTC))  # the clocks change


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("special", "now", "then"),
    [
        ({date(2025, 12, 25): None, date(2025, 12, 26): None}, "2025-12-24T18:00", "2025-12-29T17:00"),
        ({date(2025, 12, 24): time(12)}, "2025-12-24T11:59", "2025-12-24T12:00"),
        ({date(2025, 12, 24): time(12)}, "2025-12-24T12:00", "2025-12-25T17:00"),
        ({date(2025, 12, 20): time(14)}, "2025-12-19T17:00", "2025-12-20T14:00"),  # a Saturday of work
        ({date(2025, 12, 24): time(20)}, "2025-12-24T18:00", "2025-12-24T20:00"),
    ],
)
def test_holidays_are_passed_over_and_single_days_have_their_own_cutoff(special, now, then):
    assert leaves_on(**LONDON, now=at(now), special=special) == at(then)


@pytest.mark.parametrize(
    ("handling", "now", "then"),
    [
        ({}, "2025-01-15T16:59", "2025-01-15T17:00"),
        ({"handling_days": 1}, "2025-01-15T16:59", "2025-01-16T17:00"),
        ({"handling_days": 2}, "2025-01-16T09:00", "2025-01-20T17:00"),
        ({"handling_minutes": 240}, "2025-01-15T13:00", "2025-01-15T17:00"),
        ({"handling_minutes": 240}, "2025-01-15T13:01", "2025-01-16T17:00"),
        ({"handling_minutes": 540}, "2025-01-15T02:00", "2025-01-15T17:00"),  # from eight to five
        ({"handling_minutes": 541}, "2025-01-15T02:00", "2025-01-16T17:00"),
        ({"handling_minutes": 541}, "2025-01-17T02:00", "2025-01-20T17:00"),
        ({"handling_minutes": 60, "handling_days": 1}, "2025-01-15T16:30", "2025-01-17T17:00"),
        ({"handling_minutes": 60, "opens": time(18)}, "2025-01-15T15:59", "2025-01-15T17:00"),
    ],
)
def test_handling_takes_hours_of_work_and_then_days_of_work(handling, now, then):
    assert leaves_on(**LONDON, now=at(now), **handling) == at(then)


@given(NOWS, CALENDARS)
def test_it_leaves_at_the_first_cutoff_after_now_of_a_day_of_work(now, calendar):
    zone = ZoneInfo(calendar["timezone"])
    then = leaves_on(**calendar, now=now)
    local = then.astimezone(zone)
    assert then > now and works(local.date(), calendar["workdays"], calendar["special"])
    assert local.time() == (calendar["special"].get(local.date()) or calendar["cutoff"])
    day = now.astimezone(zone).date()
    while day < local.date():  # no day of work is left out
        usual = calendar["special"].get(day) or calendar["cutoff"]
        passed = datetime.combine(day, usual, zone).astimezone(UTC) <= now
        assert passed or not works(day, calendar["workdays"], calendar["special"])
        day += timedelta(days=1)


@given(NOWS, st.timedeltas(timedelta(), timedelta(days=3)), CALENDARS, st.integers(0, 3), st.integers(0, 2000))
def test_who_comes_later_or_takes_longer_never_leaves_earlier(now, later, calendar, days, minutes):
    handling = {"handling_days": days, "handling_minutes": minutes}
    then = leaves_on(**calendar, now=now, **handling)
    assert leaves_on(**calendar, now=now + later, **handling) >= then >= leaves_on(**calendar, now=now)
    assert leaves_on(**calendar, now=now, handling_days=days + 1, handling_minutes=minutes) > then
    assert then in list(islice(cutoffs(**calendar, after=now), 400))


@given(NOWS, CALENDARS, st.lists(st.integers(0, 30), max_size=8), st.integers(0, 50), st.integers(7, 20))
def test_each_cutoff_takes_no_more_than_its_capacity(now, calendar, loads, ahead, capacity):
    days = list(islice(cutoffs(**calendar, after=now), 80))
    load = Counter(dict(zip(days, loads, strict=False)))
    found = []
    for _ in range(2 * capacity):
        found.append(room_on(iter(days), earliest=days[0], load=load, ahead=ahead, capacity=capacity))
        load[days[0]] += 1
    assert found == sorted(found)
    for leaves, mine in Counter(found).items():
        behind = days.index(leaves) + 1
        assert mine <= capacity
        # All that should have left by then, and those who came before, found room too.
        assert ahead + sum(loads[:behind]) < behind * capacity or mine == 0


def test_a_backlog_of_two_days_leaves_first():
    days = list(islice(cutoffs(**LONDON, after=at("2025-01-15T09:00")), 10))
    room = [room_on(iter(days), earliest=days[0], load={}, ahead=ahead, capacity=10) for ahead in (0, 9, 10, 19, 20)]
    assert room == [days[0], days[0], days[1], days[1], days[2]]
    assert room_on(iter(days), earliest=days[2], load={}, ahead=25, capacity=10) == days[2]
    assert room_on(iter(days), earliest=days[0], load={}, ahead=25, capacity=0) == days[0]


def test_a_warehouse_that_is_full_for_ever_ends_the_search():
    found = room_on(
        cutoffs(**LONDON, after=at("2025-01-15T09:00")),
        earliest=at("2025-01-15T17:00"),
        load={},
        ahead=10**9,
        capacity=1,
    )
    assert found < at("2025-06-01T00:00")


def test_a_calendar_without_a_workday_for_long_is_told_and_never_searched_without_end():
    closed = {date(2025, 1, 1) + timedelta(days=nth): None for nth in range(LONGEST_REST + 2)}
    assert longest_rest(WEEK, closed)[0] > LONGEST_REST
    with pytest.raises(ValueError, match="no workday in 60 days"):
        next_workday(date(2025, 1, 1), WEEK, closed)
    with pytest.raises(ValueError, match="no workday"):
        leaves_on(**LONDON, now=at("2024-12-31T18:00"), special=closed)


@given(st.sets(st.integers(0, 200), max_size=150), st.sets(st.integers(1, 7), min_size=1))
def test_the_longest_rest_is_the_longest(closed, workdays):
    special = {date(2025, 1, 1) + timedelta(days=nth): None for nth in closed}
    rest, longest = 0, 0
    for nth in range(-10, 220):
        day = date(2025, 1, 1) + timedelta(days=nth)
        rest = 0 if works(day, tuple(workdays), special) else rest + 1
        longest = max(longest, rest)
    told = longest_rest(tuple(workdays), special)[0]
    assert (told > LONGEST_REST) == (longest > LONGEST_REST)
