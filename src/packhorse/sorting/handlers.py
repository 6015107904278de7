"""What sorting hears of."""

from collections.abc import Sequence
from datetime import datetime

from packhorse.events import OrderPacked, PicksDone, StockReleased
from packhorse.sorting import operations
from packhorse.sourcing import queries as sourcing


def complete_picked(events: Sequence[PicksDone], *, now: datetime) -> None:
    """The last pick of an order may come after its last put."""
    operations.complete_slots([(event.fulfillment_id, event.order_id) for event in events], now=now)


def free_packed(events: Sequence[OrderPacked], *, now: datetime) -> None:
    """A packed order's slot is free for the next."""
    operations.free_slots([event.fulfillment_id for event in events], now=now)


def free_cancelled(events: Sequence[StockReleased], *, now: datetime) -> None:
    """A cancelled order's slot is to be cleared."""
    orders = {event.order_id for event in events}
    gone = [row.id for row in sourcing.of_orders(orders) if row.state == "cancelled"]
    operations.leave_slots(gone, now=now)
