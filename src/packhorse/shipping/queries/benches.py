"""Read the benches of a warehouse, and what their scales say."""

from datetime import datetime, timedelta

from packhorse.shipping.models import Printer, ScaleReading
from packhorse.shipping.rules import SCALE_SECONDS

SEEN = timedelta(days=7)  # a scale that was not heard of for longer is no reason to offer its bench


def benches(warehouse_id: int, *, now: datetime) -> list[str]:
    """Return the names of benches that have printers or a scale."""
    printers = Printer.objects.filter(warehouse_id=warehouse_id).exclude(bench="").values_list("bench", flat=True)
    scales = ScaleReading.objects.filter(warehouse_id=warehouse_id, at__gt=now - SEEN).values_list("bench", flat=True)
    return sorted({*printers, *scales})


def has_scale(warehouse_id: int, bench: str, *, now: datetime) -> bool:
    """Say whether a bench has a scale that was heard of lately."""
    return ScaleReading.objects.filter(warehouse_id=warehouse_id, bench=bench, at__gt=now - SEEN).exists()


def weight_at(warehouse_id: int, bench: str, *, now: datetime) -> int | None:
    """Return what lies on a bench's scale, in grams; None where it says nothing, or has not for some seconds."""
    fresh = ScaleReading.objects.filter(
        warehouse_id=warehouse_id, bench=bench, at__gt=now - timedelta(seconds=SCALE_SECONDS)
    )
    return fresh.values_list("grams", flat=True).first()
