"""By which rules each warehouse counts, tonight's counts at once, and how well the books fit."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.counting import operations, queries
from packhorse.counting.rules import Plan
from packhorse.errors import Refusal, missing
from packhorse.network import queries as network

PERIODS = (30, 90, 365)
NUMBERS = (
    "a_days",
    "b_days",
    "c_days",
    "per_night",
    "tolerance_units",
    "tolerance_percent",
    "tolerance_minor",
)


def plan(request: HttpRequest) -> HttpResponse:
    """Show each warehouse's plan; POST keeps one."""
    if request.method == "POST":
        site = network.warehouse(request.POST.get("warehouse", ""))
        if site is None:
            raise missing("warehouse", request.POST.get("warehouse", "")[:20])
        given = {name: _number(request, name) for name in NUMBERS}
        wanted = Plan(**given, same_person="same_person" in request.POST)
        operations.keep_plan(warehouse_id=site.id, plan=wanted)
        messages.success(request, f"The plan of {site.city} is kept.")
        return HttpResponseRedirect(reverse("count-plan"))
    rows = [(site, queries.plan(site.id)) for site in network.warehouses()]
    return render(request, "counting/plan.html", {"rows": rows})


def plan_now(request: HttpRequest) -> HttpResponse:
    """POST: plan tonight's counts at once."""
    made = operations.plan_counts(now=timezone.now(), actor=request.user.get_username())
    words = f"{made} bins are to be counted." if made else "Today's counts are planned already, or none is due."
    messages.success(request, words)
    return HttpResponseRedirect(f"{reverse('counts')}?view=open")


def accuracy(request: HttpRequest) -> HttpResponse:
    """Show how well the books fitted in counts of the last `days`."""
    asked = request.GET.get("days", "90")
    if asked not in map(str, PERIODS):
        raise Refusal("NO_SUCH_PERIOD", f"Choose a period of {', '.join(map(str, PERIODS))} days.", status=422)
    found = queries.accuracy(timezone.now() - timedelta(days=int(asked)))
    sites = {site.id: site for site in network.warehouses()}
    lines, right = sum(row.lines for row in found), sum(row.right for row in found)
    context = {
        "rows": [(row, sites[row.warehouse_id], _share(row.right, row.lines)) for row in found],
        "days": int(asked),
        "periods": PERIODS,
        "counts": sum(row.counts for row in found),
        "share": _share(right, lines),
        "units": sum(row.units_more - row.units_fewer for row in found),
        "value": sum(row.value_more_minor - row.value_fewer_minor for row in found),
        "currency": next((row.currency for row in found), "GBP"),
    }
    return render(request, "counting/accuracy.html", context)


def _share(right: int, lines: int) -> str:
    return f"{100 * right / lines:.1f} %" if lines else "–"


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "").strip()
    if not (text.isascii() and text.isdecimal() and len(text) <= 15):
        raise Refusal("NOT_A_NUMBER", f"{name}: {text[:20]!r} is not a whole number.", status=422)
    return int(text)
