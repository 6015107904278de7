"""Take what was decided from stock, and make fulfillment orders of it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from packhorse import sql
from packhorse.events import Event, OrderSourced
from packhorse.inventory import operations as inventory
from packhorse.inventory.rules import Want
from packhorse.network.queries import WarehouseRow
from packhorse.sourcing.costs import Freight
from packhorse.sourcing.models import FulfillmentOrder
from packhorse.sourcing.operations.promise import promises
from packhorse.sourcing.queries.leaving import Queue
from packhorse.sourcing.rules import UNTOUCHED, Decision, LineNeed, Share

ACTOR = "sourcing"


def give(
    decisions: Sequence[Decision],
    sites: Mapping[int, WarehouseRow],
    now: datetime,
    events: list[Event],
    freight: Freight | None = None,
    free: Mapping[tuple[int, int], int] | None = None,
    queue: Queue | None = None,
    joining: Collection[int] = (),
    goods: Mapping[int, LineNeed] | None = None,
) -> list[int]:
    """Take what was decided from stock and make fulfillment orders of it; return the orders that did not fit.

    `freight`, `queue`, `goods`: see `promises`; `free`: see `inventory.allocate`. Of orders that are `joining`, goods
    join what nobody is sent for yet in the same warehouse.
    """
    parts: dict[tuple[int, int], list[Share]] = defaultdict(list)
    km: dict[tuple[int, int], int] = {}
    for decision in decisions:
        for share in decision.shares:
            parts[decision.order_id, share.warehouse_id].append(share)
        km |= {(decision.order_id, site): way for site, way in decision.km.items()}
    there = joinable(joining) if joining else {}
    new = [key for key in parts if key not in there]
    ids = [row[0] for row in sql.rows("sourcing", "next_ids", {"count": len(new)})]
    fulfillment_ids = {key: pk for key, pk in there.items() if key in parts} | dict(zip(new, ids, strict=True))
    wants = [
        Want(order_id, line_id, fulfillment_ids[order_id, site], product_id, site, quantity)
        for (order_id, site), shares in parts.items()
        for line_id, product_id, _, quantity in shares
    ]
    said = promises({key: parts[key] for key in new}, sites, km, now, freight=freight, queue=queue, goods=goods)
    decided = {decision.order_id for decision in decisions}
    refused = set(inventory.allocate(wants, now=now, order_ids=decided, free=free))
    granted: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for want in wants:
        if not refused or want not in refused:
            granted[want.fulfillment_id].append((want.line_id, want.quantity))
    made = [(pk, *key) for key, pk in fulfillment_ids.items() if pk in granted]
    events += [OrderSourced(order_id, pk, site, tuple(granted[pk])) for pk, order_id, site in made]
    made = [(pk, *key) for pk, *key in made if tuple(key) not in there]
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


def joinable(order_ids: Collection[int]) -> dict[tuple[int, int], int]:
    """Lock and return {(order id, warehouse id): the fulfillment order of which no picker is sent for anything}."""
    found = FulfillmentOrder.objects.select_for_update(no_key=True).filter(order_id__in=order_ids, state__in=UNTOUCHED)
    # Locked by id as everybody locks them; read from the last on, so that of several the first counts.
    rows = list(found.order_by("id").values_list("id", "order_id", "warehouse_id"))[::-1]
    # A fulfillment order tells late that it is on a pick list; what it holds says so at once.
    free = inventory.lock_unplanned(row[0] for row in rows)
    return {(order_id, site): pk for pk, order_id, site in rows if pk in free}
