"""The papers of a parcel over the API: which it needs, what they lack, and each as PDF."""

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router
from pydantic import BaseModel, Field

from packhorse.documents import packing_slip
from packhorse.errors import missing
from packhorse.packing import queries as packing
from packhorse.packing.papers import slips_of
from packhorse.packing.queries import ParcelRow
from packhorse.placing.api import REFUSED
from packhorse.placing.schemas import NO_NUL
from packhorse.shipping import parcel_labels, parcel_papers
from packhorse.shipping.parcel_labels import live
from packhorse.shipping.queries import ShipmentRow
from packhorse.shipping.rules import PRINTER_MEDIA
from packhorse.web import settings
from packhorse.web.keys import Key, actor_of, whole_house
from packhorse.web.printing import note_download

router = Router(tags=["papers"], auth=Key("papers"))
PDF = "application/pdf"
Sscc = Path(..., max_length=40, pattern=NO_NUL, examples=["095200000000000011"], description="the parcel's SSCC")


def _file(kind: str) -> dict[str, Any]:
    """What the description says of an answer that is a file."""
    content = {kind: {"schema": {"type": "string", "format": "binary"}}}
    return {"responses": {200: {"description": "The file", "content": content}}}


class LackOut(BaseModel):
    """What customs would not take, and the product to mend, if it is one's."""

    text: str
    sku: str


class PaperOut(BaseModel):
    """A paper that goes with the parcel beside label and slip."""

    kind: str = Field(description="cn22, cn23, invoice, gift or marks")
    title: str
    why: str
    there: bool = Field(description="it can be drawn now; customs papers bear the tracking number, so need the label")
    lacking: list[LackOut]


class PapersOut(BaseModel):
    """All of them."""

    papers: list[PaperOut]


@router.get("/parcels/{sscc}/papers", response={200: PapersOut, **REFUSED}, summary="Papers that a parcel needs")
def papers(request: HttpRequest, sscc: str = Sscc) -> PapersOut:
    """Customs papers when it leaves the customs area of its warehouse, a gift note, marks of dangerous goods."""
    parcel, shipment = _parcel(request, sscc)
    found = parcel_papers.papers_of(parcel, shipment, today=timezone.localdate())
    return PapersOut(
        papers=[
            PaperOut(
                kind=each.kind,
                title=each.title,
                why=each.why,
                there=each.there,
                lacking=[LackOut(text=fault.text, sku=fault.sku) for fault in each.lacking],
            )
            for each in found
        ]
    )


@router.get("/parcels/{sscc}/papers/{kind}", response={200: None, **REFUSED}, summary="A parcel's paper as PDF")
def paper(
    request: HttpRequest,
    sscc: str = Sscc,
    kind: str = Path(..., max_length=20, pattern=NO_NUL, examples=["cn22"]),
    unfinished: bool = Query(False, description="though it lacks data, to be finished by hand"),
) -> HttpResponse:
    """404 where the parcel needs no such paper; 409 with what is lacking, product by product."""
    parcel, shipment = _parcel(request, sscc)
    content = parcel_papers.draw(parcel, shipment, kind, today=timezone.localdate(), unfinished=unfinished)
    note_download(parcel.sscc, kind, "API", actor_of(request))
    return HttpResponse(content, content_type=PDF)


class LabelOut(BaseModel):
    """How far a parcel's label is. `text` says what is to be done where it is not there.

    `final`: it will not come by waiting; `aside`: a manager sees it.
    """

    there: bool
    tracking_number: str
    carrier: str
    service: str
    text: str
    final: bool
    aside: bool


@router.get("/parcels/{sscc}/label", response={200: LabelOut, **REFUSED}, summary="How far a parcel's label is")
def label(request: HttpRequest, sscc: str = Sscc) -> LabelOut:
    """It is bought by a worker once the parcel is closed: ask until it is `there`, or `final`."""
    parcel, shipment = _parcel(request, sscc)
    there, news = parcel_labels.how_far(parcel, now=timezone.now())
    shipment = shipment or parcel_labels.live(parcel)  # it may have been bought between the two questions
    if there and shipment:
        facts = {"tracking_number": shipment.tracking_number, "carrier": shipment.carrier, "service": shipment.service}
        return LabelOut(there=True, text="", final=True, aside=False, **facts)
    return LabelOut(there=False, tracking_number="", carrier="", service="", **vars(news))


@router.get(
    "/parcels/{sscc}/label.zpl",
    response=REFUSED,
    summary="A parcel's label for a label printer",
    openapi_extra=_file("text/plain"),
)
def label_zpl(request: HttpRequest, sscc: str = Sscc, dpi: Literal[203, 300] = 203) -> HttpResponse:
    """As ZPL. 409 NO_LABEL before it is bought; NO_ZPL where the carrier gave it as PDF only."""
    parcel, _ = _parcel(request, sscc)
    content = parcel_labels.zpl_of(parcel, dpi=dpi)
    note_download(parcel.sscc, "label", "API", actor_of(request))
    return HttpResponse(content, content_type="text/plain; charset=utf-8")


@router.get("/parcels/{sscc}/label.pdf", response=REFUSED, summary="A parcel's label as PDF", openapi_extra=_file(PDF))
def label_pdf(request: HttpRequest, sscc: str = Sscc, medium: Literal[PRINTER_MEDIA] = "4x6") -> HttpResponse:
    """409 NO_LABEL before it is bought; NO_PDF where the carrier gave it for label printers only."""
    parcel, _ = _parcel(request, sscc)
    content = parcel_labels.pdf_of(parcel, medium=medium)
    note_download(parcel.sscc, "label", "API", actor_of(request))
    return HttpResponse(content, content_type=PDF)


@router.get("/parcels/{sscc}/slip.pdf", response=REFUSED, summary="A parcel's packing slip", openapi_extra=_file(PDF))
def slip(request: HttpRequest, sscc: str = Sscc) -> HttpResponse:
    """As PDF."""
    parcel, _ = _parcel(request, sscc)
    content = packing_slip.render_all(slips_of([parcel], merchant=settings.CONFIG.merchant))
    note_download(parcel.sscc, "slip", "API", actor_of(request))
    return HttpResponse(content, content_type=PDF)


def _parcel(request: HttpRequest, sscc: str) -> tuple[ParcelRow, ShipmentRow | None]:
    whole_house(request)
    parcel = packing.by_sscc(sscc)
    if parcel is None:
        raise missing("parcel", sscc)
    return parcel, live(parcel)
