"""What happens to parcels: label, stage in a lane, hand over, track to the door."""

from packhorse.shipping.operations.buy_labels import buy_labels
from packhorse.shipping.operations.close_manifest import close_manifest
from packhorse.shipping.operations.judge import judge
from packhorse.shipping.operations.notify_shops import notify_shops, tell_again
from packhorse.shipping.operations.stage import stage
from packhorse.shipping.operations.tell_shop import Again, tell_shop
from packhorse.shipping.operations.track import poll_tracking, take_tracking
from packhorse.shipping.operations.units import close_unit, take_out
from packhorse.shipping.operations.void import relabel, void_cancelled

__all__ = [
    "Again",
    "buy_labels",
    "close_manifest",
    "close_unit",
    "judge",
    "notify_shops",
    "poll_tracking",
    "relabel",
    "stage",
    "take_out",
    "take_tracking",
    "tell_again",
    "tell_shop",
    "void_cancelled",
]
