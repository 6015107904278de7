"""The pack bench for other programs: open a parcel, scan its goods in, take its photo, weigh it and close it."""

from collections import Counter

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Query, Router, Status

from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal, missing
from packhorse.packing import operations, queries
from packhorse.packing.photos import FORMATS, MOST_BYTES
from packhorse.picking import queries as picking
from packhorse.picking.naming import site_of
from packhorse.picking.rules import list_id_of
from packhorse.placing.api import REFUSED
from packhorse.placing.rules import order_number
from packhorse.placing.schemas import NO_NUL
from packhorse.shipping.queries import benches
from packhorse.sorting import queries as sorting
from packhorse.web import settings
from packhorse.web.api.bench_bodies import (
    AtBenchOut,
    BenchOut,
    BenchScanIn,
    CloseParcelIn,
    ListLeftOut,
    OpenedOut,
    OpenIn,
    PackedOut,
)
from packhorse.web.api.parcels import ParcelOut, PhotosOut, photos_of, told
from packhorse.web.keys import Key, actor_of, now_and_actor, whole_house
from packhorse.web.once import keeps_its_own, once
from packhorse.web.printing import parcel_of, print_at

router = Router(tags=["packing"], auth=Key("bench"))
Site = Query(..., max_length=20, pattern=NO_NUL, examples=["LDS"], description="the warehouse's code")
Sscc = Path(..., max_length=30, pattern=NO_NUL, examples=["095200000000000011"], description="the parcel's SSCC")
PICTURE = {
    "requestBody": {
        "required": True,
        "content": {f"image/{form.lower()}": {"schema": {"type": "string", "format": "binary"}} for form in FORMATS},
    }
}


@router.get("/floor/bench", response={200: BenchOut, **REFUSED}, summary="What may be packed")
def bench(request: HttpRequest, warehouse: str = Site) -> BenchOut:
    """Whole slots, then what came past the wall, the oldest first; up to 500 orders."""
    whole_house(request)
    site = site_of(warehouse)
    rows = sorting.at_bench(site.id)
    lists = Counter(row.place for row in rows if row.kind == "single")
    return BenchOut(
        warehouse=site.code,
        orders=[
            AtBenchOut(order=order_number(row.order_id), kind=row.kind, place=row.place, codes=list(row.codes))
            for row in rows
            if row.kind != "single"
        ],
        lists=[ListLeftOut(list=number, orders=count) for number, count in sorted(lists.items())],
        benches=benches.benches(site.id, now=timezone.now()),
    )


@router.post("/floor/parcels", response={200: OpenedOut, **REFUSED}, summary="Open the next parcel")
def open_next(request: HttpRequest, asked: OpenIn) -> Status:
    """Of the order in a slot, a tote or an overflow place: its first parcel that is not closed, else its last.

    Of a list that is packed item by item an item opens the next order that wants it. 422 NO_SUCH_SLOT: nothing that is
    whole lies there; SCAN_AN_ITEM: the code is the list's own.
    """
    whole_house(request)
    site, who = site_of(asked.warehouse), now_and_actor(request, asked.who)
    opened = operations.open_next(
        warehouse_id=site.id,
        code=asked.code.strip(),
        list_id=_list(asked.list, site.id),
        scan_id=asked.scan_id,
        gs1_prefix=settings.CONFIG.gs1_prefix,
        **who,
    )
    if opened.list_id is not None:
        text = f"code: {asked.code[:40]!r} is a pick list: give it as list, and an item of it as code."
        raise Refusal("SCAN_AN_ITEM", text, status=422)
    rows = queries.by_id(opened.parcel_ids)
    ssccs = [rows[each].sscc for each in opened.parcel_ids]
    return Status(200, OpenedOut(parcel=told(rows[opened.parcel_id]), parcels=ssccs))


