"""Keep the calendars of warehouses: special days, and how long they take over an order."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from packhorse.errors import Refusal, missing
from packhorse.network.models import SpecialDay, Warehouse
from packhorse.network.rules import (
    LONGEST_REST,
    MOST_HANDLING_DAYS,
    MOST_HANDLING_MINUTES,
    NewSpecialDay,
    longest_rest,
)

AHEAD = timedelta(days=3660)  # calendars are kept for ten years


@transaction.atomic
def keep_special_days(days: Sequence[NewSpecialDay], *, now: datetime) -> int:
    """Close warehouses on single days or give these another cut-off; return how many days are new. All or none.

    A day that is there already is brought up to date. Refuses a day that is over at the warehouse or years off, and a
    calendar on which it would not work for longer than `LONGEST_REST` days: nothing could be promised.
    """
    sites = {site.code: site for site in _locked({each.warehouse for each in days})}
    fresh = 0
    for each in days:
        if each.warehouse not in sites:
            raise missing("warehouse", each.warehouse[:20])
        site = sites[each.warehouse]
        today = now.astimezone(ZoneInfo(site.timezone)).date()
        if each.day < today:
            text = f"{each.day} is over in {site.code}, where it is {today}: give a day from {today} on."
            raise Refusal("DAY_IS_OVER", text, status=422)
        if each.day > today + AHEAD:
            raise Refusal("DAY_TOO_FAR", f"{each.day} is too far off: give a day up to {today + AHEAD}.", status=422)
        facts = {"name": each.name, "cutoff": each.cutoff}
        _, new = SpecialDay.objects.update_or_create(warehouse=site, day=each.day, defaults=facts)
        fresh += new
    for site in sites.values():
        must_work(site)
    return fresh


@transaction.atomic
def drop_special_day(*, warehouse: str, day: date) -> None:
    """Let a day be like any other again. Refuses a day that is not special."""
    for site in _locked({warehouse}):
        if SpecialDay.objects.filter(warehouse=site, day=day).delete()[0]:
            must_work(site)
            return
    raise missing("special day", f"{day} of {warehouse[:20]}")


@transaction.atomic
def set_handling(*, warehouse: str, opens: time, days: int, minutes: int) -> None:
    """Set how long a warehouse takes over an order: minutes between `opens` and the cut-off, then days of work."""
    if not (0 <= days <= MOST_HANDLING_DAYS and 0 <= minutes <= MOST_HANDLING_MINUTES):
        text = f"Handling takes 0 to {MOST_HANDLING_DAYS} days and 0 to {MOST_HANDLING_MINUTES:,} minutes."
        raise Refusal("HANDLING_WRONG", text, status=422)
    for site in _locked({warehouse}):
        if minutes and opens >= site.cutoff:
            text = f"{site.code} must open before its cut-off, which is at {site.cutoff:%H:%M}."
            raise Refusal("OPENS_TOO_LATE", text, status=422)
        site.opens, site.handling_days, site.handling_minutes = opens, days, minutes
        Warehouse.objects.bulk_update([site], ["opens", "handling_days", "handling_minutes"])
        return
    raise missing("warehouse", warehouse[:20])


def _locked(codes: set[str]) -> list[Warehouse]:
    """Warehouses whose calendar changes; one who keeps a calendar waits for the other."""
    return list(Warehouse.objects.select_for_update(no_key=True).filter(code__in=codes).order_by("id"))


def must_work(site: Warehouse) -> None:
    """Refuse a calendar on which a warehouse would not work for longer than `LONGEST_REST` days."""
    special = dict(SpecialDay.objects.filter(warehouse=site).values_list("day", "cutoff"))
    days, first = longest_rest(tuple(site.workdays), special)
    if days > LONGEST_REST:
        text = (
            f"{site.code} would not work for more than {LONGEST_REST} days from {first} on, and nothing could be "
            f"promised: leave a day of work between, or take the warehouse's capacity away."
        )
        raise Refusal("NO_WORKDAY", text, status=422)
