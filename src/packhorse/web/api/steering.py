"""Who serves an order, by JSON: what it would cost first, then say it."""

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status
from pydantic import BaseModel, Field

from packhorse.network import queries as network
from packhorse.placing.api import REFUSED, Number, id_of
from packhorse.placing.rules import order_number
from packhorse.placing.schemas import In, example, text
from packhorse.sourcing import queries as sourcing
from packhorse.sourcing.queries import Way
from packhorse.sourcing.rules import WISHES
from packhorse.web.steering import ACTS, Asked, foresee, steer

router = Router(tags=["sourcing"])


class SteerIn(In):
    """What is to be done. `warehouse` for pin, move, bar, admit and pool; `from_warehouse` for move; `numbers` (the
    other orders) for pool; `why` for all that is not taken back by it."""

    model_config = example(do="move", from_warehouse="LDS", warehouse="BRS", why="the van goes there today")

    do: Literal[tuple(ACTS)]
    warehouse: text(20) = ""
    from_warehouse: text(20) = ""
    numbers: list[text(24, 1)] = Field(default_factory=list, max_length=50)
    why: text(300) = ""


class WayPartOut(BaseModel):
    """A warehouse's part: estimated, in minor units; `freight_minor` null: no carrier takes it.

    `leaves_on`: its first day with room; `full`: it would leave sooner if the days before were not full."""

    warehouse: str
    units: int
    km: int
    parcels: int
    carrier: str
    freight_minor: int | None
    handling_minor: int
    leaves_on: date
    full: bool
    promised_on: date | None


class WayOut(BaseModel):
    """A way to serve what of an order is on no pick list yet; `lacking` units stay without goods.

    `worth_minor`: later days, further parcels, scarce goods and preferences; `total_minor` is what sourcing decides by.
    """

    parts: list[WayPartOut]
    lacking: int
    km: int
    freight_minor: int | None
    handling_minor: int
    worth_minor: int | None
    total_minor: int | None
    arrives_on: date | None


class ForeseenOut(BaseModel):
    """An order now, and then."""

    number: str
    now: WayOut
    then: WayOut


class PreviewOut(BaseModel):
    """What would become of the order, and of others that are pooled with it."""

    orders: list[ForeseenOut]


class AloneOut(BaseModel):
    """What a warehouse alone would do, or why not."""

    warehouse: str
    way: WayOut
    why_not: str


class ChangeOut(BaseModel):
    """What a person did, and why."""

    what: Literal[tuple(WISHES)]
    warehouse: str | None
    at: datetime
    actor: str
    why: str


class SourcingOut(BaseModel):
    """How an order is served: what people said of it, how it is now, what each warehouse alone would do."""

    number: str
    pinned: str | None
    barred: dict[str, str]
    undivided: bool
    aside: str
    pooled: list[str]
    now: WayOut
    warehouses: list[AloneOut]
    changes: list[ChangeOut]


@router.get("/orders/{number}/sourcing", response={200: SourcingOut, **REFUSED}, summary="Read who serves an order")
def read(request: HttpRequest, number: str = Number) -> SourcingOut:
    """What people said, how it is served now, and what each warehouse alone would cost."""
    return _told(id_of(request, number))


@router.post("/orders/{number}/sourcing/preview", response={200: PreviewOut, **REFUSED}, summary="See what it costs")
def preview(request: HttpRequest, wanted: SteerIn, number: str = Number) -> Status:
    """Nothing is changed. What would be refused is refused."""
    seen = foresee(id_of(request, number), _asked(request, wanted), now=timezone.now())
    rows = [ForeseenOut(number=order_number(each.order_id), now=_way(each.now), then=_way(each.then)) for each in seen]
    return Status(200, PreviewOut(orders=rows))


@router.post("/orders/{number}/sourcing", response={200: SourcingOut, **REFUSED}, summary="Say who serves an order")
def do(request: HttpRequest, wanted: SteerIn, number: str = Number) -> Status:
    """Pin, unpin, move, forbid or allow to split, keep from a warehouse or admit, pool, take aside, give back."""
    order_id = id_of(request, number)
    steer(order_id, _asked(request, wanted), now=timezone.now(), actor=request.auth.name)
    return Status(200, _told(order_id))


def _asked(request: HttpRequest, wanted: SteerIn) -> Asked:
    others = tuple(id_of(request, each) for each in wanted.numbers)
    return Asked(wanted.do, wanted.warehouse, wanted.from_warehouse, others, wanted.why)


def _told(order_id: int) -> SourcingOut:
    sites = {site.id: site.code for site in network.warehouses()}
    wish = sourcing.wishes([order_id]).get(order_id)
    now = timezone.now()
    return SourcingOut(
        number=order_number(order_id),
        pinned=sites[wish.pinned] if wish and wish.pinned else None,
        barred={sites[pk]: why for pk, why in wish.barred.items()} if wish else {},
        undivided=bool(wish and wish.undivided),
        aside=wish.aside if wish else "",
        pooled=[order_number(each) for each in sourcing.pooled(order_id)],
        now=_way(sourcing.way_now(order_id, now=now)),
        warehouses=[
            AloneOut(warehouse=row.warehouse, way=_way(row.way), why_not=row.why_not)
            for row in sourcing.ways(order_id, now=now)
        ],
        changes=[_change(row, sites) for row in sourcing.changes(order_id)],
    )


def _change(row: sourcing.ChangeRow, sites: dict[int, str]) -> ChangeOut:
    site = sites.get(row.warehouse_id or 0)
    return ChangeOut(what=row.what, warehouse=site, at=row.at, actor=row.actor, why=row.why)


def _way(way: Way) -> WayOut:
    facts: dict[str, Any] = {name: getattr(way, name) for name in WayOut.model_fields if name != "parts"}
    parts = [WayPartOut(**{name: getattr(part, name) for name in WayPartOut.model_fields}) for part in way.parts]
    return WayOut(parts=parts, **facts)
