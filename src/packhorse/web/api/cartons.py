"""Cartons by JSON: types, how many there are, coolant, and what parcels with dangerous goods may weigh."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Path, Router, Status
from pydantic import BaseModel, Field

from packhorse.errors import missing
from packhorse.network import queries as network
from packhorse.packing import cartons as stored
from packhorse.packing import operations, queries
from packhorse.packing.rules import (
    CARTON_KINDS,
    CLIMATES,
    LONGEST_NOTE,
    MOST_COUNT,
    MOST_G,
    MOST_HOURS,
    MOST_MINOR,
    MOST_MM,
    NewCarton,
    NewCoolant,
)
from packhorse.placing.api import REFUSED
from packhorse.placing.rules import order_number
from packhorse.placing.schemas import NO_NUL, In, example, text
from packhorse.web.keys import Key, now_and_actor, whole_house

router = Router(tags=["cartons"], auth=Key("company"))
Code = Path(..., max_length=20, pattern=NO_NUL, examples=["C3"], description="its code")
Class = Path(..., max_length=4, pattern=NO_NUL, examples=["LQ"], description="of dangerous goods")
Mm = Annotated[int, Field(strict=True, ge=1, le=MOST_MM)]
Grams = Annotated[int, Field(strict=True, ge=1, le=MOST_G)]
Minor = Annotated[int, Field(strict=True, ge=0, le=MOST_MINOR)]
Count = Annotated[int, Field(strict=True, ge=0, le=MOST_COUNT)]


class CartonIn(In):
    """A carton type. `around_mm`: kept free for padding at each wall; `filling_…`: of a litre of void."""

    model_config = example(
        name="Medium", inner_length_mm=310, inner_width_mm=230, inner_height_mm=200, outer_length_mm=316,
        outer_width_mm=236, outer_height_mm=206, tare_g=220, max_weight_g=12000, cost_minor=42, kind="box",
        around_mm=0, filling_minor=3, filling_g=12, holds_hours=0,
    )  # fmt: skip

    name: text(120, 1)
    inner_length_mm: Mm
    inner_width_mm: Mm
    inner_height_mm: Mm
    outer_length_mm: Mm
    outer_width_mm: Mm
    outer_height_mm: Mm
    tare_g: Grams
    max_weight_g: Grams
    cost_minor: Minor
    kind: Literal[CARTON_KINDS] = Field("box", description="a mailer is only as high as what is in it")
    around_mm: Annotated[int, Field(strict=True, ge=0, le=MOST_MM)] = 0
    filling_minor: Minor = 0
    filling_g: Annotated[int, Field(strict=True, ge=0, le=1000)] = 0
    holds_hours: Annotated[int, Field(strict=True, ge=0, le=MOST_HOURS)] = Field(
        0, description="how long an insulated carton keeps cold by itself"
    )


class CartonStockOut(BaseModel):
    """How many there are in a warehouse; `free`: not for a parcel at a bench."""

    warehouse: str
    on_hand: int
    free: int
    reorder_level: int
    low: bool


class CartonOut(CartonIn):
    """A carton type; `stock` of those warehouses where it is counted: in others there are always enough."""

    model_config = {}

    code: str
    retired: bool
    stock: list[CartonStockOut]


class UnboxedOut(BaseModel):
    """Goods at a bench, or packed, that no carton holds."""

    sku: str
    units: int
    order: str
    parcel: str = Field(description="SSCC")


class CartonsOut(BaseModel):
    """All types, low ones first; products that none holds (20 at most), and those of them that are being packed."""

    cartons: list[CartonOut]
    too_large: list[str]
    unboxed: list[UnboxedOut]


class BookIn(In):
    """Cartons that came, or how many were counted. `reorder_level`: low at that; null: it stays."""

    model_config = example(warehouse="LDS", what="received", count=250, reorder_level=50, note="delivery 4711")

    warehouse: text(20, 1)
    what: Literal["received", "counted", "not_counted"]
    count: Count = 0
    reorder_level: Count | None = None
    note: text(LONGEST_NOTE) = ""


class CoolantIn(In):
    """A pack of coolant: it keeps `hold_litres` of a carton cold for `hold_hours`."""

    model_config = example(
        name="Gel pack", climate="chilled", length_mm=200, width_mm=150, height_mm=30, weight_g=700, cost_minor=55,
        hold_hours=24, hold_litres=15,
    )  # fmt: skip

    name: text(120, 1)
    climate: Literal[CLIMATES]
    length_mm: Mm
    width_mm: Mm
    height_mm: Mm
    weight_g: Grams
    cost_minor: Minor
    hold_hours: Annotated[int, Field(strict=True, ge=1, le=MOST_HOURS)]
    hold_litres: Annotated[int, Field(strict=True, ge=1, le=1000)]


class CoolantOut(CoolantIn):
    """A pack of coolant."""

    model_config = {}

    code: str
    retired: bool


class LimitIn(In):
    """What a parcel may weigh: the goods of the class, and the whole; null: no limit. Without both it is forgotten."""

    model_config = example(max_net_g=10000, max_gross_g=30000)

    max_net_g: Grams | None = None
    max_gross_g: Grams | None = None


class LimitOut(BaseModel):
    """What parcels with goods of a class may weigh; `usual`: nobody said so."""

    hazmat_class: str
    max_net_g: int | None
    max_gross_g: int | None
    usual: bool


class RulesOut(BaseModel):
    """Coolant, and what parcels with dangerous goods may weigh."""

    coolants: list[CoolantOut]
    limits: list[LimitOut]


@router.get("/cartons", response={200: CartonsOut, **REFUSED}, summary="List cartons")
def list_cartons(request: HttpRequest) -> CartonsOut:
    """With how many there are, and goods that none of them holds."""
    whole_house(request)
    bare = [
        UnboxedOut(sku=row.sku, units=row.units, order=order_number(row.order_id), parcel=row.sscc)
        for row in queries.unboxed()
    ]
    sites = _sites()
    return CartonsOut(
        cartons=[_out(row, sites) for row in stored.cartons()],
        too_large=[row.sku for row in stored.too_large()],
        unboxed=bare,
    )


@router.put("/cartons/{code}", response={200: CartonOut, **REFUSED}, summary="Keep a carton")
def keep_carton(request: HttpRequest, body: CartonIn, code: str = Code) -> Status:
    """A known one is brought up to date; a retired one is used again."""
    whole_house(request)
    operations.keep_cartons([NewCarton(code=code, **body.model_dump())])
    return Status(200, _told(code))


@router.delete("/cartons/{code}", response={200: CartonOut, **REFUSED}, summary="Retire a carton")
def retire_carton(request: HttpRequest, code: str = Code) -> Status:
    """It is not proposed any more; parcels that have it keep it."""
    whole_house(request)
    operations.retire_carton(code=code)
    return Status(200, _told(code))


@router.post("/cartons/{code}/stock", response={200: CartonOut, **REFUSED}, summary="Book cartons")
def book(request: HttpRequest, body: BookIn, code: str = Code) -> Status:
    """What came is added; what was counted takes the place of what was known. Each closed parcel counts one down."""
    whole_house(request)
    site = network.warehouse(body.warehouse)
    if site is None:
        raise missing("warehouse", body.warehouse)
    here = {"code": code, "warehouse_id": site.id}
    if body.what == "not_counted":
        operations.stop_counting(**here)
    elif body.what == "received":
        operations.receive_cartons(**here, count=body.count, note=body.note, **now_and_actor(request))
    else:
        operations.count_cartons(**here, on_hand=body.count, note=body.note, **now_and_actor(request))
    if body.reorder_level is not None and body.what != "not_counted":
        operations.set_reorder_level(**here, level=body.reorder_level)
    return Status(200, _told(code))


@router.get("/carton-rules", response={200: RulesOut, **REFUSED}, summary="List coolant and limits")
def list_rules(request: HttpRequest) -> RulesOut:
    """What keeps goods cold, and what parcels with dangerous goods may weigh."""
    whole_house(request)
    return RulesOut(
        coolants=[CoolantOut(retired=row.retired, **vars(row.coolant)) for row in stored.coolants()],
        limits=[LimitOut(**vars(row)) for row in stored.limits()],
    )


@router.put("/coolants/{code}", response={200: RulesOut, **REFUSED}, summary="Keep a coolant")
def keep_coolant(request: HttpRequest, body: CoolantIn, code: str = Code) -> Status:
    """A known one is brought up to date; a retired one is used again."""
    whole_house(request)
    operations.keep_coolants([NewCoolant(code=code, **body.model_dump())])
    return Status(200, list_rules(request))


@router.delete("/coolants/{code}", response={200: RulesOut, **REFUSED}, summary="Retire a coolant")
def retire_coolant(request: HttpRequest, code: str = Code) -> Status:
    """It is not used any more."""
    whole_house(request)
    operations.retire_coolant(code=code)
    return Status(200, list_rules(request))


@router.put("/hazmat-limits/{hazmat_class}", response={200: RulesOut, **REFUSED}, summary="Limit dangerous goods")
def keep_limit(request: HttpRequest, body: LimitIn, hazmat_class: str = Class) -> Status:
    """Goods over it go into several parcels."""
    whole_house(request)
    operations.keep_hazmat_limit(hazmat_class=hazmat_class, **body.model_dump())
    return Status(200, list_rules(request))


def _told(code: str) -> CartonOut:
    row = stored.carton(code)
    if row is None:
        raise missing("carton", code)
    return _out(row, _sites())


def _sites() -> dict[int, str]:
    return {site.id: site.code for site in network.warehouses()}


def _out(row: stored.CartonRow, sites: dict[int, str]) -> CartonOut:
    stock = [
        CartonStockOut(warehouse=sites[each.warehouse_id], on_hand=each.on_hand, free=each.free,
                 reorder_level=each.reorder_level, low=each.low)
        for each in row.stock
    ]  # fmt: skip
    facts: dict[str, Any] = vars(row.carton)
    return CartonOut(**facts, retired=row.retired, stock=stock)
