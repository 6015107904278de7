"""Read what lists brought of fulfillment orders, for those who sort and pack it."""

from collections.abc import Iterable
from dataclasses import dataclass

from packhorse import sql
from packhorse.picking.models import PickTask


@dataclass(frozen=True)
class CarriedRow:
    """A fulfillment order all of whose picks are made, on one list: the list, its kind, and the tote on its cart."""

    fulfillment_id: int
    order_id: int
    warehouse_id: int
    list_id: int
    kind: str
    tote: int


def carried(fulfillment_ids: Iterable[int]) -> list[CarriedRow]:
    """Return those of these fulfillment orders that one list brought whole; those spread over several are left out."""
    found = sql.rows("picking", "carried", {"fulfillments": sorted(set(fulfillment_ids))})
    return [CarriedRow(*row) for row in found]


def bins_of_tasks(task_ids: Iterable[int]) -> dict[int, int]:
    """Return {pick task: the bin its goods were taken from}."""
    return dict(PickTask.objects.filter(pk__in=set(task_ids)).values_list("id", "bin_id"))


def sites_of_tasks(task_ids: Iterable[int]) -> set[int]:
    """Return the ids of the warehouses in which these pick tasks are."""
    found = PickTask.objects.filter(pk__in=set(task_ids))
    return set(found.values_list("pick_list__warehouse_id", flat=True).distinct())


@dataclass(frozen=True)
class ShareRow:
    """A pick of a fulfillment order: the list it is on, and what it brought."""

    task_id: int
    list_id: int
    state: str
    picked: int


def of_fulfillment(fulfillment_id: int) -> list[ShareRow]:
    """Return the picks of a fulfillment order, on whatever list."""
    found = PickTask.objects.filter(fulfillment_id=fulfillment_id).order_by("id")
    return [ShareRow(*row) for row in found.values_list("id", "pick_list_id", "state", "picked")]
