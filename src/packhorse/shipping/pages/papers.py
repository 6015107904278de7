"""Labels and manifests."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from packhorse.documents import manifest as manifest_paper
from packhorse.documents.label_check import problems
from packhorse.documents.manifest import ManifestPaper, ManifestParcel
from packhorse.errors import Refusal
from packhorse.network import queries as network
from packhorse.packing import queries as packing
from packhorse.packing.queries import ParcelRow
from packhorse.placing import queries as placing
from packhorse.placing.rules import order_number
from packhorse.shipping import parcel_labels, parcel_papers, queries
from packhorse.shipping.queries import units as unit_rows
from packhorse.shipping.rules import manifest_number


def label_zpl(request: HttpRequest, sscc: str) -> HttpResponse:
    """Return a parcel's label for a label printer; `?dpi=300` for a finer one than most."""
    text = parcel_labels.zpl_of(_parcel(sscc), dpi=300 if request.GET.get("dpi") == "300" else 203)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def label(request: HttpRequest, sscc: str) -> HttpResponse:
    """Return a parcel's label as PDF; `?medium=a6` or `a4` for sheets of these sizes."""
    content = parcel_labels.pdf_of(_parcel(sscc), medium=request.GET.get("medium", "4x6"))
    return HttpResponse(content, content_type="application/pdf")


def paper(request: HttpRequest, sscc: str, kind: str) -> HttpResponse:
    """Return one of the papers a parcel needs beside label and slip as PDF; `?unfinished=yes`: though it lacks data."""
    parcel = _parcel(sscc)
    unfinished = request.GET.get("unfinished") == "yes"
    content = parcel_papers.draw(
        parcel, parcel_labels.live(parcel), kind, today=timezone.localdate(), unfinished=unfinished
    )
    return HttpResponse(content, content_type="application/pdf")


def label_links(request: HttpRequest, sscc: str) -> HttpResponse:
    """Return the links to a label, or how far it is; status 286 tells htmx to ask no more."""
    parcel = _parcel(sscc)
    there, news = parcel_labels.how_far(parcel, now=timezone.now())
    context = {"parcel": parcel, "there": there, "news": news, "number": order_number(parcel.order_id)}
    context["problems"] = _problems(parcel) if there else []
    if parcel.state in ("packed", "shipped"):
        papers = parcel_papers.papers_of(parcel, parcel_labels.live(parcel), today=timezone.localdate())
        context |= {"papers": papers, "lacks": parcel_papers.lacks_of(papers)}
    return render(request, "shipping/_label.html", context, status=286 if there or news.final else 200)


def _problems(parcel: ParcelRow) -> list[str]:
    """What of our own label cannot be read as it was written; nothing is known of a carrier's."""
    try:
        return problems(parcel_labels.own_label(parcel))
    except Refusal:
        return []


def manifest(request: HttpRequest, manifest_id: int) -> HttpResponse:
    """Return a manifest as PDF."""
    row = queries.manifest(manifest_id)
    if row is None:
        raise Http404
    shipments = queries.of_manifest(manifest_id)
    parcels = packing.by_id(s.parcel_id for s in shipments)
    addresses = placing.addresses(s.order_id for s in shipments)
    site = next(each for each in network.warehouses() if each.id == row.warehouse_id)
    units, stands_on = unit_rows.units_of_manifest(manifest_id), unit_rows.on_units(manifest_id)
    shipments.sort(key=lambda s: (stands_on.get(s.id, 0), s.id))
    paper = ManifestPaper(
        number=manifest_number(row.id),
        merchant=site.name,
        carrier=row.carrier,
        warehouse=f"{site.name}, {site.city}",
        closed_at=row.closed_at,
        timezone=site.timezone,
        parcels=tuple(
            ManifestParcel(
                s.tracking_number, parcels[s.parcel_id].sscc, s.service, addresses[s.order_id].country,
                parcels[s.parcel_id].weight_g or 0, order_number(s.order_id),
                units[stands_on[s.id]].number if stands_on.get(s.id) in units else "",
            )
            for s in shipments
        ),
        units={
            unit.number: f"{unit.kind.capitalize()} {unit.number}, {unit.parcels} parcels"
            + (f", (00) {unit.sscc}" if unit.sscc else ", handed over open")
            for unit in units.values()
        },
    )  # fmt: skip
    return HttpResponse(manifest_paper.render(paper), content_type="application/pdf")


def _parcel(sscc: str) -> ParcelRow:
    parcel = packing.by_sscc(sscc)
    if parcel is None:
        raise Http404
    return parcel
