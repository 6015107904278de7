"""Scan an item of a picked list: the wall names the slot of the order it belongs to."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from packhorse import sql
from packhorse.catalog import queries as catalog
from packhorse.catalog.queries import Scan
from packhorse.errors import Refusal, missing
from packhorse.network import queries as network
from packhorse.picking import queries as picking
from packhorse.picking.rules import PAST_THE_WALL, list_number
from packhorse.sorting.operations.complete import complete
from packhorse.sorting.operations.give import give
from packhorse.sorting.operations.lay_beside import lay_beside
from packhorse.sorting.queries.laid import WantedRow, ask_pending, ask_wanted, overflows


@dataclass(frozen=True)
class Placed:
    """The answer to a scan: the slot to lay the units into, how many, and whether its order is whole now.

    `confirm`: the slot is to be scanned, too, before the units count. `again` says that this very scan had been taken
    before; it counted once. `aside`: what is named is no slot but an overflow place.
    """

    slot: str
    units: int
    order_complete: bool
    again: bool = False
    confirm: bool = False
    aside: bool = False


@transaction.atomic
def put(*, list_id: int, item_code: str, scan_id: UUID, now: datetime, actor: str) -> Placed:
    """Sort the next goods of a picked list that bear this code (barcode, SKU, GS1) into their order's slot.

    One scan stands for the units of one pick task, or at a wall where each unit is scanned for what was scanned. Of
    several orders that want the goods, one that lies on the wall already goes first, then the one soonest whole. An
    order that is too big for the wall follows its first goods into their overflow place.
    """
    with sql.together():
        sql.ask("sorting", "one_at_a_list", {"list": list_id}, len)
        known = sql.ask("sorting", "known_put", {"scan": scan_id}, lambda found: found[0] if found else None)
        pending = ask_pending(list_id, actor)
        asked = catalog.ask_scan(item_code)
    if before := known.read():
        slot, units, whole, confirm, beside = before
        return Placed(slot, units, whole, again=True, confirm=confirm, aside=beside)
    if waiting := pending.read():
        raise Refusal(
            "CONFIRM_FIRST",
            f"Scan slot {waiting.slot} first: {waiting.units} × {waiting.sku} belong there.",
            details={"wanted": waiting.slot},
        )
    scanned = asked.read()
    wanted = wanted_of(list_id, scanned, item_code)
    reason = ""
    for task in sorted(wanted, key=_turn):  # in a stable order of totes
        if task.is_led and task.place_id is not None:
            if task.confirmed:  # by the scan of the place
                raise _too_big(f"overflow place {task.place}")
            whole = lay_beside(task, task.place_id, too_big=False, scan_id=scan_id, now=now, actor=actor)
            return Placed(task.place, task.units, whole, aside=True)
        single = task.single
        if task.slot_id is None:
            given = give(task.fulfillment_id, list_id=list_id, warehouse_id=task.warehouse_id, now=now)
            reason, single = reason or given.reason, given.single
            if given.reason:
                continue
        return _lay(task, _units(task, scanned, single=single), scan_id, now, actor)
    raise _no_slot(reason, wanted[0])


def _turn(row: WantedRow) -> tuple[bool, bool, int]:
    """What has its place goes first, then what is still in the tote, then what is fetched from overflow."""
    return not row.is_led, row.aside > 0, row.left


def _units(task: WantedRow, scanned: Scan | None, *, single: bool) -> int:
    """How many units a scan stands for; what lies in overflow of a pick is fetched at once."""
    if not single or task.aside:
        return task.units
    units = scanned.units if scanned else 1
    if units > task.units:
        raise Refusal(
            "TOO_MANY",
            f"That pack holds {units}, the order wants {task.units}: open it and scan single units.",
            status=422,
        )
    return units


def _no_slot(reason: str, task: WantedRow) -> Refusal:
    places = overflows(task.warehouse_id)
    where = f"overflow place {places[0].code}" if places else "a place beside the wall"
    if reason == "too big":
        return _too_big(where)
    return Refusal(
        "NO_FREE_SLOT",
        f"Every slot of the wall that would do is in use. Lay this item aside into {where} and sort the rest; once a "
        "complete order is packed, scan it again.",
    )


def _too_big(where: str) -> Refusal:
    text = f"This order is too big for the wall: lay its goods into {where}. It is packed from there once whole."
    return Refusal("TOO_BIG", text)


def wanted_of(list_id: int, scanned: Scan | None, item_code: str) -> list[WantedRow]:
    """Return the picks of this list that brought this item for the wall and are not in a slot yet; at least one."""
    if scanned is None:
        raise Refusal(
            "UNKNOWN_ITEM", f"The code {item_code[:60]!r} is no product. Scan the item's barcode.", status=422
        )
    product = scanned.product
    waiting = ask_wanted(list_id, product.id).read()
    if not waiting:
        if picking.pick_list(list_id) is None:
            raise missing("pick list", list_number(list_id))
        raise Refusal(
            "NOT_ON_LIST",
            f"{product.sku} {product.name} does not wait on pick list {list_number(list_id)}: "
            "it is sorted already, or belongs to another list.",
            status=422,
        )
    alive = [row for row in waiting if row.state != "cancelled"]
    if not alive:
        home = network.bins_by_id([waiting[0].bin_id])[waiting[0].bin_id].code
        raise Refusal("ORDER_CANCELLED", f"The order was cancelled: put {product.sku} back into bin {home}.")
    wanted = [row for row in alive if row.kind not in PAST_THE_WALL or row.spread]
    if not wanted:
        raise Refusal(
            "PAST_THE_WALL",
            f"The orders of pick list {list_number(list_id)} need no slot: take the totes to the pack bench.",
        )
    return wanted


def _lay(task: WantedRow, units: int, scan_id: UUID, now: datetime, actor: str) -> Placed:
    values = {
        "fulfillment": task.fulfillment_id,
        "task": task.task_id,
        "line": task.line_id,
        "product": task.product_id,
        "units": units,
        "scan": scan_id,
        "actor": actor,
        "now": now,
    }
    with sql.together():
        laid = sql.ask("sorting", "lay", values, lambda found: found[0] if found else None)
        filled = sql.ask("sorting", "filled", {"fulfillment": task.fulfillment_id}, lambda found: bool(found[0][0]))
    slot = laid.read()
    if slot is None:
        raise Refusal(
            "SLOT_TO_CLEAR", "The order was cancelled just now: its slot is to be cleared, and this item too."
        )
    slot_id, state, confirm, codes = slot
    whole = state == "complete" or complete(
        [(slot_id, task.fulfillment_id, task.order_id, task.warehouse_id)] if filled.read() else (),
        now=now,
        actor=actor,
    )
    return Placed(codes, units, bool(whole), confirm=confirm)
