"""The scan loop of a picker: go to a bin, scan bin, item and tote."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from packhorse import sql
from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal
from packhorse.inventory import operations as inventory
from packhorse.network import queries as network
from packhorse.picking.operations import task as tasks
from packhorse.picking.operations.task import Picked, ScanBy


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
    tote_code: str = "",
    device_at: datetime | None = None,
) -> Picked:
    """Take the units of a task: the bin's barcode, the item's (its own, a pack's, or the SKU) and the units taken.

    A pack's barcode says which goods they are and no more: `quantity` is what the picker counted. `numbers` are the
    units' serial numbers, where they have some. `tote_code` is wanted when the list is on a cart with several totes. A
    wrong bin, item, lot, number or tote is refused and nothing changes. `scan_id` names the scan: sent twice, it counts
    once, even if the pick was undone meanwhile.
    """
    with sql.together():
        locked = tasks.lock(task_id, scan_id)
        scanned_bin = network.ask_bin_by_barcode(bin_code)
        scanned_item = catalog.ask_scan(item_code)
    task = tasks.mine(locked.read(), actor)
    if before := tasks.taken_before(task, "pick", scan_id):
        return before
    tasks.must_be_open(task)
    tasks.must_be_bin(task, scanned_bin.read())
    scanned = scanned_item.read()
    tasks.must_be_item(task, scanned.product if scanned else None)
    tasks.must_be_lot(task, scanned.lot if scanned else "")
    tasks.must_be_tote(task, tote_code)
    scan = ScanBy(scan_id, actor, now, device_at)
    with sql.together():
        taken = inventory.ask_pick(allocation_id=task.allocation_id, task_id=task_id, now=now, actor=actor)
        closed = tasks.close(task, "pick", picked=task.quantity, quantity=task.quantity, scan=scan)
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
    return Picked(units, task.tote, tasks.done(task, closed.read(), now, actor))


@transaction.atomic
def check_bin(*, task_id: int, bin_code: str, actor: str) -> None:
    """Refuse a bin that is not the task's: a picker wants to know before he reaches into it."""
    with sql.together():
        locked = tasks.lock(task_id)
        scanned = network.ask_bin_by_barcode(bin_code)
    tasks.must_be_bin(tasks.mine(locked.read(), actor), scanned.read())
