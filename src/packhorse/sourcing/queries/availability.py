"""What could be had, asked before anything is placed. Nothing is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from packhorse.carriers import queries as carriers
from packhorse.carriers.rules import Trip, promise
from packhorse.catalog import queries as catalog
from packhorse.inbound import queries as inbound
from packhorse.inbound.rules import Coming, left_for_others
from packhorse.inventory import queries as inventory
from packhorse.network import queries as network
from packhorse.sourcing.queries.candidates import candidate_sites
from packhorse.sourcing.queries.coming import due, lacking
from packhorse.sourcing.rules import LineNeed, OrderNeed, decide

NOTHING: Mapping[tuple[int, int], int] = {}


@dataclass(frozen=True)
class Where:
    """Where goods would go: a country (ISO), and the place in WGS 84 degrees where it is known."""

    country: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class PartRow:
    """Units that a warehouse would send, and the day they could be promised for (None: no carrier says)."""

    warehouse: str
    quantity: int
    promised_on: date | None


@dataclass(frozen=True)
class AvailabilityRow:
    """What can be promised of a product: units nobody holds that can reach the address, and who would send them.

    `expected_on`: the day from which what is lacking may be there, None when nothing is or nobody knows. `incoming`:
    what comes, less what orders wait for already.
    """

    product_id: int
    wanted: int
    available: int
    parts: tuple[PartRow, ...]
    expected_on: date | None
    incoming: tuple[Coming, ...] = ()


def availability(
    wanted: Mapping[int, int],
    *,
    where: Where,
    service: str,
    now: datetime,
    kept: Mapping[tuple[int, int], int] = NOTHING,
) -> list[AvailabilityRow]:
    """Answer what an order of `wanted` {product id: units} would get if it were placed now.

    The same decision as for real orders, on an order that does not exist; others may be quicker. `kept`
    {(product id, warehouse id): units} is there for the one who asks besides what nobody holds.
    """
    warehouses = {site.id: site for site in network.warehouses()}
    sites = candidate_sites(warehouses.values(), now=now)
    products = catalog.by_id(wanted)
    stock = inventory.available(wanted)
    for key, units in kept.items():
        stock[key] = stock.get(key, 0) + units
    unreleased = {pk for pk, each in products.items() if each.released_on and each.released_on > now.date()}
    lines = [LineNeed(pk, pk, n, products[pk].storage_class) for pk, n in wanted.items() if pk not in unreleased]
    need = OrderNeed(0, where.latitude, where.longitude, tuple(lines), where.country)
    (decision,) = decide([need], sites, stock)
    km = {candidate.warehouse_id: candidate.km or 0 for candidate in decision.candidates}
    book = carriers.rate_book()
    days = {}
    for site_id in {share.warehouse_id for share in decision.shares}:
        site = warehouses[site_id]
        leaves = site.leaves(now).astimezone(ZoneInfo(site.timezone)).date()
        days[site_id] = promise(book, Trip(site.country, where.country, km[site_id], leaves), service=service)
    reaching = [site for site in sites if where.country in (site.reaches or ())]
    coming = inbound.incoming(wanted)
    waiting = lacking(coming.keys())
    rows = []
    for pk, units in wanted.items():
        product = products[pk]
        able = [site.id for site in reaching if product.storage_class in site.storage_classes]
        parts = [
            PartRow(warehouses[share.warehouse_id].code, share.quantity, days[share.warehouse_id])
            for share in decision.shares
            if share.line_id == pk
        ]
        short = units - sum(part.quantity for part in parts)
        mine = coming.get(pk, [])
        day = due(product, mine, waiting[pk] + short, today=now.date()) if short > 0 else None
        free = 0 if pk in unreleased else sum(stock.get((pk, site), 0) for site in able)
        rows.append(AvailabilityRow(pk, units, free, tuple(parts), day, tuple(left_for_others(mine, waiting[pk]))))
    return rows
