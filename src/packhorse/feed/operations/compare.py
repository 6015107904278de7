"""Compare all that a shop believes of its stock with ours, keep where it differs, and let the right numbers be told."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, transaction

from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal
from packhorse.feed.models import Feed, FeedDifference, FeedItem, FeedRun
from packhorse.feed.operations.queue import mark_waiting, queue_telling
from packhorse.feed.rules import item_name, wait_after, within
from packhorse.inventory import queries as stock
from packhorse.placing import queries as placing
from packhorse.shops import NO_PRODUCT, TWICE, UNTRACKED, Refused, Stocked, TryLater, open_shop
from packhorse.shops.patience import chunks

SECONDS = 3600  # for a whole comparison
AT_ONCE, TRIES = 200, 5
KEPT_RUNS, KEPT_DIFFERENCES = 30, 1000


@dataclass
class _Talk:
    """A comparison under way. What was told since it began is not compared: the shop may have said the old number."""

    run_id: int
    channel: str
    place: str
    began: datetime
    seen: set[str] = field(default_factory=set)
    twice: set[str] = field(default_factory=set)
    nameless: int = 0
    compared: int = 0
    kinds: Counter[str] = field(default_factory=Counter)


def compare(*, run_id: int, private: bool, clock: Callable[[], datetime], stop: Callable[[], bool]) -> None:
    """Compare a shop, page by page; what must be tried later is queued when it is due, all from the beginning."""
    talk = _begin(run_id, clock())
    if talk is None:
        return
    try:
        access = placing.shop_access(talk.channel)
        if access is None:
            raise Refused("The channel's shop gives Packhorse no access to its API any more")
        with open_shop(access, private=private, seconds=SECONDS, stop=stop) as (shop, client):
            for page in chunks(shop.stock(client, talk.place), AT_ONCE):
                _compare(talk, page, clock())
    except TryLater as later:
        _later(talk, later, clock())
    except (Refused, Refusal) as refused:
        _fail(talk, refused.text, clock())
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        _fail(talk, f"This went wrong here: {type(error).__name__}", clock())
        raise
    else:
        _end(talk, clock())


@transaction.atomic
def _begin(run_id: int, now: datetime) -> _Talk | None:
    run = FeedRun.objects.select_for_update().filter(pk=run_id, state="waiting").select_related("feed").first()
    if run is None:
        return None
    if run.feed.state == "off":
        FeedRun.objects.filter(pk=run_id).update(state="failed", ended_at=now, said="The feed is off.")
        return None
    FeedDifference.objects.filter(run=run_id).delete()
    FeedRun.objects.filter(pk=run_id).update(attempts=run.attempts + 1)
    return _Talk(run_id, run.feed_id, run.feed.place, now)


@transaction.atomic
def _compare(talk: _Talk, page: Sequence[Stocked], now: datetime) -> None:
    """Compare some of the shop's items."""
    Feed.objects.select_for_update().get(pk=talk.channel)
    ids = catalog.ids_by_sku(row.sku for row in page if row.sku)
    offered = stock.offered(ids.values(), channel=talk.channel, now=now)
    fresh = [FeedItem(feed_id=talk.channel, product_id=product, state="told", since=now) for product in ids.values()]
    FeedItem.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=500)
    locked = FeedItem.objects.select_for_update().filter(feed=talk.channel, product_id__in=ids.values()).order_by("id")
    items = {item.product_id: item for item in locked}
    found, wrong = [], []
    for said in page:
        row = Stocked(said.sku, item_name(said.item), None if said.units is None else within(said.units))
        product = ids.get(row.sku)
        item, ours = (None, None) if product is None else (items[product], offered[product])
        kind = _look(talk, row, ours)
        if item is not None and kind in ("same", "differs") and _is_under_way(talk, item):
            item.item = row.item
            continue
        if item is not None and kind:
            _note(item, row, kind)
        if kind == "differs":
            wrong.append(item)
        if kind not in ("", "same"):
            found.append(FeedDifference(run_id=talk.run_id, kind=kind, sku=row.sku[:100], ours=ours, theirs=row.units))
    FeedItem.objects.bulk_update(items.values(), ["item", "told", "said", "state"], batch_size=500)
    mark_waiting([item for item in wrong if item], now)
    _keep(talk, found)


