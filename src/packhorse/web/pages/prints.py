"""The papers of a parcel: which go with it, what was printed, handed out or voided, and print or void once more."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.errors import Refusal
from packhorse.packing.queries import ParcelRow
from packhorse.placing.rules import order_number
from packhorse.shipping import operations, parcel_labels, parcel_papers
from packhorse.shipping.queries import printing
from packhorse.shipping.queries.printing import PaperRow
from packhorse.shipping.rules import ALL_PAPERS
from packhorse.web.printing import parcel_of

MORE = 286  # htmx asks no more


def papers(request: HttpRequest, sscc: str) -> HttpResponse:
    """Show a parcel's papers; POST prints a `paper` on a `printer`, or voids its label (`do`), for a `reason`."""
    parcel = parcel_of(sscc)
    if request.method != "POST":
        return _page(request, parcel, {})
    who = {"now": timezone.now(), "actor": request.user.get_username()}
    given = {name: request.POST.get(name, "").replace("\x00", "") for name in ("do", "paper", "printer", "reason")}
    try:
        if given["do"] == "void":
            operations.void_label(parcel_id=parcel.id, reason=given["reason"], **who)
            messages.success(request, "The label is void. Destroy it; another one is being bought.")
        else:
            operations.print_again(
                parcel_id=parcel.id,
                order_id=parcel.order_id,
                paper=given["paper"],
                printer=given["printer"],
                reason=given["reason"],
                **who,
            )
            messages.success(request, f"{ALL_PAPERS[given['paper']]}: on its way to {given['printer']}.")
    except Refusal as refusal:
        return _page(request, parcel, {"refusal": refusal.text, "given": given}, refusal.status)
    return HttpResponseRedirect(reverse("parcel-papers", args=[sscc]))


def under_way(request: HttpRequest, sscc: str) -> HttpResponse:
    """Return how far the papers are that a bench prints by itself; status 286 tells htmx to ask no more."""
    parcel = parcel_of(sscc)
    rows = [row for row in printing.records_of_parcel(parcel.id) if row.act == "print" and row.state != "dropped"]
    last: dict[str, PaperRow] = {row.paper: row for row in rows}
    context = {"parcel": parcel, "prints": list(last.values())}
    final = all(row.state != "waiting" for row in last.values())
    return render(request, "web/_prints.html", context, status=MORE if final else 200)


def _page(request: HttpRequest, parcel: ParcelRow, more: dict[str, Any], status: int = 200) -> HttpResponse:
    shipment = parcel_labels.live(parcel)
    beside = parcel_papers.papers_of(parcel, shipment, today=timezone.localdate())
    kinds = ["label", "slip", *(each.kind for each in beside if each.there)]
    context = {
        "parcel": parcel,
        "number": order_number(parcel.order_id),
        "shipment": shipment,
        "papers": beside,
        "lacks": parcel_papers.lacks_of(beside),
        "records": printing.records_of_parcel(parcel.id),
        "printers": printing.printers(parcel.warehouse_id),
        "printable": [(kind, ALL_PAPERS[kind]) for kind in kinds],
        **more,
    }
    return render(request, "web/parcel_papers.html", context, status=status)
