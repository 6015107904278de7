"""An order goes where no carrier takes it from the warehouse that has it: it is taken back, or stopped."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from packhorse.carriers import queries as carriers
from packhorse.catalog import queries as catalog
from packhorse.events import Event, OrderUnreached
from packhorse.network import queries as network
from packhorse.outbox.publish import publish
from packhorse.placing import queries as placing
from packhorse.sourcing.costs import Freight
from packhorse.sourcing.exporting import export_limit
from packhorse.sourcing.models import FulfillmentOrder
from packhorse.sourcing.operations.anew import AT_WORK, serve_anew
from packhorse.sourcing.operations.promise import goods_of
from packhorse.sourcing.operations.source import ACTOR
from packhorse.sourcing.operations.wish import begin
from packhorse.sourcing.pose import hole
from packhorse.sourcing.queries import candidate_sites, line_need
from packhorse.sourcing.rules import UNTOUCHED, OrderNeed, Site


@transaction.atomic
def take_back_unsent(order_ids: Sequence[int], *, now: datetime) -> None:
    """Serve from elsewhere, or let wait, what carriers do not take to where orders go by now.

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
        serve_anew(back, cause="no carrier takes it there", now=now)
    publish(stuck, now=now, actor=ACTOR)


def reached(order_ids: Collection[int], *, now: datetime) -> set[int]:
    """Return those of these orders of which carriers take by now all that is on a pick list or further on."""
    rows = list(FulfillmentOrder.objects.filter(order_id__in=set(order_ids), state__in=AT_WORK).order_by("id"))
    return {row.order_id for row in rows} - {row.order_id for row, code in _why_not(rows, now=now) if code}


def _why_not(rows: Sequence[FulfillmentOrder], *, now: datetime) -> list[tuple[FulfillmentOrder, str]]:
    """Return these with the code for which carriers do not take them to where their orders go, empty when one does."""
    sites = {site.id: site for site in candidate_sites(network.warehouses(), now=now)}
    freight = Freight(carriers.rate_book())
    doors, wishes = (ask(row.order_id for row in rows) for ask in (placing.addresses, placing.wishes))
    goods = goods_of(rows)
    products = catalog.by_id(pk for each in goods.values() for pk, _ in each)
    found = []
    for row in rows:
        door, site = doors[row.order_id], sites[row.warehouse_id]
        lines = tuple(line_need(0, products[pk], units) for pk, units in goods[row.pk])
        place = door.latitude, door.longitude
        need = OrderNeed(row.order_id, *place, lines, door.country, service=wishes[row.order_id][0])
        found.append((row, _code(need, site, freight)))
    return found


def _code(need: OrderNeed, site: Site, freight: Freight) -> str:
    if any(export_limit(line, need.country, site) for line in need.lines):
        return "EXPORT_LIMIT"
    goes = site.reaches is None or need.country in site.reaches
    return hole(need, site, freight)[0] if goes else "NO_CARRIER"
