"""Keep off the floor what must not leave yet, by the orders' present holds and lacks."""

from collections.abc import Collection
from datetime import datetime

from packhorse import sql
from packhorse.placing import queries as placing
from packhorse.sourcing.models import WaitingOrder


def stop_or_go(order_ids: Collection[int], *, now: datetime) -> None:
    """Keep off the floor what must not leave, and bring back the rest; by the orders' present holds and lacks."""
    ids = sorted(set(order_ids))
    if not ids:
        return
    stopped = placing.held(ids) | _lacking(ids)
    free = [order_id for order_id in ids if order_id not in stopped]
    sql.rows("sourcing", "stop", {"orders": sorted(stopped), "before": "open", "state": "on_hold", "now": now})
    sql.rows("sourcing", "stop", {"orders": free, "before": "on_hold", "state": "open", "now": now})


def _lacking(order_ids: Collection[int]) -> set[int]:
    """Those of the orders that wait for goods and leave only whole."""
    waiting = WaitingOrder.objects.filter(order_id__in=order_ids).values_list("order_id", flat=True)
    return {pk for pk, (_, ship_rule) in placing.terms(waiting).items() if ship_rule != "as_available"}
