"""The demonstration's holidays: of its own December, and of the winter to come, for the page of calendars."""

from datetime import date, datetime, time

from packhorse.carriers.operations import keep_holidays
from packhorse.carriers.rules import NewHoliday
from packhorse.demo.sites import PLACES
from packhorse.network.operations import keep_special_days
from packhorse.network.rules import NewSpecialDay

# (month, day), name, cut-off (None: closed), countries of warehouses
DAYS = (
    ((12, 24), "Christmas Eve", time(12), ("GB", "NL", "DE", "FR")),
    ((12, 25), "Christmas Day", None, ("GB", "NL", "DE", "FR")),
    ((12, 26), "Boxing Day", None, ("GB", "NL", "DE")),
    ((12, 31), "New Year's Eve", time(12), ("GB", "NL", "DE", "FR")),
    ((1, 1), "New Year's Day", None, ("GB", "NL", "DE", "FR")),
)


def close_for_holidays(*, opened: datetime, now: datetime) -> None:
    """Keep the days of the winter after the books opened, and of the one after today."""
    for since in (opened, now):
        days = [(_next(month, day, since.date()), *rest) for (month, day), *rest in DAYS]
        special = [
            NewSpecialDay(place.code, day, name, cutoff)
            for day, name, cutoff, countries in days
            for place in PLACES
            if place.country in countries
        ]
        keep_special_days(special, now=since)
        free = [
            NewHoliday(country, day, name)
            for day, name, cutoff, countries in days
            for country in countries
            if cutoff is None
        ]
        keep_holidays(free, now=since)


def _next(month: int, day: int, since: date) -> date:
    """The next such day after today: tomorrow at the earliest, wherever today ends first."""
    found = date(since.year, month, day)
    return found if (found - since).days > 1 else date(since.year + 1, month, day)