def _look(talk: _Talk, row: Stocked, ours: int | None) -> str:
    """Say how an item differs, if it does; nothing of one that was named already, or has no name."""
    if not row.sku:
        talk.nameless += 1
        return ""
    if row.sku in talk.seen:
        first = row.sku not in talk.twice
        talk.twice.add(row.sku)
        return "twice" if first else ""
    talk.seen.add(row.sku)
    talk.compared += 1
    if ours is None:
        return "strange"
    return "untracked" if row.units is None else "same" if row.units == ours else "differs"


def _is_under_way(talk: _Talk, item: FeedItem) -> bool:
    return item.state == "waiting" or (item.told_at is not None and item.told_at >= talk.began)


def _note(item: FeedItem, row: Stocked, kind: str) -> None:
    if kind in ("same", "differs"):
        item.item, item.told, item.said = row.item, max(row.units or 0, 0), ""
        item.state = "told" if item.state != "waiting" else "waiting"
        return
    item.item, item.told = "", None
    if item.state != "waiting":
        item.state, item.said = "refused", TWICE if kind == "twice" else UNTRACKED


def _keep(talk: _Talk, found: Sequence[FeedDifference]) -> None:
    room = max(0, KEPT_DIFFERENCES - talk.kinds.total())
    FeedDifference.objects.bulk_create(found[:room])
    talk.kinds.update(each.kind for each in found)


def _end(talk: _Talk, now: datetime) -> None:
    """Name what the shop does not have, keep the outcome, and let be told what waits."""
    after = ""
    while products := catalog.search("", after=after, limit=1000):
        after = products[-1].sku
        _miss(talk, {row.id: row.sku for row in products if row.sku not in talk.seen}, now)
    with transaction.atomic():
        feed = Feed.objects.select_for_update().get(pk=talk.channel)
        said = f"{talk.nameless} of the shop's items have no SKU." if talk.nameless else ""
        FeedRun.objects.filter(pk=talk.run_id).update(state="done", ended_at=now, said=said, **_counts(talk))
        old = FeedRun.objects.filter(feed=feed).order_by("-id").values_list("id", flat=True)[KEPT_RUNS:]
        FeedRun.objects.filter(pk__in=list(old)).delete()
        if feed.state != "off":
            Feed.objects.filter(pk=feed.pk).update(state="on", attempts=0, not_before=None, said="")
            if FeedItem.objects.filter(feed=feed, state="waiting").exists():
                feed.queued_at = feed.not_before = None  # a job that was lost is made good for at the latest now
                queue_telling(feed, now)


@transaction.atomic
def _miss(talk: _Talk, skus: dict[int, str], now: datetime) -> None:
    """Note products that the shop does not have; those of which it could sell some are named."""
    offered = stock.offered(skus, channel=talk.channel, now=now)
    lacking = [
        FeedDifference(run_id=talk.run_id, kind="absent", sku=skus[each][:100], ours=offered[each])
        for each in sorted(skus, key=lambda product: skus[product])
        if offered[each]
    ]
    _keep(talk, lacking)
    locked = FeedItem.objects.select_for_update().filter(feed=talk.channel, product_id__in=skus).order_by("id")
    gone = [item for item in locked if not _is_under_way(talk, item)]
    for item in gone:
        item.item, item.told, item.state, item.said = "", None, "absent", NO_PRODUCT
    FeedItem.objects.bulk_update(gone, ["item", "told", "state", "said"], batch_size=500)


def _later(talk: _Talk, later: TryLater, now: datetime) -> None:
    attempts = FeedRun.objects.values_list("attempts", flat=True).get(pk=talk.run_id)
    if attempts >= TRIES:
        _finish(talk, later.text, now)
        return
    not_before = now + timedelta(seconds=max(wait_after(attempts) * 6, later.seconds))
    FeedRun.objects.filter(pk=talk.run_id).update(said=later.text[:500], not_before=not_before)


@transaction.atomic
def _fail(talk: _Talk, said: str, now: datetime) -> None:
    """The shop refuses: neither would it be told of stock."""
    _finish(talk, said, now)
    Feed.objects.filter(pk=talk.channel, state="on").update(state="refused", said=said[:500])


def _finish(talk: _Talk, said: str, now: datetime) -> None:
    FeedRun.objects.filter(pk=talk.run_id, state="waiting").update(
        state="failed", ended_at=now, said=said[:500], **_counts(talk)
    )


def _counts(talk: _Talk) -> dict[str, object]:
    return {"compared": talk.compared, "differences": talk.kinds.total(), "kinds": dict(talk.kinds)}
