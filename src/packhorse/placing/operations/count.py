"""Keep count of what became of an order's lines, and roll it up into the order's state."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from packhorse import sql
from packhorse.placing.models import Order, OrderLine
from packhorse.placing.rules import ORDER_STATES, LineCount, order_state


@dataclass(frozen=True)
class Told:
    """Units of an order line that were sourced, cancelled, shipped or delivered (negative: taken back)."""

    line_id: int
    sourced: int = 0
    cancelled: int = 0
    shipped: int = 0
    delivered: int = 0


@transaction.atomic
def count(told: Sequence[Told], *, decided_orders: Iterable[int] = ()) -> None:
    """Add `told` to the lines and roll the orders up. Additions commute, so late or early news do no harm.

    `decided_orders` have been looked at by sourcing: what they still lack is a backorder from now on.
    """
    decided = set(decided_orders)
    # Orders before lines, as those do who cancel and edit: the other way round they would wait for each other.
    lines_of = OrderLine.objects.filter(pk__in={t.line_id for t in told})
    orders = _lock(decided | set(lines_of.values_list("order_id", flat=True)))
    touched = {
        row[0]
        for row in sql.rows(
            "placing",
            "count_lines",
            {
                "lines": [t.line_id for t in told],
                "sourced": [t.sourced for t in told],
                "cancelled": [t.cancelled for t in told],
                "shipped": [t.shipped for t in told],
                "delivered": [t.delivered for t in told],
            },
        )
    }
    orders += _lock(touched - {order.pk for order in orders})  # of lines that passed to another order meanwhile
    lines: dict[int, list[LineCount]] = defaultdict(list)
    for row in OrderLine.objects.filter(order__in=orders).values_list(
        "order_id", "quantity", "cancelled", "sourced", "shipped", "delivered"
    ):
        lines[row[0]].append(LineCount(*row[1:]))
    changed = []
    for order in orders:
        before = order.state, order.decided
        order.decided = order.decided or order.pk in decided
        state = order_state(lines[order.pk], decided=order.decided)
        if state != order.state and state not in ORDER_STATES[order.state]:
            raise ValueError(f"order {order.pk} cannot go from {order.state} to {state}")
        order.state = state
        if before != (order.state, order.decided):
            changed.append(order)
    sql.rows(
        "placing",
        "set_states",
        {
            "ids": [order.pk for order in changed],
            "states": [order.state for order in changed],
            "decided": [order.decided for order in changed],
        },
    )


def _lock(order_ids: Collection[int]) -> list[Order]:
    if not order_ids:
        return []
    found = Order.objects.select_for_update(no_key=True).filter(pk__in=order_ids)
    return list(found.only("state", "decided").order_by("id"))
