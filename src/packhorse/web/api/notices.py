"""Mails to customers by JSON: what an order's customer was told, and of what a channel's customers are told."""

from datetime import date, datetime
from typing import Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Router
from pydantic import BaseModel, Field

from packhorse.errors import Refusal, missing
from packhorse.packing import queries as packing
from packhorse.placing.api import REFUSED, Number, id_of
from packhorse.placing.schemas import In, example
from packhorse.retention import operations, queries
from packhorse.retention.rules import KINDS
from packhorse.web.keys import Key

router = Router(tags=["notices"])
Code = Path(..., max_length=40, description="the channel's code")
Kind = Literal[tuple(KINDS)]
Language = Literal["", "en", "de", "fr", "es", "nl"]


class NoticeOut(BaseModel):
    """A mail to a customer; neither address nor text is kept.

    `state`: queued, sent, failed, not_wanted, no_address or not_set_up. `said`: why it is not sent.
    """

    id: int
    kind: Kind
    cause: str = Field(description="of delayed: late, or failed (it comes back, or is lost)")
    parcel: str = Field(description="SSCC; empty where it is about the order")
    state: str
    tries: int
    said: str
    waits: bool = Field(description="of promise_changed: goods are waited for")
    day: date | None = Field(description="of promise_changed: the day that was told")
    created_at: datetime
    due_at: datetime
    ended_at: datetime | None


class ChannelNoticesIn(In):
    """Of which kinds a channel's customers are told, and in which language; empty: by the country it goes to."""

    model_config = example(kinds=["promise_changed", "delayed"], language="de")

    kinds: list[Kind] = Field(max_length=len(KINDS))
    language: Language = ""


class ChannelNoticesOut(BaseModel):
    """What a channel's customers are told; `chosen`: somebody said so, else it is what is usual."""

    channel: str
    kinds: list[Kind]
    language: Language
    chosen: bool


@router.get("/orders/{number}/notices", response={200: list[NoticeOut], **REFUSED}, summary="Mails to the customer")
def notices(request: HttpRequest, number: str = Number) -> list[NoticeOut]:
    """Every mail of an order, the newest first, and what became of it."""
    return _out(id_of(request, number))


@router.post(
    "/orders/{number}/notices/{notice_id}/again",
    response={200: list[NoticeOut], **REFUSED},
    summary="Send a failed mail again",
)
def again(request: HttpRequest, number: str = Number, notice_id: int = Path(..., ge=1, le=10**15)) -> list[NoticeOut]:
    """Only a failed one; mend the cause first."""
    order_id = id_of(request, number)
    if notice_id not in {row.id for row in queries.of_order(order_id)}:
        raise missing("notice of this order", notice_id)
    if not operations.send_again([notice_id], now=timezone.now()):
        text = "Only a mail that failed is sent again, and no promise of which newer news is under way."
        raise Refusal("NOT_FAILED", text)
    return _out(order_id)


@router.get("/channels/{code}/notices", response={200: ChannelNoticesOut, **REFUSED}, summary="What customers are told")
def channel_notices(request: HttpRequest, code: str = Code) -> ChannelNoticesOut:
    """Of which kinds the channel's customers are told, and in which language."""
    return _of_channel(request, code)


@router.put(
    "/channels/{code}/notices",
    response={200: ChannelNoticesOut, **REFUSED},
    auth=Key("company"),
    summary="Choose what customers are told",
)
def choose(request: HttpRequest, wanted: ChannelNoticesIn, code: str = Code) -> ChannelNoticesOut:
    """Counts from now on. Needs a manager's key."""
    _of_channel(request, code)
    operations.choose_notices(channel=code, kinds=wanted.kinds, language=wanted.language)
    return _of_channel(request, code)


def _of_channel(request: HttpRequest, code: str) -> ChannelNoticesOut:
    """A key for one channel sees only that one."""
    row = queries.channels().get(code)
    if row is None or request.auth.channel not in ("", code):
        raise missing("channel", code)
    return ChannelNoticesOut(channel=code, kinds=list(row.kinds), language=row.language, chosen=row.chosen)


def _out(order_id: int) -> list[NoticeOut]:
    rows = queries.of_order(order_id)
    parcels = packing.by_id({row.parcel_id for row in rows if row.parcel_id is not None})
    names = set(NoticeOut.model_fields) - {"parcel"}
    return [
        NoticeOut(
            parcel=parcels[row.parcel_id].sscc if row.parcel_id is not None else "",
            **{name: getattr(row, name) for name in names},
        )
        for row in rows
    ]
