"""Take the last pick back: the units lie in their bin again, and the stop is open."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from packhorse import sql
from packhorse.errors import Refusal
from packhorse.inventory import operations as inventory
from packhorse.picking.models import PickTask, Scan
from packhorse.picking.operations import task as tasks
from packhorse.picking.operations.task import Picked, Task
from packhorse.picking.rules import list_number

Laid = Callable[[Sequence[int]], set[int]]


@transaction.atomic
def undo_pick(
    *, task_id: int, scan_id: UUID, laid: Laid, now: datetime, actor: str, device_at: datetime | None = None
) -> Picked:
    """Undo the pick that closed a task of one's own list last, while that list is not done.

    The units go back into the bin they came from by a movement against the first, and the order holds them there as
    before. A short pick stands: what it wrote off is looked for elsewhere. `scan_id` sent twice counts once. `laid`
    says which of these tasks have their goods in the put wall already: picking comes before sorting and cannot know.
    """
    task = tasks.mine(tasks.lock(task_id).read(), actor)
    if known := Scan.objects.filter(uid=scan_id).first():  # read under the lock: the same undo may have been at work
        if (known.task_id, known.kind) != (task_id, "undo"):
            text = "This scan's id is that of another scan: every scan needs an id of its own."
            raise Refusal("SCAN_ID_USED", text, status=422)
        return Picked(known.units, task.tote, task.list_state == "done", again=True)
    _must_be_undoable(task, laid)
    inventory.undo_pick(allocation_id=task.allocation_id, units=task.picked, task_id=task_id, now=now, actor=actor)
    PickTask.objects.filter(pk=task_id, state="picked").update(
        state="open", picked=0, scan_id=None, actor="", at=None, reason=""
    )
    Scan.objects.create(
        uid=scan_id, task_id=task_id, kind="undo", units=task.picked, actor=actor, at=now, device_at=device_at
    )
    return Picked(task.picked, task.tote, list_done=False)


def _must_be_undoable(task: Task, laid: Laid) -> None:
    if task.state == "short":
        text = (
            "A short pick cannot be undone: what was missing is written off and looked for elsewhere. If it turned up, "
            "have the bin counted."
        )
        raise Refusal("SHORT_STANDS", text)
    if task.list_state == "done":
        number = list_number(task.pick_list_id)
        raise Refusal("LIST_DONE", f"Pick list {number} is done: what was picked for it can only be sorted now.")
    if task.state != "picked":
        raise Refusal("NOTHING_TO_UNDO", f"Nothing is picked at stop {task.sequence}: it is {task.state}.")
    ((last_id, sequence),) = sql.rows("picking", "last_closed", {"list": task.pick_list_id})
    if last_id != task.id:
        text = f"Only the last pick can be undone: that is stop {sequence}, not stop {task.sequence}."
        raise Refusal("NOT_THE_LAST", text, details={"last": last_id})
    if laid([task.id]):
        raise Refusal("SORTED_ALREADY", f"What was picked at stop {task.sequence} lies in the put wall already.")
