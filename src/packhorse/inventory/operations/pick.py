"""Send pickers to bins, and take what they found."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from packhorse import sql
from packhorse.errors import Refusal
from packhorse.inventory.models import Allocation, BinStock
from packhorse.inventory.operations.ledger import Move, add_to_levels, lock_levels, write
from packhorse.inventory.rules import BinChoice, choose_bins


@dataclass(frozen=True)
class PlannedPick:
    """One visit of one bin for one fulfillment order: `quantity` units on `allocation_id`."""

    allocation_id: int
    order_id: int
    line_id: int
    fulfillment_id: int
    product_id: int
    bin_id: int
    quantity: int


@transaction.atomic
def plan_picks(*, warehouse_id: int, fulfillment_ids: Sequence[int], now: datetime) -> list[PlannedPick]:
    """Choose the bins for everything these fulfillment orders hold, and keep those units for them.

    An allocation that needs several bins is divided, so that each pick is one allocation from one bin.
    """
    waiting = list(
        Allocation.objects.select_for_update()
        .filter(fulfillment_id__in=fulfillment_ids, warehouse_id=warehouse_id, state="allocated", bin=None)
        .order_by("id")
    )
    products = sorted({allocation.product_id for allocation in waiting})
    bins = sql.rows("inventory", "lock_bins", {"warehouse": warehouse_id, "products": products})
    free: dict[int, list[BinChoice]] = defaultdict(list)
    for row_id, bin_id, product_id, units in bins:
        free[product_id].append(BinChoice(row_id, bin_id, units))
    firsts: list[tuple[int, int, int]] = []
    rests: list[tuple[int, int, int]] = []
    planned: dict[int, int] = defaultdict(int)
    for allocation in waiting:
        chosen = choose_bins(allocation.quantity, free[allocation.product_id])
        if chosen is None:
            raise Refusal(
                "BINS_TOO_EMPTY",
                f"The bins of warehouse {warehouse_id} hold less of product {allocation.product_id} than the stock "
                "level says. Run `packhorse audit` and count these bins.",
            )
        for nth, (choice, units) in enumerate(chosen):
            planned[choice.row_id] += units
            (rests if nth else firsts).append((allocation.pk, choice.bin_id, units))
    _note(firsts, rests, planned, now)
    return [
        PlannedPick(a.pk, a.order_id, a.line_id, a.fulfillment_id, a.product_id, a.bin_id, a.quantity)
        for a in Allocation.objects.filter(
            fulfillment_id__in=fulfillment_ids, warehouse_id=warehouse_id, state="allocated", bin__isnull=False
        ).order_by("id")
    ]


def _note(
    firsts: list[tuple[int, int, int]], rests: list[tuple[int, int, int]], planned: dict[int, int], now: datetime
) -> None:
    if rests:
        sql.rows("inventory", "split_allocations", _columns(rests) | {"states": ["allocated"] * len(rests), "now": now})
    if firsts:
        sql.rows("inventory", "place_allocations", _columns(firsts) | {"now": now})
    rows = sorted(planned)
    if rows:
        sql.rows("inventory", "plan_bins", {"ids": rows, "planned": [planned[row] for row in rows]})


def _columns(rows: list[tuple[int, int, int]]) -> dict[str, list[int]]:
    return {"ids": [r[0] for r in rows], "bins": [r[1] for r in rows], "quantities": [r[2] for r in rows]}


def pick(*, allocation_id: int, task_id: int, now: datetime, actor: str) -> int:
    """Take all units of an allocation out of its bin; return how many. Refuses when it is not waiting any more."""
    return ask_pick(allocation_id=allocation_id, task_id=task_id, now=now, actor=actor).read()


def ask_pick(*, allocation_id: int, task_id: int, now: datetime, actor: str) -> sql.Answer[int]:
    """Do what `pick` does together with other statements; the refusal comes when the answer is read."""
    values = {"allocation": allocation_id, "task": task_id, "now": now, "actor": actor}
    return sql.ask("inventory", "pick", values, _units_taken)


def _units_taken(found: sql.Rows) -> int:
    if not found:
        raise Refusal("NOT_WAITING", "These goods are not wanted any more: the order was cancelled. Leave them.")
    return int(found[0][0])


@transaction.atomic
def pick_short(*, allocation_id: int, found: int, task_id: int, now: datetime, actor: str) -> int:
    """Take the `found` units that were there (fewer than wanted) and write the missing ones off; return how many.

    The missing units leave on hand as an adjustment and the order's right to them ends, so the rest
    of the stock stays right; the caller publishes what that means for the order.
    """
    # Levels first, then the allocation: everybody locks in this order.
    allocation = Allocation.objects.filter(pk=allocation_id).first()
    if allocation is not None:
        lock_levels([(allocation.product_id, allocation.warehouse_id)])
        allocation = Allocation.objects.select_for_update().filter(pk=allocation_id, state="allocated").first()
    if allocation is None or allocation.bin_id is None:
        raise Refusal("NOT_WAITING", "These goods are not wanted any more: the order was cancelled. Leave them.")
    if not 0 <= found < allocation.quantity:
        raise Refusal(
            "NOT_SHORT", f"{found} of {allocation.quantity} found is not short; scan the item instead.", status=422
        )
    lost = allocation.quantity - found
    if found:
        rest = [(allocation_id, allocation.bin_id, lost)]
        sql.rows("inventory", "split_allocations", _columns(rest) | {"states": ["shorted"], "now": now})
        Allocation.objects.filter(pk=allocation_id).update(quantity=found)
        pick(allocation_id=allocation_id, task_id=task_id, now=now, actor=actor)
    else:
        Allocation.objects.filter(pk=allocation_id).update(state="shorted", changed_at=now)
    stock = BinStock.objects.select_for_update().get(bin_id=allocation.bin_id, product_id=allocation.product_id)
    BinStock.objects.filter(pk=stock.pk).update(quantity=stock.quantity - lost, planned=stock.planned - lost)
    add_to_levels([(allocation.product_id, allocation.warehouse_id, -lost, -lost, 0)])
    moved = Move(
        "adjusted",
        allocation.product_id,
        allocation.warehouse_id,
        lost,
        -lost,
        "short pick",
        task_id,
        allocation.bin_id,
    )
    write([moved], now=now, actor=actor)
    return lost
