"""Scan an item of a picked list: the wall names the slot of the order it belongs to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from packhorse import sql
from packhorse.catalog import queries as catalog
from packhorse.catalog.queries import ProductRow
from packhorse.errors import Refusal, missing
from packhorse.events import OrderSorted
from packhorse.network import queries as network
from packhorse.outbox.publish import publish
from packhorse.picking import queries as picking
from packhorse.picking.queries import PickedRow
from packhorse.picking.rules import list_number
from packhorse.sorting.models import Slot
from packhorse.sorting.queries import ask_laid_tasks
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
    with sql.together():
        sql.ask("sorting", "one_at_a_list", {"list": list_id}, len)
        known = sql.ask("sorting", "known_put", {"scan": scan_id}, lambda found: found[0] if found else None)
        product = catalog.ask_by_code(item_code)
    if before := known.read():
        return Placed(*before, again=True)
    wanted = _wanted(list_id, product.read(), item_code)
    if placed := _lay(wanted[0], scan_id, now, actor):
        return placed
    for task in _with_a_slot(wanted[1:])[:1]:
        if placed := _lay(task, scan_id, now, actor):
            return placed
    raise Refusal(
        "NO_FREE_SLOT",
        "Every slot of the wall is in use. Lay this item aside and sort the rest; once a complete order is packed, "
        "scan it again.",
    )


def _with_a_slot(tasks: Sequence[PickedRow]) -> list[PickedRow]:
    """Those whose order lies on the wall already: they need no slot more."""
    if not tasks:
        return []
    there = set(
        Slot.objects.filter(fulfillment_id__in=[task.fulfillment_id for task in tasks]).values_list(
            "fulfillment_id", flat=True
        )
    )
    return [task for task in tasks if task.fulfillment_id in there]


def _lay(task: PickedRow, scan_id: UUID, now: datetime, actor: str) -> Placed | None:
    """Lay the goods of a pick into their order's slot; None when the order has none and none is free."""
    values = {
        "warehouse": task.warehouse_id,
        "fulfillment": task.fulfillment_id,
        "task": task.task_id,
        "line": task.line_id,
        "product": task.product_id,
        "units": task.units,
        "scan": scan_id,
        "actor": actor,
        "now": now,
    }
    with sql.together():
        laid = sql.ask("sorting", "put", values, lambda found: found[0] if found else None)
        filled = _ask_filled(task.fulfillment_id)
    slot = laid.read()
    if slot is None:
        return None
    slot_id, code, state = slot
    mine = _Slot(slot_id, state, task.fulfillment_id, task.order_id, task.warehouse_id)
    return Placed(code, task.units, _complete(mine, filled(), now, actor))


@dataclass(frozen=True)
class _Slot:
    """A locked slot and the order that has it."""

    id: int
    state: str
    fulfillment_id: int
    order_id: int
    warehouse_id: int


def _wanted(list_id: int, product: ProductRow | None, item_code: str) -> list[PickedRow]:
    """The picks of this list that brought this item and are not in a slot yet; at least one."""
    if product is None:
        raise Refusal(
            "UNKNOWN_ITEM", f"The code {item_code[:60]!r} is no product. Scan the item's barcode.", status=422
        )
    picked = picking.to_sort(list_id, product.id)
    with sql.together():
        laid = ask_laid_tasks(task.task_id for task in picked)
        asked = sourcing.ask_states(task.fulfillment_id for task in picked)
    done, states = laid.read(), asked.read()
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
    wanted = [task for task in waiting if states[task.fulfillment_id] != "cancelled"]
    if not wanted:
        home = network.bins_by_id([waiting[0].bin_id])[waiting[0].bin_id].code
        raise Refusal("ORDER_CANCELLED", f"The order was cancelled: put {product.sku} back into bin {home}.")
    return wanted


def _ask_filled(fulfillment_id: int) -> Callable[[], bool]:
    """Ask whether all that is and will be picked for a fulfillment order has been put."""
    progress = picking.ask_progress(fulfillment_id)
    count = sql.ask("sorting", "put_count", {"fulfillment": fulfillment_id}, lambda found: int(found[0][0]))

    def filled() -> bool:
        left, picked = progress.read()
        return not left and count.read() >= picked

    return filled


def _complete(slot: _Slot, filled: bool, now: datetime, actor: str) -> bool:
    """Close the slot when all that was picked for its order lies in it; the caller has locked it."""
    if slot.state != "filling" or not filled:
        return slot.state == "complete"
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
        filled = _ask_filled(mine)
        _complete(_Slot(slot.pk, slot.state, mine, order_of[mine], slot.warehouse_id), filled(), now, "sorting")
