"""The dock as JSON: what a scanner says, and what it is told."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from packhorse.inbound.operations.take_back import CONDITIONS
from packhorse.placing.schemas import In, example, text

Many = Annotated[int, Field(strict=True, ge=1, le=1_000_000, description="times the units the code stands for")]


class ScanIn(In):
    """A scanned code and what belongs to it. `scan_id` is the scanner's own: sent again, it is booked once."""

    scan_id: UUID
    code: text(200, 1) = Field(description="barcode of a unit or a pack, GS1 element string, or SKU")
    quantity: Many = 1
    lot: text(40) = ""
    serials: list[text(60, 1)] = Field(default_factory=list, max_length=1000)
    who: text(60) = Field("", description="a person's login name, where the scanner knows it")


class CameIn(ScanIn):
    """Goods of a delivery, out of the truck."""

    model_config = example(scan_id="6f1c1c5e-3f0a-4c43-9d2e-0c8a3a1f6f10", code="5012345678900", quantity=12, lot="L77")

    expires_on: date | None = None
    bin: text(40) = Field("", description="empty: the bin for goods received, or for damaged ones")
    damaged: bool = False
    over: bool = Field(False, description="more than was announced is meant")
    unknown: bool = Field(False, description="keep a code nobody knows as an unknown item, for the office to settle")


class TakenIn(ScanIn):
    """Goods out of a bin."""

    model_config = example(
        scan_id="6f1c1c5e-3f0a-4c43-9d2e-0c8a3a1f6f12", code="5012345678900", quantity=6, bin="A-01-02"
    )

    bin: text(40, 1)


class LaidIn(TakenIn):
    """Goods from one bin of a warehouse to another."""

    model_config = example(
        scan_id="6f1c1c5e-3f0a-4c43-9d2e-0c8a3a1f6f11",
        warehouse="LDS",
        code="5012345678900",
        quantity=12,
        bin="RECEIVING",
        to="A-01-02",
    )

    warehouse: text(20, 1)
    to: text(40, 1)
    reason: text(150) = Field("", description="why it goes where it should not, as the books see it")


class BackIn(ScanIn):
    """Goods that a customer sent back."""

    model_config = example(
        scan_id="6f1c1c5e-3f0a-4c43-9d2e-0c8a3a1f6f13",
        warehouse="LDS",
        code="5012345678900",
        condition="damaged",
        reason="chipped",
        order="PH1000042",
    )

    warehouse: text(20, 1)
    condition: Literal[tuple(CONDITIONS)]
    reason: text(150) = ""
    order: text(30) = ""
    expires_on: date | None = None


class EndIn(In):
    """Why the rest does not come, where something was sent and did not arrive."""

    model_config = example(reason="the pallet was lost on the way", who="ann")

    reason: text(150) = ""
    who: text(60) = ""


class BookedOut(BaseModel):
    """What a scan did: units booked (0: it was booked before), and where they are now."""

    units: int
    bin: str
    over: int = 0


class WaitsOut(BaseModel):
    """Units at the dock to be put away, and the bin proposed for them (empty: none has room)."""

    sku: str
    lot: str
    bin: str
    units: int
    kept_for_orders: int
    proposed_bin: str
    proposed_units: int


class DockOut(BaseModel):
    """What lies at a warehouse's dock, what came first first."""

    rows: list[WaitsOut]
