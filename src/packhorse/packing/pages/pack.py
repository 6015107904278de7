"""A parcel at the bench: scan its goods in, weigh it, close it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from packhorse.errors import Refusal
from packhorse.packing import operations, queries
from packhorse.packing.operations import Packed
from packhorse.packing.picture import plan_of
from packhorse.packing.queries import ParcelRow
from packhorse.packing.wishes import photo_wanted
from packhorse.placing.rules import order_number

Closed = Callable[[HttpRequest, ParcelRow], None]


def pack(request: HttpRequest, sscc: str, *, closed: Closed = lambda *_: None) -> HttpResponse:
    """Show a parcel at the bench; POST is a scan of an item, or `grams` on the scale. `closed` hears of it then."""
    parcel = parcel_of(sscc)
    if request.method != "POST":
        return answered(request, panel_of(parcel))
    actor = request.user.get_username()
    packed = None
    try:
        if "grams" in request.POST:
            good = _weigh(request, parcel, actor)
            closed(request, parcel)
        else:
            packed = _scan(request, parcel, actor)
            todo = f"{packed.left} to go" if packed.left else "All there: weigh the parcel"
            good = f"{packed.units} in. {todo}"
    except Refusal as refusal:
        return answered(request, panel_of(parcel, {"kind": "bad", "text": refusal.text}), refusal.status)
    return answered(request, panel_of(parcel, {"kind": "good", "text": good}, packed))


def _scan(request: HttpRequest, parcel: ParcelRow, actor: str) -> Packed:
    try:
        scan_id, quantity = UUID(request.POST.get("scan", "")), int(request.POST.get("quantity") or 1)
    except ValueError:
        raise Refusal("SCAN_INCOMPLETE", "That scan came incomplete: give the units as a number.", status=422) from None
    return operations.pack(
        parcel_id=parcel.id,
        item_code=request.POST.get("code", ""),
        quantity=min(quantity, 10**6),
        scan_id=scan_id,
        now=timezone.now(),
        actor=actor,
    )


def _weigh(request: HttpRequest, parcel: ParcelRow, actor: str) -> str:
    grams = request.POST["grams"].strip()
    if not (grams.isascii() and grams.isdecimal() and len(grams) < 8):
        raise Refusal("NOT_A_WEIGHT", "Give the weight in whole grams, as the scale shows it.", status=422)
    operations.close(parcel_id=parcel.id, measured_g=int(grams), now=timezone.now(), actor=actor)
    return "Parcel closed"


def parcel_of(sscc: str) -> ParcelRow:
    """Return a parcel by its SSCC."""
    parcel = queries.by_sscc(sscc)
    if parcel is None:
        raise Http404
    return parcel


def panel_of(parcel: ParcelRow, answer: dict[str, str] | None = None, packed: Packed | None = None) -> dict[str, Any]:
    """Return what is shown of a parcel; `packed`: what was just scanned in, whose place is shown."""
    seen = queries.at_bench(parcel)
    return {
        "parcel": seen.parcel,
        "number": order_number(parcel.order_id),
        "lines": seen.lines,
        "left": sum(line.open for line in seen.lines),
        "next": seen.next,
        "instructions": seen.instructions,
        "gift": seen.gift,
        "answer": answer,
        "scan_id": uuid4(),
        "photos": queries.photos([parcel.id]).get(parcel.id, []),
        "photo_wanted": photo_wanted(parcel),
        "plan": plan_of(seen.placement, seen.lines, (packed.product_id, packed.units) if packed else (0, 0)),
    }


def answered(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Return a parcel's page, or only its panel where only that is asked for."""
    template = "packing/_pack.html" if request.headers.get("HX-Request") else "packing/pack.html"
    return render(request, template, context, status=status)
