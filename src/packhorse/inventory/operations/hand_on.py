"""What is held for one order line is held for another: no unit moves, nobody comes between."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from packhorse import sql
from packhorse.errors import Refusal
from packhorse.inventory.models import Allocation, Reservation, ReservedUnits


@dataclass(frozen=True)
class Handing:
    """`units` of an allocation pass to an order line; `to_fulfillment_id` holds them from now on."""

    allocation_id: int
    units: int
    to_order_id: int
    to_line_id: int
    to_fulfillment_id: int


@transaction.atomic
def hand_on(handings: Sequence[Handing], *, now: datetime) -> None:
    """Pass allocated units on. Refuses, and passes nothing, when any of them is on a pick list or picked by now."""
    found = Allocation.objects.select_for_update().filter(pk__in=[each.allocation_id for each in handings])
    allocations = {each.pk: each for each in found.order_by("id")}
    for handing in handings:
        allocation = allocations.get(handing.allocation_id)
        if allocation is None or allocation.state != "allocated" or allocation.bin_id is not None:
            raise Refusal("ON_A_LIST", "Some of it is on a pick list or picked by now: it cannot be parted any more.")
        to = {
            "order_id": handing.to_order_id,
            "line_id": handing.to_line_id,
            "fulfillment_id": handing.to_fulfillment_id,
            "changed_at": now,
        }
        if handing.units == allocation.quantity:
            Allocation.objects.filter(pk=allocation.pk).update(**to)
        elif 0 < handing.units < allocation.quantity:
            rest = {"ids": [allocation.pk], "bins": [None], "lots": [None], "quantities": [handing.units]}
            rest |= {"states": ["allocated"]}
            ((new_id,),) = sql.rows("inventory", "split_allocations", rest | {"now": now})
            Allocation.objects.filter(pk=new_id).update(**to)
            allocation.quantity -= handing.units
            Allocation.objects.filter(pk=allocation.pk).update(quantity=allocation.quantity, changed_at=now)
        else:
            raise ValueError(f"allocation {allocation.pk} of {allocation.quantity} cannot hand {handing.units} on")


def hand_reservations(order_ids: Mapping[int, int]) -> None:
    """What checkouts keep for these orders {old: new} is kept for the new ones."""
    for old, new in sorted(order_ids.items()):
        Reservation.objects.filter(order_id=old, state="consumed").update(order_id=new)


@transaction.atomic
def hand_kept(*, order_id: int, to_order_id: int, units: Mapping[int, int], now: datetime) -> None:
    """What is kept for an order is kept for another, as far as `units` {product id: units} say."""
    rows = ReservedUnits.objects.select_for_update(of=("self",)).select_related("reservation")
    mine = rows.filter(reservation__order_id=order_id, reservation__state="consumed", held__gt=0)
    left = dict(units)
    made: dict[int, Reservation] = {}
    for row in mine.order_by("id"):
        taken = min(row.held, left.get(row.product_id, 0))
        if not taken:
            continue
        left[row.product_id] -= taken
        first = row.reservation
        if first.pk not in made:
            made[first.pk] = Reservation.objects.create(
                channel=first.channel,
                checkout=first.checkout,
                state="consumed",
                order_id=to_order_id,
                expires_at=first.expires_at,
                created_at=first.created_at,
                changed_at=now,
            )
        place = {"product_id": row.product_id, "warehouse_id": row.warehouse_id}
        ReservedUnits.objects.create(reservation=made[first.pk], quantity=taken, held=taken, **place)
        ReservedUnits.objects.filter(pk=row.pk).update(held=row.held - taken)
