"""Promise days of delivery with their chance, and promise anew when an order goes elsewhere or otherwise."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db import transaction

from packhorse import sql
from packhorse.carriers import queries as carriers
from packhorse.carriers.rules import Foreseen, Trip
from packhorse.catalog import queries as catalog
from packhorse.events import PromiseRenewed
from packhorse.inventory import queries as stock
from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow
from packhorse.outbox.publish import publish
from packhorse.placing import queries as placing
from packhorse.sourcing import distance
from packhorse.sourcing.costs import Freight
from packhorse.sourcing.load import Load
from packhorse.sourcing.models import FulfillmentOrder
from packhorse.sourcing.queries.candidates import line_need
from packhorse.sourcing.queries.leaving import Queue, queue_of
from packhorse.sourcing.queries.wishes import pooled
from packhorse.sourcing.rules import FULFILLMENT_STATES, UNTOUCHED, LineNeed, Share
from packhorse.states import leading_to

NOT_PICKED = leading_to(FULFILLMENT_STATES, "picked")
ACTOR = "sourcing"
Key = TypeVar("Key")


@dataclass(frozen=True)
class Said:
    """What is promised of what a warehouse sends: when it leaves (UTC), the day, and its chance; None: no carrier."""

    leaves_at: datetime
    foreseen: Foreseen | None

    @property
    def day(self) -> date | None:
        """The promised day."""
        return self.foreseen.day if self.foreseen else None

    @property
    def chance(self) -> int | None:
        """The chance in permille."""
        return self.foreseen.chance if self.foreseen else None


def promises(
    parts: Mapping[tuple[int, int], Collection[Share]],
    sites: Mapping[int, WarehouseRow],
    km: Mapping[tuple[int, int], int],
    now: datetime,
    *,
    freight: Freight | None = None,
    queue: Queue | None = None,
    goods: Mapping[int, LineNeed] | None = None,
) -> dict[tuple[int, int], Said]:
    """Promise and keep what was promised; return {(order id, warehouse id): when it leaves, and the day}.

    `parts` {(order id, warehouse id): goods} take their places in the warehouses' queues as they come. `km`: the way,
    by the same keys. `freight`, `queue`, `goods` {product id: a need of it}: prices and days, what leaves before, and
    what the goods are like, where they were read already.
    """
    freight = freight or Freight(carriers.rate_book(on=now.date()))
    units = {key: [(share.product_id, share.quantity) for share in shares] for key, shares in parts.items()}
    loads = _loads(units, freight, goods)
    order_ids = {order_id for order_id, _ in parts}
    addresses, wishes = placing.addresses(order_ids), placing.wishes(order_ids)
    queue = queue or queue_of({site for _, site in parts}, now=now)
    said = {}
    for order_id, site_id in parts:
        site, leaves = sites[site_id], queue.join(sites[site_id])
        trip = Trip(site.country, addresses[order_id].country, km[order_id, site_id], site.day(leaves), site_id)
        load = loads[order_id, site_id]
        said[order_id, site_id] = Said(leaves, freight.foresee(trip, load, service=wishes[order_id][0]))
    _keep(said, now)
    return said


@transaction.atomic
def promise_again(order_ids: Sequence[int], *, now: datetime) -> None:
    """Work out way and day anew for what these orders still have in the house; the warehouses stay as they are.

    Each stays where it is in its warehouse's queue, and what the customer was told first is kept. What is not picked
    yet is to leave, from now on, when it is promised to leave: later or sooner, as calendars and the queue are by now.
    """
    in_house = leading_to(FULFILLMENT_STATES, "shipped")
    rows = list(
        FulfillmentOrder.objects.select_for_update(no_key=True)
        .filter(order_id__in=set(order_ids), state__in=in_house)
        .order_by("id")
    )
    sites = {site.id: site for site in network.warehouses()}
    addresses = placing.addresses(row.order_id for row in rows)
    wishes = placing.wishes(row.order_id for row in rows)
    freight = Freight(carriers.rate_book(on=now.date()))
    loads = _loads(goods_of(rows), freight)
    said: dict[tuple[int, int], Said] = {}
    renewed: set[int] = set()
    for row in rows:
        home, door = sites[row.warehouse_id], addresses[row.order_id]
        way = distance.km(door, home)
        way = row.km if way is None else way
        waits = row.state in NOT_PICKED
        planned = min(row.ship_by, home.leaves(row.created_at)) if waits else row.ship_by
        leaves = queue_of([home.id], now=now, before=(row.ship_by, row.pk)).leaves(home, planned)
        trip = Trip(home.country, door.country, way, home.day(leaves), home.id)
        again = Said(leaves, freight.foresee(trip, loads[row.pk], service=wishes[row.order_id][0]))
        FulfillmentOrder.objects.filter(pk=row.pk).update(
            km=way,
            ship_by=leaves if waits else row.ship_by,
            promised_on=again.day,
            chance=again.chance,
            first_promised_on=row.first_promised_on or again.day,
            first_chance=row.first_chance if row.first_promised_on else again.chance,
        )
        key = row.order_id, row.warehouse_id
        said[key] = max(said.get(key, again), again, key=lambda each: each.leaves_at)
        if again.day != row.promised_on:
            renewed.add(row.order_id)
    _keep(said, now)
    publish([PromiseRenewed(order_id) for order_id in sorted(renewed)], now=now, actor=ACTOR)
    for order_id, site_id in said:
        if others := pooled(order_id):
            leave_together([order_id, *others], site_id)


def leave_together(order_ids: Collection[int], warehouse_id: int) -> None:
    """Let what a warehouse has of these orders, and nobody is sent for yet, leave at the latest cut-off of them."""
    together = FulfillmentOrder.objects.filter(order_id__in=order_ids, warehouse_id=warehouse_id, state__in=UNTOUCHED)
    if latest := together.order_by("-ship_by").values_list("ship_by", flat=True).first():
        together.update(ship_by=latest)


def _loads(
    units: Mapping[Key, Collection[tuple[int, int]]], freight: Freight, goods: Mapping[int, LineNeed] | None = None
) -> dict[Key, Load]:
    """Return what (product id, units) are to a carrier."""
    if goods is None:
        products = catalog.by_id(pk for each in units.values() for pk, _ in each)
        goods = {pk: line_need(0, product, 1) for pk, product in products.items()}
    return {key: freight.load_of((goods[pk], count) for pk, count in each) for key, each in units.items()}


def goods_of(rows: Collection[FulfillmentOrder]) -> dict[int, list[tuple[int, int]]]:
    """Return {fulfillment id: (product id, units) that it holds}."""
    order_ids = {row.order_id for row in rows}
    product_of = {line.id: line.product_id for line in placing.lines(order_ids)}
    found: dict[int, list[tuple[int, int]]] = {row.pk: [] for row in rows}
    for each in stock.allocations_of_orders(order_ids).values():
        if each.fulfillment_id in found and each.state in ("allocated", "picked"):
            found[each.fulfillment_id].append((product_of[each.line_id], each.quantity))
    return found


def _keep(said: Mapping[tuple[int, int], Said], now: datetime) -> None:
    rows = sorted(said.items(), key=lambda each: each[0])
    sql.rows(
        "sourcing",
        "keep_promises",
        {
            "orders": [order_id for (order_id, _), _ in rows],
            "warehouses": [site for (_, site), _ in rows],
            "leaves": [each.leaves_at for _, each in rows],
            "promised": [each.day for _, each in rows],
            "chances": [each.chance for _, each in rows],
            "now": now,
        },
    )
