"""Serve an order anew: what some of its fulfillment orders hold is given back, and looked for by what counts now."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from packhorse.errors import Refusal
from packhorse.events import StockReleased
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.outbox.publish import publish
from packhorse.placing.rules import order_number
from packhorse.sourcing.models import FulfillmentOrder
from packhorse.sourcing.operations.advance import cancel_empty
from packhorse.sourcing.operations.source import ACTOR, source, stop_or_go
from packhorse.sourcing.operations.wait import keep_waiting
from packhorse.sourcing.queries.lacking import lacking_of
from packhorse.sourcing.rules import UNTOUCHED

AT_WORK = ("released", "picking", "picked", "sorted", "packed")


def give_up(order_id: int, fulfillment_ids: Collection[int], *, cause: str, now: datetime) -> None:
    """Give back what an order's fulfillment orders hold, and end them."""
    units: Counter[int] = Counter()
    for row in stock.allocations_of_orders([order_id]).values():
        if row.state == "allocated" and row.fulfillment_id in fulfillment_ids:
            units[row.line_id] += row.quantity
    freed = inventory.release(
        units, picked=False, now=now, actor=ACTOR, cause=cause, fulfillment_ids=set(fulfillment_ids)
    )
    cancel_empty(list(fulfillment_ids), now=now)
    if freed:
        publish([StockReleased(order_id, tuple(sorted(freed.items())))], now=now, actor=ACTOR)


def serve_anew(order_id: int, fulfillment_ids: Collection[int], *, cause: str, now: datetime) -> None:
    """Give up what these fulfillment orders hold, and look for all that is lacking then."""
    give_up(order_id, fulfillment_ids, cause=cause, now=now)
    source([order_id], now=now)
    # Of one that is held, or taken aside, nothing is looked for: it waits.
    publish(keep_waiting(lacking_of([order_id]), now=now), now=now, actor=ACTOR)
    stop_or_go([order_id], now=now)


def untouched(order_id: int) -> list[FulfillmentOrder]:
    """Lock and return an order's fulfillment orders that are on no pick list yet."""
    found = FulfillmentOrder.objects.select_for_update().filter(order_id=order_id, state__in=UNTOUCHED)
    return list(found.order_by("id"))


def at_work(order_id: int) -> list[FulfillmentOrder]:
    """Return an order's fulfillment orders that are on a pick list or further on, and have not left."""
    return list(FulfillmentOrder.objects.filter(order_id=order_id, state__in=AT_WORK).order_by("id"))


def to_steer(order_id: int) -> list[FulfillmentOrder]:
    """Return an order's fulfillment orders that can still go elsewhere; refuses when nothing of it can."""
    rows = untouched(order_id)
    if not rows and not lacking_of([order_id])[order_id]:
        text = f"{order_number(order_id)}: all of it is on a pick list or further on, or nothing is wanted any more."
        raise Refusal("ALL_AT_WORK", text)
    return rows
