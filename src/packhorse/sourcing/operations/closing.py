"""A warehouse closes: what no picker is sent for is served from elsewhere."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet

from packhorse.events import WarehouseLeft
from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow
from packhorse.outbox.publish import publish
from packhorse.sourcing.models import FulfillmentOrder
from packhorse.sourcing.operations.anew import serve_anew
from packhorse.sourcing.operations.give import ACTOR
from packhorse.sourcing.operations.wish import begin
from packhorse.sourcing.rules import UNTOUCHED

BATCH = 500


@transaction.atomic
def leave_closed(after: Mapping[int, int], *, now: datetime) -> None:
    """Serve from elsewhere what closed warehouses {id: the order up to which it was done, 0: none} have of orders.

    What a picker is sent for goes on there. What is to leave when the closing is over was given to it all the same, and
    stays. A batch of orders of each at a time; tells where there are others.
    """
    closed = network.closed(now)  # it may be open again by now
    sites = {site.id: site for site in network.warehouses()}
    for warehouse_id, last in sorted(after.items()):
        if warehouse_id not in closed:
            continue
        before = _opens(sites[warehouse_id])
        here = _here(warehouse_id, before).filter(order_id__gt=last)
        ids = list(here.order_by("order_id").values_list("order_id", flat=True).distinct()[:BATCH])
        if ids:
            _leave(warehouse_id, ids, before, now)
        if len(ids) == BATCH:
            publish([WarehouseLeft(warehouse_id, ids[-1])], now=now, actor=ACTOR)


def _leave(warehouse_id: int, order_ids: Sequence[int], before: datetime | None, now: datetime) -> None:
    begin(order_ids)
    rows = _here(warehouse_id, before).select_for_update(no_key=True).filter(order_id__in=order_ids)
    fulfillments: dict[int, list[int]] = {}
    for row in rows.order_by("id"):
        fulfillments.setdefault(row.order_id, []).append(row.pk)
    serve_anew(fulfillments, cause="warehouse closed", now=now)


def _opens(site: WarehouseRow) -> datetime | None:
    """When the closing is over, None when nobody knows."""
    if site.closing is None or site.closing.until_on is None:
        return None
    return datetime.combine(site.closing.until_on + timedelta(days=1), time(), ZoneInfo(site.timezone))


def _here(warehouse_id: int, before: datetime | None) -> QuerySet[FulfillmentOrder]:
    found = FulfillmentOrder.objects.filter(warehouse_id=warehouse_id, state__in=UNTOUCHED)
    return found.filter(ship_by__lt=before) if before else found
