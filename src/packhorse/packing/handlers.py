"""What packing hears of."""

from collections.abc import Sequence
from datetime import datetime

from packhorse.events import ParcelShipped, StockReleased
from packhorse.packing import operations


def cancel_released(events: Sequence[StockReleased], *, now: datetime) -> None:
    """Parcels of cancelled orders do not leave."""
    operations.cancel_parcels(sorted({event.order_id for event in events}), now=now)


def follow_shipped(events: Sequence[ParcelShipped], *, now: datetime) -> None:
    """Parcels left the house."""
    operations.follow_shipped([event.parcel_id for event in events], now=now)
