"""An order let its stock go, or lost it: nobody should walk for it any more."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from packhorse.inventory import queries as stock
from packhorse.picking.models import PickList, PickTask
from packhorse.picking.operations.finish import finish
from packhorse.picking.operations.leave import leave_empty


@transaction.atomic
def close_released(order_ids: Sequence[int], *, reason: str, now: datetime) -> None:
    """Cancel open tasks whose allocation is gone, and shrink those whose allocation became smaller.

    What holds nothing any more leaves the planned wave it is in.
    """
    lists = PickTask.objects.filter(order_id__in=order_ids, state="open").values_list("pick_list_id", flat=True)
    # Lists first, in key order, as every picker's scan does.
    list(PickList.objects.select_for_update().filter(pk__in=set(lists)).order_by("id"))
    allocations = stock.allocations_of_orders(order_ids)
    touched: dict[int, set[int]] = {}
    for task in PickTask.objects.filter(order_id__in=order_ids, state="open").order_by("id"):
        allocation = allocations[task.allocation_id]
        if allocation.state != "allocated":
            PickTask.objects.filter(pk=task.pk).update(state="cancelled", at=now, reason=reason)
            touched.setdefault(task.pick_list_id, set()).add(task.fulfillment_id)
        elif allocation.quantity < task.quantity:
            PickTask.objects.filter(pk=task.pk).update(quantity=allocation.quantity)
    told: set[int] = set()
    for list_id, fulfillments in sorted(touched.items()):
        finish(fulfillments - told, list_id, now=now, actor="picking")  # an order on several lists is told of once
        told |= fulfillments
    leave_empty(order_ids)
