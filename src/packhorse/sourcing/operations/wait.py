"""The queue of orders that wait for goods."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date, datetime
from itertools import accumulate

from packhorse.catalog import queries as catalog
from packhorse.events import Event, OrderBackordered, PromiseRenewed
from packhorse.inbound import queries as inbound
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.outbox.publish import publish
from packhorse.placing import queries as placing
from packhorse.sourcing.models import OrderWish, WaitingOrder
from packhorse.sourcing.operations.promise import ACTOR
from packhorse.sourcing.queries.coming import due as due_of
from packhorse.sourcing.queries.coming import queue
from packhorse.sourcing.queries.lacking import Missing, lacking_of
from packhorse.sourcing.reasons import EXPECTED, NOT_THERE, STANDING, Why

FIELDS = ["since", "units", "priority", "whole", "products", "expected_on", "queue", "code", "reason", "warehouse_id"]
Turn = tuple[int, datetime, int]
NO_WHYS: Mapping[int, Why] = {}


def keep_waiting(missing: Mapping[int, Missing], *, now: datetime, whys: Mapping[int, Why] = NO_WHYS) -> list[Event]:
    """Bring the queue up to what these orders {order id: what they lack} wait for.

    Tells of those that wait from now on, or for more or less than before, and of those that have another day.
    `whys` {order id: why it waits} of those that were decided just now; of the others it stays as it was.
    """
    lacking = {order_id: lines for order_id, lines in missing.items() if lines}
    waiting = WaitingOrder.objects.in_bulk(list(missing))
    WaitingOrder.objects.filter(order_id__in=set(waiting) - set(lacking)).delete()
    terms, channels = placing.terms(lacking), placing.channels_of(lacking)
    product_of = {line.id: line.product_id for line in placing.lines(lacking)}
    rows = [
        WaitingOrder(
            order_id=order_id,
            channel_id=channels[order_id],
            since=waiting[order_id].since if order_id in waiting else now,
            units=sum(units for _, units in lines),
            priority=terms[order_id][0],
            whole=terms[order_id][1] != "as_available",
            products=sorted({product_of[line_id] for line_id, _ in lines}),
        )
        for order_id, lines in lacking.items()
    ]
    _date(rows, lacking, product_of, today=now.date())
    _say_why(rows, waiting, whys)
    # An order that waits is tried again and again: what stays as it is is not written.
    changed = [row for row in rows if row.order_id not in waiting or _differs(row, waiting[row.order_id])]
    names = [name.removesuffix("_id") for name in FIELDS]
    WaitingOrder.objects.bulk_create(changed, update_conflicts=True, unique_fields=["order"], update_fields=names)
    before = {order_id: row.units for order_id, row in waiting.items()}
    fresh = [row for row in rows if before.get(row.order_id) != row.units]
    known = [row for row in rows if before.get(row.order_id) == row.units]
    return [
        *(OrderBackordered(row.order_id, lacking[row.order_id]) for row in fresh),
        *(PromiseRenewed(row.order_id) for row in known if row.expected_on != waiting[row.order_id].expected_on),
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
    """Bring orders that wait up to what they lack by now; who lacks nothing waits no more. Nobody begins to wait.

    Only of other days is told: that they wait, and for less than before, is known.
    """
    waiting = set(WaitingOrder.objects.filter(order_id__in=set(order_ids)).values_list("order_id", flat=True))
    told = keep_waiting({pk: each for pk, each in lacking_of(order_ids).items() if pk in waiting}, now=now)
    publish([each for each in told if isinstance(each, PromiseRenewed)], now=now, actor=ACTOR)


def due(product_ids: Collection[int], *, after: int, limit: int, now: datetime) -> list[int]:
    """Bring the days of the first after an order that wait for these products up to what is said of them by now.

    Returns these orders.
    """
    found = WaitingOrder.objects.filter(products__overlap=sorted(product_ids), order_id__gt=after)
    waiting = list(found.order_by("order_id").values_list("order_id", flat=True)[:limit])
    shorten(waiting, now=now)
    return waiting


def _date(
    rows: Collection[WaitingOrder], missing: Mapping[int, Missing], product_of: Mapping[int, int], *, today: date
) -> None:
    """Say of orders that wait from when on all they lack may be there, when those whose turn is earlier have theirs."""
    products = catalog.by_id(pk for row in rows for pk in row.products)
    coming = inbound.incoming(products)
    wants: dict[int, Counter[int]] = {row.order_id: Counter() for row in rows}
    for order_id, lines in missing.items():
        for line_id, units in lines:
            wants[order_id][product_of[line_id]] += units
    ahead: dict[int, list[tuple[Turn, int]]] = {}
    for each in queue(coming) if coming else ():
        if each.order_id not in wants:
            ahead.setdefault(each.product_id, []).append((each.turn, each.units))
    for row in rows:
        for product in row.products if coming else ():
            ahead.setdefault(product, []).append((_turn(row), wants[row.order_id][product]))
    sums = {product: _sums(each) for product, each in ahead.items()}
    for row in rows:
        mine = [(pk, sums[pk][_turn(row)] if pk in sums else wants[row.order_id][pk]) for pk in row.products]
        row.expected_on = latest([due_of(products[pk], coming.get(pk, []), units, today=today) for pk, units in mine])


def _say_why(rows: Collection[WaitingOrder], before: Mapping[int, WaitingOrder], whys: Mapping[int, Why]) -> None:
    """Write down which queue each stands in: what a person took aside, what never changes by itself, what comes."""
    aside = OrderWish.objects.filter(order_id__in=[row.order_id for row in rows]).exclude(aside="")
    taken = dict(aside.values_list("order_id", "aside"))
    for row in rows:
        old = before.get(row.order_id)
        why = whys.get(row.order_id) or (Why(old.code, old.reason, old.warehouse_id) if old else NOT_THERE)
        if row.order_id in taken:
            why = Why("TAKEN_ASIDE", taken[row.order_id])
        elif why.code == "TAKEN_ASIDE" or (why == EXPECTED and not row.expected_on):
            why = NOT_THERE
        if row.expected_on and why.code not in STANDING:
            why = EXPECTED
        row.queue, row.code, row.reason, row.warehouse_id = why.queue, why.code, why.text, why.warehouse_id


def _turn(row: WaitingOrder) -> Turn:
    return -row.priority, row.since, row.order_id


def _sums(wanted: list[tuple[Turn, int]]) -> dict[Turn, int]:
    """Return {turn: units wanted by those up to it, itself included}."""
    turns = sorted(wanted)
    return dict(zip((turn for turn, _ in turns), accumulate(units for _, units in turns), strict=True))


def latest(days: Collection[date | None]) -> date | None:
    """Return the latest of these days; None when one of them is not known."""
    known = [day for day in days if day]
    return max(known, default=None) if len(known) == len(days) else None
