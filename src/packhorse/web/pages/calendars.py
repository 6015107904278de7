"""Calendars: when warehouses work, how long they take over an order, and when carriers come and deliver."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from typing import TypeVar

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.carriers import operations as carriers
from packhorse.carriers import queries as carrier_reads
from packhorse.carriers.queries import HolidayRow
from packhorse.carriers.rules import NewHoliday
from packhorse.errors import Refusal
from packhorse.network import operations as network
from packhorse.network import queries as places
from packhorse.network.calendarfile import LONGEST_NAME
from packhorse.network.queries import SpecialDayRow
from packhorse.network.rules import NewSpecialDay
from packhorse.web.pages.typed import day_of, whole

Row = TypeVar("Row", SpecialDayRow, HolidayRow)
WEEK = ((1, "Mon"), (2, "Tue"), (3, "Wed"), (4, "Thu"), (5, "Fri"), (6, "Sat"), (7, "Sun"))
SHOWN = 300


def calendars(request: HttpRequest, *, refusal: Refusal | None = None) -> HttpResponse:
    """Show the calendars from today on; a form that was refused stands with what was typed and what is wrong."""
    now = timezone.now()
    sites = places.warehouses()
    codes = {site.id: site.code for site in sites}
    days = places.special_days({site.id: site.day(now) for site in sites})
    context = {
        "sites": [(site, next(site.cutoffs(now)), site.day(now)) for site in sites],
        "days": _together([(codes[row.warehouse_id], row) for row in days])[:SHOWN],
        "holidays": _together([(row.country, row) for row in carrier_reads.holidays(since=now.date())])[:SHOWN],
        "services": carrier_reads.services(),
        "week": WEEK,
        "today": now.date(),
        "refused": refusal,
        "typed": request.POST if refusal else {},
    }
    return render(request, "web/calendars.html", context, status=refusal.status if refusal else 200)


def _together(rows: Sequence[tuple[str, Row]]) -> list[tuple[Row, list[str]]]:
    """Put together rows of one day, name and cut-off; return each with the codes that it holds for."""
    found: dict[tuple[object, ...], tuple[Row, list[str]]] = {}
    for code, row in rows:
        found.setdefault((row.day, row.name, getattr(row, "cutoff", None)), (row, []))[1].append(code)
    return list(found.values())


def change(request: HttpRequest) -> HttpResponse:
    """POST `do`: one of `VERBS`, with the fields of its form."""
    do = VERBS.get(request.POST.get("do", ""))
    try:
        if do is None:
            raise Refusal("NO_SUCH_VERB", "That form came incomplete: load the page again.", status=422)
        messages.success(request, do(request))
    except Refusal as refusal:
        return calendars(request, refusal=refusal)
    return HttpResponseRedirect(reverse("calendars"))


def _keep_day(request: HttpRequest) -> str:
    day, cutoff = _day(request), request.POST.get("cutoff", "").strip()
    where = request.POST.get("warehouse", "")
    sites = [site.code for site in places.warehouses()] if where == "all" else [where]
    kept = [NewSpecialDay(code, day, _name(request), _clock(cutoff) if cutoff else None) for code in sites]
    network.keep_special_days(kept, now=timezone.now())
    return f"{day:%-d %b %Y} is kept. What is sourced from now on is promised by it."


def _drop_day(request: HttpRequest) -> str:
    day = _day(request)
    codes = sorted(set(request.POST.getlist("warehouse"))) or [""]
    with transaction.atomic():
        for code in codes:
            network.drop_special_day(warehouse=code, day=day)
    return f"{day:%-d %b %Y} is a day like any other again."


def _handling(request: HttpRequest) -> str:
    numbers = {name: whole(request.POST.get(name, "")) for name in ("days", "minutes")}
    if None in numbers.values():
        raise Refusal("HANDLING_WRONG", "Handling takes a whole number of days and of minutes, 0 or more.", status=422)
    opens = _clock(request.POST.get("opens", ""))
    code = request.POST.get("warehouse", "")
    network.set_handling(warehouse=code, opens=opens, days=numbers["days"] or 0, minutes=numbers["minutes"] or 0)
    return f"The handling time of {code} is kept."


def _keep_holiday(request: HttpRequest) -> str:
    country, day = _country(request), _day(request)
    carriers.keep_holidays([NewHoliday(country, day, _name(request))], now=timezone.now())
    return f"Nobody delivers in {country} on {day:%-d %b %Y}."


def _drop_holiday(request: HttpRequest) -> str:
    day, countries = _day(request), sorted(set(request.POST.getlist("country"))) or [""]
    with transaction.atomic():
        for country in countries:
            carriers.drop_holiday(country=country, day=day)
    return f"{day:%-d %b %Y} is no holiday in {', '.join(countries)[:80]} any more."


def _service(request: HttpRequest) -> str:
    carrier, service = request.POST.get("carrier", ""), request.POST.get("service", "")
    pickup, delivery = (
        [int(each) for each in request.POST.getlist(name) if each in "1234567" and len(each) == 1]
        for name in ("pickup", "delivery")
    )
    typed = request.POST.get("takes_hazmat")
    takes = None if typed is None else typed[:200].upper().replace(",", " ").split()
    days = {"pickup": pickup, "delivery": delivery}
    carriers.set_service_days(carrier=carrier, service=service, **days, takes_hazmat=takes, now=timezone.now())
    return f"What {carrier} {service} does is kept."


VERBS: Mapping[str, Callable[[HttpRequest], str]] = {
    "day": _keep_day,
    "drop-day": _drop_day,
    "handling": _handling,
    "holiday": _keep_holiday,
    "drop-holiday": _drop_holiday,
    "service": _service,
}


def _day(request: HttpRequest) -> date:
    day = day_of(request.POST.get("day", ""))
    if day is None:
        raise Refusal("NOT_A_DAY", "Say which day.", status=422)
    return day


def _name(request: HttpRequest) -> str:
    name = request.POST.get("name", "").strip()
    if not name or len(name) > LONGEST_NAME or "\x00" in name:
        raise Refusal("NO_NAME", f"Say what day it is, in at most {LONGEST_NAME} characters.", status=422)
    return name


def _country(request: HttpRequest) -> str:
    country = request.POST.get("country", "").strip().upper()
    if not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise Refusal("NO_COUNTRY", f"{country[:20]!r} is no country: two letters, like GB.", status=422)
    return country


def _clock(text: str) -> time:
    try:
        found = time.fromisoformat(text.strip())
    except ValueError:
        found = None
    if found is None or found.tzinfo is not None:
        raise Refusal("NOT_A_TIME", f"{text[:20]!r} is no time: write it as 16:30.", status=422)
    return found
