"""Scan the slot after the item, where the wall asks for it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from packhorse.errors import Refusal, missing
from packhorse.sorting.models import Put, Slot
from packhorse.sorting.operations.complete import complete, in_slot
from packhorse.sorting.operations.put import Placed
from packhorse.sourcing import queries as sourcing


@transaction.atomic
def confirm(*, scan_id: UUID, slot_code: str, now: datetime, actor: str) -> Placed:
    """Confirm the put of a scan by the barcode of the slot its units were laid into; any other slot is refused."""
    found = Put.objects.filter(scan_id=scan_id, slot__isnull=False).first()
    if found is None:
        raise missing("put", scan_id)
    slots = list(Slot.objects.select_for_update().filter(fulfillment_id=found.fulfillment_id).order_by("part"))
    codes = " + ".join(slot.code for slot in slots)
    code = slot_code.strip()
    if found.confirmed_at is None:
        if not slots or slots[0].state == "to_clear":
            raise Refusal("ORDER_CANCELLED", "The order was cancelled: put the item back into its bin.")
        if not any(code in (slot.barcode, slot.code) for slot in slots):
            raise Refusal(
                "WRONG_SLOT",
                f"Wrong slot: {found.quantity} go into {codes}. Take them out and scan slot {codes}.",
                status=422,
                details={"wanted": codes},
            )
        Put.objects.filter(pk=found.pk, confirmed_at=None).update(confirmed_at=now)
    whole = bool(slots) and slots[0].state == "complete"
    if slots and slots[0].state == "filling" and in_slot(found.fulfillment_id):
        order_id = sourcing.by_id([found.fulfillment_id])[found.fulfillment_id].order_id
        mine = (slots[0].pk, found.fulfillment_id, order_id, slots[0].warehouse_id)
        whole = bool(complete([mine], now=now, actor=actor))
    return Placed(codes, found.quantity, whole, again=found.confirmed_at is not None)
