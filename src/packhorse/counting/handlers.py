"""What counting hears of."""

from collections.abc import Sequence
from datetime import datetime

from packhorse.counting import operations
from packhorse.events import PickShort


def suspect(events: Sequence[PickShort], *, now: datetime) -> None:
    """A bin in which a picker did not find what should lie there is counted at once."""
    operations.suspect({(each.bin_id, each.product_id) for each in events if each.bin_id is not None}, now=now)
