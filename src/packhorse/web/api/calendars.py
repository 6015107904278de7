"""Calendars over the API: closed days, handling time, holidays, and the days of carriers."""

from datetime import date, datetime, time
from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Router, Status
from pydantic import BaseModel, Field

from packhorse.algorithms.dangerous import HAZMAT_CLASSES
from packhorse.carriers import operations as carriers
from packhorse.carriers import queries as carrier_reads
from packhorse.carriers.rules import NewHoliday
from packhorse.errors import Refusal
from packhorse.network import operations as network
from packhorse.network import queries as places
from packhorse.network.rules import MOST_HANDLING_DAYS, MOST_HANDLING_MINUTES, NewSpecialDay
from packhorse.placing.api import REFUSED
from packhorse.placing.schemas import NO_NUL, In, example, text
from packhorse.web.keys import whole_house

router = Router(tags=["calendar"])
Code = Path(..., max_length=20, pattern=NO_NUL, examples=["LDS"], description="the warehouse's code")
Country = Path(..., pattern=r"^[A-Z]{2}$", examples=["GB"])
Weekday = Annotated[int, Field(strict=True, ge=1, le=7)]
Weekdays = Annotated[list[Weekday], Field(min_length=1, max_length=7)]


class SpecialDayIn(In):
    """A day on which a warehouse is closed, or has another `cutoff` than usual."""

    model_config = example(day="2030-12-24", name="Christmas Eve", cutoff="12:00")

    day: date
    name: text(80, 1)
    cutoff: time | None = None


class SpecialDaysIn(In):
    """Days to be kept, all or none."""

    model_config = example(days=[{"day": "2030-12-25", "name": "Christmas Day"}])

    days: list[SpecialDayIn] = Field(min_length=1, max_length=400)


class HolidayIn(In):
    """A day on which nobody delivers."""

    day: date
    name: text(80, 1)


class HolidaysIn(In):
    """Holidays to be kept, all or none."""

    model_config = example(days=[{"day": "2030-12-25", "name": "Christmas Day"}])

    days: list[HolidayIn] = Field(min_length=1, max_length=400)


class HandlingIn(In):
    """How long a warehouse takes over an order: minutes between opening and cut-off, then days of work."""

    model_config = example(opens="08:00", minutes=120, days=0)

    opens: time = time(8)
    minutes: int = Field(0, ge=0, le=MOST_HANDLING_MINUTES, strict=True)
    days: int = Field(0, ge=0, le=MOST_HANDLING_DAYS, strict=True)


class ServiceDaysIn(In):
    """ISO weekdays (1 = Monday) on which a service takes parcels, and on which it delivers; what else it takes."""

    model_config = example(pickup_days=[1, 2, 3, 4, 5], delivery_days=[1, 2, 3, 4, 5, 6], takes_hazmat=["3", "9", "LQ"])

    pickup_days: Weekdays
    delivery_days: Weekdays
    takes_hazmat: list[Literal[HAZMAT_CLASSES]] | None = Field(
        None,
        max_length=len(HAZMAT_CLASSES),
        description="classes of dangerous goods that it takes, none when empty; left out, they stay as they are",
    )


class SpecialDayOut(BaseModel):
    """A day on which a warehouse is closed (no `cutoff`), or has another cut-off than usual."""

    day: date
    name: str
    cutoff: str | None = Field(examples=["12:00"])


class SiteOut(BaseModel):
    """A warehouse's calendar from today on; `next_cutoff`: when what is ready now leaves."""

    warehouse: str
    timezone: str
    workdays: list[int]
    cutoff: str = Field(examples=["17:00"])
    opens: str = Field(examples=["08:00"])
    handling_minutes: int
    handling_days: int
    next_cutoff: datetime
    days: list[SpecialDayOut]


class HolidayOut(BaseModel):
    """A day on which nobody delivers in a country."""

    country: str
    day: date
    name: str


class ServiceDaysOut(BaseModel):
    """ISO weekdays on which a service takes and delivers parcels, and the classes of dangerous goods that it takes."""

    carrier: str
    service: str
    pickup_days: list[int]
    delivery_days: list[int]
    takes_hazmat: list[str]


class CalendarOut(BaseModel):
    """All calendars from today on."""

    warehouses: list[SiteOut]
    holidays: list[HolidayOut]
    services: list[ServiceDaysOut]


