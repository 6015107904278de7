"""Serve an order anew: what some of its fulfillment orders hold is given back, and looked for by what counts now."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime

from packhorse.errors import Refusal
from packhorse.events import StockReleased
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.outbox.publish import publish
from packhorse.placing.rules import order_number
from packhorse.sourcing.models import FulfillmentOrder
from packhorse.sourcing.operations.advance import cancel_empty
from packhorse.sourcing.operations.give import ACTOR
from packhorse.sourcing.operations.source import source
from packhorse.sourcing.operations.stop import stop_or_go
from packhorse.sourcing.operations.wait import keep_waiting
from packhorse.sourcing.queries.lacking import lacking_of
from packhorse.sourcing.rules import STATES_AT_WORK, UNTOUCHED

AT_WORK = STATES_AT_WORK


def give_up(fulfillments: Mapping[int, Collection[int]], *, cause: str, now: datetime) -> None:
    """Give back what orders' fulfillment orders {order id: ids} hold, and end them. What is picked stays picked."""
    ids = {pk for each in fulfillments.values() for pk in each}
    units: Counter[int] = Counter()
    order_of: dict[int, int] = {}
    for order_id, of_it in fulfillments.items():
        for row in stock.allocations_of_orders([order_id]).values() if of_it else ():
            if row.state == "allocated" and row.fulfillment_id in ids:
                units[row.line_id] += row.quantity
                order_of[row.line_id] = order_id
    freed = inventory.release(units, picked=False, now=now, actor=ACTOR, cause=cause, fulfillment_ids=ids)
    cancel_empty(sorted(ids), now=now)
    lines: dict[int, list[tuple[int, int]]] = {}
    for line_id, count in sorted(freed.items()):
        lines.setdefault(order_of[line_id], []).append((line_id, count))
    publish([StockReleased(order_id, tuple(each)) for order_id, each in lines.items()], now=now, actor=ACTOR)


def serve_anew(fulfillments: Mapping[int, Collection[int]], *, cause: str, now: datetime) -> None:
    """Give up what these fulfillment orders {order id: ids} hold, and look for all that the orders lack then."""
    give_up(fulfillments, cause=cause, now=now)
    ids = sorted(fulfillments)
    source(ids, now=now)
    # Of one that is held, or taken aside, nothing is looked for: it waits.
    publish(keep_waiting(lacking_of(ids), now=now), now=now, actor=ACTOR)
    stop_or_go(ids, now=now)


def untouched(order_id: int) -> list[FulfillmentOrder]:
    """Lock and return an order's fulfillment orders that are on no pick list yet."""
    found = FulfillmentOrder.objects.select_for_update(no_key=True).filter(order_id=order_id, state__in=UNTOUCHED)
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
