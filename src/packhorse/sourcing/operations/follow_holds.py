"""Held orders wait, released ones go on."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from packhorse.sourcing.operations.source import source
from packhorse.sourcing.operations.stop import stop_or_go


@transaction.atomic
def follow_holds(order_ids: Sequence[int], *, now: datetime) -> None:
    """Keep what is held off the floor, and bring back and source what is not; by the orders' present holds.

    What is on a pick list already goes on; it is stopped before it is handed over.
    """
    stop_or_go(order_ids, now=now)
    source(sorted(set(order_ids)), now=now)
