"""Promises over the API: what an order is promised, and how promises were kept."""

from datetime import date, datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router
from pydantic import BaseModel, Field

from packhorse.carriers import queries as carriers
from packhorse.errors import Refusal, missing
from packhorse.network import queries as network
from packhorse.packing import queries as packing
from packhorse.placing.api import REFUSED, Number, id_of
from packhorse.placing.rules import order_number
from packhorse.placing.schemas import NO_NUL
from packhorse.shipping import queries as shipping
from packhorse.shipping.queries import kept
from packhorse.shipping.rules import place_in_list
from packhorse.sourcing import queries as sourcing
from packhorse.web import settings

router = Router(tags=["promises"])
LONGEST = 732  # days


class MadeOut(BaseModel):
    """A day as it was promised at a time, of what a warehouse sends; `leaves_at`: the cut-off. `chance` in permille."""

    warehouse: str
    at: datetime
    leaves_at: datetime
    promised_on: date | None
    chance: int | None


class ArrivalOut(BaseModel):
    """When a parcel arrives: the day its carrier's table says, and the likely one, as reckoned on the way.

    `in_time` (permille): the chance that `promised_on` is kept, where a day was promised.
    """

    parcel: str = Field(description="SSCC")
    tracking_number: str
    tracking_state: str
    promised_on: date | None
    expected_on: date
    likely_on: date | None
    in_time: int | None = Field(examples=[870])
    delivered_at: datetime | None


class PromiseOut(BaseModel):
    """What an order is promised: the day of its last part, and what the customer was told first.

    `chance` (permille): that all parts keep theirs. `waits`: units wait for goods, and no day is promised of them yet.
    """

    promised_on: date | None
    chance: int | None = Field(examples=[950])
    first_promised_on: date | None
    waits: bool
    made: list[MadeOut]
    parcels: list[ArrivalOut]


class PromiseKeptOut(BaseModel):
    """Parcels that were delivered, and how they kept the day their customers were told first. Shares in permille."""

    key: str
    delivered: int
    early: int
    on_time: int
    late: int
    days_late: int
    kept: int | None
    said: int | None


class AllKeptOut(BaseModel):
    """How promises were kept, put together; `said`: by the chance that was said, `key` being the least of each step."""

    since: date
    until: date
    wanted: int
    total: PromiseKeptOut | None
    week: list[PromiseKeptOut]
    warehouse: list[PromiseKeptOut]
    service: list[PromiseKeptOut]
    channel: list[PromiseKeptOut]
    said: list[PromiseKeptOut]


class LateOut(BaseModel):
    """A parcel that came after the day its customer was told."""

    order: str
    warehouse: str
    carrier: str
    service: str
    tracking_number: str
    first_promised_on: date
    delivered_at: datetime
    days_late: int
    chance: int | None


class LatesOut(BaseModel):
    """A page of late parcels."""

    parcels: list[LateOut]
    next: str | None


@router.get("/orders/{number}/promise", response={200: PromiseOut, **REFUSED}, summary="What an order is promised")
def promise(request: HttpRequest, number: str = Number) -> PromiseOut:
    """The present day with its chance, the first, and each time it was reckoned."""
    order_id = id_of(request, number)
    sites = {site.id: site.code for site in network.warehouses()}
    told = sourcing.order_promise(sourcing.of_order(order_id))
    made = [
        MadeOut(
            warehouse=sites[row.warehouse_id],
            at=row.at,
            leaves_at=row.leaves_at,
            promised_on=row.promised_on,
            chance=row.chance,
        )
        for row in sourcing.promises_of([order_id])
    ]
    waits = bool(sourcing.waiting([order_id]))
    return PromiseOut(**vars(told), waits=waits, made=made, parcels=_arrivals(order_id))


def _arrivals(order_id: int) -> list[ArrivalOut]:
    shipments = [row for row in shipping.of_order(order_id) if row.state != "voided"]
    names = packing.by_id(row.parcel_id for row in shipments)
    return [
        ArrivalOut(
            parcel=names[row.parcel_id].sscc,
            **{name: value for name, value in vars(row).items() if name in ArrivalOut.model_fields},
        )
        for row in shipments
    ]


@router.get("/promises", response={200: AllKeptOut, **REFUSED}, summary="How promises were kept")
def promises(
    request: HttpRequest,
    since: date | None = None,
    until: date | None = None,
    warehouse: str = Query("", max_length=20, pattern=NO_NUL),
    channel: str = Query("", max_length=40, pattern=NO_NUL),
) -> AllKeptOut:
    """Of what was delivered in these days (91 up to today), by week, warehouse, service, channel and chance said."""
    last = until or timezone.now().date()
    if last < date(2000, 1, 1):
        raise Refusal("WRONG_PERIOD", "until: give a day since 2000.", status=422)
    first = since or last - timedelta(days=90)
    if not 0 <= (last - first).days < LONGEST:
        raise Refusal("WRONG_PERIOD", f"since, until: give 1 to {LONGEST} days, the first before the last.", status=422)
    sites = {site.id: site.code for site in network.warehouses()}
    site_id = next((pk for pk, code in sites.items() if code == warehouse), None)
    if warehouse and site_id is None:
        raise missing("warehouse", warehouse)
    own = request.auth.channel or channel
    found = kept.kept(first, last, warehouse_id=site_id, channel=own or None)
    services = {row.id: f"{row.carrier}/{row.code}" for row in carriers.services()}
    names: dict[str, dict[object, str]] = {"warehouse": dict(sites), "service": dict(services)}
    tables = {name: [_out(row, names.get(name, {})) for row in rows] for name, rows in found.items()}
    total = next(iter(tables.pop("all")), None)
    return AllKeptOut(since=first, until=last, wanted=settings.PROMISE_CHANCE, total=total, **tables)


@router.get("/promises/late", response={200: LatesOut, **REFUSED}, summary="List late parcels")
def late(
    request: HttpRequest,
    after: str = Query("", max_length=60, pattern=NO_NUL, description="`next` of the page before"),
    limit: int = Query(50, ge=1, le=200),
) -> LatesOut:
    """The last delivered first."""
    if request.auth.channel:
        raise Refusal("NOT_YOUR_PARCELS", "This key is for one channel; the list is of every channel's.", status=403)
    sites = {site.id: site.code for site in network.warehouses()}
    before = place_in_list(after)
    if after and before is None:
        raise Refusal("WRONG_PAGE", "after: give the `next` of the page before.", status=422)
    rows = kept.late(before=before, limit=limit + 1)
    return LatesOut(
        parcels=[
            LateOut(
                order=order_number(row.order_id),
                warehouse=sites[row.warehouse_id],
                **{name: value for name, value in vars(row).items() if name not in ("id", "order_id", "warehouse_id")},
            )
            for row in rows[:limit]
        ],
        next=rows[limit - 1].place if len(rows) > limit else None,
    )


def _out(row: kept.KeptRow, names: dict[object, str]) -> PromiseKeptOut:
    return PromiseKeptOut(
        key=names.get(row.key, str(row.key if row.key is not None else "")),
        delivered=row.delivered,
        early=row.early,
        on_time=row.on_time,
        late=row.late,
        days_late=row.days_late,
        kept=row.kept,
        said=row.said,
    )
