"""What shipping hears of."""

from collections.abc import Sequence
from datetime import datetime

from packhorse.events import LabelBought, OrderEdited, ParcelDelivered, ParcelPacked, ParcelShipped, StockReleased
from packhorse.shipping import operations


def buy_labels(events: Sequence[ParcelPacked], *, now: datetime) -> None:
    """Packed parcels get their labels."""
    operations.buy_labels([event.parcel_id for event in events], now=now)


def relabel(events: Sequence[OrderEdited], *, now: datetime) -> None:
    """Where to and how has changed: what is labelled already gets another label."""
    changed = {event.order_id for event in events if event.what in ("address", "service", "instructions")}
    operations.relabel(sorted(changed), now=now)


def void_cancelled(events: Sequence[StockReleased], *, now: datetime) -> None:
    """Labels of cancelled parcels are worth nothing."""
    operations.void_cancelled(sorted({event.order_id for event in events}), now=now)


def print_labels(events: Sequence[LabelBought], *, now: datetime) -> None:
    """Labels are there: what waits at benches to be printed goes to its printer."""
    operations.print_labels([event.parcel_id for event in events])


def catch_up(events: Sequence[ParcelShipped], *, now: datetime) -> None:
    """Parcels left the house: what their carriers told of them before counts now."""
    operations.catch_up(parcel_ids=[event.parcel_id for event in events], now=now)


def tell_shops(events: Sequence[ParcelShipped], *, now: datetime) -> None:
    """Parcels left the house: the shops their orders came from are to know."""
    operations.notify_shops({event.parcel_id: event.order_id for event in events}, now=now)


def judge(events: Sequence[ParcelDelivered], *, now: datetime) -> None:
    """Parcels are at the door: was the promise kept, and how long did they take?"""
    operations.judge([event.parcel_id for event in events], now=now)
