"""Parcels at the bench by JSON: the carton and the others, what each costs, what lies where, and what is in it."""

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Router, Status
from pydantic import AwareDatetime, BaseModel, Field

from packhorse.algorithms.packing.laying import STANDS
from packhorse.catalog import queries as catalog
from packhorse.errors import missing
from packhorse.packing import operations, queries
from packhorse.packing.offers import Offer, offers_for
from packhorse.packing.queries import ParcelRow
from packhorse.packing.rules import PARCEL_STATES, as_laid
from packhorse.packing.wishes import photo_wanted
from packhorse.placing.api import REFUSED
from packhorse.placing.rules import order_number
from packhorse.placing.schemas import NO_NUL, In, example, text
from packhorse.web.keys import Key, now_and_actor, whole_house
from packhorse.web.printing import parcel_of

router = Router(tags=["packing"])
Sscc = Path(..., max_length=30, pattern=NO_NUL, examples=["095200000000000011"], description="the parcel's SSCC")


class CartonChoiceIn(In):
    """Another carton. `why`: wanted where the goods do not fit by the packer's rules: what a person saw."""

    model_config = example(carton="M", why="the mugs go into one another", who="ann")

    carton: text(20, 1)
    why: text(200) = ""
    who: text(60) = ""


class ContentOut(BaseModel):
    """Units of a product in the parcel, and how many of them were scanned in."""

    sku: str
    name: str
    quantity: int
    packed: int


class BlockOut(BaseModel):
    """A block of nx x ny x nz equal units, each dx x dy x dz mm; its left back lower corner is at (x, y, z).

    x runs along the carton from the left, y from the back to the front, z upwards. Blocks are laid in this order.
    """

    sku: str
    stands: Literal[tuple(STANDS)]
    x: int
    y: int
    z: int
    dx: int
    dy: int
    dz: int
    nx: int
    ny: int
    nz: int


class PlacementOut(BaseModel):
    """The room in the carton, mm, and what lies where."""

    length_mm: int
    width_mm: int
    height_mm: int
    blocks: list[BlockOut]


class OfferOut(BaseModel):
    """A carton for these goods. `objection`: why they do not fit by the packer's rules; empty: they do.

    `freight_minor` is null where no carrier's rates are known for such a parcel, `difference_minor` (against the carton
    it has) where that cannot be said. `too_heavy`, `out` (by the count none is left): it cannot be chosen.
    """

    carton: str
    name: str
    weight_g: int
    carton_minor: int
    other_minor: int = Field(description="filling and coolant")
    freight_minor: int | None
    service: str
    difference_minor: int | None
    objection: str
    too_heavy: bool
    out: bool


class CartonChangeOut(BaseModel):
    """Another carton that a person took. `before` is null for own packaging."""

    before: str | None
    carton: str
    difference_minor: int | None
    objection: str
    why: str
    actor: str
    at: AwareDatetime


class PhotoOut(BaseModel):
    """A photo of the parcel: JPEG, pixels; see `GET /floor/parcels/{sscc}/photos/{id}`."""

    id: int
    width: int
    height: int
    actor: str
    at: AwareDatetime


class PhotosOut(BaseModel):
    """The photos of a parcel."""

    photos: list[PhotoOut]


class ParcelOut(BaseModel):
    """A parcel: mm, g, minor units. `carton` is null for own packaging; `alternatives` are given until it is closed.

    `proposed`: the carton that the packer's rules chose. `placement` is null where nobody worked it out. `left`: units
    to be scanned in; `next`: the order's parcel that is to be packed after it. `photo_wanted`: of goods of such worth.
    """

    sscc: str
    order: str
    position: int
    of: int
    state: Literal[tuple(PARCEL_STATES)]
    carton: str | None
    proposed: str | None
    length_mm: int
    width_mm: int
    height_mm: int
    expected_g: int
    weight_g: int | None
    carton_minor: int
    filling_minor: int
    coolant: str | None
    coolant_packs: int
    coolant_minor: int
    freight_minor: int | None
    service: str
    contents: list[ContentOut]
    left: int
    next: str | None
    instructions: str
    gift: str
    photo_wanted: bool
    placement: PlacementOut | None
    alternatives: list[OfferOut]
    changes: list[CartonChangeOut]
    photos: list[PhotoOut]


@router.get("/floor/parcels/{sscc}", auth=Key("papers"), response={200: ParcelOut, **REFUSED}, summary="Read a parcel")
def read(request: HttpRequest, sscc: str = Sscc) -> ParcelOut:
    """Its carton and what any other would cost, what is in it and what lies where."""
    whole_house(request)
    return told(parcel_of(sscc))


