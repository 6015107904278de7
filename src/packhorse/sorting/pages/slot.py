"""One slot: what lies in it, what it waits for and on whose list, its ticket; a shift lead clears it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.catalog import queries as catalog
from packhorse.documents.tag import SlotTag
from packhorse.documents.tag_print import pdf, zpl_of
from packhorse.errors import Refusal
from packhorse.network import queries as network
from packhorse.picking import queries as picking
from packhorse.picking.rules import list_number
from packhorse.placing.rules import order_number
from packhorse.sorting import operations, queries
from packhorse.sorting.queries import SlotRow
from packhorse.sourcing import queries as sourcing

TICKET = "100x50"


def slot(request: HttpRequest, slot_id: int, *, lead: bool) -> HttpResponse:
    """Show a slot; a shift lead may send what is there, or clear it."""
    row = _slot(slot_id)
    context = {"slot": row, "names": row.code, "lead": lead}
    if row.fulfillment_id is None:
        if cleared := queries.last_clearing(slot_id):
            order_id = sourcing.by_id([cleared.fulfillment_id])[cleared.fulfillment_id].order_id
            context |= {"cleared": cleared, "number": order_number(order_id)}
        return render(request, "sorting/slot.html", context)
    mine = sourcing.by_id([row.fulfillment_id])[row.fulfillment_id]
    laid = [put for put in queries.puts([mine.id]) if put.slot]
    products = catalog.by_id(put.product_id for put in laid)
    homes = picking.bins_of_tasks(put.task_id for put in laid)
    bins = network.bins_by_id(homes.values())
    context |= {
        "names": _names(row),
        "number": order_number(mine.order_id),
        "cancelled": mine.state == "cancelled",
        "laid": [(put, products[put.product_id], bins[homes[put.task_id]].code) for put in laid],
        "missing": [(each, list_number(each.list_id)) for each in queries.missing_of(mine.id)],
    }
    return render(request, "sorting/slot.html", context)


def clear(request: HttpRequest, slot_id: int, *, lead: bool) -> HttpResponse:
    """POST: the goods of a cancelled order were taken out and put back."""
    if not lead:
        raise Refusal("ASK_A_LEAD", "Clearing a slot is for a shift lead: ask one.", status=403)
    row = _slot(slot_id)
    names = _names(row)
    operations.clear(slot_id=slot_id, now=timezone.now(), actor=request.user.get_username())
    messages.success(request, f"Slot {names} is free.")
    return HttpResponseRedirect(reverse("slot", args=[slot_id]))


def ticket(request: HttpRequest, slot_id: int, kind: str) -> HttpResponse:
    """Return the ticket of a whole slot, as PDF or ZPL: it goes with the goods to the bench."""
    row = _slot(slot_id)
    if row.state != "complete" or row.fulfillment_id is None:
        raise Refusal("NOT_WHOLE", f"Slot {row.code} holds no whole order: there is no ticket yet.")
    mine = sourcing.by_id([row.fulfillment_id])[row.fulfillment_id]
    units = sum(put.quantity for put in queries.puts([mine.id]) if put.slot)
    site = next(each for each in network.warehouses() if each.id == row.warehouse_id)
    tag = SlotTag(_names(row), row.barcode, order_number(mine.order_id), units, f"{site.code} {row.wall}")
    if kind == "zpl":
        return HttpResponse(zpl_of([tag], TICKET), content_type="text/plain; charset=utf-8")
    return HttpResponse(pdf([tag], TICKET), content_type="application/pdf")


def _names(row: SlotRow) -> str:
    if row.fulfillment_id is None:
        return row.code
    all_parts = [each for each in queries.slots(row.warehouse_id) if each.fulfillment_id == row.fulfillment_id]
    return " + ".join(each.code for each in sorted(all_parts, key=lambda each: each.part))


def _slot(slot_id: int) -> SlotRow:
    row = queries.slot_by_id(slot_id)
    if row is None:
        raise Http404
    return row
