"""One pallet or cage: what stands on it, close it, print its label and its content list."""

import csv
from io import StringIO

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.documents import content_list
from packhorse.documents.content_list import ListedParcel
from packhorse.documents.tag import UNIT, UnitTag
from packhorse.documents.tag_print import pdf, zpl_of
from packhorse.errors import Refusal
from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow
from packhorse.shipping import operations
from packhorse.shipping.queries import handover
from packhorse.shipping.queries import units as unit_rows
from packhorse.shipping.queries.units import UnitRow

NAMED = 5  # parcels that stayed behind, in a message


class Units:
    """Pallets and cages of one merchant: what their numbers begin with."""

    def __init__(self, *, gs1_prefix: str) -> None:
        self.gs1_prefix = gs1_prefix

    def close(self, request: HttpRequest, number: str) -> HttpResponse:
        """POST: close a pallet or cage; nothing more is put onto it."""
        row = _unit(number)
        try:
            sscc = operations.close_unit(
                unit_id=row.id, gs1_prefix=self.gs1_prefix, now=timezone.now(), actor=request.user.get_username()
            )
        except Refusal as refusal:
            return _shown(request, row, refusal)
        messages.success(request, f"{row.number} is closed: {sscc}. Print its label and put it on.")
        return HttpResponseRedirect(reverse("unit", args=[row.number]))

    def hand_over(self, request: HttpRequest, *, site: WarehouseRow) -> HttpResponse:
        """POST: hand all staged parcels of `carrier` over; pallets and cages that are open are closed by it."""
        carrier = request.POST.get("carrier", "")
        carrier_id = int(carrier) if carrier.isascii() and carrier.isdecimal() and len(carrier) <= 18 else 0
        before = {row.number for row in unit_rows.units(site.id) if row.state == "open"}
        who = {"now": timezone.now(), "actor": request.user.get_username()}
        manifest = operations.close_manifest(
            warehouse_id=site.id, carrier_id=carrier_id, gs1_prefix=self.gs1_prefix, **who
        )
        if manifest is None:
            raise Refusal(
                "NOTHING_STAGED",
                "No parcel of that carrier stands in a lane that may leave. Scan parcels into lanes first, and take "
                "out what the page names.",
            )
        left = [row.number for row in unit_rows.units_of_manifests([manifest]).get(manifest, [])]
        (row,) = handover.hand_overs(site.id, before=manifest + 1, limit=1)
        if row.left:
            words = "parcel stays" if len(row.left) == 1 else "parcels stay"
            text = f"{len(row.left)} {words} behind: {', '.join(row.left[:NAMED])}{'…' * (len(row.left) > NAMED)}"
            messages.warning(request, text)
        if closed := [number for number in left if number in before]:
            are = (
                "is closed now, too: print its label" if len(closed) == 1 else "are closed now, too: print their labels"
            )
            messages.success(request, f"{', '.join(closed)} {are} before the carrier leaves.")
        return HttpResponseRedirect(reverse("lanes"))


def unit(request: HttpRequest, number: str) -> HttpResponse:
    """Show a pallet or cage."""
    return _shown(request, _unit(number))


def _shown(request: HttpRequest, row: UnitRow, refusal: Refusal | None = None) -> HttpResponse:
    on_it = unit_rows.on_unit(row.id)
    weight = sum(each.parcel.weight_g or 0 for each in on_it)
    context = {"unit": row, "parcels": on_it, "weight": weight}
    context["answer"] = {"kind": "bad", "text": refusal.text} if refusal else None
    return render(request, "shipping/unit.html", context, status=refusal.status if refusal else 200)


def take_out(request: HttpRequest, *, site: WarehouseRow) -> HttpResponse:
    """POST: take the parcel `sscc` out of its lane."""
    sscc = request.POST.get("sscc", "").strip()
    where = operations.take_out(sscc=sscc, now=timezone.now(), actor=request.user.get_username())
    messages.success(request, f"Parcel {sscc} is out of {where}.")
    return HttpResponseRedirect(reverse("lanes"))


def unit_paper(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """Return a label (`label.pdf`, `label.zpl`) or the content list (`list.pdf`, `list.csv`)."""
    row = _unit(number)
    on_it = unit_rows.on_unit(row.id)
    if kind in ("label.pdf", "label.zpl"):
        tag = _tag(row, sum(each.parcel.weight_g or 0 for each in on_it))
        if kind == "label.zpl":
            return HttpResponse(zpl_of([tag], UNIT), content_type="text/plain; charset=utf-8")
        return HttpResponse(pdf([tag], UNIT), content_type="application/pdf")
    listed = [
        ListedParcel(each.parcel.sscc, each.tracking_number, each.service, each.country, each.parcel.weight_g or 0)
        for each in on_it
    ]
    if kind == "list.csv":
        return _csv(row, listed)
    if kind != "list.pdf":
        raise Http404
    facts = [f"SSCC {row.sscc}" if row.sscc else "Open", f"Lane {row.lane}, {row.carrier}", _site(row)]
    title = f"{row.kind.capitalize()} {row.number}"
    return HttpResponse(content_list.render(title, facts, listed), content_type="application/pdf")


def _tag(row: UnitRow, weight_g: int) -> UnitTag:
    kind = row.kind.capitalize()
    return UnitTag(kind, row.number, row.sscc or "", row.lane, row.carrier, _site(row), row.parcels, weight_g)


def _csv(row: UnitRow, listed: list[ListedParcel]) -> HttpResponse:
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(["unit", "unit_sscc", "sscc", "tracking_number", "service", "country", "weight_g"])
    for each in listed:
        facts = [each.sscc, each.tracking_number, each.service, each.country, each.weight_g]
        writer.writerow([row.number, row.sscc or "", *facts])
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{row.number}.csv"'
    return answer


def _site(row: UnitRow) -> str:
    site = next(each for each in network.warehouses() if each.id == row.warehouse_id)
    return f"{site.name}, {site.city}"


def _unit(number: str) -> UnitRow:
    row = unit_rows.unit_by_code(number)
    if row is None:
        raise Http404
    return row
