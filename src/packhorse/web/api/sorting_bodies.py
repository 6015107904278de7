"""Walls, lanes, pallets and cages as JSON: what a scanner or a manager's program says, and what it is told."""

from datetime import time
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from packhorse.placing.schemas import In, example, text
from packhorse.sorting.rules import HOLDS, LARGEST_MM, MOST_COLUMNS, MOST_ROWS

SCAN = "6f1c1c5e-3f0a-4c43-9d2e-0c8a3a1f6f20"
Mm = Annotated[int, Field(strict=True, ge=0, le=LARGEST_MM, description="0: not known")]


class ByIn(In):
    """Who does it."""

    model_config = example(who="ann")

    who: text(60) = Field("", description="a person's login name, where the scanner knows it")


class PutIn(ByIn):
    """An item of a pick list at the wall. `scan_id` is the scanner's own: sent again, it counts once."""

    model_config = example(scan_id=SCAN, list="PL000123", code="5012345678900", who="ann")

    scan_id: UUID
    list: str = Field(pattern=r"^PL[0-9]{1,18}$", description="the pick list's number")
    code: text(200, 1) = Field(description="barcode of a unit or a pack, GS1 element string, or SKU")


class AsideIn(PutIn):
    """An item that finds no slot, or is too big for one, into an overflow place."""

    model_config = example(scan_id=SCAN, list="PL000123", code="5012345678900", place="OVER-LDS", who="ann")

    place: text(64, 1) = Field(description="the overflow place's barcode or code")


class ConfirmIn(ByIn):
    """The slot that the units of a scan were laid into."""

    model_config = example(scan_id=SCAN, slot="SLOT-LDS-A3", who="ann")

    scan_id: UUID = Field(description="that of the put")
    slot: text(64, 1) = Field(description="the slot's barcode or code")


class StageIn(ByIn):
    """A parcel into its lane."""

    model_config = example(sscc="095200000000000011", lane="LANE-LDS-GB", who="ben")

    sscc: text(60, 1)
    lane: text(64, 1) = Field(description="barcode of the lane, or of the pallet or cage in it")


class WallIn(In):
    """A put wall. Without `columns` and `rows` its slots stay as they are."""

    model_config = example(columns=8, rows=5, width_mm=450, height_mm=350, depth_mm=600, golden_row=3, confirm=True)

    columns: Annotated[int, Field(strict=True, ge=1, le=MOST_COLUMNS)] | None = None
    rows: Annotated[int, Field(strict=True, ge=1, le=MOST_ROWS)] | None = None
    width_mm: Mm = 0
    height_mm: Mm = 0
    depth_mm: Mm = 0
    golden_row: Annotated[int, Field(strict=True, ge=0, le=MOST_ROWS)] = Field(
        0, description="the row at breast height, from the top; 0: not said"
    )
    confirm: bool = Field(False, description="scan the slot after each item")
    single: bool = Field(False, description="scan each unit, not each pick")


class OverflowIn(In):
    """An overflow place."""

    model_config = example(barcode="OVER-LDS-1")

    barcode: text(64, 1)


class LaneIn(In):
    """A lane. What is empty is not asked for; the first lane that takes a parcel counts."""

    model_config = example(barcode="LANE-LDS-BA", countries=["GB"], postal_prefixes=["BA"], precedence=10, holds="cage")

    barcode: text(64, 1)
    countries: list[text(2, 2)] = Field(default_factory=list, max_length=250)
    precedence: Annotated[int, Field(strict=True, ge=0, le=999)] = Field(100, description="low goes first")
    carrier: text(20) = Field("", description="a carrier's code")
    service: text(30) = Field("", description="a service's code")
    postal_prefixes: list[text(12, 1)] = Field(default_factory=list, max_length=500)
    cutoff: time | None = Field(None, description="afterwards parcels go to the next lane that takes them")
    in_turn: bool = Field(False, description="fills in turn with lanes that take the same")
    holds: Literal[tuple(HOLDS)] = "pallet"


class LaneOut(LaneIn):
    """A lane; `shadowed_by` names the lane before it that takes all its parcels."""

    code: str
    shadowed_by: str


class SlotOut(BaseModel):
    """A slot. `column` and `row` count from 1 at the left top; 0 where nobody said."""

    code: str
    barcode: str
    column: int
    row: int
    width_mm: int
    height_mm: int
    depth_mm: int
    state: str


class WallOut(BaseModel):
    """A put wall as it stands."""

    code: str
    golden_row: int
    confirm: bool
    single: bool
    slots: list[SlotOut]


class OverflowOut(BaseModel):
    """An overflow place and the units in it."""

    code: str
    barcode: str
    units: int


class WallsOut(BaseModel):
    """A warehouse's walls, overflow places and lanes, the lanes in the order in which they are asked."""

    walls: list[WallOut]
    overflow: list[OverflowOut]
    lanes: list[LaneOut]


class PutOut(BaseModel):
    """Where the units go. `confirm`: scan the slot, too. `again`: this scan had been taken before.

    `aside`: `slot` names an overflow place, not a slot.
    """

    slot: str
    units: int
    whole: bool
    confirm: bool
    again: bool
    aside: bool


class GoesOut(BaseModel):
    """Where a parcel goes, and where it stands."""

    sscc: str
    lane: str
    cutoff: time | None
    staged: bool
    unit: str


class UnitOut(BaseModel):
    """A pallet or cage; its SSCC is there once it is closed."""

    number: str
    sscc: str
    kind: str
    state: str
    lane: str
    carrier: str
    parcels: list[str]
