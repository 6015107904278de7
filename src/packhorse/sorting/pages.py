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


def wall(request: HttpRequest, list_id: int) -> HttpResponse:
    """Show the wall for a pick list; POST is the scan of an item."""
    pick_list = picking.pick_list(list_id)
    if pick_list is None:
        raise Http404
    if request.method != "POST":
        return _answer(request, _panel(pick_list))
    try:
        placed = operations.put(
            list_id=list_id,
            item_code=request.POST.get("code", ""),
            scan_id=UUID(request.POST.get("scan", "")),
            now=timezone.now(),
            actor=request.user.get_username(),
        )
    except ValueError:
        raise Refusal(
            "SCAN_INCOMPLETE", "That scan came incomplete: reload the page and scan again.", status=422
        ) from None
    except Refusal as refusal:
        return _answer(request, _panel(pick_list) | {"answer": {"kind": "bad", "text": refusal.text}}, refusal.status)
    whole = ". This order is whole" if placed.order_complete else ""
    answer = {"kind": "good", "text": f"{placed.units} into slot {placed.slot}{whole}"}
    return _answer(request, _panel(pick_list) | {"answer": answer, "lit": placed.slot, "units": placed.units})


def _panel(pick_list: ListRow) -> dict[str, Any]:
    return {
        "list": pick_list,
        "number": list_number(pick_list.id),
        "wall": queries.wall(pick_list.id, pick_list.warehouse_id),
        "scan_id": uuid4(),
    }


def _answer(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    template = "sorting/_wall.html" if request.headers.get("HX-Request") else "sorting/wall.html"
    return render(request, template, context, status=status)
