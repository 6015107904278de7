"""Goods kept for a checkout until the customer has decided: reserve, extend, give back."""

from datetime import datetime, timedelta
from typing import Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Router, Status
from pydantic import BaseModel, Field

from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal, missing
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.inventory.rules import RESERVATION_STATES, reservation_id_of
from packhorse.network import queries as network
from packhorse.placing import queries as placing
from packhorse.placing.api import REFUSED
from packhorse.placing.rules import order_number
from packhorse.placing.schemas import In, example, text
from packhorse.sourcing import operations
from packhorse.web.api.availability import PlaceIn, WantedIn, wanted_of, where_of

router = Router(tags=["reservations"])
Number = Path(..., pattern=r"^RV[0-9]{7,18}$", examples=["RV1000007"], description="the reservation's public number")
Minutes = Field(15, ge=1, le=1440, strict=True, description="how long from now")


class ReserveIn(In):
    """Goods to keep. `checkout` is the shop's own name of the cart; asked again, it gets these in place of those."""

    model_config = example(channel="web", checkout="cart-8731", minutes=20, lines=[{"sku": "21562", "quantity": 2}])

    channel: text(40, 1)
    checkout: text(100, 1)
    lines: list[WantedIn] = Field(min_length=1, max_length=200)
    address: PlaceIn | None = Field(None, description="where they would go, where that is known yet")
    minutes: int = Minutes


class ExtendIn(In):
    """How long to keep it from now."""

    model_config = example(minutes=20)

    minutes: int = Minutes


class ReservedLineOut(BaseModel):
    """Units of a product in a warehouse: how many were reserved, and how many are still kept."""

    sku: str
    warehouse: str
    quantity: int
    held: int


class ReservationOut(BaseModel):
    """A reservation. `consumed`: this checkout has placed `order`, and what is held is held for it."""

    number: str
    channel: str
    checkout: str
    state: Literal[tuple(RESERVATION_STATES)]
    expires_at: datetime
    order: str | None
    lines: list[ReservedLineOut]


@router.post("/reservations", response={201: ReservationOut, **REFUSED}, summary="Reserve goods for a checkout")
def reserve(request: HttpRequest, asked: ReserveIn) -> Status:
    """Keep all of it until it expires, or nothing (409, OUT_OF_STOCK).

    The order that the same checkout places (`checkout` of `POST /orders`) takes it up; what it has kept never stands
    in its own way.
    """
    own = request.auth.channel
    if own and asked.channel != own:
        raise Refusal("NOT_YOUR_CHANNEL", f"This key reserves for channel {own} only.", status=403)
    if asked.channel not in {code for code, _, _ in placing.channels()}:
        raise Refusal("UNKNOWN_CHANNEL", f"channel: {asked.channel!r} is not open.", status=422)
    _, wanted = wanted_of(asked.lines)
    now = timezone.now()
    reservation_id = operations.reserve(
        wanted,
        channel=asked.channel,
        checkout=asked.checkout,
        where=where_of(asked.address) if asked.address else None,
        expires_at=now + timedelta(minutes=asked.minutes),
        now=now,
    )
    return Status(201, _out(reservation_id))


@router.get("/reservations/{number}", response={200: ReservationOut, **REFUSED}, summary="Read a reservation")
def read(request: HttpRequest, number: str = Number) -> ReservationOut:
    """What it keeps, and until when."""
    return _out(_id(request, number))


@router.post("/reservations/{number}/extend", response={200: ReservationOut, **REFUSED}, summary="Keep it longer")
def extend(request: HttpRequest, asked: ExtendIn, number: str = Number) -> Status:
    """From now on for so many minutes. One that is over is refused (409, RESERVATION_OVER): reserve again."""
    reservation_id, now = _id(request, number), timezone.now()
    inventory.extend(reservation_id=reservation_id, expires_at=now + timedelta(minutes=asked.minutes), now=now)
    return Status(200, _out(reservation_id))


@router.delete("/reservations/{number}", response={200: ReservationOut, **REFUSED}, summary="Give it back")
def release(request: HttpRequest, number: str = Number) -> Status:
    """The cart was emptied: others may have the goods at once."""
    reservation_id = _id(request, number)
    inventory.release_reservation(reservation_id=reservation_id, now=timezone.now(), actor=request.auth.name)
    return Status(200, _out(reservation_id))


def _id(request: HttpRequest, number: str) -> int:
    """The reservation's id; a key for one channel sees only that channel's."""
    reservation_id = reservation_id_of(number)
    row = stock.reservation(reservation_id) if reservation_id is not None else None
    if row is None or request.auth.channel not in ("", row.channel):
        raise missing("reservation", number)
    return row.id


def _out(reservation_id: int) -> ReservationOut:
    row = stock.reservation(reservation_id)
    if row is None:
        raise missing("reservation", reservation_id)
    products = catalog.by_id(each.product_id for each in row.units)
    sites = {site.id: site.code for site in network.warehouses()}
    return ReservationOut(
        number=row.number,
        channel=row.channel,
        checkout=row.checkout,
        state=row.state,
        expires_at=row.expires_at,
        order=order_number(row.order_id) if row.order_id else None,
        lines=[
            ReservedLineOut(
                sku=products[each.product_id].sku,
                warehouse=sites[each.warehouse_id],
                quantity=each.quantity,
                held=each.held,
            )
            for each in row.units
        ],
    )
