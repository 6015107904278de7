"""Tell a shop how many units of its products may be sold."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, transaction

from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal
from packhorse.feed.models import Feed, FeedItem
from packhorse.feed.operations.queue import queue_telling
from packhorse.feed.rules import BATCH, item_name, wait_after
from packhorse.inventory import queries as stock
from packhorse.placing import queries as placing
from packhorse.shops import NO_PRODUCT, Refused, StockSet, TryLater, open_shop

BATCHES = 20  # in one job; others want a turn too
SECONDS = 120  # for one batch


@dataclass(frozen=True)
class _Batch:
    """What one push tells: {SKU: units}, the items it is known by, and how often each was asked for."""

    place: str
    units: Mapping[str, int]
    items: Mapping[str, str]
    asked: Mapping[str, int]
    products: Mapping[str, int]


@dataclass(frozen=True)
class _Outcome:
    state: str  # told, later or refused
    said: str = ""
    wait: int = 0
    done: StockSet = field(default_factory=StockSet)


def tell(*, channel: str, private: bool, clock: Callable[[], datetime], stop: Callable[[], bool]) -> None:
    """Tell a channel's shop of all that waits, batch by batch; what must be tried later is queued when it is due.

    The numbers are read when the job runs, so a late one never tells old numbers. The shop is spoken to between two
    transactions. When a worker is killed after it has told and before it has kept that, the products wait still, and
    are told again: a number is a number, however often it is said.
    """
    for _ in range(BATCHES):
        batch = _begin(channel, clock())
        if batch is None:
            return
        try:
            outcome = _told(channel, batch, private, stop)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            _end(channel, batch, _Outcome("refused", f"This went wrong here: {type(error).__name__}"), clock())
            raise
        if _end(channel, batch, outcome, clock()):
            return
    with transaction.atomic():
        feed = Feed.objects.select_for_update().get(pk=channel)
        if FeedItem.objects.filter(feed=feed, state="waiting").exists():
            queue_telling(feed, clock())


@transaction.atomic
def _begin(channel: str, now: datetime) -> _Batch | None:
    """Return what is to be told, or nothing. From here on, whatever changes queues another job."""
    feed = Feed.objects.select_for_update().filter(pk=channel).first()
    if feed is None:
        return None
    Feed.objects.filter(pk=channel).update(queued_at=None)
    if feed.state != "on" or (feed.not_before and now < feed.not_before):
        return None
    waiting = list(FeedItem.objects.filter(feed=feed, state="waiting").order_by("since", "id")[:BATCH])
    if not waiting:
        return None
    skus = {row.id: row.sku for row in catalog.by_id(item.product_id for item in waiting).values()}
    offered = stock.offered([item.product_id for item in waiting], channel=channel, now=now)
    return _Batch(
        place=feed.place,
        units={skus[item.product_id]: offered[item.product_id] for item in waiting},
        items={skus[item.product_id]: item.item for item in waiting if item.item},
        asked={skus[item.product_id]: item.asked for item in waiting},
        products={skus[item.product_id]: item.product_id for item in waiting},
    )


def _told(channel: str, batch: _Batch, private: bool, stop: Callable[[], bool]) -> _Outcome:
    try:
        access = placing.shop_access(channel)
        if access is None:
            return _Outcome("refused", "The channel's shop gives Packhorse no access to its API any more")
        with open_shop(access, private=private, seconds=SECONDS, stop=stop) as (shop, client):
            return _Outcome("told", done=shop.set_stock(client, batch.place, batch.units, batch.items))
    except TryLater as later:
        return _Outcome("later", later.text, later.seconds)
    except Refused as refused:
        return _Outcome("refused", refused.text)
    except Refusal as refusal:
        return _Outcome("refused", refusal.text)


@transaction.atomic
def _end(channel: str, batch: _Batch, outcome: _Outcome, now: datetime) -> bool:
    """Keep what came of a push; say whether the job is over."""
    feed = Feed.objects.select_for_update().get(pk=channel)
    if outcome.state == "told":
        _keep(feed, batch, outcome.done, now)
        told = {"told_at": now} if outcome.done.items else {}
        Feed.objects.filter(pk=channel).update(attempts=0, not_before=None, said="", **told)
        return False
    facts: dict[str, object] = {"attempts": min(feed.attempts + 1, 30_000), "said": outcome.said[:500]}
    if outcome.state == "refused" and feed.state == "on":
        facts["state"] = "refused"
    if outcome.state == "later":
        facts["not_before"] = now + timedelta(seconds=max(wait_after(feed.attempts + 1), outcome.wait))
    Feed.objects.filter(pk=channel).update(**facts)
    return True


def _keep(feed: Feed, batch: _Batch, done: StockSet, now: datetime) -> None:
    skus = {product: sku for sku, product in batch.products.items()}
    found = list(FeedItem.objects.select_for_update().filter(feed=feed, product_id__in=skus).order_by("id"))
    for row in found:
        sku = skus[row.product_id]
        fault = done.faults.get(sku, "")
        row.item, row.said, row.told_at = item_name(done.items.get(sku, "")), fault[:300], now
        row.told = batch.units[sku] if sku in done.items else None
        if row.asked == batch.asked[sku]:
            row.state = "told" if sku in done.items else "absent" if fault == NO_PRODUCT else "refused"
    FeedItem.objects.bulk_update(found, ["item", "said", "told_at", "told", "state"], batch_size=BATCH)
