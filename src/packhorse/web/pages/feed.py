"""What a shop is told of stock: turned on and off, tried again, compared; a part of the page of channels."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest

from packhorse.errors import Refusal
from packhorse.feed import operations, queries
from packhorse.feed.queries import DifferenceRow, FeedRow, RefusedRow, RunRow
from packhorse.feed.rules import DIFFERENCES
from packhorse.web.pages.typed import whole

SHOWN = 100  # failures and differences of a shop
DOES = ("feed-on", "feed-off", "feed-again", "feed-compare")


@dataclass(frozen=True)
class Shown:
    """A shop's feed as the page shows it."""

    row: FeedRow | None
    locations: Sequence[tuple[str, str]]
    refused: Sequence[RefusedRow]
    run: RunRow | None
    differences: Sequence[tuple[str, DifferenceRow]]

    @property
    def on(self) -> bool:
        """Whether the shop is to be told."""
        return self.row is not None and self.row.state != "off"

    @property
    def trouble(self) -> bool:
        """Whether trying again would do something."""
        row = self.row
        return row is not None and self.on and bool(row.state == "refused" or row.refused or row.attempts)

    @property
    def kinds(self) -> str:
        """The differences of the last comparison, counted in words."""
        found = self.run.kinds if self.run else {}
        return ", ".join(f"{found[kind]:,} {words}" for kind, words in DIFFERENCES.items() if kind in found)


def shown(row: FeedRow | None) -> Shown:
    """Read what the page shows of a shop's feed."""
    if row is None:
        return Shown(None, (), (), None, ())
    run = queries.last_run(row.channel)
    found = queries.differences(run.id, limit=SHOWN) if run else []
    return Shown(
        row,
        sorted(row.choices.items(), key=lambda each: each[1]),
        queries.refused(row.channel, limit=SHOWN) if row.refused else (),
        run,
        [(DIFFERENCES[each.kind], each) for each in found],
    )


def do(request: HttpRequest, what: str, channel: str, *, now: datetime) -> str:
    """Do what a button says; return in words what was done."""
    actor = request.user.get_username()
    if what == "feed-off":
        operations.turn_off(channel=channel, now=now, actor=actor)
        return "The shop is told nothing of stock any more. Its numbers stay as they are."
    if what == "feed-again":
        operations.tell_again(channel=channel, now=now)
        return "The shop is being told again."
    if what == "feed-compare":
        operations.ask_comparison(channel=channel, now=now, actor=actor)
        return "The shop is being compared. Load this page again in a minute."
    buffer = whole(request.POST.get("buffer", "") or "0")
    if buffer is None:
        raise Refusal("WRONG_UNITS", "Keep back a number of units, such as 2, or 0.", status=422)
    try:
        operations.turn_on(
            channel=channel,
            place=request.POST.get("location", ""),
            buffer=buffer,
            private=settings.PRIVATE_SHOPS,
            now=now,
            actor=actor,
        )
    except Refusal as refusal:
        if refusal.code != "CHOOSE_LOCATION":
            raise
        messages.error(request, refusal.text)  # the page now lists them
        return ""
    return "The shop is told of stock from now on, and is being compared."
