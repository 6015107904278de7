"""Feeds: whether a channel's shop is told of stock, and how that goes."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Router
from pydantic import BaseModel, Field

from packhorse.errors import missing
from packhorse.feed import operations, queries
from packhorse.placing import queries as placing
from packhorse.placing.api import REFUSED
from packhorse.placing.schemas import In, example, text
from packhorse.web.keys import Key

router = Router(tags=["feeds"])
Code = Path(..., max_length=40, description="the channel's code")


class FeedIn(In):
    """What a feed is to be. Where a shop has several locations, one must be named the first time."""

    model_config = example(on=True, location="gid://shopify/Location/1", buffer=2)

    on: bool
    location: text(100) = ""
    buffer: int | None = Field(None, ge=0, le=1_000_000_000, description="units of every product that are not offered")


class ComparisonOut(BaseModel):
    """The newest comparison of the shop's whole stock with ours; `state`: waiting, done or failed.

    `kinds` counts the differences that differ, stand twice, are untracked or absent in the shop, or strange to us.
    """

    at: datetime
    state: str
    compared: int
    differences: int
    kinds: dict[str, int]
    said: str


class FeedOut(BaseModel):
    """A feed; `state`: off, on, or refused (it waits for a person). `waiting` and `refused` count products."""

    channel: str
    state: str
    location: str
    location_name: str
    buffer: int
    told_at: datetime | None
    waiting: int
    refused: int
    said: str
    comparison: ComparisonOut | None


@router.get("/channels/{code}/feed", response={200: FeedOut, **REFUSED}, summary="Read a channel's feed")
def read(request: HttpRequest, code: str = Code) -> FeedOut:
    """Whether the channel's shop is told how many units it may sell, and what became of that."""
    _must_be_shown(request, code)
    return _out(code)


@router.put(
    "/channels/{code}/feed",
    response={200: FeedOut, **REFUSED},
    auth=Key("company"),
    summary="Turn a channel's feed on or off",
)
def put(request: HttpRequest, wanted: FeedIn, code: str = Code) -> FeedOut:
    """Turned on, the shop is compared at once and told of every change. Needs a manager's key."""
    _must_be_shown(request, code)
    now, actor = timezone.now(), request.auth.name
    if wanted.on:
        operations.turn_on(
            channel=code,
            place=wanted.location,
            buffer=wanted.buffer,
            private=settings.PRIVATE_SHOPS,
            now=now,
            actor=actor,
        )
    else:
        operations.turn_off(channel=code, now=now, actor=actor)
    return _out(code)


def _must_be_shown(request: HttpRequest, code: str) -> None:
    """A key for one channel sees only that one."""
    if request.auth.channel not in ("", code) or code not in placing.shops():
        raise missing("shop of channel", code)


def _out(code: str) -> FeedOut:
    row, run = queries.feed(code), queries.last_run(code)
    comparison = ComparisonOut(**{name: getattr(run, name) for name in ComparisonOut.model_fields}) if run else None
    return FeedOut(
        channel=code,
        state=row.state if row else "off",
        location=row.place if row else "",
        location_name=row.place_name if row else "",
        buffer=row.buffer if row else 0,
        told_at=row.told_at if row else None,
        waiting=row.waiting if row else 0,
        refused=row.refused if row else 0,
        said=row.said if row else "",
        comparison=comparison,
    )
