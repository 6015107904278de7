"""Warehouses, their bins and their calendar, before any table."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

# What a bin is for. What lies in a `BLOCKING` one is on hand, but nobody may have it.
BIN_USES = ("pick", "reserve", "receiving", "quarantine", "damaged")
BLOCKING = frozenset({"quarantine", "damaged"})


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
class NewWarehouse:
    """A warehouse to be opened.

    `workdays` are ISO weekdays (1 = Monday) on which parcels leave. `cutoff` is local time in
    `timezone`: an order sourced before it leaves the same workday. `capacity_per_day` counts
    fulfillment orders; handling costs are minor units of the company's currency. The picker starts
    and ends at the depot; the cross aisles run at `front_y_mm` and `back_y_mm`.
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


def leaves_on(*, timezone: str, cutoff: time, workdays: tuple[int, ...], now: datetime) -> datetime:
    """Return the cut-off (UTC) at which work that becomes ready at `now` leaves the warehouse.

    That is today's cut-off when `now` is before it and today is a workday, else the next workday's.
    """
    zone = ZoneInfo(timezone)
    day = next_workday(now.astimezone(zone).date(), workdays)
    leaves = datetime.combine(day, cutoff, zone).astimezone(UTC)
    if leaves <= now:  # compared in UTC: when clocks go back a local time comes twice
        day = next_workday(day + timedelta(days=1), workdays)
        leaves = datetime.combine(day, cutoff, zone).astimezone(UTC)
    return leaves


def next_workday(day: date, workdays: tuple[int, ...]) -> date:
    """Return `day`, or the first day after it that is a workday (ISO weekday in `workdays`)."""
    if not workdays:
        raise ValueError("workdays is empty: a warehouse that never works cannot promise a date")
    while day.isoweekday() not in workdays:
        day += timedelta(days=1)
    return day


def today_in(timezone: str, now: datetime) -> date:
    """Return what day it is in a time zone."""
    return now.astimezone(ZoneInfo(timezone)).date()


def closed_in_words(why: str, until_on: date | None) -> str:
    """Say why and how long a warehouse is closed."""
    return f"{why}, until {until_on:%-d %b %Y}" if until_on else f"{why}, until further notice"
