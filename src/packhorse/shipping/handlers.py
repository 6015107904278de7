"""What shipping hears of."""

from collections.abc import Sequence
from datetime import datetime

from packhorse.events import ParcelPacked, StockReleased
from packhorse.shipping import operations


def buy_labels(events: Sequence[ParcelPacked], *, now: datetime) -> None:
    """Packed parcels get their labels."""
    operations.buy_labels([event.parcel_id for event in events], now=now)


def void_cancelled(events: Sequence[StockReleased], *, now: datetime) -> None:
    """Labels of cancelled parcels are worth nothing."""
    operations.void_cancelled(sorted({event.order_id for event in events}), now=now)
