"""Reckon anew when parcels on their way arrive: once a day, and when they come into another state."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, Min, Q

from packhorse import sql
from packhorse.algorithms.delivering import NO_HOLIDAYS, delivery_days_between
from packhorse.algorithms.odds import blend
from packhorse.carriers import queries as carriers
from packhorse.carriers.rules import RateBook
from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow
from packhorse.placing import queries as placing
from packhorse.shipping.arrival import Arrival, Known, arrival
from packhorse.shipping.models import Shipment, TrackingEvent

BATCH = 1000
SILENT = ("pre_transit", "unknown")  # states in which the carrier has not had it in its hands
FACTS = ("id", "order_id", "warehouse_id", "service_id", "zone", "billed_g", "handed_over_at", "expected_on",
         "promised_on", "tracking_state", "tracking_at")  # fmt: skip
Facts = tuple[int, int, int, int, str, int, datetime, date, date | None, str, datetime]
Scans = tuple[datetime | None, datetime | None]  # the first one, and the last "out for delivery"


def reckon_arrivals(*, now: datetime, batch: int = BATCH) -> int:
    """Reckon when parcels under way arrive, where that was not done today or they came into another state since.

    Return how many. Of parcels that nobody follows, and of which nothing was told, nothing can be reckoned. Each batch
    is a transaction; what another works on is left to the next round.
    """
    sites = {site.id: site for site in network.warehouses()}
    due: list[int] = []
    for site in sites.values():
        stale = Q(likely_for=None) | Q(likely_for__lt=site.day(now))
        told = Q(carrier__simulated=True) | Q(carrier__account__isnull=False) | ~Q(tracking_state="pre_transit")
        under_way = Shipment.objects.filter(state="handed_over", ended_at=None, warehouse_id=site.id)
        due += under_way.filter(stale, told).values_list("id", flat=True)
    due.sort()
    book = carriers.rate_book() if due else None
    done = 0
    for nth in range(0, len(due), batch):
        if book:
            done += _batch(due[nth : nth + batch], book, sites, now)
    return done


@transaction.atomic
def _batch(ids: Sequence[int], book: RateBook, sites: dict[int, WarehouseRow], now: datetime) -> int:
    mine = Shipment.objects.filter(pk__in=ids, ended_at=None).exclude(handed_over_at=None).order_by("id")
    rows: list[Facts] = list(mine.select_for_update(skip_locked=True).values_list(*FACTS))
    scans = _scans([row[0] for row in rows])
    countries = {pk: address.country for pk, address in placing.addresses(row[1] for row in rows).items()}
    days = carriers.delivery_days(()).weekdays
    found = {}
    for row in rows:
        free = book.holidays.get(countries.get(row[1], ""), NO_HOLIDAYS)
        found[row[0]] = _arrival(row, scans.get(row[0], (None, None)), book, sites[row[2]], days[row[3]], free, now)
    values = list(found.values())
    sql.rows(
        "shipping",
        "arrivals",
        {
            "ids": list(found),
            "days": [each.day for each in values],
            "in_time": [each.in_time for each in values],
            "todays": [sites[row[2]].day(now) for row in rows],
        },
    )
    return len(found)


def _scans(ids: Sequence[int]) -> dict[int, Scans]:
    events = TrackingEvent.objects.filter(shipment_id__in=ids).order_by()
    first, out = Min("at", filter=~Q(state__in=SILENT)), Max("at", filter=Q(state="out_for_delivery"))
    return {pk: (one, other) for pk, one, other in events.values_list("shipment_id").annotate(first=first, out=out)}


def _arrival(
    row: Facts,
    scans: Scans,
    book: RateBook,
    site: WarehouseRow,
    delivery_days: Sequence[int],
    free: frozenset[date],
    now: datetime,
) -> Arrival:
    _, _, _, service, zone, billed, handed_over_at, expected_on, promised_on, state, told_at = row
    left_on = site.day(handed_over_at)
    bands = book.bands.get((service, zone), ())
    table = next((band.transit_days for band in bands if billed <= band.max_weight_g), None)
    if table is None:  # a label of an account: the day its carrier said
        table = max(1, delivery_days_between(left_on, expected_on, delivery_days, free))
    first, out = scans
    if out is not None:  # it is near, whenever it was scanned first
        first = handed_over_at
    known = Known(
        left_on=left_on,
        scanned_on=site.day(first) if first else None,
        state=state,
        told_on=site.day(told_at),
        missed=out is not None and out < told_at and site.day(out) == site.day(told_at),
        today=site.day(now),
    )
    weights = blend(table, book.measured.get((service, site.id, zone), ()))
    return arrival(known, weights, promised_on=promised_on, delivery_days=delivery_days, holidays=free)
