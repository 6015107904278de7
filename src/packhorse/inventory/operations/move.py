"""Goods pass from bin to bin within a warehouse: put away, replenished, set aside, set free."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal
from packhorse.events import StockFreed
from packhorse.inventory.operations import bins, serials
from packhorse.inventory.operations.bins import Spot
from packhorse.inventory.operations.doubt import ease, weigh
from packhorse.inventory.operations.give_up import Moved, again, give_up, lose_planned
from packhorse.inventory.operations.ledger import Move, add_to_levels, known, lock_levels, write
from packhorse.network import queries as network
from packhorse.outbox.publish import publish


@transaction.atomic
def move(
    *,
    product_id: int,
    from_bin_id: int,
    to_bin_id: int,
    quantity: int,
    now: datetime,
    actor: str,
    cause: str,
    lot_id: int | None = None,
    cause_id: int | None = None,
    reason: str = "",
    scan_id: UUID | None = None,
    numbers: Sequence[str] = (),
) -> bool:
    """Carry units to another bin; return whether that was new: a scan sent twice counts once.

    What pickers are sent for stays where it is. But into a bin for goods in question or damaged ones it may go: there
    they are blocked, pickers are called off, and what was promised of them is looked for elsewhere. Refuses another
    warehouse's bin (that is a transfer), and more than lies there.
    """
    found = network.bins_by_id([from_bin_id, to_bin_id])
    if len(found) < 2 or quantity <= 0:  # also: from a bin into itself
        raise Refusal("WRONG_MOVE", "Name two different bins and a number of units above zero.", status=422)
    if found[from_bin_id].warehouse_id != found[to_bin_id].warehouse_id:
        raise Refusal("OTHER_WAREHOUSE", "That bin is in another warehouse: make a transfer of it.", status=422)
    site = found[from_bin_id].warehouse_id
    lock_levels([(product_id, site)])
    if known(scan_id):
        return False
    spot, target = (from_bin_id, product_id, lot_id), (to_bin_id, product_id, lot_id)
    eased = ease([(product_id, site)])
    blocked = again(lambda: _carry(spot, target, site, quantity, now=now, actor=actor))
    doubted = weigh([(product_id, site)], eased=eased, now=now, actor=actor)
    line = Move(
        "quarantined" if blocked else "moved",
        product_id,
        site,
        quantity,
        0,
        cause,
        cause_id,
        from_bin_id,
        to_bin_id,
        lot_id,
        blocked,
        reason,
        scan_id,
    )
    (movement_id,) = write([line], now=now, actor=actor)
    codes = serials.check(product_id, quantity, numbers, numbered=catalog.numbered([product_id]))
    where = {"from_bin_id": from_bin_id, "lot_id": lot_id, "to_bin_id": to_bin_id}
    serials.move(product_id, codes, **where, movement_id=movement_id, now=now)
    if blocked < 0 or doubted[product_id, site] < 0:
        publish([StockFreed((product_id,))], now=now, actor=actor)
    return True


def _carry(spot: Spot, target: Spot, site: int, quantity: int, *, now: datetime, actor: str) -> int:
    """Carry units of a spot to another; return by how many more of them are blocked."""
    level = spot[1], site
    free = lock_levels([level]).get(level, 0)
    was, will = bins.blocked_spots([spot]), bins.blocked_spots([target])
    change = quantity * (bool(will) - bool(was))
    if change > 0:
        _call_off(spot, target, quantity, free, level, now=now, actor=actor)
    seen = bins.lock([spot, target]).get(spot)
    able = seen.quantity - seen.planned if seen else 0
    if seen is None or able < quantity:
        if change > 0 and seen and seen.quantity >= quantity:
            raise Moved
        sent = f", {seen.planned} more are on pick lists" if seen and seen.planned else ""
        raise Refusal("NOT_THERE", f"{quantity} units are to be moved, {able} lie there free{sent}.")
    bins.take({spot: (quantity, 0)}, {spot: seen})
    bins.lay([(target, site, quantity)])
    add_to_levels([(*level, 0, 0, 0, change)])
    return change


def _call_off(
    spot: Spot, target: Spot, quantity: int, free: int, level: tuple[int, int], *, now: datetime, actor: str
) -> None:
    """Nobody will have these units: pickers who are sent for them are called off, and who was promised them is told."""
    seen = bins.look([spot]).get(spot)
    if seen is None or seen.quantity < quantity:
        return
    sent = max(0, quantity - (seen.quantity - seen.planned))
    lost = lose_planned({spot: sent}, beside=[target], now=now, actor=actor) if sent else {}
    if (short := quantity - free - lost.get(level, 0)) > 0:
        give_up({level: short}, now=now, actor=actor)
