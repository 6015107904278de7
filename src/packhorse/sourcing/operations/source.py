"""Read needs and stock, decide, allocate; what no longer fits is decided again."""

import time
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from itertools import chain, islice

from django.db import transaction

from packhorse import sql
from packhorse.collecting import no_collecting
from packhorse.events import Event
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.network import queries as network
from packhorse.outbox.publish import publish
from packhorse.sourcing.by_day import decide_by_day
from packhorse.sourcing.costs import Freight
from packhorse.sourcing.keeping import Short, products_of
from packhorse.sourcing.models import WaitingOrder
from packhorse.sourcing.operations.advance import cancel_empty
from packhorse.sourcing.operations.explain import keep_reasons, keep_tries
from packhorse.sourcing.operations.give import ACTOR, give
from packhorse.sourcing.operations.move import gather
from packhorse.sourcing.operations.runs import keep_run
from packhorse.sourcing.operations.shadow import try_shadow
from packhorse.sourcing.operations.stop import stop_or_go
from packhorse.sourcing.operations.wait import keep_waiting, let_kept_go
from packhorse.sourcing.operations.whys import whys_of
from packhorse.sourcing.packed import pack
from packhorse.sourcing.queries import scene
from packhorse.sourcing.queries.lacking import lacking_of
from packhorse.sourcing.queries.leaving import queue_of
from packhorse.sourcing.queries.needs import needs, with_those_ahead
from packhorse.sourcing.ready import ready
from packhorse.sourcing.rules import Decision, OrderNeed

ROUNDS = 3
GATHERED = 200  # orders of a batch that are decided anew as a whole: of more it would take too long


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
        {line.product_id for need in wanted for line in (*need.lines, *chain.from_iterable(need.lying.values()))},
        order_ids=[need.order_id for need in wanted],
    )
    settled: dict[int, Decision] = {}
    reasons: dict[int, bytes] = {}
    needed = {need.order_id: need for need in wanted}
    events: list[Event] = []
    freight: Freight | None = None
    version, seconds = 0, 0.0
    for nth in range(ROUNDS):
        if not wanted:
            break
        goods = {line.product_id: line for need in wanted for line in need.lines}
        products = set(goods)
        there = stock.free(products) if free is None else free
        queue = queue_of(sites, now=now)
        around = scene(sites.values(), now=now, product_ids=products, queue=queue)
        freight, version, begun = around.freight, around.policy.version, time.monotonic()
        decisions = decide_by_day(wanted, around, there, compiled=ready(len(wanted)))
        seconds += time.monotonic() - begun
        if not settled:
            try_shadow(wanted, asked=asked, around=around, free=there, decisions=decisions, now=now)
        with sql.together():
            joining = [need.order_id for need in wanted if need.lying]
            refused = give(decisions, sites, now, events, freight, free, queue, joining, goods)
            reasons |= {each.order_id: pack(each.figures()) for each in decisions}  # while the server writes
        free = None  # some of it was taken
        settled |= {decision.order_id: decision for decision in decisions}
        kept_from = [] if nth else _kept_from(decisions, needed, around.short)
        wanted = needs([*refused, *kept_from], now=now)
        needed |= {need.order_id: need for need in wanted}
    waited = set(WaitingOrder.objects.filter(order_id__in=settled).values_list("order_id", flat=True))
    missing = {order_id: decision.missing for order_id, decision in settled.items()}
    # Of one that was refused to the last, stock says what it lacks: it gets its place in the queue.
    missing |= lacking_of([need.order_id for need in wanted])
    whys = whys_of(
        needed, missing, overtaken=[need.order_id for need in wanted], sites=sites.values(), now=now, freight=freight
    )
    events += keep_waiting(missing, now=now, whys=whys)
    run = keep_run(settled.values(), missing, version=version, seconds=seconds, now=now)
    again = {key: each for key, each in settled.items() if key in waited and not each.shares}
    keep_reasons({key: each for key, each in settled.items() if key not in again}, now, packed=reasons, run=run)
    keep_tries(again, now, packed=reasons, run=run)
    let_kept_go(missing, now=now)
    stop_or_go(whole, now=now)
    publish(events, now=now, actor=ACTOR)
    apart = (each for key, each in settled.items() if (lying := needed[key].lying) and _adds_to(each, lying))
    gather([each.order_id for each in islice(apart, GATHERED)], now=now)


def _kept_from(decisions: Sequence[Decision], needed: Mapping[int, OrderNeed], short: Short) -> list[int]:
    """Return orders that got none of goods that expire though others of their batch did.

    In a batch what would not keep is kept from each as if nobody else took it; now those who take it hold it.
    """
    concerned = products_of(short)
    given = {share.product_id for each in decisions for share in each.shares if share.product_id in concerned}
    return [
        each.order_id
        for each in decisions
        if given and not each.shares and any(line.product_id in given for line in needed[each.order_id].lines)
    ]


def _adds_to(decision: Decision, lying: Collection[int]) -> bool:
    """Say whether an order that lies in some warehouses has parcels more from others by now."""
    return any(share.warehouse_id not in lying for share in decision.shares)


@transaction.atomic
def source_lost(fulfillments: Mapping[int, int], *, now: datetime) -> None:
    """Serve orders anew whose fulfillment orders {id: order id} lost goods; end those that hold none any more."""
    sql.rows("sourcing", "one_at_a_time", {})
    cancel_empty(sorted(fulfillments), now=now)
    source(sorted(set(fulfillments.values())), now=now)