@router.post("/floor/parcels/{sscc}/scans", response={200: PackedOut, **REFUSED}, summary="Scan an item in")
def pack(request: HttpRequest, scan: BenchScanIn, sscc: str = Sscc) -> Status:
    """422: WRONG_ITEM, SURPLUS_ITEM, UNKNOWN_ITEM; 409 PARCEL_CLOSED. What is refused changes nothing."""
    whole_house(request)
    parcel, who = parcel_of(sscc), now_and_actor(request, scan.who)
    facts = {"item_code": scan.code, "quantity": scan.quantity, "scan_id": scan.scan_id}
    packed = operations.pack(parcel_id=parcel.id, **facts, **who)
    sku = catalog.by_id([packed.product_id])[packed.product_id].sku
    return Status(200, PackedOut(sku=sku, units=packed.units, left=packed.left, again=packed.again))


@router.post(
    "/floor/parcels/{sscc}/photos",
    response={200: PhotosOut, **REFUSED},
    summary="Keep a parcel's photo",
    openapi_extra=PICTURE,
)
@keeps_its_own
def add_photo(request: HttpRequest, sscc: str = Sscc, who: str = Query("", max_length=60, pattern=NO_NUL)) -> Status:
    """The body is the picture itself: JPEG, PNG or WebP of at most 15 MB and 80 million pixels (422, NOT_A_PHOTO).

    The same photo is kept once, so it may be sent again; a parcel has at most six (409, TOO_MANY_PHOTOS).
    """
    whole_house(request)
    parcel = parcel_of(sscc)
    if (request.content_type or "").startswith(("multipart/", "application/json")):
        text = "Send the picture itself as the body, with Content-Type image/jpeg, image/png or image/webp."
        raise Refusal("NOT_A_PHOTO", text, status=422)
    # One byte more than may be: a larger one is refused without being read to its end.
    content = request.read(MOST_BYTES + 1)
    operations.add_photo(parcel_id=parcel.id, content=content, **now_and_actor(request, who))
    return Status(200, photos_of(parcel.id))


@router.post("/floor/parcels/{sscc}/close", response={200: ParcelOut, **REFUSED}, summary="Weigh and close a parcel")
@keeps_its_own
def close(request: HttpRequest, weighed: CloseParcelIn, sscc: str = Sscc) -> Status:
    """Its label is bought, and its papers are printed at `bench`. Once more, at whatever weight, does nothing.

    409 ITEMS_MISSING; 422 WEIGHT_IMPLAUSIBLE: the weight cannot be right (`expected_g` in the details), and is noted
    for the desk; 422 NO_SUCH_BENCH before anything is done.
    """
    whole_house(request)
    parcel = parcel_of(sscc)
    try:
        answer: Status = _close(request, weighed, sscc)
    except Refusal as refusal:
        if refusal.code == operations.OFF:
            # Noted after the transaction that keeps answers: what is refused is rolled back with it.
            operations.note_off_weight(parcel_id=parcel.id, measured_g=weighed.grams, now=timezone.now())
        raise
    return answer


@once
def _close(request: HttpRequest, weighed: CloseParcelIn, sscc: str) -> Status:
    parcel, name = parcel_of(sscc), weighed.bench.strip()
    if name and name not in benches.benches(parcel.warehouse_id, now=timezone.now()):
        raise Refusal("NO_SUCH_BENCH", f"bench: there is no bench {name!r} in the parcel's warehouse.", status=422)
    operations.close(parcel_id=parcel.id, measured_g=weighed.grams, **now_and_actor(request, weighed.who))
    print_at(name, parcel, actor=actor_of(request, weighed.who))
    return Status(200, told(parcel))


def _list(number: str, warehouse_id: int) -> int | None:
    """Return the id of a list of this warehouse; a list of which nothing is left is known still."""
    if not number:
        return None
    list_id = list_id_of(number)
    row = picking.pick_list(list_id) if list_id is not None and list_id < 2**63 else None
    if row is None or row.warehouse_id != warehouse_id:
        raise missing("pick list in this warehouse", number)
    return row.id
