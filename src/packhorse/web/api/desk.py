"""Orders that wait, by queue, and what is done about them."""

from datetime import date, datetime
from typing import Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Status
from pydantic import BaseModel, Field

from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal
from packhorse.network import queries as network
from packhorse.placing.api import REFUSED, id_of
from packhorse.placing.rules import order_number
from packhorse.placing.schemas import NO_NUL, In, example, text
from packhorse.sourcing import queries as sourcing
from packhorse.sourcing.reasons import CODES
from packhorse.sourcing.rules import QUEUES
from packhorse.web import desk as actions

router = Router(tags=["desk"])


class ActIn(In):
    """Something done to orders that wait. `why` is wanted for `aside`."""

    model_config = example(act="aside", numbers=["PH1000042"], why="the customer decides until Friday")

    act: Literal["try", "aside", "back", "cancel"]
    numbers: list[text(24, 1)] = Field(min_length=1, max_length=actions.MOST)
    why: text(300) = ""


class WaitingOut(BaseModel):
    """An order that waits: units it lacks, of which products, from when on they may be there, and why."""

    number: str
    channel: str
    external_id: str
    queue: Literal[tuple(QUEUES)]
    code: Literal[tuple(CODES)]
    reason: str
    warehouse: str | None = Field(description="the warehouse that the reason names")
    units: int
    skus: list[str]
    since: datetime
    expected_on: date | None


class DeskOut(BaseModel):
    """A page of a queue, the order that waits longest first."""

    orders: list[WaitingOut]
    next: str


class ActOut(BaseModel):
    """The answer for one order: done, or why not."""

    number: str
    done: bool
    text: str


class ActsOut(BaseModel):
    """One answer an order, in the order of the request."""

    answers: list[ActOut]


@router.get("/desk", response={200: DeskOut, **REFUSED}, summary="List orders that wait")
def list_waiting(
    request: HttpRequest,
    queue: Literal[tuple(QUEUES)],
    code: Literal[tuple(CODES)] | None = None,
    channel: str = Query("", max_length=40, pattern=NO_NUL),
    sku: str = Query("", max_length=64, pattern=NO_NUL, description="orders that lack this product"),
    warehouse: str = Query("", max_length=20, pattern=NO_NUL, description="orders whose reason names this one"),
    after: str = Query("", max_length=60, pattern=NO_NUL, description="`next` of the page before"),
    limit: int = Query(50, ge=1, le=200),
) -> DeskOut:
    """The one that waits longest first. Filters may be combined."""
    own = request.auth.channel
    if code and CODES[code][0] != queue:
        raise Refusal("OTHER_QUEUE", f"code: {code} is a reason of the queue {CODES[code][0]}.", status=422)
    ids = actions.named(channel=own or channel, sku=sku, warehouse=warehouse)
    page = sourcing.desk(queue=queue, code=code or "", **ids, after=after, limit=limit)
    sites = {site.id: site.code for site in network.warehouses()}
    products = catalog.by_id(pk for row in page.rows for pk in row.products)
    rows = [
        WaitingOut(
            number=row.number,
            channel=row.channel,
            external_id=row.external_id,
            queue=row.queue,
            code=row.code,
            reason=row.reason,
            warehouse=sites.get(row.warehouse_id or 0),
            units=row.units,
            skus=[products[pk].sku for pk in row.products],
            since=row.since,
            expected_on=row.expected_on,
        )
        for row in page.rows
    ]
    return DeskOut(orders=rows, next=page.next)


@router.post("/desk", response={200: ActsOut, **REFUSED}, summary="Do something about orders that wait")
def act(request: HttpRequest, wanted: ActIn) -> Status:
    """Each order is answered for itself.

    `try`: look for goods again now. `aside`: sourcing leaves alone what they lack until `back`. `cancel`: cancel what
    they lack, and nothing that is there for them.
    """
    ids = [id_of(request, number) for number in dict.fromkeys(wanted.numbers)]
    who = {"now": timezone.now(), "actor": request.auth.name}
    if wanted.act == "aside":
        refused = actions.take_aside(ids, why=wanted.why, **who)
    else:
        work = {"try": actions.try_again, "back": actions.give_back, "cancel": actions.cancel_lacking}[wanted.act]
        refused = work(ids, **who)
    answers = [ActOut(number=order_number(pk), done=pk not in refused, text=refused.get(pk, "")) for pk in ids]
    return Status(200, ActsOut(answers=answers))
