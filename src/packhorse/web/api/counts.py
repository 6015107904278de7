"""Counts for scanners of other makes: what is to be counted, begin, hand in what was counted, decide."""

from datetime import date
from typing import Literal

from django.http import HttpRequest
from ninja import Path, Query, Router, Status
from pydantic import BaseModel, Field

from packhorse.catalog import queries as catalog
from packhorse.counting import operations, queries
from packhorse.counting.queries import CountRow
from packhorse.counting.rules import COUNT_STATES, MAX_UNITS, OUTCOMES, REASONS, Person, count_id_of
from packhorse.errors import Refusal, missing
from packhorse.network import queries as network
from packhorse.placing.api import REFUSED
from packhorse.placing.schemas import NO_NUL, In, example, text
from packhorse.web import access
from packhorse.web.keys import Key, now_and_actor, whole_house

router = Router(tags=["counts"])
FLOOR = Key("floor")
Number = Path(..., pattern=r"^CT[0-9]{7,18}$", examples=["CT1000007"], description="the count's public number")


class CountAskIn(In):
    """A bin to be counted, or one product in it."""

    model_config = example(warehouse="LDS", bin="A-01-02", sku="21562")

    warehouse: text(20, 1)
    bin: text(40, 1)
    sku: text(64) = Field("", description="only this product; empty: all that lies there")


class BeginIn(In):
    """Who counts: a person's login name of the console. Other names on one key may all be the same person."""

    model_config = example(counter="ann")

    counter: text(60) = ""


class CountedIn(In):
    """Units of a scanned code. `quantity` times the units that the code stands for."""

    code: text(200, 1)
    quantity: int = Field(1, ge=1, le=MAX_UNITS, strict=True)
    lot: text(40) | None = Field(None, description="empty: there is no lot on the goods")
    serial: text(60) = ""


class LinesIn(In):
    """All that was counted. `empty`: nothing lies there."""

    model_config = example(counter="ann", lines=[{"code": "5012345678900", "quantity": 12}])

    counter: text(60) = ""
    lines: list[CountedIn] = Field(default_factory=list, max_length=5000)
    empty: bool = False


class DecideIn(In):
    """A decision and its reason."""

    model_config = example(act="approve", note="found behind the shelf")

    act: Literal["approve", "recount", "drop"]
    note: text(150, 1)


class CountOut(BaseModel):
    """A count; how many there should be is never said."""

    number: str
    warehouse: str
    bin: str
    sku: str | None
    reason: Literal[tuple(REASONS)]
    state: Literal[tuple(COUNT_STATES)]
    result: str
    due_on: date
    counter: str


class CountsOut(BaseModel):
    """A page of counts."""

    counts: list[CountOut]
    next: str | None


class OutcomeOut(BaseModel):
    """What a round came to: done (`expected`, `booked`), to be counted again (`recount`, `moved`) or `approval`."""

    outcome: Literal[OUTCOMES]
    count: CountOut


@router.get("/counts", auth=FLOOR, response={200: CountsOut, **REFUSED}, summary="List counts")
def list_counts(
    request: HttpRequest,
    warehouse: str = Query("", max_length=20, pattern=NO_NUL),
    state: Literal[tuple(COUNT_STATES)] | None = None,
    after: str = Query("", max_length=20, pattern=NO_NUL, description="`next` of the page before"),
    limit: int = Query(50, ge=1, le=200),
) -> CountsOut:
    """The newest first; without a state, all that are open."""
    whole_house(request)
    site = network.warehouse(warehouse) if warehouse else None
    if warehouse and site is None:
        raise missing("warehouse", warehouse)
    before = count_id_of(after) if after else None
    if after and before is None:
        raise Refusal("WRONG_PAGE", "after: give the `next` of the page before.", status=422)
    states = [state] if state else ["due", "counting", "recount", "approval"]
    found = queries.counts(states=states, warehouse_id=site.id if site else None, before=before, limit=limit + 1)
    more = found[limit - 1].number if len(found) > limit else None
    return CountsOut(counts=_out(found[:limit]), next=more)


