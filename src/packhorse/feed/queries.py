"""Read what shops were told of stock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, Q, When

from packhorse.feed.models import Feed, FeedDifference, FeedItem, FeedRun
from packhorse.feed.rules import DIFFERENCES
from packhorse.inventory import queries as inventory


@dataclass(frozen=True)
class FeedRow:
    """A channel's feed. `waiting` and `refused` count products; `buffer` is what every product is told less."""

    channel: str
    state: str
    place: str
    choices: Mapping[str, str]
    told_at: datetime | None
    not_before: datetime | None
    attempts: int
    said: str
    waiting: int
    refused: int
    buffer: int

    @property
    def place_name(self) -> str:
        """The place as the shop calls it."""
        return self.choices.get(self.place, self.place)


@dataclass(frozen=True)
class RefusedRow:
    """A product whose number a shop did not take, and why."""

    sku: str
    said: str
    told_at: datetime | None


@dataclass(frozen=True)
class RunRow:
    """A comparison of a shop's stock with ours."""

    id: int
    at: datetime
    actor: str
    state: str
    ended_at: datetime | None
    compared: int
    differences: int
    kinds: Mapping[str, int]
    said: str


@dataclass(frozen=True)
class DifferenceRow:
    """Where a shop's stock and ours did not agree."""

    kind: str
    sku: str
    ours: int | None
    theirs: int | None


_FEED = ("channel", "state", "place", "choices", "told_at", "not_before", "attempts", "said")
_RUN = tuple(RunRow.__dataclass_fields__)


def feeds() -> dict[str, FeedRow]:
    """Return {channel: its feed} of those that were ever set."""
    open_work = FeedItem.objects.filter(state__in=["waiting", "refused"]).values_list("feed_id").order_by()
    counts = {
        channel: (waiting, refused)
        for channel, waiting, refused in open_work.annotate(
            waiting=Count("id", filter=Q(state="waiting")), refused=Count("id", filter=Q(state="refused"))
        )
    }
    return {
        row[0]: FeedRow(*row, *counts.get(row[0], (0, 0)), inventory.buffers(row[0]).get(None, 0))
        for row in Feed.objects.order_by("channel").values_list(*_FEED)
    }


def feed(channel: str) -> FeedRow | None:
    """Return a channel's feed, if it was ever set."""
    return feeds().get(channel)


def refused_count() -> int:
    """Return how many shops refuse to be told, and wait for a person."""
    return Feed.objects.filter(state="refused").count()


def refused(channel: str, *, limit: int = 100) -> list[RefusedRow]:
    """Return products whose numbers a shop did not take, the newest first."""
    found = FeedItem.objects.filter(feed=channel, state="refused").order_by("-told_at", "product__sku")
    return [RefusedRow(*row) for row in found.values_list("product__sku", "said", "told_at")[:limit]]


def last_run(channel: str) -> RunRow | None:
    """Return the newest comparison of a channel's shop."""
    row = FeedRun.objects.filter(feed=channel).order_by("-id").values_list(*_RUN).first()
    return RunRow(*row) if row else None


def differences(run_id: int, *, limit: int = 100) -> list[DifferenceRow]:
    """Return the differences of a comparison that matter most."""
    rank = Case(*(When(kind=kind, then=nth) for nth, kind in enumerate(DIFFERENCES)))
    found = FeedDifference.objects.filter(run=run_id).order_by(rank, "id").values_list("kind", "sku", "ours", "theirs")
    return [DifferenceRow(*row) for row in found[:limit]]
