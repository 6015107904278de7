"""An order is whole: in its slot, in overflow, or in its tote past the wall. The bench is told."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from packhorse import sql
from packhorse.events import OrderSorted
from packhorse.outbox.publish import publish
from packhorse.picking import queries as picking
from packhorse.picking.rules import PAST_THE_WALL
from packhorse.sorting.models import PastWall, Put, Slot
from packhorse.sourcing import queries as sourcing

NO_SLOT = 0  # what `OrderSorted` says of an order that needed none


def complete(slots: Iterable[tuple[int, int, int, int]], *, now: datetime, actor: str) -> int:
    """Close the slots of orders that are whole: (slot, fulfillment order, order, warehouse); return how many were not.

    The caller has locked the first slot of each.
    """
    told = []
    for slot_id, fulfillment_id, order_id, warehouse_id in slots:
        mine = Slot.objects.filter(fulfillment_id=fulfillment_id, state="filling")
        if mine.update(state="complete", changed_at=now):
            told.append(OrderSorted(order_id, fulfillment_id, warehouse_id, slot_id))
    publish(told, now=now, actor=actor)
    return len(told)


@transaction.atomic
def complete_slots(orders: Sequence[tuple[int, int]], *, now: datetime) -> None:
    """Look again at (fulfillment id, order id) of which the last pick is made, which may come after the last put.

    Orders that came whole on one list of a kind that needs no slot go past the wall.
    """
    order_of = dict(orders)
    slots = Slot.objects.select_for_update().filter(fulfillment_id__in=order_of, state="filling", part=1).order_by("id")
    full = [
        (slot.pk, mine, order_of[mine], slot.warehouse_id)
        for slot in slots
        if in_slot(mine := slot.fulfillment_id or 0)
    ]
    complete(full, now=now, actor="sorting")
    past_wall(order_of, now=now)


def in_slot(fulfillment_id: int) -> bool:
    """Say whether all of an order lies in its slot."""
    return bool(sql.rows("sorting", "filled", {"fulfillment": fulfillment_id})[0][0])


def in_overflow(fulfillment_id: int) -> bool:
    """Say whether all of an order lies in overflow."""
    return bool(sql.rows("sorting", "filled", {"fulfillment": fulfillment_id})[0][1])


def past_wall(order_of: dict[int, int], *, now: datetime) -> None:
    """Send to the bench what one single-unit or cluster list brought whole, and what lies whole in overflow."""
    known = set(PastWall.objects.filter(fulfillment_id__in=order_of).values_list("fulfillment_id", flat=True))
    begun = set(Put.objects.filter(fulfillment_id__in=order_of).values_list("fulfillment_id", flat=True))
    alive = {pk for pk, row in sourcing.by_id(order_of).items() if row.state != "cancelled"}
    carried = picking.carried(alive - known)
    past = [
        PastWall(
            fulfillment_id=each.fulfillment_id,
            warehouse_id=each.warehouse_id,
            pick_list_id=each.list_id,
            tote=each.tote if each.kind == "cluster" else 0,
            at=now,
        )
        for each in carried
        if each.kind in PAST_THE_WALL and each.fulfillment_id not in begun
    ]
    made = PastWall.objects.bulk_create(past, ignore_conflicts=True)
    publish(
        [OrderSorted(order_of[row.fulfillment_id], row.fulfillment_id, row.warehouse_id, NO_SLOT) for row in made],
        now=now,
        actor="sorting",
    )
    for fulfillment_id in sorted((begun & alive) - known):
        if in_overflow(fulfillment_id):
            leave_from_overflow(fulfillment_id, order_of[fulfillment_id], now=now, actor="sorting")


def leave_from_overflow(fulfillment_id: int, order_id: int, *, now: datetime, actor: str) -> None:
    """Send an order that lies whole in overflow to the bench."""
    last = Put.objects.select_related("overflow").filter(fulfillment_id=fulfillment_id).order_by("-id").first()
    if last is None or last.overflow is None:
        return
    _, made = PastWall.objects.get_or_create(
        fulfillment_id=fulfillment_id,
        defaults={"warehouse_id": last.overflow.warehouse_id, "overflow_id": last.overflow_id, "at": now},
    )
    if made:
        publish([OrderSorted(order_id, fulfillment_id, last.overflow.warehouse_id, NO_SLOT)], now=now, actor=actor)
