"""The built-in carriers' stand-in for real ones: plausible tracking events, delays and second attempts from a seed.

Pure: the same parcel at the same time always says the same.
"""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from packhorse.carriers.rules import weekdays_after
from packhorse.shipping.rules import TrackingReport

LATE_SHARE = 0.05
MISSED_SHARE = 0.03


@dataclass(frozen=True)
class Journey:
    """A parcel on its way: when it was handed over, the day it is expected, and the two cities."""

    tracking_number: str
    handed_over_at: datetime
    expected_on: date
    origin: str
    destination: str


def reports(journey: Journey, *, now: datetime) -> list[TrackingReport]:
    """Return every event that has happened to the parcel by `now`, oldest first."""
    return [report for report in _whole_way(journey) if report.at <= now]


def _whole_way(journey: Journey) -> list[TrackingReport]:
    dice = random.Random(journey.tracking_number)
    late = weekdays_after(journey.expected_on, dice.choice((1, 1, 2))) if dice.random() < LATE_SHARE else None
    missed = dice.random() < MISSED_SHARE
    arrives = late or journey.expected_on
    events: list[tuple[str, datetime, str, str]] = []
    collected = journey.handed_over_at + timedelta(minutes=dice.randint(5, 50))
    events.append(("in_transit", collected, journey.origin, "Collected from the sender"))
    events.append(
        ("in_transit", collected + timedelta(minutes=dice.randint(90, 300)), journey.origin, "Left the depot")
    )
    if late:
        told = max(_at(journey.expected_on, dice, 5, 7), events[1][1] + timedelta(minutes=10))
        events.append(("delayed", told, "", "Delayed on the way"))
    hub = max(_at(arrives, dice, 3, 5), events[1][1] + timedelta(minutes=30))
    events.append(("in_transit", hub, journey.destination, "Arrived at the delivery depot"))
    out = max(_at(arrives, dice, 6, 8), hub + timedelta(minutes=20))
    events.append(("out_for_delivery", out, journey.destination, "Out for delivery"))
    door = max(_at(arrives, dice, 9, 16), out + timedelta(minutes=30))
    if missed:
        events.append(("in_transit", door, journey.destination, "Nobody at home, next attempt on the next weekday"))
        again = weekdays_after(door.date(), 1)
        events.append(("out_for_delivery", _at(again, dice, 6, 8), journey.destination, "Out for delivery again"))
        door = _at(again, dice, 9, 16)
    events.append(("delivered", door, journey.destination, "Delivered"))
    return [
        TrackingReport(journey.tracking_number, f"{nth}", state, at, place, text)
        for nth, (state, at, place, text) in enumerate(events, start=1)
    ]


def _at(day: date, dice: random.Random, first_hour: int, last_hour: int) -> datetime:
    minutes = dice.randrange(first_hour * 60, last_hour * 60)
    return datetime.combine(day, time(minutes // 60, minutes % 60), UTC)
