"""A lot's page: where it lies, who got it, and whether anybody may have it."""

import csv
import io
from datetime import date

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
    """Show a lot; POST blocks it, sets it free or corrects its last day (`do`) for a `reason`."""
    row, which = _lot(sku, lot_id)
    refusal = None
    if request.method == "POST":
        try:
            messages.success(request, _change(request, which))
        except Refusal as refused:
            refusal = refused
        else:
            return HttpResponseRedirect(reverse("lot", args=[sku, lot_id]))
    context = {
        "product": row,
        "lot": which,
        "spots": [spot for spot in spots(row, [which]) if spot.held.lot_id == which.id],
        "given": [(order_number(order), state, units) for order, state, units in queries.where_lot(which.id)],
        "corrected": queries.lot_days(which.id),
        "refusal": refusal,
        "typed": request.POST,
    }
    return render(request, "web/lot.html", context, status=refusal.status if refusal else 200)


def _change(request: HttpRequest, which: LotRow) -> str:
    said = {"reason": request.POST.get("reason", ""), "now": timezone.now(), "actor": request.user.get_username()}
    if request.POST.get("do") == "day":
        text = request.POST.get("expires_on", "")
        try:
            day = date.fromisoformat(text) if text else None
        except ValueError:
            raise Refusal("NOT_A_DAY", f"{text[:20]!r} is no day: write it as 2026-12-24.", status=422) from None
        operations.correct_day(lot_id=which.id, expires_on=day, **said)
        return f"The last day of lot {which.code} is set right."
    free = request.POST.get("do") == "free"
    units = (operations.free_lot if free else operations.block_lot)(lot_id=which.id, **said)
    return f"{units} units of lot {which.code} {'may be had again' if free else 'are blocked'}."


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
