"""An order goes where it cannot be sent from the warehouse that has it: it is taken back, or stopped."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from packhorse.carriers.rules import Trip
from packhorse.catalog import queries as catalog
from packhorse.events import Event, OrderUnreached
from packhorse.inventory import queries as stock
from packhorse.network import queries as network
from packhorse.outbox.publish import publish
from packhorse.placing import queries as placing
from packhorse.sourcing import distance
from packhorse.sourcing.costs import Freight
from packhorse.sourcing.exporting import export_limit, limited
from packhorse.sourcing.keeping import too_old
from packhorse.sourcing.models import FulfillmentOrder
from packhorse.sourcing.operations.anew import AT_WORK, serve_anew
from packhorse.sourcing.operations.promise import goods_of
from packhorse.sourcing.operations.source import ACTOR
from packhorse.sourcing.operations.wish import begin
from packhorse.sourcing.pose import hole
from packhorse.sourcing.queries import line_need, scene
from packhorse.sourcing.rules import UNTOUCHED, OrderNeed, Site
from packhorse.sourcing.scene import Scene


@transaction.atomic
def take_back_unsent(order_ids: Sequence[int], *, now: datetime) -> None:
    """Serve from elsewhere, or let wait, what carriers do not take to where orders go by now, what by a manager's rules
    no warehouse may send there, and what would not keep until it arrives.

    What is on a pick list or further on stays and is told of: its order is held until a person corrects the address.
    """
    if not order_ids:
        return
    begin(order_ids)
    states = (*UNTOUCHED, *AT_WORK)
    found = FulfillmentOrder.objects.select_for_update(no_key=True).filter(
        order_id__in=set(order_ids), state__in=states
    )
    rows = list(found.order_by("id"))
    if not rows:
        return
    back: dict[int, list[int]] = {}
    stuck: list[Event] = []
    for row, code in _why_not(rows, now=now):
        if code and row.state in UNTOUCHED:
            back.setdefault(row.order_id, []).append(row.pk)
        elif code:
            stuck.append(OrderUnreached(row.order_id, row.warehouse_id, code))
    if back:
        serve_anew(back, cause="it cannot be sent there", now=now)
    publish(stuck, now=now, actor=ACTOR)


def reached(order_ids: Collection[int], *, now: datetime) -> set[int]:
    """Return those of these orders of which all that is on a pick list or further on can go where they go by now."""
    rows = list(FulfillmentOrder.objects.filter(order_id__in=set(order_ids), state__in=AT_WORK).order_by("id"))
    return {row.order_id for row in rows} - {row.order_id for row, code in _why_not(rows, now=now) if code}


def _why_not(rows: Sequence[FulfillmentOrder], *, now: datetime) -> list[tuple[FulfillmentOrder, str]]:
    """Return these with the code for which they cannot go to where their orders go by now, empty when they can."""
    order_ids = {row.order_id for row in rows}
    doors, wishes, worth = placing.addresses(order_ids), placing.wishes(order_ids), placing.worth(order_ids)
    goods = goods_of(rows)
    products = catalog.by_id(pk for each in goods.values() for pk, _ in each)
    around = scene(network.warehouses(), now=now, product_ids=products, without=order_ids)
    sites = {site.id: site for site in around.sites}
    keeping = _Keeping(around, rows)
    found = []
    for row in rows:
        door, site = doors[row.order_id], sites[row.warehouse_id]
        lines = tuple(line_need(0, products[pk], units) for pk, units in goods[row.pk])
        said = {"service": wishes[row.order_id][0], **worth[row.order_id]._asdict()}
        need = OrderNeed(row.order_id, door.latitude, door.longitude, lines, door.country, **said)
        code = _code(need, site, around.freight) or ("RULED_OUT" if _ruled_out(need, around) else "")
        found.append((row, code or ("TOO_OLD" if keeping.too_old(row, need, site) else "")))
    return found


def _code(need: OrderNeed, site: Site, freight: Freight) -> str:
    if any(export_limit(line, need.country, site) for line in need.lines):
        return "EXPORT_LIMIT"
    goes = site.reaches is None or need.country in site.reaches
    return hole(need, site, freight)[0] if goes else "NO_CARRIER"


def _ruled_out(need: OrderNeed, around: Scene) -> bool:
    """Say whether the manager's rules let no warehouse send some of it there: else it stays, or moves by itself."""
    if not around.policy.rules or not need.lines:
        return False
    (ruled,) = limited(around.policy.applied([need], around.sites), around.sites)
    return any(all(site.id in ruled.ruled or site.id in line.ruled for site in around.sites) for line in ruled.lines)


class _Keeping:
    """Which goods would not keep until they arrive where their orders go by now, though they would have before."""

    def __init__(self, around: Scene, rows: Sequence[FulfillmentOrder]) -> None:
        self.around = around
        self.free = stock.free({product for product, _ in around.short}) if around.short else {}
        self.sent = stock.bound_lots(row.pk for row in rows if row.state in AT_WORK)

    def too_old(self, row: FulfillmentOrder, need: OrderNeed, site: Site) -> bool:
        """Say it of what a fulfillment order holds: of the lots pickers are sent for, or of any that it could have.

        What arrives no later than was promised first is left alone.
        """
        at, first = distance.km(need, site), row.first_promised_on
        if site.leaves_on is None or at is None or not (self.around.short or row.pk in self.sent):
            return False
        trip = Trip(site.country, need.country, at, site.leaves_on, site.id)
        seen = self.around.freight.foresee(trip, self.around.freight.load(need.lines), service=need.service)
        if seen is None or (first is not None and seen.day <= first):
            return False
        if row.state in AT_WORK:
            return row.pk in self.sent and self.sent[row.pk] < seen.day
        keys = {(line.product_id, site.id) for line in need.lines}
        old = {key: too_old(self.around.short.get(key), seen.day.toordinal()) for key in keys}
        return any(units > self.free.get(key, 0) for key, units in old.items())
