"""Jobs that speak with shops: at most one that tells is queued for a feed, and none runs beside another.

The queue's own `queueing_lock` does not serve: a job that is to be tried again would find its place taken by the next.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from packhorse.feed.models import Feed, FeedItem
from packhorse.feed.rules import LOST

QUEUE, TELL, COMPARE = "shops", "feed.tell", "feed.compare"


class Again(Exception):
    """The shop could not be spoken to; it is to be tried again after so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"again in {seconds} seconds")
        self.seconds = seconds


def queue_telling(feed: Feed, now: datetime) -> None:
    """Let a feed's shop be told of what waits, unless that is queued already. The caller has locked the feed."""
    if feed.queued_at and now - feed.queued_at < timedelta(seconds=LOST):
        return
    feed.queued_at = now
    Feed.objects.filter(pk=feed.pk).update(queued_at=now)
    _defer(TELL, f"feed {feed.pk}", channel=feed.pk)


def queue_comparison(run_id: int, channel: str) -> None:
    """Let a shop be compared; what is told meanwhile does not wait for it."""
    _defer(COMPARE, f"compare {channel}", run_id=run_id)


def mark_waiting(items: Iterable[FeedItem], now: datetime) -> int:
    """Let products be told anew; return how many. The caller has locked the items."""
    found = list(items)
    for item in found:
        item.since = item.since if item.state == "waiting" else now
        item.state, item.asked = "waiting", item.asked + 1
    FeedItem.objects.bulk_update(found, ["since", "state", "asked"], batch_size=500)
    return len(found)


def _defer(task: str, lock: str, **what: int | str) -> None:
    job = Job(id=None, queue=QUEUE, task_name=task, task_kwargs=dict(what), lock=lock, queueing_lock=None)
    app.job_manager.batch_defer_jobs(jobs=[job])
