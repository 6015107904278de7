"""What there is of a product, and what there was; and what the last audit found."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Query, Router
from pydantic import BaseModel, Field

from packhorse.errors import missing
from packhorse.placing.api import REFUSED
from packhorse.web import stock_at
from packhorse.web.audit import runs
from packhorse.web.keys import Key

router = Router(tags=["stock"])


class StockRowOut(BaseModel):
    """Units in a warehouse; of the past, only what was on hand and blocked is known."""

    warehouse: str
    on_hand: int
    blocked: int
    allocated: int | None
    reserved: int | None
    safety: int | None
    available: int | None


class StockOut(BaseModel):
    """A product's stock, warehouse by warehouse; `at` is null for now."""

    sku: str
    at: datetime | None
    warehouses: list[StockRowOut]


class DifferenceOut(BaseModel):
    """A row that breaks an invariant; `sku` and `warehouse` are empty where it is not about stock."""

    area: str
    invariant: str
    says: str = Field(description="the invariant, in words")
    words: str = Field(description="what differs")
    sku: str
    warehouse: str


class AuditOut(BaseModel):
    """The newest audit. `differences` counts all; `findings` are the first thousand."""

    at: datetime
    took_ms: int
    invariants: int
    differences: int
    actor: str
    findings: list[DifferenceOut]


@router.get("/stock/{sku}", response={200: StockOut, **REFUSED}, summary="Stock now, or at any past time")
def stock(
    request: HttpRequest,
    sku: str = Path(..., min_length=1, max_length=64, examples=["21562"]),
    at: str = Query("", max_length=40, description="a time (UTC, or with an offset), or a day: its end (UTC)"),
    warehouse: str = Query("", max_length=20),
) -> StockOut:
    """On hand and blocked in each warehouse; of now also what is allocated, reserved, kept back and available."""
    moment = stock_at.moment(at, now=timezone.now()) if at.strip() else None
    rows = stock_at.stock_of(sku=sku, at=moment, warehouse=warehouse)
    return StockOut(sku=sku, at=moment, warehouses=[StockRowOut(**vars(row)) for row in rows])


@router.get("/audit", auth=Key("company"), response={200: AuditOut, **REFUSED}, summary="What the last audit found")
def audit(request: HttpRequest) -> Any:
    """An audit is made every night, and whenever somebody asks for one on the page *Audit*."""
    run = runs.last_run()
    if run is None:
        raise missing("audit", "yet: one is made every night")
    return AuditOut(**vars(run))
