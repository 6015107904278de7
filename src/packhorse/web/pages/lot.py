"""A lot's page: where it lies, who got it, and whether anybody may have it."""

import csv
import io

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.catalog.queries import ProductRow
from packhorse.errors import Refusal
from packhorse.inventory import operations, queries
from packhorse.inventory.queries import LotRow
from packhorse.placing import queries as placing
from packhorse.placing.rules import order_number
from packhorse.tables import marked
from packhorse.web.pages.product import found, spots

COLUMNS = ("order", "channel", "order_number", "state", "units", "name", "email", "phone", "city", "country")


def lot(request: HttpRequest, sku: str, lot_id: int) -> HttpResponse:
    """Show a lot; POST blocks it or sets it free (`do`) for a `reason`."""
    row, which = _lot(sku, lot_id)
    refusal = None
    if request.method == "POST":
        do = operations.free_lot if request.POST.get("do") == "free" else operations.block_lot
        said = {"reason": request.POST.get("reason", ""), "now": timezone.now(), "actor": request.user.get_username()}
        try:
            units = do(lot_id=which.id, **said)
        except Refusal as refused:
            refusal = refused
        else:
            words = "may be had again" if do is operations.free_lot else "are blocked"
            messages.success(request, f"{units} units of lot {which.code} {words}.")
            return HttpResponseRedirect(reverse("lot", args=[sku, lot_id]))
    context = {
        "product": row,
        "lot": which,
        "spots": [spot for spot in spots(row, [which]) if spot.held.lot_id == which.id],
        "given": [(order_number(order), state, units) for order, state, units in queries.where_lot(which.id)],
        "refusal": refusal,
        "typed": request.POST,
    }
    return render(request, "web/lot.html", context, status=refusal.status if refusal else 200)


def recall(request: HttpRequest, sku: str, lot_id: int) -> HttpResponse:
    """Return everybody who was given units of a lot, with how to reach them, as CSV."""
    _, which = _lot(sku, lot_id)
    given = queries.where_lot(which.id)
    ids = sorted({order for order, _, _ in given})
    orders, addresses = placing.rows(ids), placing.addresses(ids)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for order, state, units in given:
        head, to = orders[order], addresses[order]
        cells = (order_number(order), head.channel, head.external_id, state, str(units))
        cells += (to.name, to.email, to.phone, to.city, to.country)
        writer.writerow([marked(cell, "csv") for cell in cells])
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="recall-lot-{which.id}.csv"'
    answer["Cache-Control"] = "no-store"
    return answer


def _lot(sku: str, lot_id: int) -> tuple[ProductRow, LotRow]:
    row = found(sku)
    which = next((each for each in queries.lots(row.id) if each.id == lot_id), None)
    if which is None:
        raise Http404
    return row, which
