"""Returns as JSON: what is asked, and what is told. Money is in minor units of the order's currency."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from packhorse.placing.schemas import In, example, text
from packhorse.placing.schemas.given import Id, PriceMinor, Units
from packhorse.returns.rules import (
    DISPOSITIONS,
    LONGEST_NOTE,
    LONGEST_WORDS,
    MAX_MINOR,
    MOST_FINAL,
    MOST_REASONS,
    PAYERS,
    RETURN_STATES,
    WISHES,
)

Note = text(LONGEST_NOTE)


class ReturnLineIn(In):
    """Units of an order line, and the code of the reason (`GET /return-rules`)."""

    line_id: Id
    units: Units
    reason: text(30, 1)


class ReturnIn(In):
    """A wish to return, exchange or claim goods. Asked again under the same `key`, it is the same return."""

    model_config = example(
        lines=[{"line_id": 1, "units": 1, "reason": "wrong_size"}], wish="refund", words="Too small", key="web-4711"
    )

    lines: list[ReturnLineIn] = Field(min_length=1, max_length=2000)
    wish: Literal[tuple(WISHES)]
    words: text(LONGEST_WORDS) = Field("", description="what the customer says; forgotten with his order")
    key: text(100) = ""
    goodwill: bool = Field(False, description="although the time is over, or it was sold for good")


class DecisionIn(In):
    """What is decided of a request; a note is wanted when it is declined."""

    model_config = example(decision="approve", note="")

    decision: Literal["approve", "decline", "cancel"]
    note: Note = ""


class NoMoreIn(In):
    """Nothing more comes of a return."""

    model_config = example(note="one of two in the box")

    note: Note = ""


class AcceptIn(In):
    """Units that came unannounced count, too."""

    model_config = example(item_id=12, reason="wrong_size")

    item_id: Id
    reason: text(30, 1)


class SentIn(In):
    """Units of a product that are sent in exchange."""

    sku: text(64, 1)
    units: Units


class SettlementIn(In):
    """How a return is settled: refunded (no amount: as proposed), exchanged (no goods: the same ones), or neither.

    A note is wanted where less is refunded than proposed, or nothing.
    """

    model_config = example(resolution="refund", amount_minor=1250, reference="psp-998")

    resolution: Literal["refund", "exchange", "nothing"]
    amount_minor: PriceMinor | None = None
    reference: text(100) = ""
    goods: list[SentIn] = Field(default_factory=list, max_length=2000)
    note: Note = ""


class CameBackIn(In):
    """A scan of what is in a return's parcel. `scan_id` is the scanner's own: sent again, it counts once."""

    model_config = example(
        scan_id="6f1c1c5e-3f0a-4c43-9d2e-0c8a3a1f6f40", warehouse="LDS", code="5012345678900", quantity=1
    )

    scan_id: UUID
    warehouse: text(20, 1)
    code: text(120, 1)
    quantity: Units = 1
    lot: text(40) = ""
    expires_on: date | None = None
    serial: text(60) = ""
    who: text(60) = Field("", description="a person's login name, where the scanner knows it")


class InspectionIn(In):
    """What units of an item were found to be. `key` is the caller's own: sent again, it counts once."""

    model_config = example(
        key="6f1c1c5e-3f0a-4c43-9d2e-0c8a3a1f6f41", item_id=12, disposition="restock", units=1, note="like new"
    )

    key: UUID
    item_id: Id
    disposition: Literal[tuple(DISPOSITIONS)]
    units: Units = 1
    note: Note = ""
    who: text(60) = ""


class ReasonIn(In):
    """Why customers send goods back; see `packhorse.returns.rules.Reason`."""

    code: text(30, 1)
    words: text(100, 1)
    approval: bool = False
    claim: bool = False
    fee: bool = False
    merchant_pays: bool = False


class ReturnRulesIn(In):
    """The rules of returns, whole. Amounts are minor units of the company's currency."""

    model_config = example(
        window_days=30,
        fee_percent=10,
        claim_below_minor=1500,
        label_minor=399,
        reasons=[{"code": "changed_mind", "words": "I do not want it any more", "fee": True}],
        final_sale=["MUG"],
        note="Holidays are over",
    )

    window_days: int = Field(strict=True, ge=0, le=3650)
    fee_percent: int = Field(strict=True, ge=0, le=100)
    claim_below_minor: int = Field(strict=True, ge=0, le=MAX_MINOR)
    label_minor: int = Field(strict=True, ge=0, le=MAX_MINOR)
    reasons: list[ReasonIn] = Field(min_length=1, max_length=MOST_REASONS)
    final_sale: list[text(64, 1)] = Field(default_factory=list, max_length=MOST_FINAL, description="SKUs")
    note: Note = ""


class ReturnRulesOut(BaseModel):
    """The rules that hold; version 0: nobody has ruled yet."""

    version: int
    window_days: int
    fee_percent: int
    claim_below_minor: int
    label_minor: int
    reasons: list[ReasonIn]
    final_sale: list[str]


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
