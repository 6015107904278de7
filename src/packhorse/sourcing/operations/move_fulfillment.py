"""Move what a warehouse has of an order to another one: all of it, or nothing."""

from collections import Counter
from datetime import datetime

from django.db import transaction

from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal
from packhorse.events import Event
from packhorse.inventory import queries as stock
from packhorse.outbox.publish import publish
from packhorse.placing.rules import order_number
from packhorse.sourcing import distance
from packhorse.sourcing.exporting import export_limit
from packhorse.sourcing.operations.anew import at_work, give_up
from packhorse.sourcing.operations.explain import keep_reasons
from packhorse.sourcing.operations.give import ACTOR, give
from packhorse.sourcing.operations.steer import able, site_of
from packhorse.sourcing.operations.stop import stop_or_go
from packhorse.sourcing.operations.wish import because, begin, keep_change
from packhorse.sourcing.queries.cost_of_way import standing_now
from packhorse.sourcing.queries.lacking import lacking_of
from packhorse.sourcing.queries.movable import Movable, movable
from packhorse.sourcing.queries.wishes import wishes
from packhorse.sourcing.rules import Decision, Share, Site

METHOD = "moved by a person"


@transaction.atomic
def move_fulfillment(*, order_id: int, from_id: int, warehouse_id: int, why: str, now: datetime, actor: str) -> None:
    """Serve from a warehouse what another one has of an order: given back there, allocated here, all or nothing.

    Refuses what is on a pick list or further on, and names what the other warehouse lacks.
    """
    words = because(why)
    begin([order_id])
    source_site, target = site_of(from_id), site_of(warehouse_id)
    number = order_number(order_id)
    part = movable(order_id, at=[from_id])
    if not part.lies:
        if any(row.warehouse_id == from_id for row in at_work(order_id)):
            raise Refusal("ON_A_LIST", f"{number}: {source_site.code} has it on a pick list or further on.")
        raise Refusal("NOT_SERVED_THERE", f"{number}: {source_site.code} has nothing of it.")
    if from_id == warehouse_id:
        raise Refusal("SAME_WAREHOUSE", f"{number} is served from {target.code} already.", status=422)
    wish = wishes([order_id]).get(order_id)
    if wish and wish.pinned not in (None, warehouse_id):
        raise Refusal("PINNED_ELSEWHERE", f"{number} is pinned to another warehouse: unpin it first.")
    site = able(order_id, target, now=now, whole=True)
    _all_there(part, site)
    decision = Decision(order_id, _shares(part, site), (), km={site.id: distance.km(part.need, site) or 0})
    give_up({order_id: list(part.fulfillments)}, cause="moved", now=now)
    events: list[Event] = []
    if give([decision], {target.id: target}, now, events, joining=[order_id]):
        raise Refusal("STOCK_TAKEN", "Others took the stock meanwhile: try again.")
    keep_change(order_id=order_id, what="move", warehouse_id=warehouse_id, why=words, now=now, actor=actor)
    # Of all of it that could be served otherwise: what was shown before is what is kept.
    lies = standing_now(order_id, now=now)
    missing = lacking_of([order_id])[order_id]
    kept = Decision(order_id, (), missing, lambda: lies.figures, lies.cost or 0, method=METHOD)
    keep_reasons({order_id: kept}, now)
    stop_or_go([order_id], now=now)
    publish(events, now=now, actor=ACTOR)


def _all_there(part: Movable, site: Site) -> None:
    """Refuse when the warehouse does not have all, or may not store it, and name what."""
    products = catalog.by_id(line.product_id for line in part.need.lines)
    wanted: Counter[int] = Counter()
    for line in part.need.lines:
        if line.storage_class not in site.storage_classes:
            sku = products[line.product_id].sku
            raise Refusal("NOT_STORED", f"{site.code} does not store such goods: {sku} ({line.storage_class}).")
        if limit := export_limit(line, part.need.country, site):
            raise Refusal("EXPORT_LIMIT", f"{site.code} cannot send it: {limit}.")
        wanted[line.product_id] += line.quantity
    free = stock.free(wanted)
    lacks = {pk: units - free.get((pk, site.id), 0) for pk, units in wanted.items()}
    if short := [f"{units} × {products[pk].sku}" for pk, units in sorted(lacks.items()) if units > 0]:
        raise Refusal("NOT_THERE", f"{site.code} lacks {', '.join(short)}: nothing is moved.")


def _shares(part: Movable, site: Site) -> tuple[Share, ...]:
    return tuple(Share(line.line_id, line.product_id, site.id, line.quantity) for line in part.need.lines)
