"""The stand-in for carriers: plausible journeys that end, and nothing of the future."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from packhorse.carriers.rules import DETAILS
from packhorse.shipping.rules import FINAL_TRACKING, TRACKING_STATES
from packhorse.shipping.simulator import (
    ADDRESS_SHARE,
    DAMAGED_SHARE,
    LATE_SHARE,
    LOST_SHARE,
    MISSED_SHARE,
    NOT_FOUND_SHARE,
    REFUSED_SHARE,
    Journey,
    mishap,
    reports,
)

EVER = datetime(2100, 1, 1, tzinfo=UTC)
FIRST = ["03 17:16", "03 19:19", "05 04:17", "05 07:54", "05 11:55"]


@st.composite
def journeys(draw: st.DrawFn) -> Journey:
    """A parcel handed over by ten in the evening of a day before the weekday it is expected on."""
    weekday = draw(st.dates(date(2024, 1, 1), date(2027, 12, 31)).filter(lambda day: day.weekday() < 5))
    day = weekday - timedelta(days=draw(st.integers(1, 12)))
    minutes = draw(st.integers(0, 22 * 60))
    handed_over = datetime.combine(day, time(), UTC) + timedelta(minutes=minutes)
    return Journey(f"AP{draw(st.integers(0, 10**6)):011d}", handed_over, weekday, "Leeds", "Paris")


def journey(nth: int) -> Journey:
    return Journey(f"AP{nth:011d}", datetime(2025, 3, 3, 17, tzinfo=UTC), date(2025, 3, 5), "Leeds", "Paris")


@given(journeys())
def test_a_parcel_goes_forward_and_ends_once(way):
    told = reports(way, now=EVER)
    times = [report.at for report in told]
    assert times == sorted(set(times)) and times[0] > way.handed_over_at
    assert [report.state in FINAL_TRACKING for report in told] == [False] * (len(told) - 1) + [True]
    assert told[0].state == "in_transit"
    assert told[-1].at.date() >= way.expected_on
    assert told[-1].at.weekday() < 5
    assert {report.state for report in told} <= set(TRACKING_STATES)
    assert {report.detail for report in told} <= set(DETAILS)
    if not mishap(way.tracking_number):
        assert told[-1].state == "delivered" and {report.detail for report in told} == {""}


@given(journeys())
def test_out_for_delivery_comes_before_every_attempt_at_the_door(way):
    told = reports(way, now=EVER)
    tried = ("Nobody at home", "Address not found", "Refused at the door")
    doors = [nth for nth, r in enumerate(told) if r.state == "delivered" or r.text.startswith(tried)]
    assert all(told[nth - 1].state == "out_for_delivery" for nth in doors)


@given(journeys())
def test_events_are_named_once_each_and_bear_the_parcels_number(way):
    told = reports(way, now=EVER)
    assert len({report.carrier_event_id for report in told}) == len(told)
    assert {report.tracking_number for report in told} == {way.tracking_number}


@given(journeys(), st.integers(-24, 500))
def test_nothing_is_told_that_has_not_happened_and_what_was_told_stays(way, hours):
    now = way.handed_over_at + timedelta(hours=hours)
    told = reports(way, now=now)
    assert all(report.at <= now for report in told)
    whole = reports(way, now=EVER)
    assert whole[: len(told)] == told
    assert all(report.at > now for report in whole[len(told) :])


@given(journeys())
def test_the_same_parcel_always_has_the_same_journey(way):
    assert reports(way, now=EVER) == reports(way, now=EVER)


def test_parcels_differ():
    assert len({reports(journey(nth), now=EVER)[-1].at for nth in range(50)}) > 25


def test_about_as_many_are_late_or_missed_as_said():
    whole = [reports(journey(nth), now=EVER) for nth in range(4000)]
    late = sum(any(report.state == "delayed" for report in told) for told in whole)
    missed = sum(any("Nobody at home" in report.text for report in told) for told in whole)
    assert abs(late / 4000 - LATE_SHARE - LOST_SHARE) < 0.015
    assert abs(missed / 4000 - MISSED_SHARE) < 0.012
    on_time = sum(told[-1].at.date() == date(2025, 3, 5) for told in whole)
    assert on_time / 4000 > 1 - LATE_SHARE - MISSED_SHARE - LOST_SHARE - ADDRESS_SHARE - 0.02


def test_as_many_go_wrong_as_said_each_in_its_own_way():
    many = 20_000
    whole = [reports(journey(nth), now=EVER) for nth in range(many)]
    ends = Counter((mishap(told[0].tracking_number), told[-1].state) for told in whole)
    back = ADDRESS_SHARE * NOT_FOUND_SHARE
    shares = {
        ("lost", "failure"): LOST_SHARE,
        ("damaged", "delivered"): DAMAGED_SHARE,
        ("refused", "return_to_sender"): REFUSED_SHARE,
        ("address", "return_to_sender"): back,
        ("address", "delivered"): ADDRESS_SHARE - back,
    }
    assert set(ends) == {*shares, ("", "delivered")}
    for end, share in shares.items():
        assert abs(ends[end] / many - share) < 4 * (share / many) ** 0.5, end
    assert ends["", "delivered"] / many > 0.95
    for told in whole:
        said = [report.detail for report in told if report.detail]
        assert said == [kind for kind in [mishap(told[0].tracking_number)] if kind]


def test_a_mishap_is_the_parcels_own_whenever_it_is_handed_over():
    """The same seed has the same story; those without a mishap are as they were before there were any."""
    for nth in range(300):
        told = [(r.state, r.text) for r in reports(journey(nth), now=EVER)]
        later = Journey(f"AP{nth:011d}", datetime(2025, 6, 2, 9, tzinfo=UTC), date(2025, 6, 5), "Bath", "Cork")
        assert [(r.state, r.text) for r in reports(later, now=EVER)] == told
    first = reports(journey(0), now=EVER)
    assert [f"{report.at:%d %H:%M}" for report in first] == FIRST


def test_a_late_parcel_is_delayed_on_the_expected_day_and_comes_after_it():
    whole = [reports(journey(nth), now=EVER) for nth in range(400)]
    late = [told for told in whole if "delayed" in [report.state for report in told]]
    assert late
    for told in late:
        delays = [r.at.date() for r in told if r.state == "delayed"]
        assert delays == [date(2025, 3, 5)] or mishap(told[0].tracking_number) == "lost"
        assert told[-1].at.date() > date(2025, 3, 5)
