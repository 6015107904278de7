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
from packhorse.picking.queries import PickedRow
from packhorse.picking.rules import list_number
from packhorse.sorting.models import Slot
from packhorse.sorting.queries import laid_tasks
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
    if known := sql.rows("sorting", "known_put", {"scan": scan_id}):
        return Placed(*known[0], again=True)
    task = _task(list_id, item_code)
    laid = sql.rows(
        "sorting",
        "put",
        {
            "warehouse": task.warehouse_id,
            "fulfillment": task.fulfillment_id,
            "task": task.task_id,
            "line": task.line_id,
            "product": task.product_id,
            "units": task.units,
            "scan": scan_id,
            "actor": actor,
            "now": now,
        },
    )
    if not laid:
        raise Refusal("NO_FREE_SLOT", "Every slot of the wall is in use. Pack a complete order first, then scan again.")
    slot_id, code, state = laid[0]
    slot = _Slot(slot_id, state, task.fulfillment_id, task.order_id, task.warehouse_id)
    return Placed(code, task.units, _complete(slot, now, actor))


@dataclass(frozen=True)
class _Slot:
    """A locked slot and the order that has it."""

    id: int
    state: str
    fulfillment_id: int
    order_id: int
    warehouse_id: int


def _task(list_id: int, item_code: str) -> PickedRow:
    """The next pick of this list that brought this item and is not in a slot yet."""
    product = catalog.by_code(item_code)
    if product is None:
        raise Refusal(
            "UNKNOWN_ITEM", f"The code {item_code[:60]!r} is no product. Scan the item's barcode.", status=422
        )
    picked = picking.to_sort(list_id, product.id)
    done = laid_tasks(task.task_id for task in picked)
    waiting = [task for task in picked if task.task_id not in done]
    if not waiting:
        if picking.pick_list(list_id) is None:
            raise missing("pick list", list_number(list_id))
        raise Refusal(
            "NOT_ON_LIST",
            f"{product.sku} {product.name} does not wait on pick list {list_number(list_id)}: "
            "it is sorted already, or belongs to another list.",
            status=422,
        )
    states = sourcing.states(task.fulfillment_id for task in waiting)
    wanted = [task for task in waiting if states[task.fulfillment_id] != "cancelled"]
    if not wanted:
        home = network.bins_by_id([waiting[0].bin_id])[waiting[0].bin_id].code
        raise Refusal("ORDER_CANCELLED", f"The order was cancelled: put {product.sku} back into bin {home}.")
    return wanted[0]


def _complete(slot: _Slot, now: datetime, actor: str) -> bool:
    """Close the slot when all that was picked for its order lies in it; the caller has locked it."""
    if slot.state != "filling":
        return slot.state == "complete"
    left, picked = picking.progress(slot.fulfillment_id)
    ((laid,),) = sql.rows("sorting", "put_count", {"fulfillment": slot.fulfillment_id})
    if left or laid < picked:
        return False
    Slot.objects.filter(pk=slot.id, state="filling").update(state="complete", changed_at=now)
    publish([OrderSorted(slot.order_id, slot.fulfillment_id, slot.warehouse_id, slot.id)], now=now, actor=actor)
    return True


@transaction.atomic
def complete_slots(orders: Sequence[tuple[int, int]], *, now: datetime) -> None:
    """Look again at slots of (fulfillment id, order id) whose last pick came after the last put."""
    order_of = dict(orders)
    slots = Slot.objects.select_for_update().filter(fulfillment_id__in=order_of, state="filling").order_by("id")
    for slot in slots:
        mine = slot.fulfillment_id or 0
        _complete(_Slot(slot.pk, slot.state, mine, order_of[mine], slot.warehouse_id), now, "sorting")
