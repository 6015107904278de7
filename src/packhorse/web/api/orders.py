"""Place, split and merge orders by JSON. These stand on placing's router and look forward to sourcing."""

import json
import re
import time

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Status
from pydantic import BaseModel, Field

from packhorse.errors import Refusal
from packhorse.network import queries as network
from packhorse.placing import operations
from packhorse.placing import queries as placing
from packhorse.placing.api import REFUSED, Number, id_of, order_out, router, when_and_who
from packhorse.placing.rules import NewOrder, order_id_of
from packhorse.placing.schemas import FaultOut, MergeIn, OrderIn, OrderOut, SplitIn, example
from packhorse.sourcing import queries as sourcing
from packhorse.web import parting
from packhorse.web.api.intake import Intake, Item, facts_of
from packhorse.web.once import Reply, ask_of, keeps_its_own

MOST_ORDERS = 1000
LONGEST_WAIT = 30
LOOK_EVERY = 0.05
DECIDED_WAIT = ("placed",)

intake = Intake()


class FulfillmentOut(BaseModel):
    """One warehouse's part of an order."""

    warehouse: str
    state: str
    promised_on: str | None
    chance: int | None = Field(None, description="permille: that the day is kept", examples=[950])


class PlacedOut(BaseModel):
    """The order is kept. `new`: by this request. With `Prefer: wait=N`, also what was decided meanwhile."""

    number: str = Field(examples=["PH1000042"])
    external_id: str
    channel: str
    new: bool
    state: str | None = None
    on_hold: bool | None = None
    fulfillments: list[FulfillmentOut] | None = None


class ManyIn(BaseModel):
    """Orders to place, each answered for itself."""

    model_config = example(orders=[OrderIn.model_config["json_schema_extra"]["example"]])

    orders: list[OrderIn] = Field(min_length=1, max_length=MOST_ORDERS)


class AnswerOut(BaseModel):
    """The answer for one order of many: its status as if it had come alone, and its number or what is wrong."""

    status: int
    number: str | None = None
    external_id: str
    new: bool = False
    code: str | None = None
    text: str | None = None
    faults: list[FaultOut] = []


class ManyOut(BaseModel):
    """One answer an order, in the order of the request."""

    answers: list[AnswerOut]


@router.post("/orders", response={200: PlacedOut, 201: PlacedOut, **REFUSED}, summary="Place an order")
@keeps_its_own
def place_order(request: HttpRequest, order: OrderIn) -> HttpResponse:
    """Answered as soon as the order is durable: 201 when it is new, 200 when the same order was placed before.

    Warehouse and promise follow within a second; with the header `Prefer: wait=N` the answer waits up to N seconds
    (at most 30) for them. Another order under the same number is refused (409, NUMBER_TAKEN).
    """
    seconds = _wait_of(request)
    wanted = order.plain(timezone.now())
    _own_channel(request, wanted)
    reply = intake.place(Item(wanted, request.auth.name, ask_of(request)))
    return (_with_decision(reply, seconds) if seconds else reply).response()


@router.post("/order-batches", response={200: ManyOut, **REFUSED}, summary="Place many orders")
def place_many(request: HttpRequest, many: ManyIn) -> Status:
    """Up to 1,000 orders in one transaction; a wrong one is not kept and does not hinder the others."""
    orders = [order.plain(timezone.now()) for order in many.orders]
    for order in orders:
        _own_channel(request, order)
    placed = operations.place(orders, now=timezone.now(), actor=request.auth.name)
    answers = []
    for order, each in zip(orders, placed, strict=True):
        try:
            facts = facts_of(order, each)
            status = 201 if facts["new"] else 200
            answers.append(AnswerOut(status=status, **{name: facts[name] for name in ("number", "external_id", "new")}))
        except Refusal as refusal:
            answers.append(
                AnswerOut(
                    status=refusal.status,
                    number=refusal.details.get("number"),
                    external_id=order.external_id,
                    code=refusal.code,
                    text=refusal.text,
                    faults=refusal.details.get("faults", []),
                )
            )
    return Status(200, ManyOut(answers=answers))


@router.post("/orders/{number}/split", response={201: OrderOut, **REFUSED}, summary="Split an order")
def split(request: HttpRequest, wanted: SplitIn, number: str = Number) -> Status:
    """Make an order of its own of some units and whole kits; it is the answer. Refuses what is on a pick list."""
    order_id = id_of(request, number)
    units = {line.line_id: line.quantity for line in wanted.lines}
    kits = {kit.kit_id: kit.quantity for kit in wanted.kits}
    if len(units) < len(wanted.lines) or len(kits) < len(wanted.kits):
        raise Refusal("LINE_TWICE", "lines, kits: one of them is named twice.", status=422)
    child = parting.split(order_id=order_id, units=units, kits=kits, **when_and_who(request))
    return Status(201, order_out(child))


@router.post("/orders/{number}/merge", response={200: OrderOut, **REFUSED}, summary="Merge orders into this one")
def merge(request: HttpRequest, wanted: MergeIn, number: str = Number) -> Status:
    """Bring the lines of other orders of the same customer, address and service into this one."""
    order_id = id_of(request, number)
    others = {id_of(request, each) for each in wanted.numbers} - {order_id}
    parting.merge(order_id=order_id, others=others, **when_and_who(request))
    return Status(200, order_out(order_id))


def _own_channel(request: HttpRequest, order: NewOrder) -> None:
    own = request.auth.channel
    if own and order.channel != own:
        raise Refusal("NOT_YOUR_CHANNEL", f"This key places orders of channel {own} only.", status=403)


def _wait_of(request: HttpRequest) -> float:
    found = re.search(r"(?:^|[,; ])wait=(\d{1,6})", request.headers.get("Prefer", ""))
    return min(int(found[1]), LONGEST_WAIT) if found else 0


def _with_decision(reply: Reply, seconds: float) -> Reply:
    """Look again until sourcing has decided, the order is held, or time is out."""
    facts = json.loads(reply.body)
    order_id = order_id_of(facts["number"]) or 0
    until = time.monotonic() + seconds
    while True:
        row, held = placing.rows([order_id])[order_id], bool(placing.held([order_id]))
        if held or row.state not in DECIDED_WAIT or time.monotonic() > until:
            break
        time.sleep(LOOK_EVERY)
    sites = {site.id: site.code for site in network.warehouses()}
    parts = [
        FulfillmentOut(
            warehouse=sites[part.warehouse_id],
            state=part.state,
            promised_on=part.promised_on.isoformat() if part.promised_on else None,
            chance=part.chance,
        )
        for part in sourcing.of_order(order_id)
    ]
    told = PlacedOut(**facts, state=row.state, on_hold=held, fulfillments=parts)
    return Reply(reply.status, told.model_dump_json(), reply.replayed)
