"""Lay the units of a pick back into their bin: the exact reverse, as a movement of its own."""

from datetime import datetime

from django.db import transaction

from packhorse import sql
from packhorse.errors import Refusal
from packhorse.inventory.models import Allocation
from packhorse.inventory.operations import bins, serials
from packhorse.inventory.operations.bins import Spot
from packhorse.inventory.operations.ledger import Move, lock_levels, write


@transaction.atomic
def undo_pick(*, allocation_id: int, units: int, task_id: int, now: datetime, actor: str) -> None:
    """Lay the `units` of a picked allocation back into the bin they came from; they stay allocated, and planned there.

    Refuses when the order does not hold just these units any more, or when nobody may have what lies there now.
    """
    # Levels first, then the allocation: everybody locks in this order.
    allocation = Allocation.objects.filter(pk=allocation_id).first()
    if allocation is not None:
        lock_levels([(allocation.product_id, allocation.warehouse_id)])
        allocation = Allocation.objects.select_for_update().filter(pk=allocation_id, state="picked").first()
    if allocation is None or allocation.bin_id is None or allocation.quantity != units:
        text = "These goods are not this order's any more: their pick cannot be undone. Lay them aside, ask the lead."
        raise Refusal("NOT_PICKED", text)
    spot: Spot = (allocation.bin_id, allocation.product_id, allocation.lot_id)
    if bins.lay([(spot, allocation.warehouse_id, units)]):
        text = "What lies in this bin is blocked by now: leave the goods in their tote and ask the lead."
        raise Refusal("BIN_BLOCKED", text)
    Allocation.objects.filter(pk=allocation_id).update(state="allocated", changed_at=now)
    lying = bins.lock([spot])[spot]
    sql.rows("inventory", "plan_bins", {"ids": [lying.row_id], "planned": [units]})
    moved = Move(
        "moved",
        allocation.product_id,
        allocation.warehouse_id,
        units,
        0,
        "undone pick",
        task_id,
        to_bin_id=spot[0],
        lot_id=spot[2],
    )
    (movement_id,) = write([moved], now=now, actor=actor)
    serials.follow([serials.Parting(allocation_id, units, movement_id, spot[0])], state="in_stock", now=now)
