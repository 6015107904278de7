"""Scan an item of a picked list: the wall names the slot of the order it belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from packhorse import sql
from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal, missing
from packhorse.events import OrderSorted
from packhorse.network import queries as network
from packhorse.outbox.publish import publish
from packhorse.picking import queries as picking
from packhorse.picking.queries import ListRow, TaskRow
from packhorse.picking.rules import list_number
from packhorse.sorting.models import Put, Slot
from packhorse.sourcing import queries as sourcing


@dataclass(frozen=True)
class Placed:
    """The answer to a scan: the slot to lay the units into, how many, and whether its order is whole now.

    `again` says that this very scan had been taken before; it counted once.
    """

    slot: str
    units: int
    order_complete: bool
    again: bool = False


@transaction.atomic
def put(*, list_id: int, item_code: str, scan_id: UUID, now: datetime, actor: str) -> Placed:
    """Sort the next goods of a picked list that bear this barcode (or SKU) into their order's slot.

    One scan stands for the units of one pick task. A slot is given to the order at its first scan.
    """
    sql.rows("sorting", "one_at_a_list", {"list": list_id})
    before = Put.objects.select_related("slot").filter(scan_id=scan_id).first()
    if before is not None:
        return Placed(before.slot.code, before.quantity, before.slot.state == "complete", again=True)
    pick_list = picking.pick_list(list_id)
    if pick_list is None:
        raise missing("pick list", list_number(list_id))
    task = _task(pick_list, item_code)
    taken = sql.rows(
        "sorting",
        "take_slot",
        {"warehouse": pick_list.warehouse_id, "fulfillment": task.fulfillment_id, "now": now},
    )
    if not taken:
        raise Refusal("NO_FREE_SLOT", "Every slot of the wall is in use. Pack a complete order first, then scan again.")
    slot = Slot.objects.select_for_update().get(pk=taken[0][0])
    Put.objects.create(
        task_id=task.id,
        fulfillment_id=task.fulfillment_id,
        slot=slot,
        line_id=task.line_id,
        product_id=task.product_id,
        quantity=task.picked,
        scan_id=scan_id,
        actor=actor,
        at=now,
    )
    return Placed(slot.code, task.picked, _complete(slot, task.order_id, now, actor))


def _task(pick_list: ListRow, item_code: str) -> TaskRow:
    """The next pick of this list that brought this item and is not in a slot yet."""
    product = catalog.by_code(item_code)
    if product is None:
        raise Refusal("UNKNOWN_ITEM", f"The code {item_code[:60]!r} is no product. Scan the item's barcode.", status=422)
    picked = picking.picked_tasks(pick_list.id, product.id)
    done = set(Put.objects.filter(task_id__in=[task.id for task in picked]).values_list("task_id", flat=True))
    waiting = [task for task in picked if task.id not in done]
    if not waiting:
        raise Refusal(
            "NOT_ON_LIST",
            f"{product.sku} {product.name} does not wait on pick list {list_number(pick_list.id)}: "
            "it is sorted already, or belongs to another list.",
            status=422,
        )
    states = sourcing.by_id(task.fulfillment_id for task in waiting)
    wanted = [task for task in waiting if states[task.fulfillment_id].state != "cancelled"]
    if not wanted:
        home = network.bins_by_id([waiting[0].bin_id])[waiting[0].bin_id].code
        raise Refusal("ORDER_CANCELLED", f"The order was cancelled: put {product.sku} back into bin {home}.")
    return wanted[0]


def _complete(slot: Slot, order_id: int, now: datetime, actor: str) -> bool:
    """Close the slot when all that was picked for its order lies in it; the caller has locked it."""
    if slot.state != "filling" or slot.fulfillment_id is None:
        return slot.state == "complete"
    left, picked = picking.progress([slot.fulfillment_id]).get(slot.fulfillment_id, (0, 0))
    if left or Put.objects.filter(fulfillment_id=slot.fulfillment_id).count() < picked:
        return False
    Slot.objects.filter(pk=slot.pk, state="filling").update(state="complete", changed_at=now)
    publish([OrderSorted(order_id, slot.fulfillment_id, slot.warehouse_id, slot.pk)], now=now, actor=actor)
    return True


@transaction.atomic
def complete_slots(orders: Sequence[tuple[int, int]], *, now: datetime) -> None:
    """Look again at slots of (fulfillment id, order id) whose last pick came after the last put."""
    order_of = dict(orders)
    slots = Slot.objects.select_for_update().filter(fulfillment_id__in=order_of, state="filling").order_by("id")
    for slot in slots:
        _complete(slot, order_of[slot.fulfillment_id or 0], now, "sorting")
