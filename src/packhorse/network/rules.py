"""Warehouses, their bins and their calendar, before any table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

# What a bin is for. What lies in a `BLOCKING` one is on hand, but nobody may have it.
BIN_USES = ("pick", "reserve", "receiving", "quarantine", "damaged")
BLOCKING = frozenset({"quarantine", "damaged"})
OPENS = time(8)
LONGEST_REST = 60  # days; a warehouse that works on none of them promises nothing
LONGEST_WORK = 366  # days of work, even where each is a minute long
MOST_HANDLING_DAYS, MOST_HANDLING_MINUTES = 60, 60 * 24 * 10

SpecialDays = Mapping[date, time | None]  # the cut-off of single days; None: closed
NO_SPECIAL_DAYS: SpecialDays = {}
ClosedDays = tuple[date, date]  # the first and the last day of a closing


@dataclass(frozen=True)
class NewBin:
    """A place for goods: `x_mm` is the centre line of its aisle, `y_mm` its position along the aisle.

    `barcode` is unique over all warehouses, `code` within one. `aisle` counts from 0 at the depot. The inner sizes are
    in mm and `max_weight_g` in g; 0 means that nobody has said.
    """

    code: str
    barcode: str
    zone: str
    aisle: int
    x_mm: int
    y_mm: int
    storage_class: str = "ambient"
    use: str = "pick"
    width_mm: int = 0
    depth_mm: int = 0
    height_mm: int = 0
    max_weight_g: int = 0


@dataclass(frozen=True)
class NewSpecialDay:
    """A day on which a warehouse is closed (`cutoff` None), or has another cut-off than usual; and why."""

    warehouse: str
    day: date
    name: str
    cutoff: time | None = None


@dataclass(frozen=True)
class NewWarehouse:
    """A warehouse to be opened.

    `workdays` are ISO weekdays (1 = Monday) on which parcels leave. `cutoff` is local time in
    `timezone`: an order sourced before it leaves the same workday. `capacity_per_day` counts
    fulfillment orders; handling costs are minor units of the company's currency. The picker starts
    and ends at the depot; the cross aisles run at `front_y_mm` and `back_y_mm`, and at each `middle_y_mm` between.
    """

    code: str
    name: str
    line1: str
    city: str
    postal_code: str
    country: str
    latitude: float
    longitude: float
    timezone: str
    cutoff: time
    workdays: tuple[int, ...]
    capacity_per_day: int
    handling_order_minor: int
    handling_line_minor: int
    storage_classes: tuple[str, ...]
    depot_x_mm: int
    depot_y_mm: int
    front_y_mm: int
    back_y_mm: int
    bins: tuple[NewBin, ...]
    middle_y_mm: tuple[int, ...] = ()


def floor_bins(warehouse: NewWarehouse) -> tuple[NewBin, ...]:
    """Return the bins on the floor that every warehouse has, for those uses that none of its own bins is for."""
    mine = {each.use for each in warehouse.bins}
    return tuple(
        NewBin(
            code=use.upper(),
            barcode=f"{warehouse.code}-{use.upper()}",
            zone="FLOOR",
            aisle=0,
            x_mm=warehouse.depot_x_mm,
            y_mm=warehouse.front_y_mm,
            use=use,
        )
        for use in ("receiving", "quarantine", "damaged")
        if use not in mine
    )


def leaves_on(
    *,
    timezone: str,
    cutoff: time,
    workdays: tuple[int, ...],
    now: datetime,
    special: SpecialDays = NO_SPECIAL_DAYS,
    opens: time = OPENS,
    handling_days: int = 0,
    handling_minutes: int = 0,
    closed: ClosedDays | None = None,
) -> datetime:
    """Return the cut-off (UTC) at which work that becomes ready at `now` leaves the warehouse.

    Without handling time that is today's cut-off when `now` is before it and today is a workday, else the next
    workday's. `handling_minutes` run only between `opens` and the cut-off of days on which the warehouse works;
    `handling_days` are whole days of work after that.
    """
    days = cutoffs(timezone=timezone, cutoff=cutoff, workdays=workdays, after=now, special=special, closed=closed)
    leaves = next(days)
    left = timedelta(minutes=handling_minutes)
    for _ in range(LONGEST_WORK):
        begins = max(now, _opens(leaves, ZoneInfo(timezone), opens))
        if left <= leaves - begins:
            break
        left -= leaves - begins
        leaves = next(days)
    return next(islice(days, handling_days - 1, None)) if handling_days else leaves


def cutoffs(
    *,
    timezone: str,
    cutoff: time,
    workdays: tuple[int, ...],
    after: datetime,
    special: SpecialDays = NO_SPECIAL_DAYS,
    closed: ClosedDays | None = None,
) -> Iterator[datetime]:
    """Yield the cut-offs (UTC) after `after`, one each day on which the warehouse works, without end.

    Days on which it is `closed` are none of them, however many they are.

    Raises ValueError when it works on none of `LONGEST_REST` days in a row.
    """
    zone = ZoneInfo(timezone)
    day = after.astimezone(zone).date()
    while True:
        day = next_workday(day, workdays, special)
        if closed and closed[0] <= day <= closed[1]:
            day = closed[1] + timedelta(days=1)
            continue
        leaves = datetime.combine(day, special.get(day) or cutoff, zone).astimezone(UTC)
        if leaves > after:  # compared in UTC: when clocks go back a local time comes twice
            yield leaves
        day += timedelta(days=1)


def _opens(leaves: datetime, zone: ZoneInfo, opens: time) -> datetime:
    """The beginning of work on the day of a cut-off: midnight, where the cut-off is not after `opens`."""
    local = leaves.astimezone(zone)
    begins = datetime.combine(local.date(), opens, zone).astimezone(UTC)
    return begins if begins < leaves else datetime.combine(local.date(), time(), zone).astimezone(UTC)


def next_workday(day: date, workdays: tuple[int, ...], special: SpecialDays = NO_SPECIAL_DAYS) -> date:
    """Return `day`, or the first day after it that is a workday (ISO weekday in `workdays`, or a special day)."""
    if not workdays:
        raise ValueError("workdays is empty: a warehouse that never works cannot promise a date")
    for nth in range(LONGEST_REST + 1):
        then = day + timedelta(days=nth)
        if works(then, workdays, special):
            return then
    raise ValueError(f"no workday in {LONGEST_REST} days from {day}: a warehouse that never works promises no date")


def works(day: date, workdays: tuple[int, ...], special: SpecialDays = NO_SPECIAL_DAYS) -> bool:
    """Say whether parcels leave on a day."""
    return special[day] is not None if day in special else day.isoweekday() in workdays


def longest_rest(workdays: tuple[int, ...], special: SpecialDays) -> tuple[int, date | None]:
    """Return the most days in a row on which the warehouse does not work, and the first of them; around `special`."""
    closed = sorted(day for day, cutoff in special.items() if cutoff is None)
    longest, first = 0, None
    for day in closed:
        if works(day - timedelta(days=1), workdays, special) or day == closed[0]:
            begins = day
            while not works(begins - timedelta(days=1), workdays, special) and (day - begins).days < 7:
                begins -= timedelta(days=1)
            end = day
            while not works(end, workdays, special) and (end - begins).days <= LONGEST_REST:
                end += timedelta(days=1)
            if (end - begins).days > longest:
                longest, first = (end - begins).days, begins
    return longest, first


def room_on(
    cutoff_days: Iterator[datetime], *, earliest: datetime, load: Mapping[datetime, int], ahead: int, capacity: int
) -> datetime:
    """Return the first of `cutoff_days`, not before `earliest`, at which there is room for one more.

    `load` {cut-off: fulfillment orders that are to leave then}; `ahead`: those that should have left before. What has
    no room goes on to the next cut-off, first come, first served. Without capacity a warehouse takes nothing new, and
    what it has leaves at the first cut-off. After `LONGEST_REST` full ones it is the next.
    """
    full = 0
    for leaves in cutoff_days:
        ahead += load.get(leaves, 0)
        if leaves >= earliest:
            if capacity <= 0 or ahead < capacity or full == LONGEST_REST:
                return leaves
            full += 1
        ahead = max(0, ahead - capacity)
    raise ValueError("a warehouse has cut-offs without end")


def today_in(timezone: str, now: datetime) -> date:
    """Return what day it is in a time zone."""
    return now.astimezone(ZoneInfo(timezone)).date()


def closed_in_words(why: str, until_on: date | None, *, from_on: date | None = None) -> str:
    """Say why and how long a warehouse is closed, or (`from_on`) will be."""
    begins = f"from {from_on:%-d %b %Y} " if from_on else ""
    return f"{why}, {begins}until {until_on:%-d %b %Y}" if until_on else f"{why}, {begins}until further notice"
