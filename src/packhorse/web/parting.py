"""Split and merge orders: what is asked and what stock holds change in one transaction, or neither does."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from packhorse.placing import operations as placing
from packhorse.sourcing import operations as sourcing

NO_KITS: Mapping[int, int] = {}


@transaction.atomic
def split(
    *, order_id: int, units: Mapping[int, int], kits: Mapping[int, int] = NO_KITS, now: datetime, actor: str
) -> int:
    """Make an order of its own of `units` {order line id: units} and whole `kits` {kit of the order: how many}.

    Returns its id. Refuses what a picker is sent for.
    """
    sourcing.alone()
    parted = placing.split(order_id=order_id, units=units, kits=kits, now=now, actor=actor)
    passed = [(each.line_id, each.to_line_id, each.units) for each in parted.passed]
    sourcing.hand_over_part(order_id=order_id, child_id=parted.child_id, passed=passed, now=now)
    return parted.child_id


@transaction.atomic
def merge(*, order_id: int, others: Collection[int], now: datetime, actor: str) -> None:
    """Bring `others` into an order of the same customer and place. Refuses what a picker is sent for, and
    what people said of them when it contradicts itself."""
    sourcing.alone()
    placing.merge(order_id=order_id, others=others, now=now, actor=actor)
    sourcing.hand_over_all(order_id=order_id, others=others, now=now, actor=actor)
