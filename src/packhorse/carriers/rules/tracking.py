"""What carriers say of parcels, in words that are the same for all of them."""

from dataclasses import dataclass
from datetime import datetime

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
# What went wrong on the way, where a carrier says so; empty: nothing, or it does not say.
DETAILS = ("", "damaged", "lost", "address", "refused")
FORMS = ("zpl", "pdf")  # of labels


@dataclass(frozen=True)
class TrackingReport:
    """What a carrier says: its own id of the event (so that it counts once), a tracking state, when and where.

    `detail`: what went wrong, one of DETAILS.
    """

    tracking_number: str
    carrier_event_id: str
    state: str
    at: datetime
    place: str
    text: str
    detail: str = ""
