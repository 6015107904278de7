"""Warehouses as candidates for an order."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from math import prod

from packhorse.carriers import queries as carriers
from packhorse.catalog.queries import ProductRow
from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow
from packhorse.network.rules import closed_in_words
from packhorse.placing import queries as placing
from packhorse.sourcing.costs import Freight
from packhorse.sourcing.queries.keeping import short_lived
from packhorse.sourcing.queries.leaving import Queue, queue_of
from packhorse.sourcing.queries.policies import live
from packhorse.sourcing.rules import LineNeed, Site
from packhorse.sourcing.scene import Scene


def candidate_sites(
    warehouses: Iterable[WarehouseRow], *, now: datetime, queue: Queue | None = None, without: Collection[int] = ()
) -> list[Site]:
    """Return warehouses as candidates: what they store, where carriers go, and on which days they have room.

    `queue`: what goes before, where it was read already; else it is read, `without` what these orders have.
    """
    sites = list(warehouses)
    ways, closed = carriers.reached(), network.closed(now)
    queue = queue or queue_of((site.id for site in sites), now=now, without=without)
    roomy = {site.id: queue.days(site) for site in sites}
    return [
        Site(
            site.id,
            site.code,
            site.latitude,
            site.longitude,
            frozenset(site.storage_classes),
            roomy[site.id][0][1] if roomy[site.id] else 0,
            ways.get(site.country, frozenset()),
            site.country,
            site.handling_order_minor,
            site.handling_line_minor,
            roomy[site.id][0][0] if roomy[site.id] else site.day(site.leaves(now)),
            closed.get(site.id) or _closes(site, now),
            tuple(roomy[site.id][1:]),
        )
        for site in sites
    ]


def _closes(site: WarehouseRow, now: datetime) -> str:
    """Say why a warehouse is given nothing: before anything leaves it closes, and nobody knows until when."""
    closing = site.closing
    if closing is None or not site.closed_for_good(site.day(site.leaves(now))):
        return ""
    return closed_in_words(closing.why, None, from_on=closing.from_on)


def scene(
    warehouses: Iterable[WarehouseRow],
    *,
    now: datetime,
    product_ids: Iterable[int] = (),
    queue: Queue | None = None,
    without: Collection[int] = (),
) -> Scene:
    """Return what orders of these products are decided by at `now`: warehouses, costs, and the rules in force.

    `queue` and `without`: see `candidate_sites`.
    """
    products = set(product_ids)
    policy = live(now, products)
    sites = candidate_sites(warehouses, now=now, queue=queue, without=without)
    short = short_lived(products, now=now, without=without)
    return Scene(tuple(sites), Freight(carriers.rate_book(on=now.date())), policy.weights, policy, short)


def value_of(products: Mapping[int, ProductRow], wanted: Mapping[int, int], channel: str) -> int | None:
    """Return what `wanted` {product id: units} would be worth; None in another currency than the company's."""
    own = carriers.company_currency()
    theirs = {currency for code, _, currency in placing.channels() if code == channel}
    if {*theirs, *(products[pk].currency for pk in wanted)} - {own}:
        return None
    return sum(products[pk].price_minor * units for pk, units in wanted.items())


def line_need(line_id: int, product: ProductRow, units: int) -> LineNeed:
    """Return units of a product as what an order line wants."""
    return LineNeed(line_id, product.id, units, *like(product))


def like(product: ProductRow) -> tuple[str, int, int, int, str, Sequence[str], str]:
    """Return what is the same in all needs of a product: the fields of `LineNeed` after its units."""
    sides = product.length_mm, product.width_mm, product.height_mm
    size = product.weight_g, prod(sides), max(sides)
    return product.storage_class, *size, product.sku, product.not_to, product.hazmat_class
