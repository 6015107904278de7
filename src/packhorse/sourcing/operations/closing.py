"""A warehouse closes: what no picker is sent for is served from elsewhere."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from packhorse.sourcing.models import FulfillmentOrder
from packhorse.sourcing.operations.anew import serve_anew
from packhorse.sourcing.operations.wish import begin
from packhorse.sourcing.rules import UNTOUCHED

BATCH = 500


def leave_closed(warehouse_ids: Collection[int], *, now: datetime) -> None:
    """Serve from elsewhere what these warehouses have of orders and no picker is sent for; the rest goes on there."""
    for warehouse_id in sorted(warehouse_ids):
        here = FulfillmentOrder.objects.filter(warehouse_id=warehouse_id, state__in=UNTOUCHED).order_by("order_id")
        ids = sorted(set(here.values_list("order_id", flat=True)))
        for start in range(0, len(ids), BATCH):
            _leave(warehouse_id, ids[start : start + BATCH], now)


@transaction.atomic
def _leave(warehouse_id: int, order_ids: Sequence[int], now: datetime) -> None:
    begin(order_ids)
    rows = FulfillmentOrder.objects.select_for_update().filter(
        order_id__in=order_ids, warehouse_id=warehouse_id, state__in=UNTOUCHED
    )
    fulfillments: dict[int, list[int]] = {}
    for row in rows.order_by("id"):
        fulfillments.setdefault(row.order_id, []).append(row.pk)
    serve_anew(fulfillments, cause="warehouse closed", now=now)
