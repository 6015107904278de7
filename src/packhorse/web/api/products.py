"""Products over the API: read them, and list them with their packs and parts."""

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Path, Query, Router, Status
from pydantic import BaseModel, Field, StringConstraints

from packhorse.algorithms.countries import COUNTRIES
from packhorse.algorithms.dangerous import HAZMAT_CLASSES
from packhorse.catalog import queries as catalog
from packhorse.catalog.queries import PackRow, ProductRow
from packhorse.catalog.rules import (
    LEVELS,
    MOST_CUSHION_MM,
    MOST_DAYS,
    MOST_GRAMS,
    MOST_MM,
    MOST_PARTS,
    MOST_UNITS,
    STORAGE_CLASSES,
    NewPack,
    NewPart,
    NewProduct,
)
from packhorse.errors import Refusal, missing
from packhorse.placing.api import REFUSED
from packhorse.placing.schemas import NO_NUL, In, PriceMinor, example, text
from packhorse.web import listing

router = Router(tags=["products"])
Sku = Path(..., max_length=64, pattern=NO_NUL, examples=["21562"], description="the product's code")
Millimetres = Annotated[int, Field(strict=True, ge=1, le=MOST_MM)]
Grams = Annotated[int, Field(strict=True, ge=1, le=MOST_GRAMS)]
Level = Literal[LEVELS]


class PackIn(In):
    """Units packed together under a barcode of their own; size and weight are those of the pack whole."""

    level: Level
    units: Annotated[int, Field(strict=True, ge=2, le=MOST_UNITS)]
    barcode: text(64, 1)
    length_mm: Millimetres
    width_mm: Millimetres
    height_mm: Millimetres
    weight_g: Grams


class PartIn(In):
    """So many units of a product in one kit."""

    sku: text(64, 1)
    units: Annotated[int, Field(strict=True, ge=1, le=MOST_UNITS)]


class ProductIn(In):
    """A product as it is to be. `packs` and `parts` that are left out stay as they are; empty, there are none."""

    model_config = example(
        name="Blue mug",
        barcode="9520000000011",
        price_minor=500,
        currency="GBP",
        length_mm=100,
        width_mm=90,
        height_mm=90,
        weight_g=350,
        not_to=["US"],
        hazmat_class="",
        un_number="",
        own_container=False,
        bears_g=0,
        cushion_mm=15,
        keep_apart="",
        keep_together="",
        packs=[
            {
                "level": "case",
                "units": 12,
                "barcode": "9520000010027",
                "length_mm": 320,
                "width_mm": 220,
                "height_mm": 220,
                "weight_g": 4800,
            }
        ],
    )

    name: text(300, 1)
    barcode: text(64, 1)
    price_minor: PriceMinor
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    length_mm: Millimetres
    width_mm: Millimetres
    height_mm: Millimetres
    weight_g: Grams
    storage_class: Literal[STORAGE_CLASSES] = "ambient"
    this_side_up: bool = False
    assumed_size: bool = Field(False, description="size and weight are guesses that nobody has measured")
    tracks_lots: bool = False
    tracks_serials: bool = False
    min_days_left: Annotated[int, Field(strict=True, ge=1, le=MOST_DAYS)] | None = Field(
        None, description="so many days its goods must still keep when they arrive"
    )
    hs_code: text(12) = ""
    origin: Annotated[str, StringConstraints(pattern=r"^([A-Z]{2})?$")] = Field("", description="ISO 3166")
    not_to: list[text(10)] = Field(
        default_factory=list,
        max_length=len(COUNTRIES),
        description="countries (ISO 3166) to which it may not be sent; ABROAD: never out of the warehouse's country",
        examples=[["FR", "IE"]],
    )
    hazmat_class: Literal["", *HAZMAT_CLASSES] = Field(
        "", description="of dangerous goods in carriage: the UN's class, or LQ for limited quantities"
    )
    un_number: Annotated[str, StringConstraints(pattern=r"^(UN[0-9]{4})?$")] = Field(
        "", description="of dangerous goods: batteries UN3090, UN3091, UN3480, UN3481, UN3551, UN3552 get their mark"
    )
    own_container: bool = Field(False, description="each unit is sent as it is: a parcel of its own without a carton")
    bears_g: Annotated[int, Field(strict=True, ge=0, le=MOST_GRAMS)] | None = Field(
        None, description="grams that may lie above a unit in a carton at most; 0: it is fragile; null: anything"
    )
    cushion_mm: Annotated[int, Field(strict=True, ge=0, le=MOST_CUSHION_MM)] = Field(
        0, description="millimetres kept free for padding on each side of a unit in a carton"
    )
    keep_apart: text(20) = Field("", description="goods of two groups never share a carton")
    keep_together: text(20) = Field("", description="goods of one set stay in one carton, if any holds the set")
    packs: list[PackIn] | None = Field(None, max_length=len(LEVELS))
    parts: list[PartIn] | None = Field(None, max_length=MOST_PARTS, description="with parts it is a kit, never stocked")

    def plain(self, sku: str) -> NewProduct:
        """Return the product for the operations."""
        facts = self.model_dump(exclude={"packs", "parts"})
        packs = None if self.packs is None else tuple(NewPack(**pack.model_dump()) for pack in self.packs)
        parts = None if self.parts is None else tuple(NewPart(part.sku, part.units) for part in self.parts)
        return NewProduct(sku=sku, **facts, packs=packs, parts=parts)