@router.post("/counts", response={201: CountOut, **REFUSED}, summary="Have a bin counted")
def ask(request: HttpRequest, asked: CountAskIn) -> Status:
    """A bin has at most one open count: where there is one, it is returned."""
    whole_house(request)
    bin_id = network.bin_ids(asked.warehouse).get(asked.bin)
    if bin_id is None:
        text_ = f"bin: there is no bin {asked.bin!r} in warehouse {asked.warehouse!r}."
        raise Refusal("UNKNOWN_BIN", text_, status=422)
    product = catalog.by_sku(asked.sku) if asked.sku else None
    if asked.sku and product is None:
        raise Refusal("UNKNOWN_PRODUCT", f"sku: product {asked.sku!r} is not listed.", status=422)
    product_id = product.id if product else None
    count_id = operations.ask_count(bin_id=bin_id, product_id=product_id, **now_and_actor(request))
    return Status(201, _one(count_id))


@router.get("/counts/{number}", auth=FLOOR, response={200: CountOut, **REFUSED}, summary="Read a count")
def read(request: HttpRequest, number: str = Number) -> CountOut:
    """Its state, and who is at it."""
    return _one(_id(request, number))


@router.post("/counts/{number}/begin", auth=FLOOR, response={200: CountOut, **REFUSED}, summary="Begin to count")
def begin(request: HttpRequest, by: BeginIn, number: str = Number) -> Status:
    """From this moment on, what is picked in the bin is not taken for a difference."""
    count_id = _id(request, number)
    login = by.counter.strip() if access.known(by.counter.strip()) else ""
    operations.begin(count_id=count_id, person=Person(login, request.auth.name), **now_and_actor(request, by.counter))
    return Status(200, _one(count_id))


@router.post("/counts/{number}/lines", auth=FLOOR, response={200: OutcomeOut, **REFUSED}, summary="Hand in a count")
def hand_in(request: HttpRequest, counted: LinesIn, number: str = Number) -> Status:
    """All that lies in the bin, by whoever began; all of it or nothing."""
    count_id = _id(request, number)
    entries = [operations.Entry(each.code, each.quantity, each.lot, each.serial) for each in counted.lines]
    outcome = operations.enter(
        entries, count_id=count_id, empty=counted.empty, **now_and_actor(request, counted.counter)
    )
    return Status(200, OutcomeOut(outcome=outcome, count=_one(count_id)))


@router.post(
    "/counts/{number}/decide", auth=Key("company"), response={200: CountOut, **REFUSED}, summary="Decide a difference"
)
def decide(request: HttpRequest, wanted: DecideIn, number: str = Number) -> Status:
    """`approve` writes the difference into the ledger; `recount` and `drop` do not. A count that was overtaken, by
    any movement but a pick, is counted again (state `recount`)."""
    count_id = _id(request, number)
    if wanted.act == "approve":
        operations.approve(count_id=count_id, note=wanted.note, **now_and_actor(request))
    elif wanted.act == "recount":
        operations.reject(count_id=count_id, again=True, note=wanted.note, **now_and_actor(request))
    else:
        operations.drop(count_id=count_id, note=wanted.note, **now_and_actor(request))
    return Status(200, _one(count_id))


def _id(request: HttpRequest, number: str) -> int:
    whole_house(request)
    count_id = count_id_of(number)
    if count_id is None or queries.count(count_id) is None:
        raise missing("count", number)
    return count_id


def _one(count_id: int) -> CountOut:
    row = queries.count(count_id)
    if row is None:
        raise missing("count", count_id)
    return _out([row])[0]


def _out(rows: list[CountRow]) -> list[CountOut]:
    sites = {site.id: site.code for site in network.warehouses()}
    bins = network.bins_by_id(row.bin_id for row in rows)
    products = catalog.by_id(row.product_id for row in rows if row.product_id)
    return [
        CountOut(
            number=row.number,
            warehouse=sites[row.warehouse_id],
            bin=bins[row.bin_id].code,
            sku=products[row.product_id].sku if row.product_id else None,
            reason=row.reason,
            state=row.state,
            result=row.result,
            due_on=row.due_on,
            counter=row.counter,
        )
        for row in rows
    ]
