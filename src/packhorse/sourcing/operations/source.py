"""Read needs and stock, decide, allocate; what no longer fits is decided again."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from packhorse import sql
from packhorse.carriers.rules import RateBook
from packhorse.collecting import no_collecting
from packhorse.events import Event, OrderSourced
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.inventory.rules import Want
from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow
from packhorse.outbox.publish import publish
from packhorse.placing import queries as placing
from packhorse.sourcing.by_day import decide_by_day
from packhorse.sourcing.models import WaitingOrder
from packhorse.sourcing.operations.advance import cancel_empty
from packhorse.sourcing.operations.needs import needs, with_those_ahead
from packhorse.sourcing.operations.promise import promises
from packhorse.sourcing.operations.shadow import try_shadow
from packhorse.sourcing.operations.wait import keep_waiting, let_kept_go
from packhorse.sourcing.operations.whys import whys_of
from packhorse.sourcing.packed import pack
from packhorse.sourcing.queries import scene
from packhorse.sourcing.queries.lacking import lacking_of
from packhorse.sourcing.queries.leaving import Queue, queue_of
from packhorse.sourcing.ready import ready
from packhorse.sourcing.rules import Decision, Share

ROUNDS = 3
ACTOR = "sourcing"


@no_collecting()
@transaction.atomic
def source(order_ids: Sequence[int], *, now: datetime) -> None:
    """Serve orders: choose warehouses, allocate stock, promise a date, keep the reasons, tell.

    Orders that hold all they need already are left alone, so asking twice does no harm. Held orders wait. Those that
    have waited for the same goods come first, and among all of them those of a higher priority.
    """
    if not order_ids:
        return
    sql.rows("sourcing", "one_at_a_time", {})
    sites = {site.id: site for site in network.warehouses()}
    asked = with_those_ahead(order_ids)
    wanted = needs(asked, now=now)
    whole = {need.order_id for need in wanted if need.ship_rule != "as_available"}
    free: dict[tuple[int, int], int] | None = inventory.lock_for_sourcing(
        {line.product_id for need in wanted for line in need.lines}, order_ids=[need.order_id for need in wanted]
    )
    settled: dict[int, Decision] = {}
    reasons: dict[int, bytes] = {}
    needed = {need.order_id: need for need in wanted}
    events: list[Event] = []
    for _ in range(ROUNDS):
        if not wanted:
            break
        products = {line.product_id for need in wanted for line in need.lines}
        there = stock.free(products) if free is None else free
        queue = queue_of(sites, now=now)
        around = scene(sites.values(), now=now, product_ids=products, queue=queue)
        decisions = decide_by_day(wanted, around, there, compiled=ready(len(wanted)))
        if not settled:
            try_shadow(wanted, asked=asked, around=around, free=there, decisions=decisions, now=now)
        with sql.together():
            refused = give(decisions, sites, now, events, around.freight.book, free, queue)
            reasons |= {each.order_id: pack(each.figures()) for each in decisions}  # while the server writes
        free = None  # some of it was taken
        settled |= {decision.order_id: decision for decision in decisions}
        wanted = needs(refused, now=now)
        needed |= {need.order_id: need for need in wanted}
    waited = set(WaitingOrder.objects.filter(order_id__in=settled).values_list("order_id", flat=True))
    # An order that waits is tried again and again: only a try that gave it something is worth keeping.
    worth = {key: each for key, each in settled.items() if each.shares or key not in waited}
    keep_reasons(worth, now, packed=reasons)
    missing = {order_id: decision.missing for order_id, decision in settled.items()}
    # Of one that was refused to the last, stock says what it lacks: it gets its place in the queue.
    missing |= lacking_of([need.order_id for need in wanted])
    whys = whys_of(needed, missing, overtaken=[need.order_id for need in wanted], sites=sites.values(), now=now)
    events += keep_waiting(missing, now=now, whys=whys)
    let_kept_go(missing, now=now)
    stop_or_go(whole, now=now)
    publish(events, now=now, actor=ACTOR)


@transaction.atomic
def source_lost(fulfillments: Mapping[int, int], *, now: datetime) -> None:
    """Serve orders anew whose fulfillment orders {id: order id} lost goods; end those that hold none any more."""
    sql.rows("sourcing", "one_at_a_time", {})
    cancel_empty(sorted(fulfillments), now=now)
    source(sorted(set(fulfillments.values())), now=now)


def stop_or_go(order_ids: Collection[int], *, now: datetime) -> None:
    """Keep off the floor what must not leave, and bring back the rest; by the orders' present holds and lacks."""
    ids = sorted(set(order_ids))
    if not ids:
        return
    stopped = placing.held(ids) | _lacking(ids)
    free = [order_id for order_id in ids if order_id not in stopped]
    sql.rows("sourcing", "stop", {"orders": sorted(stopped), "before": "open", "state": "on_hold", "now": now})
    sql.rows("sourcing", "stop", {"orders": free, "before": "on_hold", "state": "open", "now": now})


