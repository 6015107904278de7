"""What it would cost to serve an order in a way, for people who choose: by `standing`, as its explanation says it."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime

from packhorse.carriers.rules import Trip
from packhorse.inventory import queries as stock
from packhorse.network import queries as network
from packhorse.sourcing.models import FulfillmentOrder
from packhorse.sourcing.queries.candidates import scene
from packhorse.sourcing.queries.movable import Lies, Movable, movable
from packhorse.sourcing.rules import OrderNeed
from packhorse.sourcing.standing import Part, Standing, standing
from packhorse.sourcing.together import decide


@dataclass(frozen=True)
class PartCost:
    """A warehouse's part: units and lines it sends, how far, at what cost (minor units), and from when to when.

    `leaves_on`: the warehouse's first day with room, in its own time zone; `full`: those before have none.
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
    leaves_on: date
    full: bool
    promised_on: date | None


@dataclass(frozen=True)
class Way:
    """A way to serve what of an order can still be served otherwise; `lacking` units stay without goods.

    `total_minor`: what sourcing decides by, as the explanation says it; None when a freight is not known.
    """

    parts: tuple[PartCost, ...]
    lacking: int
    total_minor: int | None = 0

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
    def worth_minor(self) -> int | None:
        """What is asked for beside money that is spent: later days, further parcels, scarce goods, preferences."""
        spent = self.freight_minor
        return None if spent is None or self.total_minor is None else self.total_minor - spent - self.handling_minor

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
    table.planned()
    return table.way(table.part.lies)


def standing_now(order_id: int, *, now: datetime) -> Standing:
    """Return the same as it is kept: with what each warehouse was considered for."""
    table = _Table(order_id, movable(order_id), now)
    table.planned()
    return table.standing(table.part.lies)


class _Table:
    """What is read once to cost many ways of one order."""

    def __init__(self, order_id: int, part: Movable, now: datetime) -> None:
        self.part, self.now = part, now
        self.sites = {site.id: site for site in network.warehouses()}
        products = {line.product_id for line in part.need.lines}
        self.free = stock.free(products)
        # The order's own work is no load that keeps it out.
        self.around = scene(self.sites.values(), now=now, product_ids=products, without=[order_id])

    def planned(self) -> None:
        """What lies in a warehouse leaves when it is planned to, and not when it would if it were given now."""
        rows = FulfillmentOrder.objects.filter(pk__in=self.part.fulfillments, ship_by__gt=self.now).order_by("ship_by")
        days = {pk: self.sites[pk].day(ship_by) for pk, ship_by in rows.values_list("warehouse_id", "ship_by")}
        sites = (replace(site, leaves_on=days.get(site.id, site.leaves_on)) for site in self.around.sites)
        self.around = replace(self.around, sites=tuple(sites))

    def decided(self, need: OrderNeed) -> tuple[Way, dict[int, str]]:
        """Return the way in which a need would be served, and {warehouse id: why it would not serve}."""
        (decision,) = decide([need], self.around, self.free)
        lies: Lies = Counter()
        for share in decision.shares:
            lies[share.line_id, share.warehouse_id] += share.quantity
        return self.way(lies), {each.warehouse_id: each.excluded for each in decision.candidates}

    def standing(self, lies: Lies) -> Standing:
        """Return what it is to send goods from where they lie, or would lie."""
        return standing(self.part.need, self.around, self.free, lies, now_at=self.part.lies)

    def way(self, lies: Lies) -> Way:
        """Return what it costs to send goods from where they lie, or would lie."""
        found = self.standing(lies)
        wanted = sum(line.quantity for line in self.part.need.lines)
        return Way(tuple(map(self._part, found.parts)), wanted - sum(lies.values()), found.cost)

    def _part(self, part: Part) -> PartCost:
        site, need = self.sites[part.warehouse_id], self.part.need
        first = site.day(site.leaves(self.now))
        leaves = next(each.leaves_on for each in self.around.sites if each.id == site.id) or first
        trip = Trip(site.country, need.country, part.km, leaves, site.id)
        foreseen = self.around.freight.foresee(trip, part.load, service=need.service)
        return PartCost(
            warehouse=site.code,
            city=site.city,
            units=part.units,
            lines=part.lines,
            km=part.km,
            parcels=part.parcels,
            carrier=part.carrier,
            freight_minor=part.freight,
            handling_minor=part.handling,
            leaves_on=leaves,
            full=leaves > first,
            promised_on=foreseen.day if foreseen else None,
        )
