"""The pack bench: find an order by its slot, tote or list, and open its next parcel."""

from collections import Counter
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.documents import packing_slip
from packhorse.errors import Refusal
from packhorse.network.queries import WarehouseRow
from packhorse.packing import operations, queries
from packhorse.packing.pages.pack import parcel_of
from packhorse.packing.papers import slips_of
from packhorse.packing.queries import ParcelRow
from packhorse.picking.rules import list_number
from packhorse.placing.rules import order_number
from packhorse.sorting import queries as sorting

SINGLES = "bench_list"


class Bench:
    """The bench of one merchant: what its papers and numbers begin with."""

    def __init__(self, *, merchant: str, gs1_prefix: str) -> None:
        self.merchant = merchant
        self.gs1_prefix = gs1_prefix

    def bench(self, request: HttpRequest, *, site: WarehouseRow) -> HttpResponse:
        """Show what may be packed in a warehouse; POST opens the slot, tote or order that was scanned.

        The code of a list without slots or totes opens the list: from then on each item opens the order that wants it.
        """
        context: dict[str, Any] = {"site": site, "scan_id": uuid4()}
        if request.method == "POST":
            try:
                if opened := self._opened(request, site.id, request.POST.get("code", "").strip()):
                    return HttpResponseRedirect(reverse("pack", args=[opened.sscc]))
            except Refusal as refusal:
                context["answer"] = {"kind": "bad", "text": refusal.text}
        elif request.GET.get("list") == "none":
            request.session.pop(SINGLES, None)
        singles = _chosen(request, site.id)
        rows = sorting.at_bench(site.id)
        lists = Counter(row.place for row in rows if row.kind == "single")
        context |= {
            "orders": [(row, order_number(row.order_id)) for row in rows if row.kind != "single"],
            "lists": sorted(lists.items()),
            "singles": (list_number(singles[0]), singles[1]) if singles else None,
        }
        return render(request, "packing/bench.html", context, status=422 if context.get("answer") else 200)

    def _opened(self, request: HttpRequest, site_id: int, code: str) -> ParcelRow | None:
        """Return the parcel to go on with; None when a list was opened."""
        chosen = _chosen(request, site_id)
        opened = operations.open_next(
            warehouse_id=site_id,
            code=code,
            list_id=chosen[0] if chosen else None,
            scan_id=_scan_of(request),
            gs1_prefix=self.gs1_prefix,
            now=timezone.now(),
            actor=request.user.get_username(),
        )
        if opened.list_id is not None:
            request.session[SINGLES] = opened.list_id
            return None
        return queries.by_id([opened.parcel_id])[opened.parcel_id]

    def slip(self, request: HttpRequest, sscc: str) -> HttpResponse:
        """Return a parcel's packing slip as PDF."""
        (slip,) = slips_of([parcel_of(sscc)], merchant=self.merchant)
        return HttpResponse(packing_slip.render(slip), content_type="application/pdf")


def _chosen(request: HttpRequest, site_id: int) -> tuple[int, int] | None:
    """The list that is packed item by item at this bench, and its orders left; None when there is none."""
    known = request.session.get(SINGLES)
    found = sorting.singles_left(site_id, list_number(known)) if known else None
    if known and found is None:
        del request.session[SINGLES]
    return found


def _scan_of(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("scan", ""))
    except ValueError:
        return None
