"""Parcels in trouble by JSON: what, since when, and what is done about it."""

from datetime import date, datetime
from typing import Literal

from django.http import HttpRequest
from ninja import Path, Query, Router, Status
from pydantic import BaseModel, Field

from packhorse.errors import missing
from packhorse.packing import queries as packing
from packhorse.placing.api import REFUSED
from packhorse.placing.rules import order_number
from packhorse.placing.schemas import In, example, text
from packhorse.shipping import operations
from packhorse.shipping.queries import troubles
from packhorse.shipping.queries.troubles import TroubleRow
from packhorse.shipping.rules import TROUBLE_ACTS, TROUBLES
from packhorse.web.keys import now_and_actor, whole_house
from packhorse.web.reshipping import reship

router = Router(tags=["exceptions"])
TroubleId = Path(..., ge=1, le=2**63 - 1, examples=[12], description="the trouble's id")


class TroubleActIn(In):
    """Something done about it. `reship` places an order of the same goods; `settled` closes it."""

    model_config = example(act="claim", note="claim 4711")

    act: Literal[tuple(TROUBLE_ACTS)]
    note: text(300) = ""


class TroubleActOut(BaseModel):
    """What was done."""

    act: str
    note: str
    order: str | None = Field(description="the order that sends the goods again")
    at: datetime
    actor: str


class TroubleOut(BaseModel):
    """Something that went wrong with a parcel; `advice`: what to do first; `word`: the last that its carrier said."""

    id: int
    kind: Literal[tuple(TROUBLES)]
    advice: str
    order: str
    parcel: str = Field(description="SSCC")
    carrier: str
    tracking_number: str
    tracking_state: str
    promised_on: date | None
    likely_on: date | None = Field(description="when it is likely to arrive, as reckoned on the way")
    word: str
    opened_at: datetime
    settled_at: datetime | None
    was_refused: bool = Field(description="at the door, before it came back or was given up")
    acts: list[TroubleActOut]


class TroublesOut(BaseModel):
    """What is not settled, the oldest first; at most 100."""

    exceptions: list[TroubleOut]


@router.get("/exceptions", response={200: TroublesOut, **REFUSED}, summary="List parcels in trouble")
def list_troubles(
    request: HttpRequest, kind: Literal[tuple(TROUBLES)] | None = Query(None, description="only of this kind")
) -> TroublesOut:
    """What carriers say, or do not say, of parcels on their way."""
    whole_house(request)
    rows = troubles.troubles(kind=kind or "")
    parcels = packing.by_id(row.parcel_id for row in rows)
    return TroublesOut(exceptions=[_out(row, parcels[row.parcel_id].sscc) for row in rows])


@router.post("/exceptions/{trouble_id}", response={200: TroubleOut, **REFUSED}, summary="Do something about a parcel")
def act(request: HttpRequest, body: TroubleActIn, trouble_id: int = TroubleId) -> Status:
    """409 where it is settled already, or the parcel is replaced already."""
    whole_house(request)
    if body.act == "reship":
        reship(trouble_id=trouble_id, note=body.note, **now_and_actor(request))
    else:
        operations.act_on_trouble(trouble_id=trouble_id, act=body.act, note=body.note, **now_and_actor(request))
    row = troubles.trouble(trouble_id)
    if row is None:
        raise missing("trouble", trouble_id)
    return Status(200, _out(row, packing.by_id([row.parcel_id])[row.parcel_id].sscc))


def _out(row: TroubleRow, sscc: str) -> TroubleOut:
    acts = [
        TroubleActOut(
            act=each.act,
            note=each.note,
            order=order_number(each.order_id) if each.order_id else None,
            at=each.at,
            actor=each.actor,
        )
        for each in row.acts
    ]
    facts = {name: value for name, value in vars(row).items() if name in TroubleOut.model_fields and name != "acts"}
    return TroubleOut(**facts, advice=TROUBLES[row.kind][2], order=order_number(row.order_id), parcel=sscc, acts=acts)
