"""Manifests and pick-ups by JSON: what left with whom, what stayed, and when carriers come."""

from datetime import date, datetime, time

from django.http import HttpRequest
from ninja import Path, Query, Router, Status
from pydantic import BaseModel

from packhorse.carriers.queries import carriers
from packhorse.errors import Refusal, missing
from packhorse.picking.naming import site_of
from packhorse.placing.api import REFUSED
from packhorse.placing.schemas import NO_NUL, In, example, text
from packhorse.shipping import operations
from packhorse.shipping.queries import handover
from packhorse.shipping.rules import manifest_number
from packhorse.web.keys import Key, now_and_actor, whole_house

router = Router(tags=["sorting"], auth=Key("bench"))
Code = Query(..., max_length=20, pattern=NO_NUL, examples=["LDS"])


class HandOverOut(BaseModel):
    """A closed manifest; `left`: SSCCs that stayed behind, `form`: how far the carrier's own form is, empty: none."""

    id: int
    manifest: str
    carrier: str
    closed_at: datetime
    actor: str
    parcels: int
    cost_minor: int
    left: list[str]
    form: str
    said: str


class HandOversOut(BaseModel):
    """The newest manifests of a warehouse; `next`: the id to read on `before`, none on the last page."""

    manifests: list[HandOverOut]
    next: int | None


class PickUpIn(In):
    """When a carrier is to come; the times are the warehouse's."""

    model_config = example(
        warehouse="LDS", carrier="UPS", day="2026-11-30", opens="14:00:00", closes="18:00:00", who="ann"
    )

    warehouse: text(20, 1)
    carrier: text(20, 1)
    day: date
    opens: time
    closes: time
    note: text(200) = ""
    who: text(60) = ""


class PickUpOut(BaseModel):
    """That a carrier comes: waiting (it is asked), coming, refused, cancelling or cancelled; `said`: its words."""

    id: int
    carrier: str
    warehouse: str
    day: date
    opens_at: datetime
    closes_at: datetime
    note: str
    state: str
    confirmation: str
    service: str
    price_minor: int | None
    currency: str
    said: str


class PickUpsOut(BaseModel):
    """Pick-ups of a warehouse, the latest day first."""

    pick_ups: list[PickUpOut]


@router.get("/manifests", response={200: HandOversOut, **REFUSED}, summary="Manifests of a warehouse")
def read_manifests(
    request: HttpRequest, warehouse: str = Code, before: int | None = Query(None, ge=1, lt=2**63)
) -> HandOversOut:
    """50 at a time."""
    whole_house(request)
    rows = handover.hand_overs(site_of(warehouse).id, before=before, limit=51)
    told = [
        HandOverOut(**vars(row) | {"left": list(row.left), "manifest": manifest_number(row.id)}) for row in rows[:50]
    ]
    return HandOversOut(manifests=told, next=rows[49].id if len(rows) > 50 else None)


@router.get("/floor/pick-ups", response={200: PickUpsOut, **REFUSED}, summary="When carriers come")
def read_pick_ups(request: HttpRequest, warehouse: str = Code) -> PickUpsOut:
    """The last 50."""
    whole_house(request)
    return _told(site_of(warehouse).id)


@router.post("/floor/pick-ups", response={202: PickUpsOut, **REFUSED}, summary="Ask a carrier to come")
def ask(request: HttpRequest, body: PickUpIn) -> Status:
    """It is asked at once by a worker; read again for its answer. 409 for a carrier without an account."""
    whole_house(request)
    site_id, who = site_of(body.warehouse).id, now_and_actor(request, body.who)
    carrier_id = {row.code: row.id for row in carriers()}.get(body.carrier)
    if carrier_id is None:
        raise Refusal("UNKNOWN_CARRIER", f"carrier: there is no carrier {body.carrier!r}.", status=422)
    if body.opens.tzinfo or body.closes.tzinfo:
        raise Refusal("NOT_A_TIME", "opens, closes: give times of the warehouse, without an offset.", status=422)
    hours = {"day": body.day, "opens": body.opens, "closes": body.closes, "note": body.note}
    operations.ask_pick_up(warehouse_id=site_id, carrier_id=carrier_id, **hours, **who)
    return Status(202, _told(site_id))


@router.post("/floor/pick-ups/{pick_up_id}/cancel", response={202: PickUpsOut, **REFUSED}, summary="Cancel a pick-up")
def cancel(request: HttpRequest, pick_up_id: int = Path(..., ge=1, lt=2**63, examples=[3])) -> Status:
    """Of one that was promised; 409 for any other."""
    whole_house(request)
    site_id = handover.pick_up_place(pick_up_id)
    if site_id is None:
        raise missing("pick-up", pick_up_id)
    operations.cancel_pick_up(pick_up_id=pick_up_id)
    return Status(202, _told(site_id))


def _told(site_id: int) -> PickUpsOut:
    names = PickUpOut.model_fields
    return PickUpsOut(
        pick_ups=[PickUpOut(**{name: getattr(row, name) for name in names}) for row in handover.pick_ups(site_id)]
    )
