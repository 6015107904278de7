"""Waves by JSON: plan, look, change, release, rush, and the list that is to be picked next."""

from datetime import datetime
from typing import Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Query, Router, Status
from pydantic import BaseModel, Field

from packhorse.errors import Refusal
from packhorse.network import queries as network
from packhorse.picking import operations, queries
from packhorse.picking.naming import site_of, waiting_parts, wave_id_of
from packhorse.picking.queries import ListRow, WaveRow
from packhorse.picking.rules import LIST_KINDS, LIST_STATES, WAVE_STATES, list_number, wave_number
from packhorse.placing.api import REFUSED
from packhorse.placing.rules import order_number
from packhorse.placing.schemas import NO_NUL, In, example, text
from packhorse.web import access
from packhorse.web.keys import Key, now_and_actor, whole_house

router = Router(tags=["waves"])
FLOOR, LEAD = Key("floor"), Key("lead")
Number = Path(..., pattern=r"^W[0-9]{6,18}$", examples=["W000007"], description="the wave's public number")
OrderNumber = text(24, 1)


class SiteIn(In):
    """A warehouse."""

    model_config = example(warehouse="LDS")

    warehouse: text(20, 1)


class OrdersIn(In):
    """Orders by their public numbers: what waits of them is meant, all or none."""

    model_config = example(orders=["PH1000042"])

    orders: list[OrderNumber] = Field(min_length=1, max_length=500)


class RushIn(OrdersIn):
    """Orders that may not wait for a wave. `warehouse` empty: wherever they wait."""

    model_config = example(orders=["PH1000042"], warehouse="LDS")

    warehouse: text(20) = ""


class NextIn(In):
    """Who wants a list: the picker's login name, who goes on at the console, or what the scanner calls him.

    `cart`: the code or barcode of his cart, where the warehouse has carts.
    """

    model_config = example(warehouse="LDS", picker="ann")

    warehouse: text(20, 1)
    picker: text(60) = ""
    cart: text(60) = ""


class WaveOrderOut(BaseModel):
    """An order in a planned wave; `late`: it would miss its cut-off as things stand."""

    number: str
    ship_by: datetime
    late: bool


class WaveOut(BaseModel):
    """A wave. `ready_at`: when all would be ready for the carrier; `late`: so many orders would miss their cut-off."""

    number: str = Field(examples=["W000007"])
    warehouse: str
    state: Literal[tuple(sorted(WAVE_STATES))]
    due_at: datetime | None
    ready_at: datetime | None
    released_at: datetime | None
    orders: int
    late: int
    by_hand: bool = Field(description="a person changed it: planning leaves it as it is")


class WaveWholeOut(WaveOut):
    """A wave with its orders while it is planned, and with its lists from its release on."""

    waiting: list[WaveOrderOut]
    lists: list[str]


class WavesOut(BaseModel):
    """Planned waves, first due first, and those on the floor, newest first."""

    planned: list[WaveOut]
    released: list[WaveOut]


class PickListOut(BaseModel):
    """A pick list. `kind`: see docs/floor.md; `zone` is empty where it goes anywhere."""

    number: str = Field(examples=["PL000007"])
    wave: str
    state: Literal[tuple(sorted(LIST_STATES))]
    kind: Literal[tuple(sorted(LIST_KINDS))]
    zone: str
    priority: int
    due_at: datetime | None
    picker: str
    stops: int
    open: int
    route_mm: int
    seconds: int


class PickListsOut(BaseModel):
    """Pick lists."""

    lists: list[PickListOut]


@router.get("/waves", auth=FLOOR, response={200: WavesOut, **REFUSED}, summary="List waves of a warehouse")
def list_waves(
    request: HttpRequest, warehouse: str = Query(..., min_length=1, max_length=20, pattern=NO_NUL, examples=["LDS"])
) -> WavesOut:
    """Those that are planned and those that are on the floor."""
    whole_house(request)
    return _waves(site_of(warehouse).id)


@router.post("/waves", auth=LEAD, response={200: WavesOut, **REFUSED}, summary="Plan waves")
def plan(request: HttpRequest, body: SiteIn) -> Status:
    """All that waits and leaves within the look-ahead; what was planned before is planned anew."""
    whole_house(request)
    site = site_of(body.warehouse)
    operations.plan_waves(warehouse_id=site.id, **now_and_actor(request))
    return Status(200, _waves(site.id))


@router.get("/waves/{number}", auth=FLOOR, response={200: WaveWholeOut, **REFUSED}, summary="Read a wave")
def read(request: HttpRequest, number: str = Number) -> WaveWholeOut:
    """With what is in it."""
    whole_house(request)
    return _whole(wave_id_of(number))


