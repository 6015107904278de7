"""Ask for shops to be compared: now, or those whose turn it is tonight."""

from datetime import datetime, timedelta

from django.db import transaction

from packhorse.errors import Refusal
from packhorse.feed.models import Feed, FeedRun
from packhorse.feed.operations.queue import queue_comparison
from packhorse.feed.rules import LOST, NIGHT


@transaction.atomic
def ask_comparison(*, channel: str, now: datetime, actor: str) -> None:
    """Let a channel's shop be compared. Refuses a feed that is off, and one that is being compared."""
    feed = Feed.objects.select_for_update().filter(pk=channel).exclude(state="off").first()
    if feed is None:
        raise Refusal("FEED_OFF", f"The shop of channel {channel[:40]!r} is not told of stock. Turn that on first.")
    if not queue_run(feed, now=now, actor=actor):
        raise Refusal("COMPARING", f"The shop of channel {channel[:40]!r} is being compared. Look again in a minute.")


@transaction.atomic
def compare_due(*, now: datetime) -> int:
    """Let those shops be compared that were not within half a day; return how many."""
    recent = FeedRun.objects.filter(at__gt=now - timedelta(seconds=NIGHT)).values("feed_id")
    due = Feed.objects.select_for_update().exclude(state="off").exclude(pk__in=recent).order_by("channel")
    return sum(queue_run(feed, now=now, actor="night") for feed in due)


def queue_run(feed: Feed, *, now: datetime, actor: str) -> bool:
    """Queue a comparison of a feed that the caller has locked; say whether none was under way."""
    under_way = FeedRun.objects.filter(feed=feed, state="waiting")
    under_way.filter(at__lt=now - timedelta(seconds=LOST)).update(state="failed", ended_at=now, said="It never came.")
    if under_way.exists():
        return False
    run = FeedRun.objects.create(feed=feed, at=now, actor=actor[:150])
    queue_comparison(run.pk)
    return True
