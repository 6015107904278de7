"""Let stock go again: a cancelled order gives back what it holds."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from packhorse import sql
from packhorse.inventory.models import Allocation
from packhorse.inventory.operations.ledger import Move, add_to_levels, lock_levels, write
from packhorse.inventory.operations.receive import lay_into_bins


@transaction.atomic
def release(units: Mapping[int, int], *, picked: bool, now: datetime, actor: str, cause: str) -> dict[int, int]:
    """Let go of up to `units` {order line id: units}; return {order line id: units that were let go}.

    What is only allocated goes first, then what pickers are sent for, then (only if `picked`) what is
    picked: picked goods go back on the ledger into the bin they came from. What has shipped stays shipped.
    """
    lines = sorted(units)
    states = ["allocated", "picked"] if picked else ["allocated"]
    live = Allocation.objects.filter(line_id__in=lines, state__in=states)
    # Levels first, then allocations: everybody locks in this order.
    lock_levels(live.values_list("product_id", "warehouse_id"))
    held = sorted(
        live.select_for_update().order_by("id"),
        key=lambda a: (a.state == "picked", a.bin_id is not None, -a.pk),
    )
    left = dict(units)
    let_go: dict[int, int] = defaultdict(int)
    levels, moves, back = [], [], []
    whole: list[int] = []
    unplanned: dict[tuple[int, int], int] = defaultdict(int)
    for allocation in held:
        quantity = min(left[allocation.line_id], allocation.quantity)
        if not quantity:
            continue
        left[allocation.line_id] -= quantity
        let_go[allocation.line_id] += quantity
        if quantity == allocation.quantity:
            whole.append(allocation.pk)
        else:
            rest = {"ids": [allocation.pk], "bins": [allocation.bin_id], "quantities": [quantity]}
            sql.rows("inventory", "split_allocations", rest | {"states": ["released"], "now": now})
            Allocation.objects.filter(pk=allocation.pk).update(quantity=allocation.quantity - quantity, changed_at=now)
        product, warehouse, bin_id = allocation.product_id, allocation.warehouse_id, allocation.bin_id
        levels.append((product, warehouse, 0, -quantity, 0))
        if allocation.state == "picked":
            back.append((bin_id, product, warehouse, quantity))
            moves.append(Move("moved", product, warehouse, quantity, 0, cause, allocation.order_id, None, bin_id))
        elif bin_id is not None:
            unplanned[bin_id, product] += quantity
    Allocation.objects.filter(pk__in=whole).update(state="released", changed_at=now)
    add_to_levels(levels)
    _unplan(unplanned)
    lay_into_bins(back)
    write(moves, now=now, actor=actor)
    return dict(let_go)


def _unplan(units: Mapping[tuple[int, int], int]) -> None:
    keys = sorted(units)
    if keys:
        sql.rows(
            "inventory",
            "unplan_bins",
            {"bins": [k[0] for k in keys], "products": [k[1] for k in keys], "units": [units[k] for k in keys]},
        )
