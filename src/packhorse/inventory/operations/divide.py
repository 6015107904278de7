"""What one fulfillment order holds is held by another of the same order: goods on pick lists and picked ones, too."""

from collections.abc import Collection
from datetime import datetime

from packhorse.errors import Refusal
from packhorse.inventory.models import Allocation


def divide(allocation_ids: Collection[int], *, to_fulfillment_id: int, now: datetime) -> None:
    """Let another fulfillment order of the same order and warehouse hold these allocations.

    The caller is in a transaction. Refuses, and passes nothing, when any of them has left or was let go by now.
    """
    found = list(Allocation.objects.select_for_update().filter(pk__in=allocation_ids).order_by("id"))
    if len(found) != len(set(allocation_ids)) or any(each.state not in ("allocated", "picked") for each in found):
        raise Refusal("NOT_HELD", "Some of it is no longer this order's: open the slot again and look.")
    Allocation.objects.filter(pk__in=[each.pk for each in found]).update(
        fulfillment_id=to_fulfillment_id, changed_at=now
    )
