"""The put wall: scan an item of a picked list, the page names the slot and lights it."""

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from packhorse.errors import Refusal
from packhorse.picking import queries as picking
from packhorse.picking.queries import ListRow
from packhorse.picking.rules import list_number
from packhorse.sorting import operations, queries
from packhorse.sorting.operations import Placed

ASIDE = ("NO_FREE_SLOT", "TOO_BIG")  # refusals after which the item lies in an overflow place


def wall(request: HttpRequest, list_id: int) -> HttpResponse:
    """Show the wall for a pick list; POST is the scan of an item, of the slot it went into, or of an overflow place."""
    pick_list = picking.pick_list(list_id)
    if pick_list is None:
        raise Http404
    actor = request.user.get_username()
    if request.method != "POST":
        return _answer(request, _panel(pick_list, actor))
    try:
        more = _scanned(request, list_id, actor)
    except Refusal as refusal:
        bad: dict[str, Any] = {"answer": {"kind": "bad", "text": refusal.text}}
        if refusal.code in ASIDE:
            bad["aside"] = request.POST.get("code", "")
        elif "place" in request.POST:
            bad["aside"] = request.POST.get("item", "")
        return _answer(request, _panel(pick_list, actor) | bad, refusal.status)
    return _answer(request, _panel(pick_list, actor, more))


def _scanned(request: HttpRequest, list_id: int, actor: str) -> dict[str, Any]:
    """Do what was scanned; return what the page says of it."""
    try:
        scan_id = UUID(request.POST.get("scan", ""))
    except ValueError:
        raise Refusal(
            "SCAN_INCOMPLETE", "That scan came incomplete: reload the page and scan again.", status=422
        ) from None
    who = {"scan_id": scan_id, "now": timezone.now(), "actor": actor}
    if "slot" in request.POST:
        placed = operations.confirm(slot_code=request.POST["slot"], **who)
        return {"answer": {"kind": "good", "text": f"{placed.units} in slot {placed.slot}{_whole(placed)}"}} | (
            {"done": placed.slot} if placed.order_complete else {}
        )
    if "place" in request.POST:
        item = request.POST.get("item", "")
        placed = operations.lay_aside(list_id=list_id, item_code=item, place_code=request.POST["place"], **who)
        end = ". The order is whole: it is packed from there" if placed.order_complete else ""
        return {"answer": {"kind": "good", "text": f"{placed.units} lie in {placed.slot}{end}"}}
    placed = operations.put(list_id=list_id, item_code=request.POST.get("code", ""), **who)
    if placed.aside:
        end = ". The order is whole: it is packed from there" if placed.order_complete else ""
        answer = {
            "kind": "good",
            "text": f"{placed.units} into overflow {placed.slot}, with the rest of its order{end}",
        }
        return {"answer": answer, "beside": placed.slot, "units": placed.units}
    answer = {"kind": "good", "text": f"{placed.units} into slot {placed.slot}{_whole(placed)}"}
    more = {"answer": answer, "lit": placed.slot, "units": placed.units}
    return more | ({"done": placed.slot} if placed.order_complete else {})


def _whole(placed: Placed) -> str:
    return ". This order is whole" if placed.order_complete else ""


def _panel(pick_list: ListRow, actor: str, more: dict[str, Any] | None = None) -> dict[str, Any]:
    seen = queries.wall(pick_list.id, pick_list.warehouse_id, actor=actor)
    more = more or {}
    lit = seen.pending.slot if seen.pending else more.get("lit", "")
    at = {slot.code: slot for slot in seen.slots}
    first = at.get((lit or more.get("done", "")).split(" + ")[0])
    lights = {slot.id for slot in seen.slots if lit and first and slot.fulfillment_id == first.fulfillment_id}
    return more | {
        "list": pick_list,
        "number": list_number(pick_list.id),
        "wall": seen,
        "grids": queries.grids(pick_list.warehouse_id, seen.slots),
        "lit": lit,
        "lights": lights,
        "units": seen.pending.units if seen.pending else more.get("units"),
        "first": first,
        "missing": _missing(first.fulfillment_id)
        if first and first.fulfillment_id and first.state == "filling"
        else [],
        "scan_id": uuid4(),
    }


def _missing(fulfillment_id: int) -> list[tuple[queries.MissingRow, str]]:
    return [(row, list_number(row.list_id)) for row in queries.missing_of(fulfillment_id)]


def _answer(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    template = "sorting/_wall.html" if request.headers.get("HX-Request") else "sorting/wall.html"
    return render(request, template, context, status=status)
