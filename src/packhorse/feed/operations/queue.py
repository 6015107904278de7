"""Jobs that speak with shops: at most one that tells is queued for a feed, and none runs beside another.

A job is never put off: one that waits in the queue would keep all later ones with its lock from being done, also when a
person asks for it. What is to be tried again later stands in a table, and the worker's round queues it when it is due.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from packhorse.deferring import Later, defer
from packhorse.feed.models import Feed, FeedItem, FeedRun
from packhorse.feed.rules import LOST

QUEUE, TELL, COMPARE = "shops", "feed.tell", "feed.compare"


def queue_telling(feed: Feed, now: datetime) -> None:
    """Let a feed's shop be told of what waits, unless that is queued, or the shop is to be left alone for now.

    The caller has locked the feed.
    """
    queued = feed.queued_at and now - feed.queued_at < timedelta(seconds=LOST)
    if queued or (feed.not_before and now < feed.not_before):
        return
    feed.queued_at = now
    Feed.objects.filter(pk=feed.pk).update(queued_at=now)
    _defer(TELL, f"feed {feed.pk}", channel=feed.pk)


def queue_comparison(run_id: int) -> None:
    """Let a shop be compared; what is told meanwhile does not wait for it. One at a time: a night's are many."""
    _defer(COMPARE, "feed comparison", run_id=run_id)


@transaction.atomic
def queue_due(*, now: datetime) -> int:
    """Queue what was to be tried again by now; return how many jobs."""
    feeds = Feed.objects.select_for_update().filter(state="on", queued_at=None, not_before__lte=now).order_by("channel")
    due = [feed for feed in feeds if FeedItem.objects.filter(feed=feed, state="waiting").exists()]
    for feed in due:
        queue_telling(feed, now)
    runs = FeedRun.objects.select_for_update().filter(state="waiting", not_before__lte=now).order_by("id")
    ids = list(runs.values_list("id", flat=True))
    FeedRun.objects.filter(pk__in=ids).update(not_before=None)
    for run_id in ids:
        queue_comparison(run_id)
    return len(due) + len(ids)


def mark_waiting(items: Iterable[FeedItem], now: datetime) -> int:
    """Let products be told anew; return how many. The caller has locked the items."""
    found = list(items)
    for item in found:
        item.since = item.since if item.state == "waiting" else now
        item.state, item.asked = "waiting", item.asked + 1
    FeedItem.objects.bulk_update(found, ["since", "state", "asked"], batch_size=500)
    return len(found)


def _defer(task: str, lock: str, **what: int | str) -> None:
    defer(QUEUE, [Later(task, what, lock)])
