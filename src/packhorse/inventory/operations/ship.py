"""Goods leave the house."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from packhorse import sql
from packhorse.errors import Refusal
from packhorse.inventory.models import Allocation
from packhorse.inventory.operations import serials
from packhorse.inventory.operations.ledger import Move, add_to_levels, lock_levels, write


@transaction.atomic
def ship(units: Mapping[tuple[int, int], int], *, parcel_ids: Mapping[int, int], now: datetime, actor: str) -> None:
    """Take picked units off the books for good.

    `units` maps (fulfillment id, order line id) to units handed over; `parcel_ids` maps the fulfillment
    id to the parcel named in the ledger. Refuses, and ships nothing, when any of them is not picked
    any more (its order was cancelled in the meantime).
    """
    picked = Allocation.objects.filter(fulfillment_id__in={key[0] for key in units}, state="picked")
    lock_levels(picked.values_list("product_id", "warehouse_id"))
    left = dict(units)
    whole: list[int] = []
    parts: list[tuple[Allocation, int]] = []
    levels: list[tuple[int, ...]] = []
    sums: dict[tuple[int, int, int, int | None], int] = defaultdict(int)
    gone: dict[tuple[int, int, int, int | None], list[tuple[int, int]]] = defaultdict(list)
    for allocation in picked.select_for_update().order_by("id"):
        key = allocation.fulfillment_id, allocation.line_id
        quantity = min(left.get(key, 0), allocation.quantity)
        if not quantity:
            continue
        left[key] -= quantity
        if quantity == allocation.quantity:
            whole.append(allocation.pk)
        else:
            parts.append((allocation, quantity))
        levels.append((allocation.product_id, allocation.warehouse_id, -quantity, -quantity))
        line = allocation.product_id, allocation.warehouse_id, allocation.fulfillment_id, allocation.lot_id
        sums[line] += quantity
        gone[line].append((allocation.pk, quantity))
    if lacking := [key for key, quantity in left.items() if quantity]:
        raise Refusal(
            "NOT_PICKED",
            f"Fulfillment order {lacking[0][0]} no longer holds all that is in its parcels: it was cancelled. "
            "Take the parcel out of the lane and put the goods back.",
        )
    shipped = _split(parts, now)
    Allocation.objects.filter(pk__in=whole).update(state="shipped", changed_at=now)
    add_to_levels(levels)
    lines = sorted(sums, key=lambda line: (*line[:3], line[3] or 0))
    moves = [
        Move("shipped", product, site, sums[line], -sums[line], "parcel", parcel_ids[fulfillment], lot_id=lot)
        for line in lines
        for product, site, fulfillment, lot in [line]
    ]
    partings = [
        serials.Parting(shipped.get(pk, pk), quantity, movement_id)
        for movement_id, line in zip(write(moves, now=now, actor=actor), lines, strict=True)
        for pk, quantity in gone[line]
    ]
    serials.follow(partings, state="shipped", now=now)


def _split(parts: list[tuple[Allocation, int]], now: datetime) -> dict[int, int]:
    """Ship parts of allocations; return {allocation id: id of the part}."""
    made = {}
    for allocation, quantity in parts:
        rest = {"ids": [allocation.pk], "bins": [None], "lots": [allocation.lot_id], "quantities": [quantity]}
        ((made[allocation.pk],),) = sql.rows(
            "inventory", "split_allocations", rest | {"states": ["shipped"], "now": now}
        )
        serials.hand_on([(allocation.pk, made[allocation.pk], quantity)])
    if parts:
        ids, quantities = [allocation.pk for allocation, _ in parts], [quantity for _, quantity in parts]
        sql.rows("inventory", "reduce_allocations", {"ids": ids, "quantities": quantities, "now": now})
    return made
