"""Keep what the scale of a bench says."""

from datetime import datetime

from django.db import transaction

from packhorse.errors import Refusal
from packhorse.shipping.models import ScaleReading


@transaction.atomic
def take_weight(*, warehouse_id: int, bench: str, grams: int, now: datetime) -> None:
    """Keep what lies at rest on a bench's scale, in grams; below zero it is not tared, which is 0 for a parcel."""
    name = bench.strip()
    if not name or len(name) > 40 or not name.isprintable():
        raise Refusal("BAD_BENCH", "bench: give it 1 to 40 printable characters.", status=422)
    ScaleReading.objects.update_or_create(
        warehouse_id=warehouse_id, bench=name, defaults={"grams": max(0, grams), "at": now}
    )
