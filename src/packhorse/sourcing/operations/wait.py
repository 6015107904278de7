"""The queue of orders that wait for goods."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from packhorse.catalog import queries as catalog
from packhorse.catalog.rules import due_on
from packhorse.events import Event, OrderBackordered
from packhorse.inventory import queries as stock
from packhorse.placing import queries as placing
from packhorse.sourcing.models import WaitingOrder

Missing = tuple[tuple[int, int], ...]  # (order line id, units)


def keep_waiting(missing: Mapping[int, Missing], *, now: datetime) -> list[Event]:
    """Bring the queue up to what these orders {order id: what they lack} wait for; tell of those that wait from now."""
    lacking = {order_id: lines for order_id, lines in missing.items() if lines}
    waiting = dict(WaitingOrder.objects.filter(order_id__in=missing).values_list("order_id", "units"))
    WaitingOrder.objects.filter(order_id__in=set(waiting) - set(lacking)).delete()
    terms = placing.terms(lacking)
    product_of = {line.id: line.product_id for line in placing.lines(lacking)}
    days = expected(product_of.values(), today=now.date())
    WaitingOrder.objects.bulk_create(
        [
            WaitingOrder(
                order_id=order_id,
                since=now,
                units=sum(units for _, units in lines),
                priority=terms[order_id][0],
                products=sorted({product_of[line_id] for line_id, _ in lines}),
                expected_on=latest([days[product_of[line_id]] for line_id, _ in lines]),
            )
            for order_id, lines in lacking.items()
        ],
        update_conflicts=True,
        unique_fields=["order"],
        update_fields=["units", "priority", "products", "expected_on"],
    )
    return [
        OrderBackordered(order_id, lines)
        for order_id, lines in lacking.items()
        if waiting.get(order_id) != sum(units for _, units in lines)
    ]


def shorten(order_ids: Collection[int], *, now: datetime) -> None:
    """Bring orders that wait up to what they lack by now; who lacks nothing waits no more. Nobody begins to wait."""
    waiting = set(WaitingOrder.objects.filter(order_id__in=set(order_ids)).values_list("order_id", flat=True))
    keep_waiting({pk: each for pk, each in lacking_of(order_ids).items() if pk in waiting}, now=now)


def lacking_of(order_ids: Collection[int]) -> dict[int, Missing]:
    """Return {order id: (line id, units) that are wanted and that nothing holds}, for each of the orders."""
    found: dict[int, list[tuple[int, int]]] = {order_id: [] for order_id in order_ids}
    lines = placing.lines(order_ids)
    held = stock.held_units(line.id for line in lines)
    for line in lines:
        if (units := line.quantity - line.cancelled - held.get(line.id, 0)) > 0:
            found[line.order_id].append((line.id, units))
    return {order_id: tuple(each) for order_id, each in found.items()}


def expected(product_ids: Collection[int], *, today: date) -> dict[int, date | None]:
    """Return {product id: the day from which it may be there}, None where nobody knows."""
    products = catalog.by_id(product_ids)
    return {pk: due_on(each.released_on, each.expected_on, today=today) for pk, each in products.items()}


def latest(days: Collection[date | None]) -> date | None:
    """Return the latest of these days; None when one of them is not known."""
    known = [day for day in days if day]
    return max(known, default=None) if len(known) == len(days) else None
