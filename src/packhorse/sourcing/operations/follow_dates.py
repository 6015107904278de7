"""What was said of a product's days counts for orders that have it already, too."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from packhorse import sql
from packhorse.catalog import queries as catalog
from packhorse.events import StockReleased
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.outbox.publish import publish
from packhorse.sourcing.operations.advance import cancel_empty
from packhorse.sourcing.operations.give import ACTOR
from packhorse.sourcing.operations.stop import stop_or_go
from packhorse.sourcing.operations.turns import try_waiting
from packhorse.sourcing.operations.wait import due, keep_waiting
from packhorse.sourcing.queries.lacking import lacking_of


def follow_dates(product_ids: Collection[int], *, now: datetime) -> None:
    """Take back what may not be sent yet, tell those who wait the day, and serve those who need not wait any more.

    What a picker is sent for already goes on.
    """
    early = {pk for pk, row in catalog.by_id(product_ids).items() if row.released_on and row.released_on > now.date()}
    for order_id in stock.orders_untouched(early):
        _take_back(order_id, early, now)
    due(product_ids, now=now)
    try_waiting(product_ids=product_ids, now=now)


@transaction.atomic
def _take_back(order_id: int, product_ids: Collection[int], now: datetime) -> None:
    sql.rows("sourcing", "one_at_a_time", {})
    inventory.lock_orders([order_id])
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