@router.post("/waves/{number}/release", auth=LEAD, response={200: WaveWholeOut, **REFUSED}, summary="Release a wave")
def release(request: HttpRequest, number: str = Number) -> Status:
    """Its pick lists are made, and pickers can take them."""
    wave_id = _mine(request, number)
    operations.release_wave(wave_id=wave_id, **now_and_actor(request))
    return Status(200, _whole(wave_id))


@router.post("/waves/{number}/cancel", auth=LEAD, response={200: WaveWholeOut, **REFUSED}, summary="Give a wave up")
def cancel(request: HttpRequest, number: str = Number) -> Status:
    """Its orders wait for another."""
    wave_id = _mine(request, number)
    operations.cancel_wave(wave_id=wave_id, now=timezone.now())
    return Status(200, _whole(wave_id))


@router.post("/waves/{number}/put-in", auth=LEAD, response={200: WaveWholeOut, **REFUSED}, summary="Put orders in")
def put_in(request: HttpRequest, body: OrdersIn, number: str = Number) -> Status:
    """They leave the planned waves they are in. From then on planning leaves this wave as it is."""
    wave_id = _mine(request, number)
    row = queries.wave(wave_id)
    parts = waiting_parts(body.orders, warehouse_id=row.warehouse_id if row else None)
    operations.put_in(parts, wave_id=wave_id, now=timezone.now())
    return Status(200, _whole(wave_id))


@router.post("/waves/{number}/take-out", auth=LEAD, response={200: WaveWholeOut, **REFUSED}, summary="Take orders out")
def take_out(request: HttpRequest, body: OrdersIn, number: str = Number) -> Status:
    """They wait for another wave."""
    wave_id = _mine(request, number)
    there = {row.order_id: row.fulfillment_id for row in queries.wave_orders([wave_id])}
    numbers = {order_number(order_id): part for order_id, part in there.items()}
    for each in body.orders:
        if each not in numbers:
            raise Refusal("NOT_IN_A_WAVE", f"Order {each} is not in planned wave {number}.")
    operations.take_out([numbers[each] for each in dict.fromkeys(body.orders)], now=timezone.now())
    return Status(200, _whole(wave_id))


@router.post("/rush", auth=LEAD, response={200: PickListsOut, **REFUSED}, summary="Release orders at once")
def rush(request: HttpRequest, body: RushIn) -> Status:
    """They get lists of their own, which are handed out before all others."""
    whole_house(request)
    site = site_of(body.warehouse) if body.warehouse else None
    parts = waiting_parts(body.orders, warehouse_id=site.id if site else None)
    made = operations.release_now(parts, **now_and_actor(request))
    return Status(200, PickListsOut(lists=[_list(row) for row in queries.lists_by_id(made)]))


@router.post("/lists/next", auth=FLOOR, response={200: PickListsOut, **REFUSED}, summary="Take the next list")
def take_next(request: HttpRequest, body: NextIn) -> Status:
    """The most urgent open list, of equals the nearest to the picker's last scan; empty when no list is open."""
    whole_house(request)
    site = site_of(body.warehouse)
    access.require_place(access.places_named(body.picker.strip()), site.id, f"Warehouse {site.code}")
    who = now_and_actor(request, body.picker)
    list_id = operations.next_list(warehouse_id=site.id, cart_code=body.cart, **who)
    return Status(200, PickListsOut(lists=[_list(row) for row in queries.lists_by_id([list_id] if list_id else [])]))


def _waves(warehouse_id: int) -> WavesOut:
    return WavesOut(
        planned=[WaveOut(**_fields(row)) for row in queries.planned_waves(warehouse_id)],
        released=[WaveOut(**_fields(row)) for row in queries.released_waves(warehouse_id)],
    )


def _whole(wave_id: int) -> WaveWholeOut:
    row = queries.wave(wave_id)
    assert row is not None
    waiting = [
        WaveOrderOut(number=order_number(each.order_id), ship_by=each.ship_by, late=each.late)
        for each in (queries.wave_orders([wave_id]) if row.state == "planned" else [])
    ]
    lists = [list_number(each) for each in queries.lists_of_wave(wave_id)]
    return WaveWholeOut(**_fields(row), waiting=waiting, lists=lists)


def _fields(row: WaveRow) -> dict[str, object]:
    site = next(each for each in network.warehouses() if each.id == row.warehouse_id)
    fields = {name: value for name, value in vars(row).items() if name in WaveOut.model_fields}
    return fields | {"number": wave_number(row.id), "warehouse": site.code}


def _list(row: ListRow) -> PickListOut:
    fields = {name: value for name, value in vars(row).items() if name in PickListOut.model_fields}
    return PickListOut(**fields, number=list_number(row.id), wave=wave_number(row.wave_id), stops=row.tasks)


def _mine(request: HttpRequest, number: str) -> int:
    whole_house(request)
    return wave_id_of(number)