class ProductOut(BaseModel):
    """A product; `released_on` and `expected_on` say from when on it is sent and when goods come next."""

    sku: str
    name: str
    barcode: str
    price_minor: int
    currency: str
    length_mm: int
    width_mm: int
    height_mm: int
    weight_g: int
    storage_class: str
    this_side_up: bool
    assumed_size: bool
    tracks_lots: bool
    tracks_serials: bool
    min_days_left: int | None
    hs_code: str
    origin: str
    not_to: list[str]
    hazmat_class: str
    un_number: str
    own_container: bool
    bears_g: int | None
    cushion_mm: int
    keep_apart: str
    keep_together: str
    released_on: date | None
    expected_on: date | None
    packs: list[dict[str, Any]]
    parts: list[dict[str, Any]]


class ProductsOut(BaseModel):
    """A page of products by SKU; `next` is the cursor of the next page, empty on the last."""

    products: list[ProductOut]
    next: str


@router.get("/products", response={200: ProductsOut, **REFUSED}, summary="List products by SKU")
def list_products(
    request: HttpRequest,
    text: str = Query("", max_length=100, pattern=NO_NUL, description="begins the SKU, is in the name, or the barcode"),
    after: str = Query("", max_length=64, pattern=NO_NUL, description="`next` of the page before"),
    limit: int = Query(50, ge=1, le=200),
) -> ProductsOut:
    """Pages follow each other by `next`; products that are listed meanwhile do not shift them."""
    rows = catalog.search(text, after=after, limit=limit + 1)
    shown = rows[:limit]
    return ProductsOut(products=_out(shown), next=shown[-1].sku if len(rows) > limit else "")


@router.get("/products/{sku}", response={200: ProductOut, **REFUSED}, summary="Read a product")
def read_product(request: HttpRequest, sku: str = Sku) -> ProductOut:
    """The product with its packs and, where it is a kit, its parts."""
    return _one(sku)


@router.put("/products/{sku}", response={200: ProductOut, 201: ProductOut, **REFUSED}, summary="List a product")
def put_product(request: HttpRequest, product: ProductIn, sku: str = Sku) -> Status:
    """List a product (201), or bring a listed one up to date (200): with packs and parts, all or nothing.

    A barcode that another product or pack has is refused (409, BARCODE_TAKEN). A kit has no stock, no packs, and no
    kits among its parts (KIT_WRONG).
    """
    if request.auth.channel:
        raise Refusal("NOT_YOUR_CATALOG", "This key is for one channel; products are every channel's.", status=403)
    known = catalog.by_sku(sku) is not None
    listing.list_products([product.plain(sku)])
    return Status(200 if known else 201, _one(sku))


def _one(sku: str) -> ProductOut:
    row = catalog.by_sku(sku)
    if row is None:
        raise missing("product", sku)
    return _out([row])[0]


def _out(rows: list[ProductRow]) -> list[ProductOut]:
    packs, kits = catalog.packs(row.id for row in rows), catalog.kits(row.id for row in rows)
    names = catalog.by_id(part for parts in kits.values() for part, _ in parts)
    return [
        ProductOut(
            **{name: value for name, value in row._asdict().items() if name != "id"},
            packs=[_pack(pack) for pack in packs.get(row.id, [])],
            parts=[{"sku": names[part].sku, "units": units} for part, units in kits.get(row.id, ())],
        )
        for row in rows
    ]


def _pack(pack: PackRow) -> dict[str, Any]:
    return {name: value for name, value in vars(pack).items() if name != "product_id"}
