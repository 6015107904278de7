"""Take what carriers say about parcels, once each, in whatever order it comes."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from packhorse import sql
from packhorse.events import Event, ParcelDelayed, ParcelDelivered, ParcelTracked, ParcelUndelivered
from packhorse.network import queries as network
from packhorse.outbox.publish import publish
from packhorse.packing import queries as packing
from packhorse.placing import queries as placing
from packhorse.shipping.models import Shipment, TrackingEvent
from packhorse.shipping.rules import UNDELIVERED, TrackingReport, comes_after
from packhorse.shipping.simulator import Journey, reports

POLL_BATCH = 500
ASK_EVERY = timedelta(hours=1)
ACTOR = "carrier"
BULKY = ("label_zpl", "offers")  # not needed to follow a parcel


@transaction.atomic
def take_tracking(news: Sequence[TrackingReport], *, now: datetime) -> int:
    """Keep carriers' reports and follow them; return how many were new. Unknown tracking numbers are passed over."""
    numbers = {report.tracking_number for report in news}
    orders = Shipment.objects.filter(tracking_number__in=numbers).values_list("order_id", flat=True)
    # All parcels of an order are locked together, so that exactly one delivery is its last.
    shipments = {
        s.tracking_number: s
        for s in Shipment.objects.select_for_update().filter(order_id__in=set(orders)).defer(*BULKY).order_by("id")
    }
    fresh = _keep([report for report in news if report.tracking_number in shipments], shipments)
    events: list[Event] = []
    touched: dict[int, Shipment] = {}
    delivered: list[Shipment] = []
    for report in sorted(fresh, key=lambda r: (r.at, r.carrier_event_id)):
        shipment = shipments[report.tracking_number]
        before = shipment.tracking_state
        if shipment.state != "handed_over":
            continue
        if not comes_after((before, _us(shipment.tracking_at)), (report.state, _us(report.at))):
            continue
        after = report.state
        shipment.tracking_state, shipment.tracking_at = after, report.at
        touched[shipment.pk] = shipment
        if after == before:
            continue
        events.append(ParcelTracked(shipment.order_id, shipment.parcel_id, after))
        if after == "delayed":
            events.append(ParcelDelayed(shipment.order_id, shipment.parcel_id))
        if after in UNDELIVERED:
            events.append(ParcelUndelivered(shipment.order_id, shipment.parcel_id))
        if after == "delivered" and shipment.delivered_at is None:
            shipment.delivered_at = report.at
            delivered.append(shipment)
    sql.rows(
        "shipping",
        "follow",
        {
            "ids": list(touched),
            "states": [each.tracking_state for each in touched.values()],
            "at": [each.tracking_at for each in touched.values()],
            "delivered": [each.delivered_at for each in touched.values()],
        },
    )
    publish([*events, *_deliveries(delivered, shipments)], now=now, actor=ACTOR)
    return len(fresh)


@transaction.atomic
def poll_tracking(*, now: datetime, limit: int = POLL_BATCH) -> int:
    """Ask the carriers for parcels that are under way and were not asked for within the hour; return how many.

    The longest unasked come first. The built-in carriers answer by `packhorse.shipping.simulator`.
    """
    under_way = (
        Shipment.objects.filter(state="handed_over")
        .exclude(tracking_state__in=["delivered", "return_to_sender", "failure"])
        .filter(Q(asked_at=None) | Q(asked_at__lte=now - ASK_EVERY))
        .order_by(F("asked_at").asc(nulls_first=True), "id")
    )
    asked = list(under_way.select_for_update(skip_locked=True).defer(*BULKY)[:limit])
    Shipment.objects.filter(pk__in=[shipment.pk for shipment in asked]).update(asked_at=now)
    sites = {site.id: site for site in network.warehouses()}
    addresses = placing.addresses(shipment.order_id for shipment in asked)
    news: list[TrackingReport] = []
    for s in asked:
        if s.handed_over_at is not None:
            home, door = sites[s.warehouse_id].city, addresses[s.order_id].city
            news += reports(Journey(s.tracking_number, s.handed_over_at, s.expected_on, home, door), now=now)
    take_tracking(news, now=now)
    return len(asked)


def _keep(news: Sequence[TrackingReport], shipments: dict[str, Shipment]) -> list[TrackingReport]:
    ids = {shipments[report.tracking_number].pk for report in news}
    known = set(TrackingEvent.objects.filter(shipment_id__in=ids).values_list("shipment_id", "carrier_event_id"))
    fresh: dict[tuple[int, str], TrackingReport] = {}
    for report in news:
        key = shipments[report.tracking_number].pk, report.carrier_event_id
        if key not in known:
            fresh.setdefault(key, report)
    TrackingEvent.objects.bulk_create(
        [
            TrackingEvent(
                shipment_id=shipment_id,
                carrier_event_id=event_id,
                state=report.state,
                at=report.at,
                place=report.place,
                text=report.text,
            )
            for (shipment_id, event_id), report in fresh.items()
        ],
        batch_size=2000,
    )
    return list(fresh.values())


def _deliveries(delivered: Sequence[Shipment], shipments: dict[str, Shipment]) -> list[ParcelDelivered]:
    parcels = packing.by_id(shipment.parcel_id for shipment in delivered)
    contents = packing.contents(parcels)
    siblings: dict[int, list[int]] = defaultdict(list)
    for sibling in packing.of_fulfillments({parcel.fulfillment_id for parcel in parcels.values()}):
        if sibling.state != "cancelled":
            siblings[sibling.fulfillment_id].append(sibling.id)
    home = {s.parcel_id for s in shipments.values() if s.delivered_at is not None}
    final = {
        parcel.fulfillment_id: parcel.id
        for parcel in parcels.values()
        if all(each in home for each in siblings[parcel.fulfillment_id])
    }
    return [
        ParcelDelivered(
            s.order_id,
            parcels[s.parcel_id].fulfillment_id,
            s.parcel_id,
            tuple((line.line_id, line.quantity) for line in contents[s.parcel_id]),
            final.get(parcels[s.parcel_id].fulfillment_id) == s.parcel_id,
        )
        for s in delivered
    ]


def _us(at: datetime) -> int:
    return int((at - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1_000_000)
