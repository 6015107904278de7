"""A warehouse closes: what no picker is sent for is served from elsewhere."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from packhorse.events import WarehouseLeft
from packhorse.network import queries as network
from packhorse.outbox.publish import publish
from packhorse.sourcing.models import FulfillmentOrder
from packhorse.sourcing.operations.anew import serve_anew
from packhorse.sourcing.operations.source import ACTOR
from packhorse.sourcing.operations.wish import begin
from packhorse.sourcing.rules import UNTOUCHED

BATCH = 500


@transaction.atomic
def leave_closed(after: Mapping[int, int], *, now: datetime) -> None:
    """Serve from elsewhere what closed warehouses {id: the order up to which it was done, 0: none} have of orders.

    What a picker is sent for goes on there. A batch of orders of each at a time; tells where there are others.
    """
    closed = network.closed(now)  # it may be open again by now
    for warehouse_id, last in sorted(after.items()):
        if warehouse_id not in closed:
            continue
        here = FulfillmentOrder.objects.filter(warehouse_id=warehouse_id, state__in=UNTOUCHED, order_id__gt=last)
        ids = list(here.order_by("order_id").values_list("order_id", flat=True).distinct()[:BATCH])
        if ids:
            _leave(warehouse_id, ids, now)
        if len(ids) == BATCH:
            publish([WarehouseLeft(warehouse_id, ids[-1])], now=now, actor=ACTOR)


def _leave(warehouse_id: int, order_ids: Sequence[int], now: datetime) -> None:
    begin(order_ids)
    rows = FulfillmentOrder.objects.select_for_update().filter(
        order_id__in=order_ids, warehouse_id=warehouse_id, state__in=UNTOUCHED
    )
    fulfillments: dict[int, list[int]] = {}
    for row in rows.order_by("id"):
        fulfillments.setdefault(row.order_id, []).append(row.pk)
    serve_anew(fulfillments, cause="warehouse closed", now=now)
