"""What was said of a product's days counts for orders that have it already, too."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from packhorse import sql
from packhorse.catalog import queries as catalog
from packhorse.events import DatesFollowed, StockReleased
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.outbox.publish import publish
from packhorse.sourcing.operations.advance import cancel_empty
from packhorse.sourcing.operations.give import ACTOR
from packhorse.sourcing.operations.stop import stop_or_go
from packhorse.sourcing.operations.turns import try_waiting
from packhorse.sourcing.operations.wait import due, keep_waiting
from packhorse.sourcing.operations.wish import begin
from packhorse.sourcing.queries.lacking import lacking_of

BATCH = 2000  # orders that wait
TAKEN_BACK = 200  # orders that give something back


@transaction.atomic
def follow_dates(product_ids: Collection[int], *, now: datetime) -> None:
    """Take back what may not be sent yet, tell those who wait the day, and serve those who need not wait any more.

    What a picker is sent for already goes on. Some orders at a time; tells where there are others.
    """
    _follow(set(product_ids), having=True, after=0, now=now)


@transaction.atomic
def follow_further(told: Collection[DatesFollowed], *, now: datetime) -> None:
    """Go on behind the orders that were looked at; rounds for several products go on together, from the earliest."""
    for having in sorted({event.having for event in told}, reverse=True):
        mine = [event for event in told if event.having == having]
        products = {pk for event in mine for pk in event.product_ids}
        _follow(products, having=having, after=min(event.up_to for event in mine), now=now)


def _follow(product_ids: Collection[int], *, having: bool, after: int, now: datetime) -> None:
    # Who is served meanwhile waits no more: he must not be written down again.
    sql.rows("sourcing", "one_at_a_time", {})
    early = _early(product_ids, now) if having else set()
    if ids := stock.orders_untouched(early, after=after, limit=TAKEN_BACK) if early else []:
        begin(ids)
        for order_id in ids:
            _take_back(order_id, early, now)
        others = len(ids) == TAKEN_BACK
        _tell(product_ids, having=others, up_to=ids[-1] if others else 0, now=now)
        return
    ids = due(product_ids, after=0 if having else after, limit=BATCH, now=now)
    if len(ids) == BATCH:
        _tell(product_ids, having=False, up_to=ids[-1], now=now)
    else:
        try_waiting(product_ids=product_ids, now=now)


def _early(product_ids: Collection[int], now: datetime) -> set[int]:
    """Those of these products that may not be sent yet."""
    return {pk for pk, row in catalog.by_id(product_ids).items() if row.released_on and row.released_on > now.date()}


def _tell(product_ids: Collection[int], *, having: bool, up_to: int, now: datetime) -> None:
    publish([DatesFollowed(tuple(sorted(product_ids)), having, up_to)], now=now, actor=ACTOR)


def _take_back(order_id: int, product_ids: Collection[int], now: datetime) -> None:
    units: Counter[int] = Counter()
    fulfillments = set()
    for row in stock.untouched(order_id, product_ids):
        units[row.line_id] += row.quantity
        fulfillments.add(row.fulfillment_id)
    released = inventory.release(units, picked=False, now=now, actor=ACTOR, cause="pre-order")
    cancel_empty(sorted(fulfillments), now=now)
    waiting = keep_waiting(lacking_of([order_id]), now=now)
    stop_or_go([order_id], now=now)
    told = [StockReleased(order_id, tuple(sorted(released.items())))] if released else []
    publish([*told, *waiting], now=now, actor=ACTOR)
