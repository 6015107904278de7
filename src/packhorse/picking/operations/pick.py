"""The scan loop of a picker: take a list, go to a bin, scan bin and item, or say that goods are missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from packhorse import sql
from packhorse.catalog import queries as catalog
from packhorse.catalog.queries import ProductRow
from packhorse.errors import Refusal, missing
from packhorse.events import PickingStarted, PickShort
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.network import queries as network
from packhorse.network.queries import BinRow
from packhorse.outbox.publish import publish
from packhorse.picking.models import PickList, PickTask
from packhorse.picking.operations.finish import finish
from packhorse.picking.rules import list_number


@dataclass(frozen=True)
class Picked:
    """The answer to a scan: units taken, the tote they go into, and whether the list is done.

    `again` says that this very scan had been taken before; it counted once.
    """

    units: int
    tote: int
    list_done: bool
    again: bool = False


@dataclass(frozen=True)
class _Task:
    """A task and the list it is on, locked."""

    id: int
    pick_list_id: int
    sequence: int
    tote: int
    fulfillment_id: int
    order_id: int
    line_id: int
    allocation_id: int
    product_id: int
    bin_id: int
    lot_id: int | None
    quantity: int
    picked: int
    state: str
    scan_id: UUID | None
    picker: str
    list_state: str
    warehouse_id: int


@dataclass(frozen=True)
class _Scan:
    id: UUID
    actor: str
    at: datetime


@transaction.atomic
def start_list(*, list_id: int, now: datetime, actor: str) -> None:
    """Take a pick list for oneself; taking one's own again does nothing. Refuses a list that another has."""
    pick_list = PickList.objects.select_for_update().filter(pk=list_id).first()
    if pick_list is None:
        raise missing("pick list", list_number(list_id))
    if pick_list.state == "picking" and pick_list.picker == actor:
        return
    if pick_list.state != "open":
        whose = f"{pick_list.picker} has it" if pick_list.state == "picking" else "it is done"
        raise Refusal("LIST_TAKEN", f"Pick list {list_number(list_id)} cannot be taken: {whose}. Take another one.")
    PickList.objects.filter(pk=list_id).update(state="picking", picker=actor)
    orders = dict(PickTask.objects.filter(pick_list_id=list_id).values_list("fulfillment_id", "order_id"))
    publish(
        [
            PickingStarted(order_id, fulfillment_id, pick_list.warehouse_id, list_id)
            for fulfillment_id, order_id in sorted(orders.items())
        ],
        now=now,
        actor=actor,
    )


@transaction.atomic
def pick(
    *,
    task_id: int,
    bin_code: str,
    item_code: str,
    quantity: int,
    scan_id: UUID,
    now: datetime,
    actor: str,
    numbers: Sequence[str] = (),
) -> Picked:
    """Take the units of a task: the bin's barcode, the item's (its own, a pack's, or the SKU) and the units taken.

    A pack's barcode says which goods they are and no more: `quantity` is what the picker counted. `numbers` are the
    units' serial numbers, where they have some. A wrong bin, item, lot or number is refused and nothing changes.
    `scan_id` names the scan: sent twice, it counts once.
    """
    with sql.together():
        locked = _lock(task_id)
        scanned_bin = network.ask_bin_by_barcode(bin_code)
        scanned_item = catalog.ask_scan(item_code)
    task = _mine(locked.read(), actor)
    if task.state == "picked" and task.scan_id == scan_id:
        return Picked(task.picked, task.tote, task.list_state == "done", again=True)
    _must_be_open(task)
    _must_be_bin(task, scanned_bin.read())
    scanned = scanned_item.read()
    _must_be_item(task, scanned.product if scanned else None)
    if scanned and scanned.lot and task.lot_id:
        _must_be_lot(task.lot_id, scanned.lot)
    with sql.together():
        taken = inventory.ask_pick(allocation_id=task.allocation_id, task_id=task_id, now=now, actor=actor)
        closed = _close(task, "picked", picked=task.quantity, quantity=task.quantity, scan=_Scan(scan_id, actor, now))
    got = taken.read()
    units = got.units
    if scanned and (scanned.product.tracks_serials or numbers):
        inventory.note_serials(allocation_id=task.allocation_id, taken=got, numbers=numbers, now=now)
    if quantity != units:
        raise Refusal(
            "WRONG_QUANTITY",
            f"Take {units}, not {quantity}. If the bin holds fewer, report a short pick.",
            status=422,
            details={"wanted": units},
        )
    return Picked(units, task.tote, _done(task, closed.read(), now, actor))


