"""How warehouses pick, by JSON."""

from django.http import HttpRequest
from ninja import Path, Router, Status
from pydantic import BaseModel, Field

from packhorse.picking import operations, queries
from packhorse.picking.naming import site_of
from packhorse.picking.rules import BOUNDS, Setup
from packhorse.placing.api import REFUSED
from packhorse.placing.schemas import NO_NUL, In, example
from packhorse.web.keys import Key, whole_house

router = Router(tags=["warehouses"])
Code = Path(..., max_length=20, pattern=NO_NUL, examples=["LDS"], description="the warehouse's code")
USUAL = Setup()


def _number(name: str, words: str) -> int:
    low, high = BOUNDS[name]
    field: int = Field(getattr(USUAL, name), ge=low, le=high, strict=True, description=words)
    return field


class FloorSetupIn(In):
    """How a warehouse picks. What is left out is as usual."""

    model_config = example(cart_totes=12, pickers=6, wave_minutes=45, by_itself=True)

    cart_totes: int = _number("cart_totes", "totes on a cart")
    cart_tasks: int = _number("cart_tasks", "bin visits of one list at most")
    cart_g: int = _number("cart_g", "grams that a cart may carry; 0: no limit")
    tote_mm3: int = _number("tote_mm3", "cubic millimetres of a tote; 0: no limit")
    pickers: int = _number("pickers", "people who usually pick at once")
    pick_seconds: int = _number("pick_seconds", "seconds of a pick, beside the walk")
    walk_mm_s: int = _number("walk_mm_s", "millimetres walked in a second")
    after_minutes: int = _number("after_minutes", "minutes from picked to the carrier: sorting and packing")
    ahead_minutes: int = _number("ahead_minutes", "waves are planned for cut-offs of the next minutes")
    wave_minutes: int = _number("wave_minutes", "minutes of work in a wave, for everybody")
    singles: bool = Field(USUAL.singles, strict=True, description="orders of one unit are picked together")
    clusters: bool = Field(USUAL.clusters, strict=True, description="orders are picked into totes of their own")
    zones: bool = Field(USUAL.zones, strict=True, description="lists stay in one zone")
    by_itself: bool = Field(USUAL.by_itself, strict=True, description="waves are planned and released by the clock")


class FloorSetupOut(BaseModel):
    """How a warehouse picks; see `PUT` for the meaning of each field."""

    warehouse: str
    cart_totes: int
    cart_tasks: int
    cart_g: int
    tote_mm3: int
    pickers: int
    pick_seconds: int
    walk_mm_s: int
    after_minutes: int
    ahead_minutes: int
    wave_minutes: int
    singles: bool
    clusters: bool
    zones: bool
    by_itself: bool


@router.get("/warehouses/{code}/floor-setup", response={200: FloorSetupOut, **REFUSED}, summary="Read how it picks")
def read_setup(request: HttpRequest, code: str = Code) -> FloorSetupOut:
    """Its carts, its people, and how far ahead its waves are planned."""
    site = site_of(code)
    return FloorSetupOut(warehouse=site.code, **vars(queries.floor_setup(site.id)))


@router.put(
    "/warehouses/{code}/floor-setup",
    auth=Key("company"),
    response={200: FloorSetupOut, **REFUSED},
    summary="Say how it picks",
)
def keep_setup(request: HttpRequest, body: FloorSetupIn, code: str = Code) -> Status:
    """For lists and waves that are made from now on."""
    whole_house(request)
    operations.set_floor(warehouse=code, setup=Setup(**body.model_dump()))
    return Status(200, read_setup(request, code))
