"""Returns as JSON: what is told. Money is in minor units of the order's currency."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field

from packhorse.returns.rules import LABEL_STATES, PAYERS, RETURN_STATES, WISHES
from packhorse.web.api.returns_bodies import ReasonIn


class ReturnRulesOut(BaseModel):
    """The rules that hold; version 0: nobody has ruled yet."""

    version: int
    window_days: int
    fee_percent: int
    claim_below_minor: int
    label_minor: int
    reasons: list[ReasonIn]
    final_sale: list[str]
    label_account: str = Field(description="the account that carriers' labels are bought with; empty: address labels")
    label_days: int = Field(description="days after which a label that nobody used is given back")


class ReturnableOut(BaseModel):
    """An order line: units left to return, until when, and `why` not."""

    line_id: int
    sku: str
    name: str
    shipped: int
    returned: int
    left: int
    until: date | None
    why: Literal["", "not_shipped", "all_returned", "final_sale", "window"]


class ReturnablesOut(BaseModel):
    """What of an order may be returned."""

    lines: list[ReturnableOut]


class InspectedOut(BaseModel):
    """What units were found to be."""

    disposition: str
    units: int
    note: str
    bin: str
    at: datetime
    actor: str


class CameBackOut(BaseModel):
    """Units that came by one scan; `announced` False: not on the return. `sku` is None for a code nobody knows."""

    item_id: int
    sku: str | None
    code: str
    announced: bool
    units: int
    to_inspect: int
    warehouse: str
    bin: str
    at: datetime
    inspections: list[InspectedOut]


class ReturnGoodsOut(BaseModel):
    """Units of an order line on a return, and what was paid for those that count."""

    line_id: int
    sku: str
    units: int
    reason: str
    received: int
    missing: int
    credit_minor: int
    fee_minor: int


class ReturnStepOut(BaseModel):
    """What somebody did."""

    what: str
    state: str
    note: str
    at: datetime
    actor: str


class ReturnScanOut(BaseModel):
    """What the carrier told of the parcel."""

    state: str
    at: datetime
    place: str
    text: str


class ReturnLabelOut(BaseModel):
    """The carrier's label. `says`: how it stands, and what to do. `price_minor`: what it costs us, once it is bought.

    `there`: `GET /returns/{rma}/label` hands it out.
    """

    state: Literal[tuple(LABEL_STATES)]
    there: bool
    says: str
    account: str
    carrier: str
    service: str
    price_minor: int | None
    currency: str
    tracking_number: str
    tracking_url: str
    tracking_state: str
    valid_until: date | None = Field(description="given back after this day, if nobody uses it")
    tracking: list[ReturnScanOut] = Field(description="the newest first")


class ReturnSummaryOut(BaseModel):
    """A return; `rma` is its number, and the barcode on its parcels."""

    rma: str
    order: str
    state: Literal[tuple(RETURN_STATES)]
    wish: Literal[tuple(WISHES)]
    label_by: Literal[tuple(PAYERS)]
    currency: str
    requested_at: datetime
    proposed_minor: int | None = Field(description="what may be refunded, once that is known")
    resolution: str
    refunded_minor: int | None
    reference: str
    exchange: str | None = Field(description="the order that sends other goods")


class ReturnOut(ReturnSummaryOut):
    """A return whole."""

    words: str
    label: ReturnLabelOut | None = Field(description="None: no carrier was asked for one")
    lines: list[ReturnGoodsOut]
    items: list[CameBackOut]
    steps: list[ReturnStepOut]


class ReturnsOut(BaseModel):
    """A page of returns, the newest first; `next` is the `before` of the next page."""

    returns: list[ReturnSummaryOut]
    next: int | None


class TakenBackOut(BaseModel):
    """What a scan came to; `new` is False for one that was sent again."""

    sku: str
    announced: int
    surplus: int
    bin: str
    unknown: bool
    new: bool
    state: Literal[tuple(RETURN_STATES)]


class LaidOut(BaseModel):
    """The bin that the units are in, and the return's state."""

    bin: str
    state: Literal[tuple(RETURN_STATES)]


class ReasonOut(BaseModel):
    """Units of a product that were returned for a reason; `permille` of what left the house, for all reasons."""

    sku: str
    name: str
    reason: str
    units: int
    restocked: int
    of_product: int
    shipped: int
    permille: int | None


class ReasonsOut(BaseModel):
    """Why goods come back, those with the most units first; at most 500."""

    reasons: list[ReasonOut]
