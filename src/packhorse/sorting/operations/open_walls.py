"""Open put walls and lanes."""

from collections.abc import Sequence

from django.db import transaction

from packhorse.sorting.models import Lane, Slot
from packhorse.sorting.rules import NewLane, NewSlot


@transaction.atomic
def open_walls(*, warehouse_id: int, slots: Sequence[NewSlot], lanes: Sequence[NewLane]) -> None:
    """Open a warehouse's slots and lanes; those that are there (by code) keep their orders. All or none."""
    for lane in lanes:
        Lane.objects.update_or_create(
            warehouse_id=warehouse_id,
            code=lane.code,
            defaults={"barcode": lane.barcode, "countries": list(lane.countries)},
        )
    Slot.objects.bulk_create(
        [
            Slot(warehouse_id=warehouse_id, wall=slot.wall, code=slot.code, barcode=slot.barcode, state="free")
            for slot in slots
        ],
        update_conflicts=True,
        unique_fields=["warehouse", "wall", "code"],
        update_fields=["barcode"],
    )
