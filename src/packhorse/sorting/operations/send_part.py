"""What lies in a slot is sent without the rest."""

from datetime import datetime

from packhorse import sql
from packhorse.errors import Refusal, missing
from packhorse.picking import queries as picking
from packhorse.sorting.models import Put, Slot
from packhorse.sorting.operations.complete import complete, complete_slots


def begin_part(*, slot_id: int) -> tuple[int, set[int]]:
    """Return (fulfillment order, pick tasks that lie in its slot); refuses what cannot be parted as it stands.

    Nobody sorts goods of its lists until the caller's transaction ends.
    """
    slot = Slot.objects.filter(pk=slot_id).first()
    if slot is None or slot.fulfillment_id is None:
        raise missing("order in slot", slot.code if slot else slot_id)
    mine = slot.fulfillment_id
    lists = {row.list_id for row in picking.of_fulfillment(mine)}
    for list_id in sorted(lists):
        sql.rows("sorting", "one_at_a_list", {"list": list_id})
    held = Slot.objects.select_for_update().filter(fulfillment_id=mine, part=1, state="filling").first()
    if held is None:
        raise Refusal("NOT_FILLING", f"Slot {slot.code} is whole, or to be cleared: nothing of it is missing.")
    laid: dict[int, int] = {}
    for put in Put.objects.filter(fulfillment_id=mine, slot__isnull=False):
        if put.confirmed_at is None:
            raise Refusal("CONFIRM_FIRST", f"Scan slot {slot.code} for what was laid into it last, then send it.")
        laid[put.task_id] = laid.get(put.task_id, 0) + put.quantity
    for row in picking.of_fulfillment(mine):
        if row.task_id in laid and laid[row.task_id] < row.picked:
            text = f"{laid[row.task_id]} of {row.picked} units of one pick lie in slot {slot.code}: lay in the rest."
            raise Refusal("HALF_A_PICK", text)
    if not laid:
        raise Refusal("NOTHING_THERE", f"Nothing lies in slot {slot.code} yet.")
    return mine, set(laid)


def end_part(*, fulfillment_id: int, order_id: int, rest_id: int, now: datetime, actor: str) -> None:
    """Say that what lies in the slots of a fulfillment order is all of it; what lies in overflow is the rest's."""
    Put.objects.filter(fulfillment_id=fulfillment_id, slot=None).update(fulfillment_id=rest_id)
    first = Slot.objects.get(fulfillment_id=fulfillment_id, part=1)
    complete([(first.pk, fulfillment_id, order_id, first.warehouse_id)], now=now, actor=actor)
    complete_slots([(rest_id, order_id)], now=now)
