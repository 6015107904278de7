"""Returns at the dock, for scanners of other makes: what came, and what it is good for. A scan counts once."""

from dataclasses import asdict

from django.http import HttpRequest
from ninja import Router, Status

from packhorse.errors import missing
from packhorse.network import queries as network
from packhorse.placing.api import REFUSED
from packhorse.returns import operations, queries
from packhorse.returns.queries import ReturnRow
from packhorse.web.api import returns_bodies as bodies
from packhorse.web.api import returns_told as told
from packhorse.web.api.returns import RmaPath
from packhorse.web.keys import Key, now_and_actor, whole_house

router = Router(tags=["returns"], auth=Key("floor"))


@router.post("/returns/{rma}/receipts", response={200: told.TakenBackOut, **REFUSED}, summary="Receive what came")
def receive(request: HttpRequest, came: bodies.CameBackIn, rma: str = RmaPath) -> Status:
    """Into quarantine. What was not announced, or nobody knows, is kept as surplus (`surplus`, `unknown`)."""
    row = _row(request, rma)
    site = network.warehouse(came.warehouse)
    if site is None:
        raise missing("warehouse", came.warehouse)
    done = operations.receive(
        return_id=row.id,
        warehouse_id=site.id,
        code=came.code,
        units=came.quantity,
        lot=came.lot,
        expires_on=came.expires_on,
        serial=came.serial,
        scan_id=came.scan_id,
        **now_and_actor(request, came.who),
    )
    return Status(200, told.TakenBackOut(**asdict(done), state=_state(row)))


@router.post("/returns/{rma}/inspections", response={200: told.LaidOut, **REFUSED}, summary="Inspect what came")
def inspect(request: HttpRequest, found: bodies.InspectionIn, rma: str = RmaPath) -> Status:
    """The last one ends the inspection, where nothing more is to come; then `GET /returns/{rma}` proposes a refund."""
    row = _row(request, rma)
    if found.item_id not in {each.id for each in queries.items(row.id)}:
        raise missing("item", found.item_id)
    where = operations.inspect(
        item_id=found.item_id,
        disposition=found.disposition,
        units=found.units,
        note=found.note,
        key=found.key,
        **now_and_actor(request, found.who),
    )
    return Status(200, told.LaidOut(bin=where, state=_state(row)))


def _row(request: HttpRequest, rma: str) -> ReturnRow:
    whole_house(request)
    row = queries.by_rma(rma)
    if row is None:
        raise missing("return", rma)
    return row


def _state(row: ReturnRow) -> str:
    return queries.by_id([row.id])[row.id].state
