"""The queue of orders that wait for goods."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date, datetime

from packhorse.catalog import queries as catalog
from packhorse.catalog.rules import due_on
from packhorse.events import Event, OrderBackordered
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.placing import queries as placing
from packhorse.sourcing.models import WaitingOrder

FIELDS = ["since", "units", "priority", "whole", "products", "expected_on"]
Missing = tuple[tuple[int, int], ...]  # (order line id, units)


def keep_waiting(missing: Mapping[int, Missing], *, now: datetime) -> list[Event]:
    """Bring the queue up to what these orders {order id: what they lack} wait for; tell of those that wait from now."""
    lacking = {order_id: lines for order_id, lines in missing.items() if lines}
    waiting = WaitingOrder.objects.in_bulk(list(missing))
    WaitingOrder.objects.filter(order_id__in=set(waiting) - set(lacking)).delete()
    terms = placing.terms(lacking)
    product_of = {line.id: line.product_id for line in placing.lines(lacking)}
    days = expected(set(product_of.values()), today=now.date())
    rows = [
        WaitingOrder(
            order_id=order_id,
            since=waiting[order_id].since if order_id in waiting else now,
            units=sum(units for _, units in lines),
            priority=terms[order_id][0],
            whole=terms[order_id][1] != "as_available",
            products=sorted({product_of[line_id] for line_id, _ in lines}),
            expected_on=latest([days[product_of[line_id]] for line_id, _ in lines]),
        )
        for order_id, lines in lacking.items()
    ]
    # An order that waits is tried again and again: what stays as it is is not written.
    changed = [row for row in rows if row.order_id not in waiting or _differs(row, waiting[row.order_id])]
    WaitingOrder.objects.bulk_create(changed, update_conflicts=True, unique_fields=["order"], update_fields=FIELDS)
    before = {order_id: row.units for order_id, row in waiting.items()}
    return [
        OrderBackordered(row.order_id, lacking[row.order_id]) for row in rows if before.get(row.order_id) != row.units
    ]


def let_kept_go(missing: Mapping[int, Missing], *, now: datetime) -> None:
    """Keep for orders {order id: what they lack} no more of their checkouts' goods than they lack.

    One that takes nothing before it can have all keeps nothing as long as what is kept is not all of it: two such
    orders must not block each other with halves.
    """
    kept = stock.kept_for(missing)
    if not kept:
        return
    terms = placing.terms(kept)
    lacks: dict[int, Counter[int]] = {}
    for order_id, wants in lacking_products({pk: missing[pk] for pk in kept}).items():
        has = by_product(kept[order_id])
        half = any(has[product] < units for product, units in wants.items())
        lacks[order_id] = Counter() if half and terms[order_id][1] != "as_available" else wants
    inventory.settle(lacks, now=now)


def lacking_products(missing: Mapping[int, Missing]) -> dict[int, Counter[int]]:
    """Return {order id: {product id: units}} of what orders lack by line."""
    product_of = {line.id: line.product_id for line in placing.lines(missing)}
    found: dict[int, Counter[int]] = {order_id: Counter() for order_id in missing}
    for order_id, lines in missing.items():
        for line_id, units in lines:
            found[order_id][product_of[line_id]] += units
    return found


def by_product(units: Mapping[tuple[int, int], int]) -> Counter[int]:
    """Return {product id: units} of units by (product id, warehouse id)."""
    found: Counter[int] = Counter()
    for (product, _), count in units.items():
        found[product] += count
    return found


def _differs(row: WaitingOrder, other: WaitingOrder) -> bool:
    return any(getattr(row, name) != getattr(other, name) for name in FIELDS)


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


def due(product_ids: Collection[int], *, now: datetime) -> None:
    """Bring the days of those who wait for these products up to what is said of them by now."""
    waiting = WaitingOrder.objects.filter(products__overlap=sorted(product_ids)).values_list("order_id", flat=True)
    shorten(list(waiting), now=now)


def expected(product_ids: Collection[int], *, today: date) -> dict[int, date | None]:
    """Return {product id: the day from which it may be there}, None where nobody knows."""
    products = catalog.by_id(product_ids)
    return {pk: due_on(each.released_on, each.expected_on, today=today) for pk, each in products.items()}


def latest(days: Collection[date | None]) -> date | None:
    """Return the latest of these days; None when one of them is not known."""
    known = [day for day in days if day]
    return max(known, default=None) if len(known) == len(days) else None
