"""What a shift lead sees, by JSON: the board, work against hands, and who is where. By a key, or by a login."""

from datetime import datetime
from typing import Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router
from pydantic import BaseModel, Field

from packhorse.errors import missing
from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow
from packhorse.picking import queries
from packhorse.picking.ahead import ahead_of
from packhorse.picking.pages.at_work import kind_of
from packhorse.picking.rules import BOUNDS, WHERE, list_number, words_of
from packhorse.placing.api import REFUSED
from packhorse.placing.schemas import NO_NUL
from packhorse.sourcing.queries.cutoffs import STAGES
from packhorse.web.access import require_place
from packhorse.web.board import board_of, carriers_at
from packhorse.web.keys import Key, whole_house
from packhorse.web.people import Login

router = Router(tags=["floor"], auth=[Key("lead"), Login("lead")])
Site = Query(..., max_length=20, pattern=NO_NUL, examples=["LDS"], description="the warehouse's code")


class AlarmOut(BaseModel):
    """Something to look at first. `what` is the number of a wave or list, or how many orders."""

    kind: Literal["late", "risk", "stalled", "short"]
    what: str = Field(examples=["PL000012"])
    text: str


class CutoffOut(BaseModel):
    """A cut-off: seconds until then (less than nothing: it has passed), and its orders by state."""

    due_at: datetime
    carriers: list[str]
    left_seconds: int
    orders: dict[Literal[STAGES], int]


class BoardOut(BaseModel):
    """A warehouse's board. `counts` are orders in planned waves, in none, and packed; lists in the other columns."""

    warehouse: str
    at: datetime
    alarms: list[AlarmOut]
    cutoffs: list[CutoffOut]
    counts: dict[str, int]


class AheadOut(BaseModel):
    """A cut-off: picking due at it, all picking up to it, and what the pickers can do until then (seconds).

    `pickers_more`: so many more would do; null where no number would. `text` says how it stands.
    """

    due_at: datetime
    carriers: list[str]
    seconds: dict[Literal[WHERE], int]
    orders: dict[Literal[WHERE], int] = Field(description="of lists no orders are told")
    work_seconds: int
    room_seconds: int
    short_seconds: int
    pickers_more: int | None
    text: str


class CapacityOut(BaseModel):
    """The cut-offs of the next 24 hours."""

    warehouse: str
    pickers: int
    cutoffs: list[AheadOut]


class PersonOut(BaseModel):
    """A picker: where his last scan was, and the list he is on, or finished last (`idle`)."""

    picker: str
    state: Literal["busy", "still", "idle"]
    list: str = Field(examples=["PL000012"])
    tasks: int
    open: int
    bin: str
    x_mm: int | None
    y_mm: int | None
    scanned_at: datetime | None


class PeopleOut(BaseModel):
    """Who has a list, or made a scan in the last 30 minutes."""

    warehouse: str
    people: list[PersonOut]


@router.get("/floor/board", response={200: BoardOut, **REFUSED}, summary="The shift's board")
def board(request: HttpRequest, warehouse: str = Site) -> BoardOut:
    """What should not be, the cut-offs with what is how far, and how much is where."""
    site, now = _site(request, warehouse), timezone.now()
    found = board_of(site, now=now)
    cutoffs = [
        CutoffOut(
            due_at=each.due,
            carriers=list(each.carriers),
            left_seconds=int(each.left.total_seconds()),
            orders=dict(zip(STAGES, each.stages, strict=True)),
        )
        for each in found.cutoffs
    ]
    alarms = [AlarmOut(kind=each.kind, what=each.what, text=each.text) for each in found.alarms]
    return BoardOut(warehouse=site.code, at=now, alarms=alarms, cutoffs=cutoffs, counts=found.counts)


@router.get("/floor/capacity", response={200: CapacityOut, **REFUSED}, summary="Work against hands")
def capacity(
    request: HttpRequest,
    warehouse: str = Site,
    pickers: int | None = Query(
        None, ge=BOUNDS["pickers"][0], le=BOUNDS["pickers"][1], description="what if so many picked; else as usual"
    ),
) -> CapacityOut:
    """Picking on lists, in planned waves and in none, up to each cut-off, against the pickers' time until then."""
    site, now = _site(request, warehouse), timezone.now()
    hands = pickers or queries.floor_setup(site.id).pickers
    rows = [
        AheadOut(
            due_at=row.due,
            carriers=list(carriers_at(site, row.due)),
            seconds=dict(zip(WHERE, row.seconds, strict=True)),
            orders=dict(zip(WHERE, row.orders, strict=True)),
            work_seconds=row.until_s,
            room_seconds=row.room_s,
            short_seconds=row.short_s,
            pickers_more=row.more,
            text=words_of(row),
        )
        for row in ahead_of(site, pickers=hands, now=now)
    ]
    return CapacityOut(warehouse=site.code, pickers=hands, cutoffs=rows)


@router.get("/floor/people", response={200: PeopleOut, **REFUSED}, summary="Who is where")
def people(request: HttpRequest, warehouse: str = Site) -> PeopleOut:
    """From their last scans."""
    site, now = _site(request, warehouse), timezone.now()
    rows = [
        PersonOut(
            picker=row.picker,
            state=kind_of(row, now),
            list=list_number(row.list_id),
            tasks=row.tasks,
            open=row.open,
            bin=row.bin_code,
            x_mm=row.x_mm,
            y_mm=row.y_mm,
            scanned_at=row.scanned_at,
        )
        for row in queries.at_work(site.id, now=now)
    ]
    return PeopleOut(warehouse=site.code, people=rows)


def _site(request: HttpRequest, code: str) -> WarehouseRow:
    whole_house(request)
    site = network.warehouse(code)
    if site is None:
        raise missing("warehouse", code)
    require_place(request.auth.places, site.id, f"Warehouse {site.code}")
    return site
