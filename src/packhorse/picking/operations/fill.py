"""Fill a pick face up: take the most urgent task, scan the bin of reserve, the item and the pick face."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from packhorse import sql
from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal, missing
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.network import queries as network
from packhorse.picking.models import FillUp
from packhorse.picking.operations.plan_wave import warehouse_of


@transaction.atomic
def next_fill(*, warehouse_id: int, actor: str) -> int | None:
    """Take the most urgent fill-up of a warehouse in hand; return its id, or None when there is nothing to do.

    Who has one already gets that one. Two who ask at once never get the same.
    """
    site = warehouse_of(warehouse_id)
    mine = FillUp.objects.filter(warehouse_id=site.id, state="open", person=actor).order_by("id").first()
    if mine is not None:
        return mine.pk
    found = sql.rows("picking", "next_fill", {"warehouse": site.id})
    if not found:
        return None
    task_id: int = found[0][0]
    FillUp.objects.filter(pk=task_id).update(person=actor)
    return task_id


@transaction.atomic
def fill(
    *,
    task_id: int,
    from_code: str,
    item_code: str = "",
    to_code: str = "",
    units: int = 0,
    scan_id: UUID,
    now: datetime,
    actor: str,
    numbers: Sequence[str] = (),
) -> bool:
    """Carry `units` of a fill-up into its pick face: done. Return whether that was new: sent twice, it counts once.

    Codes are what was scanned: the bin of reserve, the item (its own, a pack's, or the SKU) and the pick face. Refuses
    wrong ones; nothing changes. Without a `to_code` nothing is carried: the bin, or the bin and the item, are right.
    Fewer units than asked may be carried; what then lacks is asked for anew.
    """
    task = FillUp.objects.select_for_update().filter(pk=task_id).first()
    if task is None:
        raise missing("fill-up", task_id)
    if task.state == "done" and task.scan_id == scan_id:
        return False
    _must_be_mine(task, actor)
    _must_be_bin(task.from_bin_id, from_code)
    if item_code or to_code:
        _must_be_item(task, item_code)
    if not to_code:
        return False
    _must_be_bin(task.to_bin_id, to_code)
    if not 0 < units <= task.units:
        words = f"Carry 1 to {task.units} units, not {units}. What is left over stays in reserve."
        raise Refusal("WRONG_QUANTITY", words, status=422, details={"wanted": task.units})
    new = inventory.move(
        product_id=task.product_id,
        from_bin_id=task.from_bin_id,
        to_bin_id=task.to_bin_id,
        quantity=units,
        lot_id=task.lot_id,
        numbers=numbers,
        cause="fill-up",
        cause_id=task.pk,
        scan_id=scan_id,
        now=now,
        actor=actor,
    )
    if not new:
        raise Refusal("SCAN_ID_USED", "This scan's id is that of another scan: every scan needs its own.", status=422)
    FillUp.objects.filter(pk=task_id, state="open").update(
        state="done", moved=units, person=actor, closed_at=now, scan_id=scan_id
    )
    return True


@transaction.atomic
def cancel_fill(*, task_id: int, note: str, now: datetime, actor: str) -> None:
    """Give a fill-up up, and say in words why. Where goods still lack, the next look at the pick faces asks anew."""
    task = FillUp.objects.select_for_update().filter(pk=task_id).first()
    if task is None:
        raise missing("fill-up", task_id)
    _must_be_mine(task, actor)
    if not note.strip():
        raise Refusal("REASON_WANTED", "Say in words why it is not done.", status=422)
    FillUp.objects.filter(pk=task_id).update(
        state="cancelled", person=actor, closed_at=now, note=note.replace("\x00", "").strip()[:200]
    )


def _must_be_mine(task: FillUp, actor: str) -> None:
    if task.state != "open":
        raise Refusal("FILL_CLOSED", f"This fill-up is {task.state} already. Take the next one.")
    if task.person not in ("", actor):
        raise Refusal("NOT_YOUR_FILL", f"{task.person} has this fill-up in hand. Take the next one.")


def _must_be_bin(bin_id: int, code: str) -> None:
    found = network.ask_bin_by_barcode(code).read()
    if found is None or found.id != bin_id:
        wanted = network.bins_by_id([bin_id])[bin_id].code
        where = f"this is {found.code}" if found else "this code is no bin"
        raise Refusal("WRONG_BIN", f"Wrong bin: {where}. Go to {wanted}.", status=422, details={"wanted": wanted})


def _must_be_item(task: FillUp, code: str) -> None:
    found = catalog.scan(code)
    if found is None or found.product.id != task.product_id:
        wanted = catalog.by_id([task.product_id])[task.product_id]
        what = f"this is {found.product.sku} {found.product.name}" if found else "this code is no product"
        words = f"Wrong item: {what}. Take {wanted.sku} {wanted.name}."
        raise Refusal("WRONG_ITEM", words, status=422, details={"wanted": wanted.sku})
    if found.lot and task.lot_id and found.lot != (lot := stock.lots_by_id([task.lot_id])[task.lot_id].code):
        words = f"Wrong lot: this is {found.lot}. Take {lot}: it is to leave first."
        raise Refusal("WRONG_LOT", words, status=422, details={"wanted": lot})