@router.get("/calendar", response={200: CalendarOut, **REFUSED}, summary="Read the calendars")
def calendar(request: HttpRequest) -> CalendarOut:
    """Of warehouses, countries and services. Every change of them is answered with this, too."""
    now = timezone.now()
    sites = places.warehouses()
    days = places.special_days({site.id: site.day(now) for site in sites})
    return CalendarOut(
        warehouses=[
            SiteOut(
                warehouse=site.code,
                timezone=site.timezone,
                workdays=list(site.workdays),
                cutoff=_clock(site.cutoff),
                opens=_clock(site.opens),
                handling_minutes=site.handling_minutes,
                handling_days=site.handling_days,
                next_cutoff=next(site.cutoffs(now)),
                days=[
                    SpecialDayOut(day=row.day, name=row.name, cutoff=_clock(row.cutoff) if row.cutoff else None)
                    for row in days
                    if row.warehouse_id == site.id
                ],
            )
            for site in sites
        ],
        holidays=[HolidayOut(**vars(row)) for row in carrier_reads.holidays(since=now.date())],
        services=[
            ServiceDaysOut(
                carrier=row.carrier,
                service=row.code,
                pickup_days=list(row.pickup_days),
                delivery_days=list(row.delivery_days),
                takes_hazmat=list(row.takes_hazmat),
            )
            for row in carrier_reads.services()
        ],
    )


@router.put(
    "/calendar/warehouses/{code}/days", response={200: CalendarOut, **REFUSED}, summary="Keep days of a warehouse"
)
def keep_days(request: HttpRequest, body: SpecialDaysIn, code: str = Code) -> Status:
    """Closed days and other cut-offs; a day that is there is brought up to date. Refuses days that are over."""
    whole_house(request)
    for each in body.days:
        if each.cutoff is not None and each.cutoff.tzinfo is not None:
            raise Refusal("NOT_A_TIME", "cutoff: give the warehouse's own time, without an offset.", status=422)
    days = [NewSpecialDay(code, each.day, each.name, each.cutoff) for each in body.days]
    network.keep_special_days(days, now=timezone.now())
    return Status(200, calendar(request))


@router.delete(
    "/calendar/warehouses/{code}/days/{day}", response={200: CalendarOut, **REFUSED}, summary="Drop a special day"
)
def drop_day(request: HttpRequest, day: date, code: str = Code) -> Status:
    """It is a day like any other again."""
    whole_house(request)
    network.drop_special_day(warehouse=code, day=day)
    return Status(200, calendar(request))


@router.put(
    "/calendar/warehouses/{code}/handling", response={200: CalendarOut, **REFUSED}, summary="Set the handling time"
)
def set_handling(request: HttpRequest, body: HandlingIn, code: str = Code) -> Status:
    """Orders that are sourced from now on leave by it."""
    whole_house(request)
    if body.opens.tzinfo is not None:
        raise Refusal("NOT_A_TIME", "opens: give the warehouse's own time, without an offset.", status=422)
    network.set_handling(warehouse=code, opens=body.opens, days=body.days, minutes=body.minutes)
    return Status(200, calendar(request))


@router.put("/calendar/countries/{country}/holidays", response={200: CalendarOut, **REFUSED}, summary="Keep holidays")
def keep_holidays(request: HttpRequest, body: HolidaysIn, country: str = Country) -> Status:
    """Days on which nobody delivers there; a day that is there is brought up to date. Refuses days that are over."""
    whole_house(request)
    days = [NewHoliday(country, each.day, each.name) for each in body.days]
    carriers.keep_holidays(days, now=timezone.now())
    return Status(200, calendar(request))


@router.delete(
    "/calendar/countries/{country}/holidays/{day}", response={200: CalendarOut, **REFUSED}, summary="Drop a holiday"
)
def drop_holiday(request: HttpRequest, day: date, country: str = Country) -> Status:
    """It is a day like any other again."""
    whole_house(request)
    carriers.drop_holiday(country=country, day=day)
    return Status(200, calendar(request))


@router.put(
    "/calendar/services/{carrier}/{service}", response={200: CalendarOut, **REFUSED}, summary="Set a service's days"
)
def set_service_days(
    request: HttpRequest,
    body: ServiceDaysIn,
    carrier: str = Path(..., max_length=20, pattern=NO_NUL, examples=["ALB"]),
    service: str = Path(..., max_length=30, pattern=NO_NUL, examples=["standard"]),
) -> Status:
    """The weekdays on which it takes parcels at the warehouses, and on which it delivers; dangerous goods it takes."""
    whole_house(request)
    days = {"pickup": body.pickup_days, "delivery": body.delivery_days}
    now = timezone.now()
    carriers.set_service_days(carrier=carrier, service=service, **days, takes_hazmat=body.takes_hazmat, now=now)
    return Status(200, calendar(request))


def _clock(at: time) -> str:
    """The warehouse's own time, which has no offset."""
    return f"{at:%H:%M}"