@router.get(
    "/floor/parcels/{sscc}/photos/{photo_id}",
    auth=Key("papers"),
    response=REFUSED,
    summary="Read a parcel's photo",
    openapi_extra={
        "responses": {
            200: {
                "description": "The photo",
                "content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}},
            }
        }
    },
)
def read_photo(request: HttpRequest, sscc: str = Sscc, photo_id: int = Path(..., ge=1, le=2**63 - 1)) -> HttpResponse:
    """As JPEG. Photos are deleted after some months."""
    whole_house(request)
    image = queries.photo_image(parcel_of(sscc).id, photo_id)
    if image is None:
        raise missing("photo", photo_id)
    return HttpResponse(image, content_type="image/jpeg")


@router.delete(
    "/floor/parcels/{sscc}/photos/{photo_id}",
    auth=Key("bench"),
    response={200: PhotosOut, **REFUSED},
    summary="Delete a parcel's photo",
)
def drop_photo(request: HttpRequest, sscc: str = Sscc, photo_id: int = Path(..., ge=1, le=2**63 - 1)) -> Status:
    """One that should not have been taken, until the parcel has left (409, PARCEL_SHIPPED). Once more does nothing."""
    whole_house(request)
    parcel = parcel_of(sscc)
    operations.drop_photo(parcel_id=parcel.id, photo_id=photo_id)
    return Status(200, photos_of(parcel.id))


@router.post(
    "/floor/parcels/{sscc}/carton",
    auth=Key("bench"),
    response={200: ParcelOut, **REFUSED},
    summary="Take another carton",
)
def choose(request: HttpRequest, body: CartonChoiceIn, sscc: str = Sscc) -> Status:
    """Until the parcel is closed (409, PARCEL_CLOSED).

    Where goods do not fit by the packer's rules, `why` is wanted (422, SAY_WHY); one that would be too heavy is refused
    (422, CARTON_TOO_WEAK). The same carton again does nothing.
    """
    whole_house(request)
    parcel = parcel_of(sscc)
    operations.choose_carton(parcel_id=parcel.id, code=body.carton, why=body.why, **now_and_actor(request, body.who))
    return Status(200, told(parcel))


def told(parcel: ParcelRow) -> ParcelOut:
    """Return a parcel as it is now, and all that its packer sees."""
    seen = queries.at_bench(parcel)
    parcel = seen.parcel
    contents = queries.contents([parcel.id]).get(parcel.id, [])
    products = catalog.by_id(line.product_id for line in contents)
    changes = queries.carton_changes([parcel.id]).get(parcel.id, [])
    offers = offers_for(parcel, now=timezone.now()) if parcel.state == "packing" else []
    goods = [
        ContentOut(
            sku=products[line.product_id].sku,
            name=products[line.product_id].name,
            quantity=line.quantity,
            packed=line.packed,
        )
        for line in contents
    ]
    return ParcelOut(
        order=order_number(parcel.order_id),
        proposed=changes[0].before if changes else parcel.carton,
        carton_minor=parcel.carton_cost_minor,
        service=parcel.expected_service,
        contents=goods,
        left=sum(line.open for line in seen.lines),
        next=seen.next.sscc if seen.next else None,
        instructions=seen.instructions,
        gift=seen.gift,
        photo_wanted=photo_wanted(parcel),
        placement=_placement(seen.placement, {key: product.sku for key, product in products.items()}),
        alternatives=[_offer(each) for each in offers if not each.mine],
        changes=[CartonChangeOut.model_validate(vars(each)) for each in changes],
        photos=photos_of(parcel.id).photos,
        **{
            name: getattr(parcel, name)
            for name in (
                "sscc", "position", "of", "state", "carton", "length_mm", "width_mm", "height_mm", "expected_g",
                "weight_g", "freight_minor", "filling_minor", "coolant", "coolant_packs", "coolant_minor",
            )
        },
    )  # fmt: skip


def photos_of(parcel_id: int) -> PhotosOut:
    """Return a parcel's photos, the first one first."""
    found = queries.photos([parcel_id]).get(parcel_id, [])
    return PhotosOut(photos=[PhotoOut.model_validate(vars(each)) for each in found])


def _placement(kept: dict[str, Any] | None, skus: dict[int, str]) -> PlacementOut | None:
    if kept is None:
        return None
    (length, width, height), laid = as_laid(kept)
    blocks = []
    for each in laid:
        facts = vars(each.placement).copy()
        blocks.append(BlockOut(sku=skus[facts.pop("key")], stands=each.stands, **facts))
    return PlacementOut(length_mm=length, width_mm=width, height_mm=height, blocks=blocks)


def _offer(offer: Offer) -> OfferOut:
    facts = {name: getattr(offer, name) for name in OfferOut.model_fields if name != "carton"}
    return OfferOut(carton=offer.code, **facts)
