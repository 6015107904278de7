"""Warehouses as candidates for an order."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from math import prod

from django.db.models import Count, Q

from packhorse.carriers import queries as carriers
from packhorse.catalog.queries import ProductRow
from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow
from packhorse.placing import queries as placing
from packhorse.sourcing.costs import Freight
from packhorse.sourcing.models import FulfillmentOrder
from packhorse.sourcing.pose import Scene
from packhorse.sourcing.queries.leaving import queue_of
from packhorse.sourcing.queries.policies import live
from packhorse.sourcing.rules import LineNeed, Site


def load_of(cutoffs: Mapping[int, datetime]) -> dict[int, int]:
    """Return {warehouse id: fulfillment orders that already leave at the given cut-off}."""
    condition = Q(pk=None)
    for warehouse_id, cutoff in cutoffs.items():
        condition |= Q(warehouse_id=warehouse_id, ship_by=cutoff)
    found = FulfillmentOrder.objects.filter(condition).exclude(state="cancelled")
    return dict.fromkeys(cutoffs, 0) | dict(found.values_list("warehouse_id").annotate(Count("id")).order_by())


def candidate_sites(warehouses: Iterable[WarehouseRow], *, now: datetime, own: Collection[int] = ()) -> list[Site]:
    """Return warehouses as candidates: what they store, where carriers go, their room until the cut-off,
    and when one more really leaves, which fulfillment orders of its `own` do not put off."""
    sites = list(warehouses)
    ways, closed = carriers.reached(), network.closed(now)
    leaving = {site.id: site.leaves(now) for site in sites}
    load, queue = load_of(leaving), queue_of(leaving, now=now, without=own)
    return [
        Site(
            site.id,
            site.code,
            site.latitude,
            site.longitude,
            frozenset(site.storage_classes),
            site.capacity_per_day - load[site.id],
            ways.get(site.country, frozenset()),
            site.country,
            site.handling_order_minor,
            site.handling_line_minor,
            site.day(queue.leaves(site, leaving[site.id])),
            closed.get(site.id, ""),
        )
        for site in sites
    ]


def scene(
    warehouses: Iterable[WarehouseRow],
    *,
    now: datetime,
    product_ids: Iterable[int] = (),
    own: Collection[int] = (),
) -> Scene:
    """Return what orders of these products are decided by at `now`: warehouses, costs, and the rules in force.

    `own`: fulfillment orders (ids) of what is decided, as it is served now.
    """
    policy = live(now, product_ids)
    sites = tuple(candidate_sites(warehouses, now=now, own=own))
    return Scene(sites, Freight(carriers.rate_book()), policy.weights, policy)


def value_of(products: Mapping[int, ProductRow], wanted: Mapping[int, int], channel: str) -> int | None:
    """Return what `wanted` {product id: units} would be worth; None in another currency than the company's."""
    own = carriers.company_currency()
    theirs = {currency for code, _, currency in placing.channels() if code == channel}
    if {*theirs, *(products[pk].currency for pk in wanted)} - {own}:
        return None
    return sum(products[pk].price_minor * units for pk, units in wanted.items())


def line_need(line_id: int, product: ProductRow, units: int) -> LineNeed:
    """Return units of a product as what an order line wants."""
    sides = product.length_mm, product.width_mm, product.height_mm
    size = product.weight_g, prod(sides), max(sides)
    return LineNeed(line_id, product.id, units, product.storage_class, *size, product.sku)
