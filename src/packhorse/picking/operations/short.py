"""A picker finds too little: the rest comes from another bin on the same walk, or is looked for elsewhere."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max

from packhorse.algorithms.routing import Floor
from packhorse.errors import Refusal
from packhorse.events import BinDoubted, PickShort
from packhorse.inventory import operations as inventory
from packhorse.inventory.operations import Shorted
from packhorse.inventory.operations.pick import PlannedPick
from packhorse.network import queries as network
from packhorse.outbox.publish import publish
from packhorse.picking.models import PickList, PickTask
from packhorse.picking.operations import task as tasks
from packhorse.picking.operations.plan_wave import warehouse_of
from packhorse.picking.operations.task import Picked, ScanBy, Task
from packhorse.picking.rules import DAMAGED, DOUBTED, SHORT_REASONS, turn_of
from packhorse.sourcing import queries as sourcing


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
    device_at: datetime | None = None,
) -> Picked:
    """Say that a bin held only `found` good units of a task's, and why: one of `rules.SHORT_REASONS`.

    They are taken. The rest is written off, or blocked among damaged goods, and what lies free in other bins of the
    warehouse becomes further stops of this list. Only what none of them has is sourced anew. The bin is counted, unless
    the goods are where they should be, damaged.
    """
    if reason not in SHORT_REASONS:
        known = ", ".join(SHORT_REASONS)
        raise Refusal("UNKNOWN_REASON", f"reason: {reason[:40]!r} is none. Say one of {known}.", status=422)
    task = tasks.mine(tasks.lock(task_id, scan_id).read(), actor)
    if before := tasks.taken_before(task, "short", scan_id):
        return before
    tasks.must_be_open(task)
    order = sourcing.by_id([task.fulfillment_id])[task.fulfillment_id]
    lost = inventory.pick_short(
        allocation_id=task.allocation_id,
        found=found,
        task_id=task_id,
        now=now,
        actor=actor,
        reason=SHORT_REASONS[reason],
        damaged=reason == DAMAGED,
        doubted=reason in DOUBTED,
        arrives_on=order.promised_on,
        numbers=numbers,
    )
    if lost.picks:
        floor = warehouse_of(task.warehouse_id).floor
        for pick in lost.picks:
            _add_stop(task, pick, floor)
    _tell(task, lost, now=now, actor=actor)
    scan = ScanBy(scan_id, actor, now, device_at)
    quantity = found + lost.lost
    closed = tasks.close(task, "short", picked=found, quantity=quantity, scan=scan, reason=SHORT_REASONS[reason])
    text = _words(lost)
    return Picked(
        found, task.tote, tasks.done(task, closed.read(), now, actor), more=lost.lost - lost.lacking, text=text
    )


def _add_stop(task: Task, pick: PlannedPick, floor: Floor) -> None:
    """Make a stop of the list out of a pick, where it makes the walk longest by least; the list is locked."""
    ahead = list(
        PickTask.objects.filter(pick_list_id=task.pick_list_id, state="open").exclude(pk=task.id).order_by("sequence")
    )
    same = [
        each
        for each in ahead
        if (each.bin_id, each.product_id, each.lot_id) == (pick.bin_id, pick.product_id, pick.lot_id)
    ]
    sequence = same[-1].sequence + 1 if same else _turn(task, ahead, pick, floor)
    later = PickTask.objects.filter(pick_list_id=task.pick_list_id, sequence__gte=sequence)
    later.update(sequence=-F("sequence") - 1)  # below zero meanwhile: no two tasks may have the same at any moment
    PickTask.objects.filter(pick_list_id=task.pick_list_id, sequence__lt=0).update(sequence=-F("sequence"))
    PickTask.objects.create(
        pick_list_id=task.pick_list_id,
        sequence=sequence,
        tote=task.tote,
        fulfillment_id=pick.fulfillment_id,
        order_id=pick.order_id,
        line_id=pick.line_id,
        allocation_id=pick.allocation_id,
        product_id=pick.product_id,
        bin_id=pick.bin_id,
        lot_id=pick.lot_id,
        quantity=pick.quantity,
        state="open",
    )


def _turn(task: Task, ahead: Sequence[PickTask], pick: PlannedPick, floor: Floor) -> int:
    """Return the sequence of the new stop, and note how much longer the walk becomes."""
    bins = network.bins_by_id([task.bin_id, pick.bin_id, *(each.bin_id for each in ahead)])
    place = {pk: (row.x_mm, row.y_mm) for pk, row in bins.items()}
    firsts: list[PickTask] = []  # of the tasks at each place ahead
    for each in ahead:
        if not firsts or place[firsts[-1].bin_id] != place[each.bin_id]:
            firsts.append(each)
    turn, more_mm = turn_of(floor, place[task.bin_id], [place[each.bin_id] for each in firsts], place[pick.bin_id])
    PickList.objects.filter(pk=task.pick_list_id).update(route_mm=F("route_mm") + more_mm)
    if turn < len(firsts):
        return firsts[turn].sequence
    last = PickTask.objects.filter(pick_list_id=task.pick_list_id).aggregate(last=Max("sequence"))["last"]
    return last + 1


def _tell(task: Task, lost: Shorted, *, now: datetime, actor: str) -> None:
    bin_id = None if lost.aside_bin_id else task.bin_id
    events: list[PickShort | BinDoubted] = []
    if lost.lacking:
        lines = ((task.line_id, lost.lacking),)
        events = [PickShort(task.order_id, task.fulfillment_id, task.warehouse_id, task.product_id, lines, bin_id)]
    elif bin_id is not None:
        events = [BinDoubted(task.warehouse_id, bin_id, task.product_id)]
    publish(events, now=now, actor=actor)


def _words(lost: Shorted) -> str:
    """Say what the picker does now."""
    bins = network.bins_by_id(
        [*(each.bin_id for each in lost.picks), *([lost.aside_bin_id] if lost.aside_bin_id else [])]
    )
    said = [f"{each.quantity} more in {bins[each.bin_id].code}, a stop of this list now." for each in lost.picks]
    if lost.lacking:
        said.append(f"{lost.lacking} looked for elsewhere.")
    if lost.aside_bin_id:
        said.append(f"Lay the damaged ones into {bins[lost.aside_bin_id].code}.")
    return " ".join(said)
