"""The built-in carriers' stand-in for real ones: tracking events, delays and mishaps from a seed.

Pure: the same parcel at the same time always says the same.
"""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from packhorse.carriers.rules import weekdays_after
from packhorse.shipping.rules import TrackingReport

LATE_SHARE = 0.05
MISSED_SHARE = 0.03
# What few parcels end with: (share, what happens). Those of `address` that nobody can place come back in the end.
LOST_SHARE, DAMAGED_SHARE, ADDRESS_SHARE, REFUSED_SHARE = 0.005, 0.01, 0.015, 0.005
NOT_FOUND_SHARE = 1 / 3
MISHAPS = (("lost", LOST_SHARE), ("damaged", DAMAGED_SHARE), ("address", ADDRESS_SHARE), ("refused", REFUSED_SHARE))
SEARCHED_DAYS = 5  # weekdays after the expected one, until a carrier says that a parcel is lost

Told = tuple[str, datetime, str, str, str]  # state, when, where, text, detail


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
    told = _mishap(journey, _usual_way(journey))
    whole = [
        TrackingReport(journey.tracking_number, f"{nth}", state, at, place, text, detail)
        for nth, (state, at, place, text, detail) in enumerate(told, start=1)
    ]
    return [report for report in whole if report.at <= now]


def mishap(tracking_number: str) -> str:
    """Return what goes wrong with a parcel, one of `MISHAPS`; empty for nearly all."""
    return _fate(tracking_number)[0]


def _fate(tracking_number: str) -> tuple[str, random.Random]:
    """Draw a parcel's mishap by dice of its own: so the ways of all others are as they were."""
    dice = random.Random(f"what happens to {tracking_number}")
    drawn = dice.random()
    for kind, share in MISHAPS:
        if drawn < share:
            return kind, dice
        drawn -= share
    return "", dice


def _usual_way(journey: Journey) -> list[Told]:
    dice = random.Random(journey.tracking_number)
    late = weekdays_after(journey.expected_on, dice.choice((1, 1, 2))) if dice.random() < LATE_SHARE else None
    missed = dice.random() < MISSED_SHARE
    arrives = late or journey.expected_on
    events: list[Told] = []

    def tell(state: str, at: datetime, place: str, text: str) -> None:
        events.append((state, at, place, text, ""))

    collected = journey.handed_over_at + timedelta(minutes=dice.randint(5, 50))
    tell("in_transit", collected, journey.origin, "Collected from the sender")
    left = collected + timedelta(minutes=dice.randint(90, 300))
    tell("in_transit", left, journey.origin, "Left the depot")
    if late:
        told = max(_at(journey.expected_on, dice, 5, 7), left + timedelta(minutes=10))
        tell("delayed", told, "", "Delayed on the way")
    hub = max(_at(arrives, dice, 3, 5), left + timedelta(minutes=30))
    tell("in_transit", hub, journey.destination, "Arrived at the delivery depot")
    out = max(_at(arrives, dice, 6, 8), hub + timedelta(minutes=20))
    tell("out_for_delivery", out, journey.destination, "Out for delivery")
    door = max(_at(arrives, dice, 9, 16), out + timedelta(minutes=30))
    if missed:
        tell("in_transit", door, journey.destination, "Nobody at home, next attempt on the next weekday")
        again = weekdays_after(door.date(), 1)
        tell("out_for_delivery", _at(again, dice, 6, 8), journey.destination, "Out for delivery again")
        door = _at(again, dice, 9, 16)
    tell("delivered", door, journey.destination, "Delivered")
    return events


def _mishap(journey: Journey, usual: list[Told]) -> list[Told]:
    """Return a parcel's way with what goes wrong on it."""
    kind, dice = _fate(journey.tracking_number)
    here, (_, door, *_) = journey.destination, usual[-1]
    if kind == "lost":
        searched = max(_at(journey.expected_on, dice, 17, 19), usual[1][1] + timedelta(hours=1))
        given_up = _at(weekdays_after(searched.date(), SEARCHED_DAYS), dice, 9, 12)
        missing = ("delayed", searched, "", "Not found in the depot, searched for", "")
        return [*usual[:2], missing, ("failure", given_up, "", "Lost: the search was given up", "lost")]
    if kind == "damaged":
        nth = next(nth for nth, told in enumerate(usual) if told[3] == "Arrived at the delivery depot")
        seen = usual[nth][1] + timedelta(minutes=5)
        return [*usual[: nth + 1], ("in_transit", seen, here, "Damaged on the way, packed anew", "damaged"),
                *usual[nth + 1 :]]  # fmt: skip
    if kind == "refused":
        return [*usual[:-1], ("return_to_sender", door, here, "Refused at the door, returned to the sender", "refused")]
    if kind == "address":
        asked = ("in_transit", door, here, "Address not found, the sender is asked", "address")
        if dice.random() < NOT_FOUND_SHARE:
            back = _at(weekdays_after(door.date(), 3), dice, 9, 12)
            return [*usual[:-1], asked, ("return_to_sender", back, here, "Returned to the sender", "")]
        again = weekdays_after(door.date(), 1)
        out = ("out_for_delivery", _at(again, dice, 6, 8), here, "Out for delivery again", "")
        return [*usual[:-1], asked, out, ("delivered", _at(again, dice, 9, 16), here, "Delivered", "")]
    return usual


def _at(day: date, dice: random.Random, first_hour: int, last_hour: int) -> datetime:
    minutes = dice.randrange(first_hour * 60, last_hour * 60)
    return datetime.combine(day, time(minutes // 60, minutes % 60), UTC)
