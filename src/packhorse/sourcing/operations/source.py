"""Read needs and stock, decide, allocate; what no longer fits is decided again."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from packhorse import sql
from packhorse.catalog import queries as catalog
from packhorse.events import Event, OrderBackordered, OrderSourced
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.inventory.rules import Want
from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow
from packhorse.outbox.publish import publish
from packhorse.placing import queries as placing
from packhorse.sourcing.models import FulfillmentOrder, SourcingDecision, WaitingOrder
from packhorse.sourcing.operations.promise import promises
from packhorse.sourcing.queries import candidate_sites
from packhorse.sourcing.rules import Decision, LineNeed, OrderNeed, Share, decide

ROUNDS = 3
METHOD = "nearest whole, else fewest greedy splits"
ACTOR = "sourcing"
WAITING_BATCH = 2000


@transaction.atomic
def source(order_ids: Sequence[int], *, now: datetime) -> None:
    """Serve orders: choose warehouses, allocate stock, promise a date, keep the reasons, tell.

    Orders that hold all they need already are left alone, so asking twice does no harm. Held orders wait.
    """
    sql.rows("sourcing", "one_at_a_time", {})
    sites = {site.id: site for site in network.warehouses()}
    needs = _needs(order_ids)
    settled: dict[int, Decision] = {}
    events: list[Event] = []
    for _ in range(ROUNDS):
        if not needs:
            break
        sites_now = candidate_sites(sites.values(), now=now)
        free = stock.available({line.product_id for need in needs for line in need.lines})
        decisions = decide(needs, sites_now, free)
        refused = _allocate(decisions, sites, now, events)
        settled |= {decision.order_id: decision for decision in decisions}
        needs = _needs(refused)
    waited = set(WaitingOrder.objects.filter(order_id__in=settled).values_list("order_id", flat=True))
    # An order that waits is tried again and again: only a try that gave it something is worth keeping.
    _keep_reasons({key: each for key, each in settled.items() if each.shares or key not in waited}, now)
    events += _keep_waiting(settled, now)
    publish(events, now=now, actor=ACTOR)


def source_waiting(*, now: datetime) -> None:
    """Try the orders that wait for goods again, oldest first."""
    waiting = list(WaitingOrder.objects.order_by("since", "order_id").values_list("order_id", flat=True))
    for start in range(0, len(waiting), WAITING_BATCH):
        source(waiting[start : start + WAITING_BATCH], now=now)


def _needs(order_ids: Sequence[int]) -> list[OrderNeed]:
    """What these orders still want, by their own lines less what stock already holds for them."""
    stopped = placing.held(order_ids)
    order_ids = [order_id for order_id in order_ids if order_id not in stopped]
    lines = placing.lines(order_ids)
    held = stock.held_units(line.id for line in lines)
    classes = {p.id: p.storage_class for p in catalog.by_id(line.product_id for line in lines).values()}
    addresses = placing.addresses(order_ids)
    wanted: dict[int, list[LineNeed]] = defaultdict(list)
    for line in lines:
        if (open_units := line.quantity - line.cancelled - held.get(line.id, 0)) > 0:
            wanted[line.order_id].append(LineNeed(line.id, line.product_id, open_units, classes[line.product_id]))
    return [
        OrderNeed(order_id, at.latitude, at.longitude, tuple(wanted[order_id]), at.country)
        for order_id in order_ids
        if order_id in wanted
        for at in [addresses[order_id]]
    ]


def _allocate(
    decisions: Sequence[Decision], sites: dict[int, WarehouseRow], now: datetime, events: list[Event]
) -> list[int]:
    """Take what was decided from stock and make fulfillment orders of it; return the orders that did not fit."""
    parts: dict[tuple[int, int], list[Share]] = defaultdict(list)
    for decision in decisions:
        for share in decision.shares:
            parts[decision.order_id, share.warehouse_id].append(share)
    ids = [row[0] for row in sql.rows("sourcing", "next_ids", {"count": len(parts)})]
    fulfillment_ids = dict(zip(parts, ids, strict=True))
    wants = [
        Want(order_id, share.line_id, fulfillment_ids[order_id, site], share.product_id, site, share.quantity)
        for (order_id, site), shares in parts.items()
        for share in shares
    ]
    refused = set(inventory.allocate(wants, now=now))
    by_fulfillment: dict[int, list[Want]] = defaultdict(list)
    for want in wants:
        by_fulfillment[want.fulfillment_id].append(want)
    km = {(d.order_id, c.warehouse_id): c.km or 0 for d in decisions for c in d.candidates}
    days = promises(parts, sites, km, now)
    made: list[FulfillmentOrder] = []
    for (order_id, site), fulfillment_id in fulfillment_ids.items():
        if granted := [want for want in by_fulfillment[fulfillment_id] if want not in refused]:
            made.append(
                FulfillmentOrder(
                    id=fulfillment_id,
                    order_id=order_id,
                    warehouse_id=site,
                    state="open",
                    created_at=now,
                    changed_at=now,
                    ship_by=sites[site].leaves(now),
                    promised_on=days[order_id, site],
                    km=km[order_id, site],
                )
            )
            given = tuple((want.line_id, want.quantity) for want in granted)
            events.append(OrderSourced(order_id, fulfillment_id, site, given))
    FulfillmentOrder.objects.bulk_create(made, batch_size=1000)
    return sorted({want.order_id for want in refused})


def _keep_reasons(decisions: dict[int, Decision], now: datetime) -> None:
    SourcingDecision.objects.bulk_create(
        [
            SourcingDecision(
                order_id=decision.order_id,
                at=now,
                method=METHOD,
                candidates=[
                    [c.warehouse_id, c.km, c.fills_lines, c.fills_units, c.excluded] for c in decision.candidates
                ],
                missing_units=sum(units for _, units in decision.missing),
            )
            for decision in decisions.values()
        ],
        batch_size=1000,
    )


def _keep_waiting(decisions: dict[int, Decision], now: datetime) -> list[Event]:
    """Bring the backorder queue up to date; tell of orders that wait from now on."""
    lacking = {d.order_id: d.missing for d in decisions.values() if d.missing}
    waiting = dict(WaitingOrder.objects.filter(order_id__in=decisions).values_list("order_id", "units"))
    WaitingOrder.objects.filter(order_id__in=set(waiting) - set(lacking)).delete()
    WaitingOrder.objects.bulk_create(
        [
            WaitingOrder(order_id=order_id, since=now, units=sum(units for _, units in missing))
            for order_id, missing in lacking.items()
        ],
        update_conflicts=True,
        unique_fields=["order"],
        update_fields=["units"],
    )
    return [
        OrderBackordered(order_id, missing)
        for order_id, missing in lacking.items()
        if waiting.get(order_id) != sum(units for _, units in missing)
    ]
