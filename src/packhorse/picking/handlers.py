"""What picking hears of."""

from collections.abc import Sequence
from datetime import datetime

from packhorse.events import AllocationLost, OrderHeld, StockReleased
from packhorse.picking import operations


def close_released(events: Sequence[StockReleased], *, now: datetime) -> None:
    """Cancelled goods are not picked any more."""
    operations.close_released(sorted({event.order_id for event in events}), reason="order cancelled", now=now)


def close_lost(events: Sequence[AllocationLost], *, now: datetime) -> None:
    """Goods that are not there are not picked."""
    operations.close_released(sorted({event.order_id for event in events}), reason="not there", now=now)


def leave_waves(events: Sequence[OrderHeld | AllocationLost], *, now: datetime) -> None:
    """What is held or short is in no planned wave."""
    operations.leave_waves(sorted({event.order_id for event in events}))
