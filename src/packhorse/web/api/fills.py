"""Fill-ups of pick faces by JSON: what waits, the most urgent, scans; and how much is to lie in a face."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Query, Router, Status
from pydantic import BaseModel, Field

from packhorse.errors import missing
from packhorse.network.queries import WarehouseRow
from packhorse.picking import operations, queries
from packhorse.picking.naming import site_of
from packhorse.picking.queries import FillRow
from packhorse.picking.rules import FILL_STATES, MOST_FACE
from packhorse.placing.api import REFUSED
from packhorse.placing.schemas import NO_NUL, In, example, text
from packhorse.web.keys import Key, actor_of, whole_house

router = Router(tags=["floor"], auth=Key("floor"))
Site = Query(..., max_length=20, pattern=NO_NUL, examples=["LDS"], description="the warehouse's code")
Code = Path(..., max_length=20, pattern=NO_NUL, examples=["LDS"], description="the warehouse's code")
TaskId = Path(..., ge=1, le=2**63 - 1, examples=[12], description="the fill-up's id")


class NextFillIn(In):
    """Who wants one: a login's name, or what the scanner calls the person."""

    model_config = example(warehouse="LDS", person="ann")

    warehouse: text(20, 1)
    person: text(60) = ""


class FillScanIn(In):
    """What was scanned: the bin of reserve, the item, the pick face; and how many units were carried."""

    model_config = example(
        id="6f6f2c3e-5a1c-4f0e-9b51-0a6b5f0f2d11",
        from_bin="LDS-R-01-03",
        item="5012345678900",
        to_bin="LDS-A-01-02",
        units=24,
        person="ann",
    )

    id: UUID = Field(description="the scan's own; sent again, it counts once")
    from_bin: text(64, 1)
    item: text(200, 1)
    to_bin: text(64, 1)
    units: int = Field(ge=1, le=MOST_FACE, strict=True)
    numbers: list[text(60, 1)] = Field(default_factory=list, max_length=1000)
    person: text(60) = ""


class FillCancelIn(In):
    """Why it is not done."""

    model_config = example(why="the pallet cannot be reached", person="ann")

    why: text(200, 1)
    person: text(60) = ""


class FaceIn(In):
    """How much of a product is to lie in a pick face: filled up when less than `least` is left, up to `most`."""

    model_config = example(bin="A-01-02", sku="21562", least=10, most=60)

    bin: text(40, 1)
    sku: text(64, 1)
    least: int = Field(ge=0, le=MOST_FACE, strict=True)
    most: int = Field(ge=1, le=MOST_FACE, strict=True)


class FillOut(BaseModel):
    """A fill-up. `due_at`: before the first order that would lack something; none: in no hurry."""

    id: int
    sku: str
    name: str
    lot: str
    from_bin: str
    from_barcode: str
    to_bin: str
    to_barcode: str
    units: int
    moved: int
    state: Literal[tuple(sorted(FILL_STATES))]
    due_at: datetime | None
    person: str
    note: str


class FillsOut(BaseModel):
    """Fill-ups, the most urgent first."""

    fill_ups: list[FillOut]


class FaceOut(BaseModel):
    """What is set for a pick face."""

    bin: str
    sku: str
    name: str
    least: int
    most: int


class FacesOut(BaseModel):
    """What is set for the pick faces of a warehouse; for all others see docs/floor.md."""

    faces: list[FaceOut]


@router.get("/floor/fill-ups", response={200: FillsOut, **REFUSED}, summary="Pick faces to be filled up")
def list_fills(request: HttpRequest, warehouse: str = Site) -> FillsOut:
    """The first 200 that are open."""
    site = _site(request, warehouse)
    return FillsOut(fill_ups=[_fill(row) for row in queries.fills(site.id)])


@router.post("/floor/fill-ups/next", response={200: FillsOut, **REFUSED}, summary="Take the next fill-up")
def take_next(request: HttpRequest, body: NextFillIn) -> Status:
    """The most urgent that nobody has, or the one that the person has already; empty when there is none."""
    site = _site(request, body.warehouse)
    task_id = operations.next_fill(warehouse_id=site.id, actor=actor_of(request, body.person))
    row = queries.fill(task_id) if task_id else None
    return Status(200, FillsOut(fill_ups=[_fill(row)] if row else []))


@router.post("/floor/fill-ups/{task_id}/scan", response={200: FillOut, **REFUSED}, summary="Do a fill-up")
def scan(request: HttpRequest, body: FillScanIn, task_id: int = TaskId) -> Status:
    """422 for a wrong bin or item; 409 where it is closed, another has it, or the goods lie there no more."""
    whole_house(request)
    operations.fill(
        task_id=task_id,
        from_code=body.from_bin,
        item_code=body.item,
        to_code=body.to_bin,
        units=body.units,
        numbers=body.numbers,
        scan_id=body.id,
        now=timezone.now(),
        actor=actor_of(request, body.person),
    )
    return Status(200, _one(task_id))


@router.post("/floor/fill-ups/{task_id}/cancel", response={200: FillOut, **REFUSED}, summary="Give a fill-up up")
def cancel(request: HttpRequest, body: FillCancelIn, task_id: int = TaskId) -> Status:
    """Where goods still lack, the next look at the pick faces asks anew."""
    whole_house(request)
    who = actor_of(request, body.person)
    operations.cancel_fill(task_id=task_id, note=body.why, now=timezone.now(), actor=who)
    return Status(200, _one(task_id))


@router.get("/warehouses/{code}/faces", response={200: FacesOut, **REFUSED}, summary="What pick faces are to hold")
def list_faces(request: HttpRequest, code: str = Code) -> FacesOut:
    """The first 1,000 of those that were set, by bin."""
    site = _site(request, code)
    return FacesOut(faces=[FaceOut(**vars(row)) for row in queries.faces(site.id)])


@router.put(
    "/warehouses/{code}/faces",
    auth=Key("company"),
    response={200: FacesOut, **REFUSED},
    summary="Say what a pick face is to hold",
)
def set_face(request: HttpRequest, body: FaceIn, code: str = Code) -> Status:
    """422 for an unknown bin or product, a bin that is not picked from, or `least` above `most`."""
    site = _site(request, code)
    said = {"bin_code": body.bin, "sku": body.sku, "least": body.least, "most": body.most}
    operations.set_face(warehouse_id=site.id, **said)
    return Status(200, list_faces(request, code))


def _one(task_id: int) -> FillOut:
    row = queries.fill(task_id)
    if row is None:
        raise missing("fill-up", task_id)
    return _fill(row)


def _fill(row: FillRow) -> FillOut:
    return FillOut(**{name: value for name, value in vars(row).items() if name in FillOut.model_fields})


def _site(request: HttpRequest, code: str) -> WarehouseRow:
    whole_house(request)
    return site_of(code)
