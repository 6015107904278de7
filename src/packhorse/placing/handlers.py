"""What placing hears of: the later stages tell what became of the lines."""

from collections.abc import Sequence
from datetime import datetime

from packhorse.events import (
    AllocationLost,
    CancelRefused,
    OrderBackordered,
    OrderSourced,
    OrderUnreached,
    ParcelDelivered,
    ParcelShipped,
    PickShort,
    StockReleased,
)
from packhorse.placing.operations.count import Told, count
from packhorse.placing.operations.hold import hold_stuck


def count_sourced(events: Sequence[OrderSourced], *, now: datetime) -> None:
    """Lines hold stock now."""
    told = [Told(line_id, sourced=units) for event in events for line_id, units in event.lines]
    count(told, decided_orders={event.order_id for event in events})


def count_backordered(events: Sequence[OrderBackordered], *, now: datetime) -> None:
    """Sourcing has looked at these orders, and some of it nobody has."""
    count([], decided_orders={event.order_id for event in events})


def count_short(events: Sequence[PickShort | AllocationLost], *, now: datetime) -> None:
    """Lines lost stock they held."""
    count([Told(line_id, sourced=-units) for event in events for line_id, units in event.lines])


def count_released(events: Sequence[StockReleased], *, now: datetime) -> None:
    """Cancelled units gave their stock back."""
    count([Told(line_id, sourced=-units) for event in events for line_id, units in event.lines])


def count_shipped(events: Sequence[ParcelShipped], *, now: datetime) -> None:
    """Units left the house."""
    count([Told(line_id, shipped=units) for event in events for line_id, units in event.lines])


def count_delivered(events: Sequence[ParcelDelivered], *, now: datetime) -> None:
    """Units are at the door."""
    count([Told(line_id, delivered=units) for event in events for line_id, units in event.lines])


def take_cancel_back(events: Sequence[CancelRefused], *, now: datetime) -> None:
    """A cancellation came too late: the units are not cancelled after all."""
    count([Told(line_id, cancelled=-units) for event in events for line_id, units in event.lines])


def hold_unreached(events: Sequence[OrderUnreached], *, now: datetime) -> None:
    """What is at work cannot be sent to its address: the order is held until a person corrects that."""
    hold_stuck({event.order_id: (event.warehouse_id, event.code) for event in events}, now=now)
