"""Take note of products whose availability has changed, and let the shops be told."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from packhorse.catalog import queries as catalog
from packhorse.feed.models import Feed, FeedItem
from packhorse.feed.operations.queue import mark_waiting, queue_telling
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock

AT_ONCE = 2000


@transaction.atomic
def note_changes(*, now: datetime) -> int:
    """Let shops be told of what has changed since the last round; return how many products that were.

    However often a product has changed, it waits once; one whose number is what the shop was told waits not at all.
    """
    changed = inventory.take_changed(limit=AT_ONCE)
    if changed:
        changed = sorted({*changed, *catalog.kits_with(changed)})
        for feed in Feed.objects.select_for_update().exclude(state="off").order_by("channel"):
            if _note(feed, changed, now) and feed.state == "on":
                queue_telling(feed, now)
    return len(changed)


def _note(feed: Feed, product_ids: Sequence[int], now: datetime) -> int:
    """Mark those products as waiting whose number is not what the shop was told; return how many."""
    offered = stock.offered(product_ids, channel=feed.pk, now=now)
    known = {
        item.product_id: item
        for item in FeedItem.objects.select_for_update().filter(feed=feed, product_id__in=offered).order_by("id")
    }
    fresh = [FeedItem(feed=feed, product_id=product, since=now) for product in sorted(offered) if product not in known]
    FeedItem.objects.bulk_create(fresh, batch_size=500)
    changed = [item for product, item in known.items() if item.state != "told" or item.told != offered[product]]
    return len(fresh) + mark_waiting(changed, now)
