"""Shipments and the carrier's truth about them."""

from dataclasses import dataclass
from datetime import datetime

from packhorse.algorithms.gs1 import check_digit

SHIPMENT_STATES = {
    "created": frozenset({"labelled", "voided"}),
    "labelled": frozenset({"handed_over", "voided"}),
    "handed_over": frozenset(),
    "voided": frozenset(),
}

TRACKING_STATES = (
    "pre_transit",
    "in_transit",
    "out_for_delivery",
    "available_for_pickup",
    "delivered",
    "delayed",
    "return_to_sender",
    "failure",
    "unknown",
)
FINAL_TRACKING = frozenset({"delivered", "return_to_sender", "failure"})


def tracking_after(current: str, current_at_us: int, event: str, event_at_us: int) -> str:
    """Return the tracking state after an event that may come twice or out of order.

    The event with the later time counts; a final state is left only by a later final event.
    Times are microseconds since 1970 UTC.
    """
    if event_at_us < current_at_us:
        return current
    if current in FINAL_TRACKING and event not in FINAL_TRACKING:
        return current
    return event


def manifest_number(manifest_id: int) -> str:
    """Return the public number of a manifest."""
    return f"M{manifest_id:06d}"


def tracking_number(prefix: str, parcel_id: int) -> str:
    """Return a tracking number: the carrier's prefix, ten digits and a GS1 check digit, so that a misread shows."""
    digits = f"{parcel_id:010d}"
    return f"{prefix}{digits}{check_digit(digits)}"


@dataclass(frozen=True)
class TrackingReport:
    """What a carrier says: its own id of the event (so that it counts once), a tracking state, when and where."""

    tracking_number: str
    carrier_event_id: str
    state: str
    at: datetime
    place: str
    text: str
