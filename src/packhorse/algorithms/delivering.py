"""Days on which carriers come and deliver: weekdays less holidays."""

from collections.abc import Collection
from datetime import date, timedelta

EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)  # ISO weekdays
MOST_DAYS = 30  # a parcel that took longer counts as one that took so long
NO_HOLIDAYS: frozenset[date] = frozenset()


def picked_up_on(day: date, pickup_days: Collection[int]) -> date:
    """Return `day`, or the first day after it on which the carrier comes."""
    while pickup_days and day.isoweekday() not in pickup_days:
        day += timedelta(days=1)
    return day


def delivered_after(
    day: date, days: int, delivery_days: Collection[int], holidays: Collection[date] = NO_HOLIDAYS
) -> date:
    """Return the day `days` days of delivery after `day`; none means the same day, if it is one, else the next."""
    delivery_days = delivery_days or EVERY_DAY
    while True:
        works = day.isoweekday() in delivery_days and day not in holidays
        if days <= 0 and works:
            return day
        day += timedelta(days=1)
        days -= day.isoweekday() in delivery_days and day not in holidays


def delivery_days_between(
    left: date, arrived: date, delivery_days: Collection[int], holidays: Collection[date] = NO_HOLIDAYS
) -> int:
    """Return how many days of delivery lie after `left` up to `arrived`, at most `MOST_DAYS`."""
    span = min((arrived - left).days, 10 * MOST_DAYS)
    days = (left + timedelta(days=nth) for nth in range(1, span + 1))
    return min(MOST_DAYS, sum(day.isoweekday() in delivery_days and day not in holidays for day in days))
