"""A slot becomes free when its order is packed, or cancelled."""

from collections.abc import Sequence
from datetime import datetime

from packhorse.sorting.models import Slot


def free_slots(fulfillment_ids: Sequence[int], *, now: datetime) -> None:
    """Free the slots of these fulfillment orders; those that have none are passed over."""
    Slot.objects.filter(fulfillment_id__in=set(fulfillment_ids)).update(state="free", fulfillment=None, changed_at=now)
