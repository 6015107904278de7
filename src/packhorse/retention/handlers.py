"""What retention hears of."""

from collections.abc import Sequence
from datetime import datetime

from packhorse.events import (
    HoldReleased,
    OrderBackordered,
    OrderSourced,
    ParcelDelayed,
    ParcelDelivered,
    ParcelShipped,
    ParcelUndelivered,
    PromiseRenewed,
    ReturnApproved,
    ReturnClosed,
    ReturnReceived,
)
from packhorse.retention import operations


def tell_promises(
    events: Sequence[OrderSourced | OrderBackordered | HoldReleased | PromiseRenewed], *, now: datetime
) -> None:
    """An order is promised another day than before, or is to wait: the customer is to know before he asks."""
    operations.note_promises({event.order_id for event in events}, now=now)


def tell_shipped(events: Sequence[ParcelShipped], *, now: datetime) -> None:
    """Parcels left the house."""
    operations.note_parcels({event.parcel_id: event.order_id for event in events}, kind="shipped", now=now)


def tell_late(events: Sequence[ParcelDelayed], *, now: datetime) -> None:
    """A carrier says that parcels come late."""
    late = {event.parcel_id: event.order_id for event in events}
    operations.note_parcels(late, kind="delayed", cause="late", now=now)


def tell_undelivered(events: Sequence[ParcelUndelivered], *, now: datetime) -> None:
    """A carrier does not deliver parcels."""
    stuck = {event.parcel_id: event.order_id for event in events}
    operations.note_parcels(stuck, kind="delayed", cause="failed", now=now)


def tell_delivered(events: Sequence[ParcelDelivered], *, now: datetime) -> None:
    """Parcels are at the door."""
    operations.note_parcels({event.parcel_id: event.order_id for event in events}, kind="delivered", now=now)


def tell_authorised(events: Sequence[ReturnApproved], *, now: datetime) -> None:
    """Returns are authorised: the customer is to know the number, or that nothing need be sent back."""
    operations.note_returns({event.return_id: event.order_id for event in events}, kind="return_approved", now=now)


def tell_came(events: Sequence[ReturnReceived], *, now: datetime) -> None:
    """Returned goods came."""
    operations.note_returns({event.return_id: event.order_id for event in events}, kind="return_received", now=now)


def tell_refunded(events: Sequence[ReturnClosed], *, now: datetime) -> None:
    """Returns are settled: the customer is to know of a refund; an exchange is told by its own order."""
    refunded = {event.return_id: event.order_id for event in events if event.resolution == "refund"}
    operations.note_returns(refunded, kind="return_refunded", now=now)
