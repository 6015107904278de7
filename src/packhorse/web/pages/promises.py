"""Promised and actual: how many parcels came when their customers were told they would."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from packhorse.carriers import queries as carriers
from packhorse.errors import Refusal
from packhorse.network import queries as network
from packhorse.placing.rules import order_number
from packhorse.shipping.queries import kept
from packhorse.shipping.queries.kept import KeptRow
from packhorse.shipping.rules import SAID_STEP, place_in_list
from packhorse.web import settings
from packhorse.web.today import moment

PERIODS = (28, 91, 364)  # days
PAGE = 50


def promises(request: HttpRequest) -> HttpResponse:
    """Show the figures of the last `days`, of a `warehouse` where one is named; `before`: late ones further back."""
    asked = request.GET.get("days", str(PERIODS[1]))
    if asked not in map(str, PERIODS):
        raise Refusal("NO_SUCH_PERIOD", f"Choose a period of {', '.join(map(str, PERIODS))} days.", status=422)
    sites = {site.id: site for site in network.warehouses()}
    code = request.GET.get("warehouse", "")
    site = next((each for each in sites.values() if each.code == code), None)
    until = _last_day()
    found = kept.kept(until - timedelta(days=int(asked) - 1), until, warehouse_id=site.id if site else None)
    services = {row.id: f"{row.carrier_name} {row.name}" for row in carriers.services()}
    late = kept.late(before=place_in_list(request.GET.get("before", "")), limit=PAGE + 1)
    names: Mapping[str, Any] = {
        "week": lambda key: f"Week of {key:%-d %b %Y}",
        "warehouse": lambda key: f"{sites[key].city} ({sites[key].code})",
        "service": lambda key: services[key],
        "channel": str,
    }
    context = {
        "days": int(asked),
        "periods": PERIODS,
        "site": site,
        "sites": sites.values(),
        "total": next(iter(found["all"]), KeptRow(None, 0, 0, 0, 0, 0, 0, 0)),
        "tables": [(name, [(words(row.key), row) for row in found[name]]) for name, words in names.items()],
        "said": [(row, f"{row.key // 10} to {min(100, (row.key + SAID_STEP) // 10)} %") for row in found["said"]],
        "wanted": settings.PROMISE_CHANCE,
        "late": [(order_number(row.order_id), sites[row.warehouse_id], row) for row in late[:PAGE]],
        "next": late[PAGE - 1].place if len(late) > PAGE else "",
        "turned": bool(request.GET.get("before")),
    }
    return render(request, "web/promises.html", context)


def _last_day() -> date:
    """Today; in a demonstration, whose day is long past, the last day on which anything was delivered."""
    today = moment().date()
    return max(today, kept.last_day() or today) if settings.DEMO else today
