"""What carriers hear of."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from packhorse.carriers import operations
from packhorse.events import TransitMeasured


def learn(events: Sequence[TransitMeasured], *, now: datetime) -> None:
    """How long parcels took says what is promised from now on."""
    parcels: Counter[tuple[int, int, str, int]] = Counter()
    for event in events:
        parcels[event.service_id, event.warehouse_id, event.zone, event.days] += event.parcels
    operations.learn(parcels, now=now)
