"""The papers of a parcel over the API: which it needs, what they lack, and each as PDF."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router
from pydantic import BaseModel, Field

from packhorse.errors import missing
from packhorse.packing import queries as packing
from packhorse.packing.queries import ParcelRow
from packhorse.placing.api import REFUSED
from packhorse.placing.schemas import NO_NUL
from packhorse.shipping import parcel_papers
from packhorse.shipping.parcel_labels import live
from packhorse.shipping.queries import ShipmentRow
from packhorse.web.keys import Key, actor_of, whole_house
from packhorse.web.printing import note_download

router = Router(tags=["papers"], auth=Key("papers"))
Sscc = Path(..., max_length=40, pattern=NO_NUL, examples=["095200000000000011"], description="the parcel's SSCC")


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
    return HttpResponse(content, content_type="application/pdf")


def _parcel(request: HttpRequest, sscc: str) -> tuple[ParcelRow, ShipmentRow | None]:
    whole_house(request)
    parcel = packing.by_sscc(sscc)
    if parcel is None:
        raise missing("parcel", sscc)
    return parcel, live(parcel)
