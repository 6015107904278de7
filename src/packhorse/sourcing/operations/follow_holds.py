"""Held orders wait, released ones go on."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from packhorse import sql
from packhorse.placing import queries as placing
from packhorse.sourcing.operations.source import source


@transaction.atomic
def follow_holds(order_ids: Sequence[int], *, now: datetime) -> None:
    """Keep what is held off the floor, and bring back and source what is not; by the orders' present holds.

    What is on a pick list already goes on; it is stopped before it is handed over.
    """
    ids = sorted(set(order_ids))
    held = placing.held(ids)
    free = [order_id for order_id in ids if order_id not in held]
    sql.rows("sourcing", "stop", {"orders": sorted(held), "before": "open", "state": "on_hold", "now": now})
    sql.rows("sourcing", "stop", {"orders": free, "before": "on_hold", "state": "open", "now": now})
    source(free, now=now)