def _lacking(order_ids: Collection[int]) -> set[int]:
    """Those of the orders that wait for goods and leave only whole."""
    waiting = WaitingOrder.objects.filter(order_id__in=order_ids).values_list("order_id", flat=True)
    return {pk for pk, (_, ship_rule) in placing.terms(waiting).items() if ship_rule != "as_available"}


def give(
    decisions: Sequence[Decision],
    sites: dict[int, WarehouseRow],
    now: datetime,
    events: list[Event],
    book: RateBook | None = None,
    free: Mapping[tuple[int, int], int] | None = None,
    queue: Queue | None = None,
) -> list[int]:
    """Take what was decided from stock and make fulfillment orders of it; return the orders that did not fit.

    `book`, `queue`: the rate tables, and what leaves before, where they were read already; `free`: see
    `inventory.allocate`.
    """
    parts: dict[tuple[int, int], list[Share]] = defaultdict(list)
    km: dict[tuple[int, int], int] = {}
    for decision in decisions:
        for share in decision.shares:
            parts[decision.order_id, share.warehouse_id].append(share)
        km |= {(decision.order_id, site): way for site, way in decision.km.items()}
    ids = [row[0] for row in sql.rows("sourcing", "next_ids", {"count": len(parts)})]
    fulfillment_ids = dict(zip(parts, ids, strict=True))
    wants = [
        Want(order_id, line_id, fulfillment_id, product_id, site, quantity)
        for ((order_id, site), shares), fulfillment_id in zip(parts.items(), ids, strict=True)
        for line_id, product_id, _, quantity in shares
    ]
    said = promises(parts, sites, km, now, book=book, queue=queue)
    decided = {decision.order_id for decision in decisions}
    refused = set(inventory.allocate(wants, now=now, order_ids=decided, free=free))
    granted: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for want in wants:
        if not refused or want not in refused:
            granted[want.fulfillment_id].append((want.line_id, want.quantity))
    made = [(pk, *key) for key, pk in fulfillment_ids.items() if pk in granted]
    events += [OrderSourced(order_id, pk, site, tuple(granted[pk])) for pk, order_id, site in made]
    sql.ask(
        "sourcing",
        "insert_fulfillments",
        {
            "ids": [pk for pk, _, _ in made],
            "orders": [order_id for _, order_id, _ in made],
            "warehouses": [site for _, _, site in made],
            "ship_by": [said[order_id, site].leaves_at for _, order_id, site in made],
            "promised": [said[order_id, site].day for _, order_id, site in made],
            "km": [km[order_id, site] for _, order_id, site in made],
            "now": now,
        },
        len,
    )
    return sorted({want.order_id for want in refused})


def keep_reasons(
    decisions: Mapping[int, Decision],
    now: datetime,
    *,
    packed: Mapping[int, bytes] | None = None,
) -> None:
    """Keep why orders {order id: decision} are served as they are; `packed`: the reasons, where they are ready."""
    kept = list(decisions.values())
    reasons = packed or {each.order_id: pack(each.figures()) for each in kept}
    sql.ask(
        "sourcing",
        "insert_decisions",
        {
            "orders": [decision.order_id for decision in kept],
            "reasons": [reasons[each.order_id] for each in kept],
            "cost": [each.cost for each in kept],
            "missing": [sum(units for _, units in decision.missing) for decision in kept],
            "methods": [each.method for each in kept],
            "now": now,
        },
        len,
    )