@transaction.atomic
def check_bin(*, task_id: int, bin_code: str, actor: str) -> None:
    """Refuse a bin that is not the task's: a picker wants to know before he reaches into it."""
    with sql.together():
        locked = _lock(task_id)
        scanned = network.ask_bin_by_barcode(bin_code)
    _must_be_bin(_mine(locked.read(), actor), scanned.read())


@transaction.atomic
def report_short(
    *,
    task_id: int,
    found: int,
    reason: str,
    scan_id: UUID,
    now: datetime,
    actor: str,
    numbers: Sequence[str] = (),
) -> Picked:
    """Say that a bin held only `found` units of a task's: they are taken, the rest is written off and sourced anew."""
    task = _mine(_lock(task_id).read(), actor)
    if task.state == "short" and task.scan_id == scan_id:
        return Picked(task.picked, task.tote, task.list_state == "done", again=True)
    _must_be_open(task)
    lost = inventory.pick_short(
        allocation_id=task.allocation_id, found=found, task_id=task_id, now=now, actor=actor, numbers=numbers
    )
    publish(
        [
            PickShort(
                task.order_id,
                task.fulfillment_id,
                task.warehouse_id,
                task.product_id,
                ((task.line_id, lost),),
                task.bin_id,
            )
        ],
        now=now,
        actor=actor,
    )
    scan = _Scan(scan_id, actor, now)
    closed = _close(task, "short", picked=found, quantity=found + lost, scan=scan, reason=reason)
    return Picked(found, task.tote, _done(task, closed.read(), now, actor))


def _lock(task_id: int) -> sql.Answer[_Task]:
    def locked(found: sql.Rows) -> _Task:
        if not found:
            raise missing("pick task", task_id)
        return _Task(*found[0])

    return sql.ask("picking", "lock_task", {"task": task_id}, locked)


def _mine(task: _Task, actor: str) -> _Task:
    if task.picker != actor:
        who = task.picker or "nobody yet: take the list first"
        raise Refusal("NOT_YOUR_LIST", f"Pick list {list_number(task.pick_list_id)} belongs to {who}.")
    return task


def _must_be_open(task: _Task) -> None:
    if task.state != "open":
        raise Refusal("TASK_CLOSED", f"Stop {task.sequence} is {task.state} already. Go on to the next stop.")


def _must_be_bin(task: _Task, bin_row: BinRow | None) -> None:
    if bin_row is None or bin_row.id != task.bin_id:
        wanted = network.bins_by_id([task.bin_id])[task.bin_id].code
        where = f"this is {bin_row.code}" if bin_row else "this code is no bin"
        raise Refusal("WRONG_BIN", f"Wrong bin: {where}. Go to {wanted}.", status=422, details={"wanted": wanted})


def _must_be_item(task: _Task, product: ProductRow | None) -> None:
    if product is None or product.id != task.product_id:
        wanted_product = catalog.by_id([task.product_id])[task.product_id]
        what = f"this is {product.sku} {product.name}" if product else "this code is no product"
        raise Refusal(
            "WRONG_ITEM",
            f"Wrong item: {what}. Take {wanted_product.sku} {wanted_product.name}.",
            status=422,
            details={"wanted": wanted_product.sku},
        )


def _must_be_lot(lot_id: int, scanned: str) -> None:
    wanted = stock.lots_by_id([lot_id])[lot_id].code
    if scanned != wanted:
        text = f"Wrong lot: this is {scanned}. Take {wanted}: it is to leave first."
        raise Refusal("WRONG_LOT", text, status=422, details={"wanted": wanted})


def _close(task: _Task, state: str, *, picked: int, quantity: int, scan: _Scan, reason: str = "") -> sql.Answer[bool]:
    """Close the task and say whether its fulfillment order has another open one."""
    values = {
        "task": task.id,
        "state": state,
        "picked": picked,
        "quantity": quantity,
        "scan": scan.id,
        "actor": scan.actor,
        "now": scan.at,
        "reason": reason[:100],
    }
    return sql.ask("picking", "close_task", values, lambda found: bool(found[0][0]))


def _done(task: _Task, more: bool, now: datetime, actor: str) -> bool:
    """Say whether the list is done, once the fulfillment order has no other open task."""
    return not more and finish([task.fulfillment_id], task.pick_list_id, now=now, actor=actor)
