"""An order goes elsewhere: what no picker has been sent for is served from the warehouses that are right now."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal
from packhorse.events import Event, StockReleased
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow
from packhorse.outbox.publish import publish
from packhorse.placing import queries as placing
from packhorse.sourcing.models import FulfillmentOrder
from packhorse.sourcing.operations.advance import cancel_empty
from packhorse.sourcing.operations.explain import keep_reasons
from packhorse.sourcing.operations.give import ACTOR, give
from packhorse.sourcing.operations.stop import stop_or_go
from packhorse.sourcing.operations.wait import keep_waiting
from packhorse.sourcing.operations.wish import begin
from packhorse.sourcing.queries import line_need, scene
from packhorse.sourcing.queries.lacking import lacking_of
from packhorse.sourcing.queries.wishes import wishes
from packhorse.sourcing.rules import UNTOUCHED, Decision, OrderNeed
from packhorse.sourcing.together import decide


@transaction.atomic
def move(order_ids: Sequence[int], *, now: datetime) -> None:
    """Decide these orders anew for where they go by now; what would be served as it is stays as it is.

    An order of which anything is on a pick list or further on stays whole where it is, and so does one that could not
    be served whole from elsewhere; but one that is to leave together, and lies apart, waits until it can.
    """
    if not order_ids:
        return
    begin(order_ids)
    sites = {site.id: site for site in network.warehouses()}
    for order_id in sorted(set(order_ids)):
        _decide_anew(order_id, sites, now, fewer=False)


def gather(order_ids: Sequence[int], *, now: datetime) -> None:
    """Decide these orders anew as a whole, where it takes fewer parcels: what they lacked came from elsewhere.

    Called while all they hold, and all there is of it, is locked, and nobody else sources.
    """
    sites = {site.id: site for site in network.warehouses()} if order_ids else {}
    for order_id in sorted(set(order_ids)):
        _decide_anew(order_id, sites, now, fewer=True)


def _decide_anew(order_id: int, sites: Mapping[int, WarehouseRow], now: datetime, *, fewer: bool) -> None:
    live = FulfillmentOrder.objects.filter(order_id=order_id).exclude(state="cancelled")
    rows = list(live.select_for_update(no_key=True).order_by("id"))
    untouched = inventory.lock_unplanned(row.pk for row in rows)
    if not rows or any(row.state not in UNTOUCHED or row.pk not in untouched for row in rows):
        return
    here = {row.pk: row.warehouse_id for row in rows}
    need, lies = _need(order_id, here)
    # The order's own work is no load that keeps it out.
    products = [line.product_id for line in need.lines]
    around = scene(sites.values(), now=now, product_ids=products, without=[order_id])
    free = stock.free({line.product_id for line in need.lines})
    (decision,) = decide([need], around, free)
    homes = set(here.values())
    apart = need.ship_rule == "together" and len(homes) > 1
    if _lies(decision) == lies or (decision.missing and not apart):
        return
    if fewer and (decision.missing or len({share.warehouse_id for share in decision.shares}) >= len(homes)):
        return
    waits = apart and bool(decision.missing)  # until one warehouse has all of it
    stays = Counter() if waits else lies & _lies(decision)
    released = _release(lies - stays, here, now)
    cancel_empty(list(here), now=now)
    events: list[Event] = [StockReleased(order_id, tuple(sorted(released.items())))]
    if waits:
        events += keep_waiting(lacking_of([order_id]), now=now)
    elif give([_without(decision, stays)], sites, now, events, joining=[order_id]):
        raise Refusal("STOCK_TAKEN", "Others took the stock meanwhile: it is decided anew at the next try.")
    keep_reasons({order_id: decision}, now)
    stop_or_go([order_id], now=now)
    publish(events, now=now, actor=ACTOR)


def _release(goes: Counter[tuple[int, int]], here: Mapping[int, int], now: datetime) -> Counter[int]:
    """Give back what goes elsewhere, {(line id, warehouse id): units}; what stays keeps its allocations."""
    released: Counter[int] = Counter()
    for site in sorted({site for _, site in goes}):
        mine = {line_id: units for (line_id, at), units in sorted(goes.items()) if at == site}
        there = {pk for pk, at in here.items() if at == site}
        released += Counter(
            inventory.release(mine, picked=False, now=now, actor=ACTOR, cause="moved", fulfillment_ids=there)
        )
    return released


def _without(decision: Decision, stays: Counter[tuple[int, int]]) -> Decision:
    """What comes to a warehouse, of what was decided: not what lies there already."""
    left, shares = Counter(stays), []
    for share in decision.shares:
        there = min(share.quantity, left[share.line_id, share.warehouse_id])
        left[share.line_id, share.warehouse_id] -= there
        if there < share.quantity:
            shares.append(share._replace(quantity=share.quantity - there))
    return replace(decision, shares=tuple(shares))


def _need(order_id: int, here: dict[int, int]) -> tuple[OrderNeed, Counter[tuple[int, int]]]:
    """What is allocated of an order as a need of its own, and where it lies: {(line id, warehouse id): units}."""
    lies: Counter[tuple[int, int]] = Counter()
    for row in stock.allocations_of_orders([order_id]).values():
        if row.state == "allocated" and row.fulfillment_id in here:
            lies[row.line_id, here[row.fulfillment_id]] += row.quantity
    products = {line.id: line.product_id for line in placing.lines([order_id])}
    catalogued = catalog.by_id(products.values())
    units: Counter[int] = Counter()
    kept: Counter[tuple[int, int]] = Counter()
    for (line_id, site), count in lies.items():
        units[line_id] += count
        kept[products[line_id], site] += count
    at = placing.addresses([order_id])[order_id]
    lines = tuple(line_need(pk, catalogued[products[pk]], count) for pk, count in sorted(units.items()))
    rule, service = placing.terms([order_id])[order_id][1], placing.wishes([order_id])[order_id][0]
    wish = wishes([order_id]).get(order_id)
    said: dict[str, Any] = wish.terms() if wish else {}
    place = at.latitude, at.longitude
    said |= placing.worth([order_id])[order_id]._asdict()
    return OrderNeed(order_id, *place, lines, at.country, kept=kept, ship_rule=rule, service=service, **said), lies


def _lies(decision: Decision) -> Counter[tuple[int, int]]:
    found: Counter[tuple[int, int]] = Counter()
    for share in decision.shares:
        found[share.line_id, share.warehouse_id] += share.quantity
    return found
