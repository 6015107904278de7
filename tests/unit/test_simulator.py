"""The stand-in for carriers: plausible journeys that end, and nothing of the future."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from packhorse.shipping.rules import TRACKING_STATES
from packhorse.shipping.simulator import LATE_SHARE, MISSED_SHARE, Journey, reports

EVER = datetime(2100, 1, 1, tzinfo=UTC)


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
def test_a_parcel_goes_forward_and_ends_delivered_once(way):
    told = reports(way, now=EVER)
    times = [report.at for report in told]
    assert times == sorted(set(times)) and times[0] > way.handed_over_at
    assert [report.state for report in told].count("delivered") == 1 and told[-1].state == "delivered"
    assert told[0].state == "in_transit"
    assert told[-1].at.date() >= way.expected_on
    assert told[-1].at.weekday() < 5
    assert {report.state for report in told} <= set(TRACKING_STATES)


@given(journeys())
def test_out_for_delivery_comes_before_every_attempt_at_the_door(way):
    told = reports(way, now=EVER)
    doors = [nth for nth, r in enumerate(told) if r.state == "delivered" or "Nobody at home" in r.text]
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
    assert abs(late / 4000 - LATE_SHARE) < 0.015
    assert abs(missed / 4000 - MISSED_SHARE) < 0.012
    on_time = sum(told[-1].at.date() == date(2025, 3, 5) for told in whole)
    assert on_time / 4000 > 1 - LATE_SHARE - MISSED_SHARE - 0.02


def test_a_late_parcel_is_delayed_on_the_expected_day_and_comes_after_it():
    whole = [reports(journey(nth), now=EVER) for nth in range(400)]
    late = [told for told in whole if "delayed" in [report.state for report in told]]
    assert late
    for told in late:
        assert [r.at.date() for r in told if r.state == "delayed"] == [date(2025, 3, 5)]
        assert told[-1].at.date() > date(2025, 3, 5)
