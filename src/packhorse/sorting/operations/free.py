"""A slot becomes free when its order is packed; a cancelled order's goods must be taken out of it first."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from packhorse.errors import Refusal
from packhorse.sorting.models import Clearing, PastWall, Slot
from packhorse.sourcing import queries as sourcing


def free_slots(fulfillment_ids: Sequence[int], *, now: datetime) -> None:
    """Free the slots of these packed fulfillment orders; those that have none are passed over."""
    ids = set(fulfillment_ids)
    Slot.objects.filter(fulfillment_id__in=ids).exclude(state="to_clear").update(
        state="free", fulfillment=None, part=1, changed_at=now
    )
    PastWall.objects.filter(fulfillment_id__in=ids, ended_at=None).update(ended_at=now)


def leave_slots(fulfillment_ids: Sequence[int], *, now: datetime) -> None:
    """Note that slots hold goods of these cancelled fulfillment orders: they are free once cleared."""
    ids = set(fulfillment_ids)
    Slot.objects.filter(fulfillment_id__in=ids, state__in=["filling", "complete"]).update(
        state="to_clear", changed_at=now
    )
    PastWall.objects.filter(fulfillment_id__in=ids, ended_at=None).update(ended_at=now)


@transaction.atomic
def clear(*, slot_id: int, now: datetime, actor: str) -> None:
    """Say that a cancelled order's goods were taken out of its slots and put back into their bins; who did is kept."""
    first = Slot.objects.select_for_update().filter(pk=slot_id).first()
    if first is None or first.fulfillment_id is None:
        return  # free already
    mine = sourcing.by_id([first.fulfillment_id])[first.fulfillment_id]
    if mine.state != "cancelled":
        raise Refusal(
            "NOT_CANCELLED", f"Slot {first.code} holds an order that is to be sent: it is packed, not cleared."
        )
    its_slots = Slot.objects.filter(fulfillment_id=first.fulfillment_id)
    Clearing.objects.bulk_create(
        Clearing(slot_id=pk, fulfillment_id=mine.id, actor=actor, at=now)
        for pk in its_slots.order_by("id").values_list("id", flat=True)
    )
    its_slots.update(state="free", fulfillment=None, part=1, changed_at=now)
