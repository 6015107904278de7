"""Units go beside the wall, into an overflow place: what `put` and `lay_aside` have in common."""

from datetime import datetime
from uuid import UUID

from packhorse import sql
from packhorse.sorting.operations.complete import leave_from_overflow
from packhorse.sorting.queries.laid import WantedRow


def lay_beside(task: WantedRow, place_id: int, *, too_big: bool, scan_id: UUID, now: datetime, actor: str) -> bool:
    """Lay the units of a pick into an overflow place; return whether its order is whole there now.

    `too_big`: from now on `put` leads what still comes of this order to the same place.
    """
    values = {
        "fulfillment": task.fulfillment_id,
        "task": task.task_id,
        "line": task.line_id,
        "product": task.product_id,
        "place": place_id,
        "units": task.units,
        "too_big": too_big,
        "scan": scan_id,
        "actor": actor,
        "now": now,
    }
    with sql.together():
        sql.ask("sorting", "lay_beside", values, len)
        # Several lists may bring an order's last goods at once: whoever lays the last one aside sees the others' first.
        sql.ask("sorting", "one_at_an_order", {"fulfillment": task.fulfillment_id}, len)
        filled = sql.ask("sorting", "filled", {"fulfillment": task.fulfillment_id}, lambda found: bool(found[0][1]))
    whole = filled.read()
    if whole:
        leave_from_overflow(task.fulfillment_id, task.order_id, now=now, actor=actor)
    return whole
