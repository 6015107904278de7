"""Promise days of delivery, and promise anew when an order goes elsewhere or otherwise."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from packhorse.algorithms.geo import great_circle_km
from packhorse.carriers import queries as carriers
from packhorse.carriers.rules import RateBook, Trip, promise
from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow
from packhorse.placing import queries as placing
from packhorse.sourcing.models import FulfillmentOrder
from packhorse.sourcing.rules import FULFILLMENT_STATES
from packhorse.states import leading_to


def promises(
    parts: Iterable[tuple[int, int]],
    sites: Mapping[int, WarehouseRow],
    km: Mapping[tuple[int, int], int],
    now: datetime,
) -> dict[tuple[int, int], date | None]:
    """Return {(order id, warehouse id): promised day}; None where no carrier goes. `km`: the way, by the same keys."""
    book: RateBook = carriers.rate_book()
    parts = list(parts)
    order_ids = {order_id for order_id, _ in parts}
    addresses, wishes = placing.addresses(order_ids), placing.wishes(order_ids)
    leaving = {
        pk: sites[pk].leaves(now).astimezone(ZoneInfo(sites[pk].timezone)).date() for pk in {site for _, site in parts}
    }
    found = {}
    for order_id, site_id in parts:
        trip = Trip(sites[site_id].country, addresses[order_id].country, km[order_id, site_id], leaving[site_id])
        found[order_id, site_id] = promise(book, trip, service=wishes[order_id][0])
    return found


@transaction.atomic
def promise_again(order_ids: Sequence[int], *, now: datetime) -> None:
    """Work out way and day anew for what these orders still have in the house; the warehouses stay as they are."""
    in_house = leading_to(FULFILLMENT_STATES, "shipped")
    rows = list(
        FulfillmentOrder.objects.select_for_update()
        .filter(order_id__in=set(order_ids), state__in=in_house)
        .order_by("id")
    )
    sites = {site.id: site for site in network.warehouses()}
    addresses = placing.addresses(row.order_id for row in rows)
    km = {}
    for row in rows:
        home, door = sites[row.warehouse_id], addresses[row.order_id]
        known = None not in (home.latitude, home.longitude, door.latitude, door.longitude)
        way = great_circle_km(home.latitude, home.longitude, door.latitude, door.longitude) if known else row.km
        km[row.order_id, row.warehouse_id] = round(way)
    days = promises(km, sites, km, now)
    for row in rows:
        key = row.order_id, row.warehouse_id
        FulfillmentOrder.objects.filter(pk=row.pk).update(km=km[key], promised_on=days[key])
