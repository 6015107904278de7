"""A manager sets up walls, overflow places and lanes."""

from datetime import time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from packhorse.carriers import queries as carriers
from packhorse.errors import Refusal
from packhorse.network.queries import WarehouseRow
from packhorse.sorting import operations, queries
from packhorse.sorting.rules import HOLDS, NewLane, NewSlot, NewWall, grid, unreached


def walls(request: HttpRequest, *, site: WarehouseRow) -> HttpResponse:
    """Show a warehouse's walls, overflow places and lanes; POST keeps a wall or a place, or takes a wall away."""
    if request.method == "POST":
        code = request.POST.get("code", "").strip()
        try:
            messages.success(request, _keep(request, site, code))
        except Refusal as refusal:
            return _shown(request, site, refusal)
        return HttpResponseRedirect(reverse("walls"))
    return _shown(request, site)


def lanes(request: HttpRequest, *, site: WarehouseRow) -> HttpResponse:
    """POST keeps a lane, or takes one away."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("walls"))
    code = request.POST.get("code", "").strip()
    try:
        if "drop" in request.POST:
            operations.drop_lane(warehouse_id=site.id, code=code)
            words = f"Lane {code} is gone."
        else:
            operations.keep_lane(warehouse_id=site.id, lane=_lane(request, site))
            words = f"Lane {code} is kept. Labels that are bought from now on follow it."
    except Refusal as refusal:
        return _shown(request, site, refusal)
    messages.success(request, words)
    return HttpResponseRedirect(reverse("walls"))


def _keep(request: HttpRequest, site: WarehouseRow, code: str) -> str:
    if "drop" in request.POST:
        operations.drop_wall(warehouse_id=site.id, code=code)
        return f"Wall {code} is gone."
    if "barcode" in request.POST:
        operations.keep_overflow(warehouse_id=site.id, code=code, barcode=request.POST["barcode"])
        return f"Overflow place {code} is kept."
    wanted = NewWall(code, _whole(request, "golden_row"), "confirm" in request.POST, "single" in request.POST)
    slots: list[NewSlot] = []
    if request.POST.get("columns", "").strip():
        size = (_whole(request, "width_mm"), _whole(request, "height_mm"), _whole(request, "depth_mm"))
        try:
            slots = grid(site.code, code, _whole(request, "columns"), _whole(request, "rows"), size)
        except ValueError as error:
            raise Refusal("BAD_WALL", f"{error}.", status=422) from None
    operations.keep_wall(warehouse_id=site.id, wall=wanted, slots=slots)
    return f"Wall {code} is kept."


def _lane(request: HttpRequest, site: WarehouseRow) -> NewLane:
    code = request.POST.get("code", "").strip()
    cutoff = request.POST.get("cutoff", "").strip()
    try:
        until = time.fromisoformat(cutoff) if cutoff else None
    except ValueError:
        raise Refusal("BAD_LANE", f"cutoff: {cutoff[:20]!r} is no time: write it as 15:30.", status=422) from None
    return NewLane(
        code=code,
        barcode=request.POST.get("barcode", "").strip() or f"LANE-{site.code}-{code}",
        countries=tuple(request.POST.get("countries", "").replace(",", " ").split()),
        precedence=_whole(request, "precedence"),
        carrier=request.POST.get("carrier", ""),
        service=request.POST.get("service", ""),
        postal_prefixes=tuple(request.POST.get("postal_prefixes", "").split(",")),
        cutoff=until,
        in_turn="in_turn" in request.POST,
        holds=request.POST.get("holds", ""),
    )


def _whole(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "").strip() or "0"
    if not (text.isascii() and text.isdecimal() and len(text) <= 6):
        raise Refusal("NOT_A_NUMBER", f"{name}: {text[:20]!r} is not a whole number.", status=422)
    return int(text)


def _shown(request: HttpRequest, site: WarehouseRow, refusal: Refusal | None = None) -> HttpResponse:
    rows = queries.lanes(site.id)
    shadowed = unreached([row.rules for row in rows])
    services = carriers.services()
    context = {
        "site": site,
        "answer": {"kind": "bad", "text": refusal.text} if refusal else None,
        "grids": queries.grids(site.id, queries.slots(site.id)),
        "places": queries.overflows(site.id),
        "lanes": [(row.rules, shadowed.get(row.code, "")) for row in rows],
        "holds": HOLDS,
        "carriers": sorted({(row.carrier, row.carrier_name) for row in services}),
        "services": sorted({row.code for row in services}),
    }
    return render(request, "sorting/setup.html", context, status=refusal.status if refusal else 200)
