"""What counting hears of."""

from collections.abc import Sequence
from datetime import datetime

from packhorse.counting import operations
from packhorse.events import BinDoubted, PickShort


def suspect(events: Sequence[PickShort | BinDoubted], *, now: datetime) -> None:
    """A bin in which goods were not found, or whose books were mended, is counted at once."""
    operations.suspect({(each.bin_id, each.product_id) for each in events if each.bin_id is not None}, now=now)
