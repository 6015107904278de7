"""Orders as JSON: what the API tells."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field


class FaultOut(BaseModel):
    """What is wrong, in which field, and in which line or order of the request (from 0)."""

    field: str
    line: int | None = None
    text: str


class RefusalOut(BaseModel):
    """Why something was not done; nothing of it was."""

    code: str
    text: str
    details: dict[str, Any] = {}


class HoldOut(BaseModel):
    """A hold; open while `released_at` is null."""

    kind: str
    reason: str
    at: datetime
    actor: str
    released_at: datetime | None
    released_by: str


class OrderSummaryOut(BaseModel):
    """An order in a list."""

    number: str
    external_id: str
    channel: str
    state: str
    on_hold: bool
    placed_at: datetime
    name: str
    city: str
    country: str
    currency: str
    goods_minor: int
    charges_minor: int


class OrdersOut(BaseModel):
    """A page of orders; `next` is the cursor of the next page, empty on the last."""

    orders: list[OrderSummaryOut]
    next: str


class LineOut(BaseModel):
    """A line and what has become of its units."""

    line_id: int
    position: int
    sku: str
    quantity: int
    unit_price_minor: int
    cancelled: int
    sourced: int
    shipped: int
    delivered: int
    ordered_in: str | None = Field(description="the order it was ordered in, where it was split off or merged")
    kit: str | None = Field(None, description="SKU of the kit that this line is a part of; the kit has the price")
    kit_id: int | None = None
    kit_units: int = Field(0, description="units of it in one kit")
    expected_on: date | None = Field(description="from when units that are lacking may be there, where anybody knows")


class KitOut(BaseModel):
    """Kits ordered as one, and how many whole ones their parts (the lines that name it) make up of each count."""

    kit_id: int
    position: int
    sku: str
    quantity: int
    unit_price_minor: int
    cancelled: int
    sourced: int
    shipped: int
    delivered: int
    ordered_in: str | None


class NoteOut(BaseModel):
    """A note."""

    at: datetime
    actor: str
    text: str


class OrderOut(OrderSummaryOut):
    """An order whole."""

    service: str
    ship_rule: str
    priority: str
    split_from: str | None
    merged_into: str | None
    replaces: str | None
    delivery_instructions: str
    gift_message: str
    address: dict[str, Any]
    lines: list[LineOut]
    kits: list[KitOut]
    charges: list[dict[str, Any]]
    holds: list[HoldOut]
    notes: list[NoteOut]
