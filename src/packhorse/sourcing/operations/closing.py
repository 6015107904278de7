"""A warehouse closes: what no picker is sent for is served from elsewhere."""

from collections.abc import Collection, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet

from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow
from packhorse.sourcing.models import FulfillmentOrder
from packhorse.sourcing.operations.anew import serve_anew
from packhorse.sourcing.operations.wish import begin
from packhorse.sourcing.rules import UNTOUCHED

BATCH = 500


def leave_closed(warehouse_ids: Collection[int], *, now: datetime) -> None:
    """Serve from elsewhere what these warehouses have of orders and no picker is sent for; the rest goes on there.

    What is to leave when the closing is over was given to it all the same, and stays.
    """
    sites = {site.id: site for site in network.warehouses()}
    for warehouse_id in sorted(warehouse_ids):
        before = _opens(sites[warehouse_id])
        here = _here(warehouse_id, before).order_by("order_id")
        ids = sorted(set(here.values_list("order_id", flat=True)))
        for start in range(0, len(ids), BATCH):
            _leave(warehouse_id, ids[start : start + BATCH], before, now)


@transaction.atomic
def _leave(warehouse_id: int, order_ids: Sequence[int], before: datetime | None, now: datetime) -> None:
    begin(order_ids)
    rows = _here(warehouse_id, before).select_for_update().filter(order_id__in=order_ids)
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
