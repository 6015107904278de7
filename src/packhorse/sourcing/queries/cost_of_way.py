"""What it would cost to serve an order in a way: estimated from rate tables and the warehouses' handling costs.

The one place where the ways that people choose between are costed.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from packhorse.algorithms.geo import great_circle_km
from packhorse.carriers.rules import Box, Offer, RateBook, Trip, choose, offers
from packhorse.catalog import queries as catalog
from packhorse.catalog.queries import ProductRow
from packhorse.inventory import queries as stock
from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow
from packhorse.placing import queries as placing
from packhorse.sourcing.queries.candidates import line_need, scene
from packhorse.sourcing.queries.movable import Lies, Movable, movable
from packhorse.sourcing.rules import OrderNeed
from packhorse.sourcing.together import decide

FULL = 0.7  # of a carton is goods, the rest air
MOST_PARCELS = 20


@dataclass(frozen=True)
class PartCost:
    """A warehouse's part: units and lines it sends, how far, at what cost (minor units), and when they arrive.

    `freight_minor` and `promised_on` are None when no carrier takes it.
    """

    warehouse: str
    city: str
    units: int
    lines: int
    km: int
    parcels: int
    carrier: str
    freight_minor: int | None
    handling_minor: int
    promised_on: date | None


@dataclass(frozen=True)
class Way:
    """A way to serve what of an order can still be served otherwise; `lacking` units stay without goods."""

    parts: tuple[PartCost, ...]
    lacking: int

    @property
    def freight_minor(self) -> int | None:
        """What carriers take for all parts, None when one of them is not known."""
        known = [part.freight_minor for part in self.parts if part.freight_minor is not None]
        return sum(known) if len(known) == len(self.parts) else None

    @property
    def handling_minor(self) -> int:
        """What the warehouses' work costs."""
        return sum(part.handling_minor for part in self.parts)

    @property
    def total_minor(self) -> int | None:
        """Freight and handling, None when a freight is not known."""
        return None if self.freight_minor is None else self.freight_minor + self.handling_minor

    @property
    def km(self) -> int:
        """The ways of all parts together."""
        return sum(part.km for part in self.parts)

    @property
    def arrives_on(self) -> date | None:
        """The day of the last part, None when one of them is not known."""
        known = [part.promised_on for part in self.parts if part.promised_on]
        return max(known, default=None) if len(known) == len(self.parts) else None


@dataclass(frozen=True)
class WayRow:
    """What one warehouse alone would do; `why_not` when it may or can not. `here`: some of it lies there now."""

    warehouse_id: int
    warehouse: str
    city: str
    way: Way
    why_not: str
    here: bool


def ways(order_id: int, *, now: datetime) -> list[WayRow]:
    """Return what each warehouse alone would cost for what can still be served otherwise, the best first."""
    table = _Table(order_id, movable(order_id), now)
    homes = set(table.part.fulfillments.values())
    rows = []
    for site in table.sites.values():
        need = replace(table.part.need, only=frozenset({site.id}), undivided=False, ship_rule="as_available")
        way, why_not = table.decided(need)
        rows.append(WayRow(site.id, site.code, site.city, way, why_not.get(site.id, ""), site.id in homes))
    most = 10**12
    return sorted(rows, key=lambda r: (r.way.lacking, r.way.total_minor or most, r.warehouse))


def way_now(order_id: int, *, now: datetime) -> Way:
    """Return how what can still be served otherwise of an order is served now, and at what cost."""
    table = _Table(order_id, movable(order_id), now)
    return table.way(table.part.lies)


class _Table:
    """What is read once to cost many ways of one order."""

    def __init__(self, order_id: int, part: Movable, now: datetime) -> None:
        self.part, self.now = part, now
        self.sites = {site.id: site for site in network.warehouses()}
        self.door = placing.addresses([order_id])[order_id]
        self.service = placing.wishes([order_id])[order_id][0]
        self.products = catalog.by_id(line.product_id for line in part.need.lines)
        self.product_of = {line.line_id: line.product_id for line in part.need.lines}
        self.free = stock.free(self.products)
        homes = set(part.fulfillments.values())
        around = scene(self.sites.values(), now=now, product_ids=self.products, own=part.fulfillments)
        self.leaves = {site.id: site.leaves_on or self.sites[site.id].day(now) for site in around.sites}
        # The order's own work is no load that keeps it out.
        roomy = tuple(replace(site, room_today=site.room_today + (site.id in homes)) for site in around.sites)
        self.around = replace(around, sites=roomy)

    def decided(self, need: OrderNeed) -> tuple[Way, dict[int, str]]:
        """Return the way in which a need would be served, and {warehouse id: why it would not serve}."""
        (decision,) = decide([need], self.around, self.free)
        lies: Lies = Counter()
        for share in decision.shares:
            lies[share.line_id, share.warehouse_id] += share.quantity
        return self.way(lies), {each.warehouse_id: each.excluded for each in decision.candidates}

    def way(self, lies: Lies) -> Way:
        """Return what it costs to send goods from where they lie."""
        by_site: dict[int, Counter[int]] = {}
        for (line_id, site), units in lies.items():
            by_site.setdefault(site, Counter())[line_id] += units
        parts = [self._part(self.sites[site], units) for site, units in sorted(by_site.items())]
        wanted = sum(line.quantity for line in self.part.need.lines)
        return Way(tuple(parts), wanted - sum(lies.values()))

    def _part(self, site: WarehouseRow, units: Mapping[int, int]) -> PartCost:
        known = None not in (site.latitude, site.longitude, self.door.latitude, self.door.longitude)
        ends = site.latitude, site.longitude, self.door.latitude, self.door.longitude
        km = round(great_circle_km(*(end or 0.0 for end in ends))) if known else 0
        trip = Trip(site.country, self.door.country, km, self.leaves[site.id], site.id)
        goods = [(self.products[self.product_of[line_id]], count) for line_id, count in units.items()]
        freight = self.around.freight
        load = freight.load(line_need(0, product, count) for product, count in goods)
        foreseen = freight.foresee(trip, load, service=self.service)
        day = foreseen.day if foreseen else None
        parcels, offer = cheapest(freight.book, trip, goods, promised_on=day)
        return PartCost(
            warehouse=site.code,
            city=site.city,
            units=sum(units.values()),
            lines=len(units),
            km=km,
            parcels=parcels,
            carrier=f"{offer.carrier} {offer.service}" if offer else "",
            freight_minor=parcels * offer.price_minor if offer else None,
            handling_minor=site.handling_order_minor + site.handling_line_minor * len(units),
            promised_on=day,
        )


def cheapest(
    book: RateBook, trip: Trip, goods: Collection[tuple[ProductRow, int]], *, promised_on: date | None
) -> tuple[int, Offer | None]:
    """Return (parcels, the offer for one of them) that shipping would probably buy: goods in as few equal parcels as
    some carrier takes; no offer when none takes them."""
    weight = sum(product.weight_g * units for product, units in goods)
    volume = sum(product.length_mm * product.width_mm * product.height_mm * units for product, units in goods) / FULL
    longest = max((max(product.length_mm, product.width_mm, product.height_mm) for product, _ in goods), default=1)
    units = sum(count for _, count in goods)
    for parcels in range(1, min(MOST_PARCELS, max(1, units)) + 1):
        length = max(longest, round((volume / parcels) ** (1 / 3)), 1)
        other = max(1, round((volume / parcels / length) ** 0.5))
        box = Box(max(1, -(-weight // parcels)), length, other, other)
        if offer := choose(offers(book, trip, box), promised_on=promised_on):
            return parcels, offer
    return 1, None
