"""Picks of one fulfillment order become another's, when what is there is to leave before the rest."""

from collections.abc import Collection
from dataclasses import dataclass

from packhorse.errors import Refusal
from packhorse.picking.models import PickList, PickTask


@dataclass(frozen=True)
class Handed:
    """The allocations of the picks that were handed on, and whether some of them are still to be made."""

    allocations: tuple[int, ...]
    open: bool


def lock_rest(*, fulfillment_id: int, but: Collection[int]) -> Handed:
    """Lock the picks of a fulfillment order that bring something, but for `but`, in the caller's transaction."""
    lists = PickTask.objects.filter(fulfillment_id=fulfillment_id).values_list("pick_list_id", flat=True)
    # Lists first, in key order, as every picker's scan does.
    list(PickList.objects.select_for_update().filter(pk__in=set(lists)).order_by("id"))
    mine = PickTask.objects.filter(fulfillment_id=fulfillment_id).exclude(pk__in=but)
    rest = [task for task in mine.order_by("id") if task.state == "open" or task.picked]
    if not rest:
        raise Refusal("NOTHING_MISSING", "Nothing of this order is missing.")
    return Handed(tuple(task.allocation_id for task in rest), any(task.state == "open" for task in rest))


def hand_tasks(allocation_ids: Collection[int], *, to_fulfillment_id: int) -> None:
    """Let another fulfillment order have the picks of these allocations, which are locked."""
    PickTask.objects.filter(allocation_id__in=allocation_ids).update(fulfillment_id=to_fulfillment_id)
