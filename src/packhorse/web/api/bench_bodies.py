"""What a program at the pack bench sends and is told."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from packhorse.placing.schemas import In, example, text
from packhorse.web.api.parcels import ParcelOut

SCAN = "6f1c1c5e-3f0a-4c43-9d2e-0c8a3a1f6f21"
MOST_GRAMS = 9_999_999


class OpenIn(In):
    """The slot, tote or overflow place whose order is to be packed; or, with `list`, an item of that pick list."""

    model_config = example(warehouse="LDS", code="SLOT-LDS-A3", who="robot 2")

    warehouse: text(20, 1)
    code: text(200, 1)
    list: str = Field("", pattern=r"^(PL[0-9]{1,18})?$", description="a list that is packed item by item")
    scan_id: UUID | None = Field(
        None, description="with `list`: the item is scanned in at once; sent again, the same parcel is the answer"
    )
    who: text(60) = ""


class BenchScanIn(In):
    """An item that is laid into the parcel. `scan_id` is the scanner's own: sent again, it counts once."""

    model_config = example(scan_id=SCAN, code="5012345678900", quantity=2, who="robot 2")

    scan_id: UUID
    code: text(200, 1) = Field(description="barcode of a unit or a pack, GS1 element string, or SKU")
    quantity: int = Field(1, ge=1, le=1_000_000, strict=True, description="so many of what the code names")
    who: text(60) = ""


class CloseParcelIn(In):
    """The parcel's weight on the scale. `bench`: papers are printed by the printers of this bench; empty: by none."""

    model_config = example(grams=1650, bench="Bench 1", who="robot 2")

    grams: int = Field(ge=0, le=MOST_GRAMS, strict=True)
    bench: text(40) = ""
    who: text(60) = ""


class AtBenchOut(BaseModel):
    """An order that may be packed, where it lies, and the codes that open it."""

    order: str
    kind: Literal["slot", "tote", "overflow"]
    place: str
    codes: list[str]


class ListLeftOut(BaseModel):
    """A pick list that is packed item by item, and how many of its orders are left."""

    list: str
    orders: int


class BenchOut(BaseModel):
    """What may be packed in a warehouse, and the benches that have printers or a scale."""

    warehouse: str
    orders: list[AtBenchOut]
    lists: list[ListLeftOut]
    benches: list[str]


class OpenedOut(BaseModel):
    """The parcel to go on with, and the SSCCs of all parcels of its order, in turn."""

    parcel: ParcelOut
    parcels: list[str]


class PackedOut(BaseModel):
    """What a scan stood for, and the units still to come. `again`: it had been taken before."""

    sku: str
    units: int
    left: int
    again: bool
