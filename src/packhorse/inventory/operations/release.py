"""Let stock go again: a cancelled order gives back what it holds."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from packhorse import sql
from packhorse.inventory.models import Allocation
from packhorse.inventory.operations import bins, serials
from packhorse.inventory.operations.bins import Spot
from packhorse.inventory.operations.doubt import weigh
from packhorse.inventory.operations.ledger import Move, add_to_levels, lock_levels, write


@transaction.atomic
def release(
    units: Mapping[int, int],
    *,
    picked: bool,
    now: datetime,
    actor: str,
    cause: str,
    fulfillment_ids: Collection[int] | None = None,
) -> dict[int, int]:
    """Let go of up to `units` {order line id: units}; return {order line id: units that were let go}.

    What is only allocated goes first, then what pickers are sent for, then (only if `picked`) what is
    picked: picked goods go back on the ledger into the bin they came from. What has shipped stays shipped.
    With `fulfillment_ids` only what these hold is let go.
    """
    lines = sorted(units)
    states = ["allocated", "picked"] if picked else ["allocated"]
    live = Allocation.objects.filter(line_id__in=lines, state__in=states)
    if fulfillment_ids is not None:
        live = live.filter(fulfillment_id__in=fulfillment_ids)
    # Levels first, then allocations: everybody locks in this order.
    lock_levels(live.values_list("product_id", "warehouse_id"))
    held = sorted(
        live.select_for_update().order_by("id"),
        key=lambda a: (a.state == "picked", a.bin_id is not None, -a.pk),
    )
    left = dict(units)
    let_go: dict[int, int] = defaultdict(int)
    levels: list[tuple[int, ...]] = []
    back: list[tuple[Allocation, int, int]] = []  # allocation, units, id of the part that goes back
    whole: list[int] = []
    unplanned: dict[Spot, int] = defaultdict(int)
    for allocation in held:
        quantity = min(left[allocation.line_id], allocation.quantity)
        if not quantity:
            continue
        left[allocation.line_id] -= quantity
        let_go[allocation.line_id] += quantity
        part = allocation.pk
        if quantity == allocation.quantity:
            whole.append(allocation.pk)
        else:
            part = _split(allocation, quantity, now)
        levels.append((allocation.product_id, allocation.warehouse_id, 0, -quantity))
        if allocation.state == "picked":
            back.append((allocation, quantity, part))
        elif allocation.bin_id is not None:
            unplanned[allocation.bin_id, allocation.product_id, allocation.lot_id] += quantity
    Allocation.objects.filter(pk__in=whole).update(state="released", changed_at=now)
    add_to_levels(levels)
    bins.unplan(unplanned)
    _lay_back(back, now=now, actor=actor, cause=cause)
    weigh({(product, site) for product, site, *_ in levels}, now=now, actor=actor)
    return dict(let_go)


def _split(allocation: Allocation, quantity: int, now: datetime) -> int:
    """Release a part of an allocation; return the part's id."""
    rest = {"ids": [allocation.pk], "bins": [allocation.bin_id], "lots": [allocation.lot_id]}
    rest |= {"quantities": [quantity], "states": ["released"]}
    ((part,),) = sql.rows("inventory", "split_allocations", rest | {"now": now})
    Allocation.objects.filter(pk=allocation.pk).update(quantity=allocation.quantity - quantity, changed_at=now)
    if allocation.state == "picked":
        serials.hand_on([(allocation.pk, part, quantity)])
    return int(part)


def _lay_back(back: Sequence[tuple[Allocation, int, int]], *, now: datetime, actor: str, cause: str) -> None:
    """Picked goods go back into the bins they came from; there or in their lot they may be blocked by now."""
    spots: list[Spot] = [(a.bin_id or 0, a.product_id, a.lot_id) for a, _, _ in back]
    blocked = bins.lay((spot, a.warehouse_id, units) for spot, (a, units, _) in zip(spots, back, strict=True))
    stopped = [units if spot in blocked else 0 for spot, (_, units, _) in zip(spots, back, strict=True)]
    add_to_levels(
        (a.product_id, a.warehouse_id, 0, 0, 0, units) for (a, _, _), units in zip(back, stopped, strict=True)
    )
    moves = [
        Move(
            "moved",
            a.product_id,
            a.warehouse_id,
            units,
            0,
            cause,
            a.order_id,
            to_bin_id=a.bin_id,
            lot_id=a.lot_id,
            blocked=held,
        )
        for (a, units, _), held in zip(back, stopped, strict=True)
    ]
    written = write(moves, now=now, actor=actor)
    partings = [
        serials.Parting(part, units, movement_id, a.bin_id)
        for movement_id, (a, units, part) in zip(written, back, strict=True)
    ]
    serials.follow(partings, state="in_stock", now=now)
