"""The waves of a floor: what is planned, what is released, what is in a rush, and which list is next."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from packhorse.errors import Refusal
from packhorse.network.queries import WarehouseRow
from packhorse.picking import operations, queries
from packhorse.picking.naming import waiting_parts
from packhorse.picking.rules import RUSH, list_number, wave_number

MOST = 200  # orders that are released together without a plan


def floor_context(site: WarehouseRow) -> dict[str, Any]:
    """Return what the floor's page shows of lists and waves; how many orders wait for a wave, up to `MOST`."""
    rows = sorted(
        queries.lists(warehouse_id=site.id),
        key=lambda row: (-row.priority, row.due_at is None, row.due_at or timezone.now(), row.id),
    )
    return {
        "site": site,
        "carts": queries.has_carts(site.id),
        "lists": [(list_number(row.id), row, _clock(row.due_at, site)) for row in rows],
        "rush": RUSH,
        "open": sum(row.state == "open" for row in rows),
        "waves": [
            (wave_number(row.id), row, _clock(row.due_at, site), _clock(row.ready_at, site))
            for row in queries.planned_waves(site.id)
        ],
        "waiting": len(queries.in_no_wave(site.id, limit=MOST)),
    }


def _clock(at: datetime | None, site: WarehouseRow) -> str:
    """Return a moment as the warehouse's clock shows it; with the day when it is not today's."""
    if at is None:
        return ""
    here, now = at.astimezone(ZoneInfo(site.timezone)), timezone.now().astimezone(ZoneInfo(site.timezone))
    return f"{here:%H:%M}" if here.date() == now.date() else f"{here:%a %-d %b, %H:%M}"


def take_next(request: HttpRequest, *, site: WarehouseRow) -> HttpResponse:
    """POST: take the most urgent list, and go to it."""
    who = {"actor": request.user.get_username(), "cart_code": request.POST.get("cart", "")}
    try:
        list_id = operations.next_list(warehouse_id=site.id, now=timezone.now(), **who)
    except Refusal as refusal:  # of the cart that was scanned
        messages.error(request, refusal.text)
        return HttpResponseRedirect(reverse("floor"))
    if list_id is None:
        messages.info(request, "No list is open.")
        return HttpResponseRedirect(reverse("floor"))
    return HttpResponseRedirect(reverse("pick-list", args=[list_id]))


def plan_waves(request: HttpRequest, *, site: WarehouseRow) -> HttpResponse:
    """POST: plan all that waits and leaves within the look-ahead."""
    made = operations.plan_waves(warehouse_id=site.id, now=timezone.now(), actor=request.user.get_username())
    if not made:
        hours = queries.floor_setup(site.id).ahead_minutes // 60
        messages.info(request, f"Nothing that waits leaves within {hours} hours.")
    return HttpResponseRedirect(reverse("floor"))


def release_now(request: HttpRequest, *, site: WarehouseRow) -> HttpResponse:
    """POST: release a wave of what waits, without a plan."""
    wave = operations.plan_wave(warehouse_id=site.id, now=timezone.now(), actor=request.user.get_username())
    if wave is None:
        raise Refusal("NOTHING_WAITS", f"No order waits to be picked in {site.city}.", status=409)
    return HttpResponseRedirect(reverse("floor"))


def release_wave(request: HttpRequest, wave_id: int) -> HttpResponse:
    """POST: release a planned wave."""
    made = operations.release_wave(wave_id=wave_id, now=timezone.now(), actor=request.user.get_username())
    messages.success(request, f"{wave_number(wave_id)} is released: {_lists(made)}.")
    return HttpResponseRedirect(reverse("floor"))


def cancel_wave(request: HttpRequest, wave_id: int) -> HttpResponse:
    """POST: give a planned wave up."""
    operations.cancel_wave(wave_id=wave_id, now=timezone.now())
    messages.success(request, f"{wave_number(wave_id)} is given up: its orders wait for another.")
    return HttpResponseRedirect(reverse("floor"))


def rush(request: HttpRequest, *, site: WarehouseRow) -> HttpResponse:
    """POST: release the order of a `number` at once, with a list of its own."""
    number = request.POST.get("number", "").replace("\x00", "").strip()
    parts = waiting_parts([number], warehouse_id=site.id)
    made = operations.release_now(parts, now=timezone.now(), actor=request.user.get_username())
    messages.success(request, f"{number.upper()} is released: {_lists(made)}, to be picked before all others.")
    return HttpResponseRedirect(reverse("floor"))


def _lists(made: list[int]) -> str:
    return ", ".join(list_number(each) for each in made)
