"""When a parcel on its way arrives: what is known of it, and how long parcels of its lane take. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from packhorse.algorithms.delivering import NO_HOLIDAYS, delivered_after, delivery_days_between
from packhorse.algorithms.odds import days_kept

USUAL_SCAN = (
    1  # days of delivery from the hand-over to the first scan: what is handed over at night is scanned next day
)
AT_THE_DOOR = {0: 95, 1: 5}  # of what is out for delivery some find nobody at home, or come back to the depot
EVEN = 500  # permille: the likely day is the one by which half of such parcels are there


@dataclass(frozen=True)
class Known:
    """What is known of a parcel under way, in days at its warehouse.

    `scanned_on`: when the carrier scanned it first; `told_on`: when it came into its tracking `state`. `missed`: it was
    out for delivery since, in vain.
    """

    left_on: date
    scanned_on: date | None
    state: str
    told_on: date
    missed: bool
    today: date


@dataclass(frozen=True)
class Arrival:
    """The likely day, and the chance (permille) that it is there by the promised one; None where none was promised."""

    day: date
    in_time: int | None


def arrival(
    known: Known,
    weights: Mapping[int, int],
    *,
    promised_on: date | None,
    delivery_days: Collection[int],
    holidays: Collection[date] = NO_HOLIDAYS,
) -> Arrival:
    """Return when a parcel is likely to arrive; `weights` {days of delivery: weight} are those of its lane.

    They are the odds of parcels that have just left; of one that is under way still, those of the days that are left
    (P(T = t | T >= elapsed)). What was scanned late, or is not scanned yet, has begun its way so much later.
    """
    today = known.today
    works = today.isoweekday() in delivery_days and today not in holidays
    if known.state == "available_for_pickup":
        return Arrival(known.told_on, _share({0: 1}, known.told_on, promised_on, delivery_days, holidays))
    if known.state == "out_for_delivery" and known.told_on == today:
        # It is on the van, whatever the calendar says of today.
        return Arrival(today, _share(AT_THE_DOOR, today, promised_on, delivery_days, holidays))
    late = delivery_days_between(known.left_on, known.scanned_on or today, delivery_days, holidays) - USUAL_SCAN
    least = delivery_days_between(known.left_on, today, delivery_days, holidays)
    # On a day on which nobody delivers, the last one is over; so is today for what will not come any more.
    gone = known.told_on == today and (known.state == "delayed" or known.missed)
    if (not works or gone) and today > known.left_on:
        least += 1
    shifted = {days + max(0, late): weight for days, weight in weights.items()}
    left = {days: weight for days, weight in shifted.items() if days >= least and weight} or {least: 1}
    likely, _ = days_kept(left, EVEN)
    day = delivered_after(known.left_on, likely, delivery_days, holidays)
    return Arrival(day, _share(left, known.left_on, promised_on, delivery_days, holidays))


def _share(
    weights: Mapping[int, int],
    since: date,
    promised_on: date | None,
    delivery_days: Collection[int],
    holidays: Collection[date],
) -> int | None:
    """Return the share (permille, rounded down) of `weights` {days after `since`: weight} up to the promised day."""
    if promised_on is None:
        return None
    kept = sum(
        weight
        for days, weight in weights.items()
        if (delivered_after(since, days, delivery_days, holidays) if days else since) <= promised_on
    )
    return kept * 1000 // sum(weights.values())
