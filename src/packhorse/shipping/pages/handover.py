"""Manifests, with the carriers' own forms of them and what stayed behind; and letting carriers come."""

from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.carriers import queries as carriers
from packhorse.errors import Refusal
from packhorse.network.queries import WarehouseRow
from packhorse.shipping import operations, queries
from packhorse.shipping.queries import handover, units
from packhorse.shipping.rules import manifest_number

PAGE = 50


def manifests(request: HttpRequest, *, site: WarehouseRow) -> HttpResponse:
    """Show a warehouse's manifests, the newest first, from `before` on; POST asks for a carrier's form again."""
    if request.method == "POST":
        row = queries.manifest(_id(request.POST.get("manifest", "")))
        if row is None or row.warehouse_id != site.id:
            raise Http404
        operations.try_form_again(manifest_id=row.id)
        messages.success(request, f"The carrier is asked again for its form of {manifest_number(row.id)}.")
        return HttpResponseRedirect(reverse("manifests"))
    before = request.GET.get("before", "")
    rows = handover.hand_overs(site.id, before=_id(before) if before else None, limit=PAGE + 1)
    pallets = units.units_of_manifests([row.id for row in rows])
    context = {
        "site": site,
        "rows": [
            (manifest_number(row.id), row, [unit.number for unit in pallets.get(row.id, [])]) for row in rows[:PAGE]
        ],
        "more": rows[PAGE - 1].id if len(rows) > PAGE else None,
    }
    return render(request, "shipping/manifests.html", context)


def carrier_form(request: HttpRequest, manifest_id: int) -> HttpResponse:
    """Return the carrier's own form of a manifest."""
    content = handover.carrier_form(manifest_id)
    if content is None:
        raise Refusal("NO_FORM", "The carrier has not given its form of this manifest yet.", status=404)
    return HttpResponse(content, content_type="application/pdf")


def pick_ups(request: HttpRequest, *, site: WarehouseRow) -> HttpResponse:
    """Show when carriers come to a warehouse; POST asks one to come, or cancels (`cancel`)."""
    refusal = None
    if request.method == "POST":
        try:
            _do(request, site)
            return HttpResponseRedirect(reverse("pick-ups"))
        except Refusal as found:
            refusal = found
    now = timezone.now()
    context = {
        "site": site,
        "rows": [
            (row, *(f"{each.astimezone(ZoneInfo(site.timezone)):%H:%M}" for each in (row.opens_at, row.closes_at)))
            for row in handover.pick_ups(site.id)
        ],
        "carriers": [row for row in carriers.carriers() if row.account],
        "typed": request.POST if refusal else {"day": site.day(now).isoformat(), "from": "14:00", "until": "18:00"},
        "refusal": refusal,
    }
    return render(request, "shipping/pick_ups.html", context, status=refusal.status if refusal else 200)


def _do(request: HttpRequest, site: WarehouseRow) -> None:
    if "cancel" in request.POST:
        pick_up_id = _id(request.POST["cancel"])
        if handover.pick_up_place(pick_up_id) != site.id:
            raise Http404
        operations.cancel_pick_up(pick_up_id=pick_up_id)
        messages.success(request, "The carrier is told not to come.")
        return
    given: dict[str, Any] = {name: request.POST.get(name, "").strip() for name in ("day", "from", "until", "note")}
    operations.ask_pick_up(
        warehouse_id=site.id,
        carrier_id=_id(request.POST.get("carrier", "")),
        day=_day(given["day"]),
        opens=_time(given["from"], "from"),
        closes=_time(given["until"], "until"),
        note=given["note"],
        now=timezone.now(),
        actor=request.user.get_username(),
    )
    messages.success(request, "The carrier is asked to come: its answer stands here in a moment.")


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Refusal("NOT_A_DAY", f"day: {typed[:20]!r} is no day: write it as 2026-12-24.", status=422) from None


def _time(typed: str, name: str) -> time:
    try:
        return time.fromisoformat(typed).replace(tzinfo=None)
    except ValueError:
        raise Refusal("NOT_A_TIME", f"{name}: {typed[:20]!r} is no time: write it as 14:30.", status=422) from None


def _id(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= 18 else 0
