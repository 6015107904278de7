"""Returns as JSON: what is asked. Money is in minor units of the order's currency."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field

from packhorse.placing.schemas import In, example, text
from packhorse.placing.schemas.given import Id, PriceMinor, Units
from packhorse.returns.rules import (
    DISPOSITIONS,
    LONGEST_NOTE,
    LONGEST_WORDS,
    MAX_MINOR,
    MOST_FINAL,
    MOST_LABEL_DAYS,
    MOST_REASONS,
    USUAL_LABEL_DAYS,
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


class LabelIn(In):
    """Buy a carrier's label (also once more, or look again what became of one), or give it back unused."""

    model_config = example(do="buy", note="")

    do: Literal["buy", "give_back"]
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
        label_account="",
        label_days=28,
        note="Holidays are over",
    )

    window_days: int = Field(strict=True, ge=0, le=3650)
    fee_percent: int = Field(strict=True, ge=0, le=100)
    claim_below_minor: int = Field(strict=True, ge=0, le=MAX_MINOR)
    label_minor: int = Field(strict=True, ge=0, le=MAX_MINOR)
    reasons: list[ReasonIn] = Field(min_length=1, max_length=MOST_REASONS)
    final_sale: list[text(64, 1)] = Field(default_factory=list, max_length=MOST_FINAL, description="SKUs")
    label_account: text(20) = Field("", description="an account with carriers; empty: address labels only")
    label_days: int = Field(USUAL_LABEL_DAYS, strict=True, ge=1, le=MOST_LABEL_DAYS)
    note: Note = ""
