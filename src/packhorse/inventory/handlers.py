"""What inventory hears of."""

from collections.abc import Sequence
from datetime import datetime

from packhorse.events import WarehouseClosed, WarehouseOpened
from packhorse.inventory import operations


def note_stocked(events: Sequence[WarehouseClosed | WarehouseOpened], *, now: datetime) -> None:
    """What lies in a warehouse may not be had any more, or again: channels are told."""
    operations.note_stocked({event.warehouse_id for event in events})
