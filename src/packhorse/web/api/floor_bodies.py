"""What scanners of the floor send and are told. Nothing of whose goods they are."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from packhorse.catalog.rules import LEVELS
from packhorse.picking.rules import LIST_KINDS, LIST_STATES, MOST_TOTES, SCANS, SHORT_REASONS, TASK_STATES
from packhorse.placing.schemas import In, example, text

MOST_SCANS = 500
A_SCAN = {
    "id": "0b9f5f2e-4c0e-4b53-9a0e-6d3a4a0f8a11",
    "kind": "pick",
    "task": 4711,
    "bin": "LDS-A-01-02",
    "code": "5012345678900",
    "quantity": 3,
    "tote": "CART-LDS-C1-2",
    "at": "2026-11-30T09:15:02Z",
}
A_SHORT = {
    "id": "5d3c1f0a-0a53-4c8e-8f62-1f9be0a4c7d2",
    "kind": "short",
    "task": 4712,
    "quantity": 1,
    "reason": "damaged",
    "at": "2026-11-30T09:16:40Z",
}


class TakeIn(In):
    """`cart` is wanted where the warehouse has carts; `picker` is who works with a shared key's scanner."""

    model_config = example(cart="CART-LDS-C1", picker="ann")

    cart: text(40) = ""
    picker: text(60) = ""


class FloorScanIn(In):
    """A scan: `pick` takes a task's units, `short` found only `quantity` of them, `undo` takes the last pick back."""

    id: UUID = Field(description="the scan's own; sent again, it counts once")
    kind: Literal[tuple(sorted(SCANS))]
    task: int = Field(ge=1, le=2**63 - 1, strict=True)
    quantity: int = Field(0, ge=0, le=1_000_000, strict=True)
    bin: text(64) = ""
    code: text(200) = Field("", description="the item's: barcode of a unit or pack, GS1 element string, or SKU")
    tote: text(64) = Field("", description="wanted on a cart with several totes")
    numbers: list[text(60, 1)] = Field(default_factory=list, max_length=1000)
    reason: Literal[tuple(SHORT_REASONS)] = Field("missing", description="why a pick is short")
    at: AwareDatetime | None = Field(None, description="by the device's clock: kept, and nothing is decided by it")


class ScansIn(In):
    """Scans in the order in which they were made."""

    model_config = example(scans=[A_SCAN, A_SHORT], picker="ann")

    scans: list[FloorScanIn] = Field(min_length=1, max_length=MOST_SCANS)
    picker: text(60) = ""


class CartIn(In):
    """A new cart. Without a barcode it is `CART-`, the warehouse and the code."""

    model_config = example(warehouse="LDS", code="C1", totes=8)

    warehouse: text(20, 1)
    code: text(20, 1)
    totes: int = Field(ge=1, le=MOST_TOTES, strict=True)
    barcode: text(36) = ""


class FreeIn(In):
    """The warehouse of the cart."""

    model_config = example(warehouse="LDS")

    warehouse: text(20, 1)


class ScanOut(BaseModel):
    """What became of a scan. `again`: it was taken before. `refused`: nothing changed; `code` and `text` say why.

    Of a short pick `text` says what to do now, and `more` units are in other bins: the list has new stops.
    """

    id: UUID
    outcome: Literal["taken", "again", "refused"]
    code: str
    text: str
    units: int
    tote: int | None
    list_done: bool
    more: int


class ScansOut(BaseModel):
    """One answer a scan, in order."""

    outcomes: list[ScanOut]


class ListOut(BaseModel):
    """A pick list that is not done."""

    number: str
    state: Literal[tuple(LIST_STATES)]
    picker: str
    tasks: int
    open: int


class ListsOut(BaseModel):
    """The lists of a warehouse, oldest first. `carts`: they are taken with a cart."""

    warehouse: str
    carts: bool
    lists: list[ListOut]


class CartOut(BaseModel):
    """A cart. `busy`: it carries goods of the list, or is being picked with."""

    code: str
    barcode: str
    totes: int
    tote_barcodes: list[str]
    list: str | None
    busy: bool


class CartsOut(BaseModel):
    """The carts of a warehouse."""

    carts: list[CartOut]


class CodeOut(BaseModel):
    """A barcode that names the goods, and how many units it stands for."""

    code: str
    units: int


class PackOut(BaseModel):
    """A pack in which the goods may lie: its level and its units."""

    level: Literal[LEVELS]
    units: int


class TaskOut(BaseModel):
    """Units of a stop for one order: into which tote (0: onto a truck). `tote_barcode` is empty without a cart.

    `in_packs`: the quantity in whole packs, such as "2 cases of 12 + 3 units"; empty where none is whole.
    """

    task: int
    sequence: int
    tote: int
    tote_barcode: str
    quantity: int
    in_packs: str
    picked: int
    state: Literal[tuple(TASK_STATES)]


class StopOut(BaseModel):
    """One bin, product and lot, and the tasks there."""

    bin: str
    bin_barcode: str
    sku: str
    name: str
    codes: list[CodeOut]
    packs: list[PackOut]
    serials: bool = Field(description="each unit has a serial number, which is to be scanned")
    lot: str
    expires_on: date | None
    tasks: list[TaskOut]


class PlanOut(BaseModel):
    """A list with all that a device needs to lead a picker through it without the network."""

    number: str
    warehouse: str
    state: Literal[tuple(LIST_STATES)]
    kind: Literal[tuple(sorted(LIST_KINDS))] = Field(description="where its goods go: past the wall, or to it")
    picker: str
    cart: str | None
    scan_totes: bool
    last_closed: int | None = Field(description="the task that could be undone")
    stops: list[StopOut]
