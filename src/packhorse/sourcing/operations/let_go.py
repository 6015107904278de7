"""A cancelled order gives its stock back; what has left cannot be cancelled any more."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from packhorse import sql
from packhorse.events import CancelRefused, Event, StockReleased
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.outbox.publish import publish
from packhorse.placing import queries as placing
from packhorse.sourcing.models import FulfillmentOrder
from packhorse.sourcing.operations.advance import cancel_empty
from packhorse.sourcing.operations.stop import stop_or_go
from packhorse.sourcing.operations.wait import let_kept_go, shorten
from packhorse.sourcing.queries.lacking import lacking_of


@transaction.atomic
def let_go(order_ids: Sequence[int], *, now: datetime) -> None:
    """Release what orders hold beyond what they still want.

    An order that is cancelled whole before any of it left gives back what is picked, too; of any other only
    what nobody has picked yet. What cannot be given back is told as `CancelRefused`.
    """
    sql.rows("sourcing", "one_at_a_time", {})
    inventory.lock_orders(order_ids)
    lines = placing.lines(order_ids)
    held = stock.held_units(line.id for line in lines)
    wanted: dict[int, int] = {}
    for line in lines:
        wanted[line.order_id] = wanted.get(line.order_id, 0) + line.quantity - line.cancelled
    excess = {
        line.id: held.get(line.id, 0) - (line.quantity - line.cancelled)
        for line in lines
        if held.get(line.id, 0) > line.quantity - line.cancelled
    }
    order_of = {line.id: line.order_id for line in lines}
    begun = stock.orders_with_shipped(order_ids)
    released: dict[int, int] = {}
    for whole in (True, False):
        units = {
            line_id: n
            for line_id, n in excess.items()
            if (wanted[order_of[line_id]] == 0 and order_of[line_id] not in begun) == whole
        }
        released |= inventory.release(units, picked=whole, now=now, actor="sourcing", cause="cancelled order")
    events: list[Event] = []
    for order_id in sorted(set(order_ids)):
        mine = [line_id for line_id in excess if order_of[line_id] == order_id]
        freed = tuple((line_id, released[line_id]) for line_id in mine if released.get(line_id))
        late = tuple((li, excess[li] - released.get(li, 0)) for li in mine if excess[li] > released.get(li, 0))
        events += [StockReleased(order_id, freed)] if freed else []
        events += [CancelRefused(order_id, late)] if late else []
    shorten(order_ids, now=now)
    let_kept_go(lacking_of(order_ids), now=now)
    stop_or_go(order_ids, now=now)
    fulfillments = FulfillmentOrder.objects.filter(order_id__in=set(order_ids)).exclude(state="delivered")
    cancel_empty(list(fulfillments.values_list("id", flat=True)), now=now)
    publish(events, now=now, actor="sourcing")
