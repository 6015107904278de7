"""Take what carriers say about parcels, once each, in whatever order it comes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from django.db import transaction

from packhorse import sql
from packhorse.events import Event, ParcelDelayed, ParcelDelivered, ParcelTracked, ParcelUndelivered
from packhorse.outbox.publish import publish
from packhorse.packing import queries as packing
from packhorse.shipping.models import Shipment, TrackingEvent
from packhorse.shipping.rules import FINAL_TRACKING, UNDELIVERED, TrackingReport, comes_after

ACTOR = "carrier"
BULKY = ("label_zpl", "offers")  # not needed to follow a parcel


@transaction.atomic
def take_tracking(news: Sequence[TrackingReport], *, now: datetime, account_id: int | None = None) -> int:
    """Keep carriers' reports and follow them; return how many were new.

    Of parcels that are none of ours the newest word is kept for a person to see. `account_id`: whose carrier told it.
    """
    numbers = {report.tracking_number for report in news}
    mine = dict(Shipment.objects.filter(tracking_number__in=numbers).values_list("tracking_number", "order_id"))
    if len(mine) < len(numbers):
        _keep_strays([report for report in news if report.tracking_number not in mine], account_id, now)
    shipments = _lock(mine.values())
    fresh = _keep([report for report in news if report.tracking_number in shipments], shipments)
    _follow(fresh, shipments, now)
    return len(fresh)


@transaction.atomic
def catch_up(*, parcel_ids: Sequence[int], now: datetime) -> int:
    """Follow what carriers told of parcels before we had handed them over; return how many such reports there are.

    A driver scans what he takes, and the manifest may be closed later: what he said was kept, and counts from now on.
    """
    told = TrackingEvent.objects.filter(shipment__parcel_id__in=parcel_ids, shipment__state="handed_over")
    early = [
        TrackingReport(number, event_id, state, at, place, text, detail)
        for number, event_id, state, at, place, text, detail in told.values_list(
            "shipment__tracking_number", "carrier_event_id", "state", "at", "place", "text", "detail"
        )
    ]
    if early:
        numbers = {report.tracking_number for report in early}
        _follow(
            early, _lock(Shipment.objects.filter(tracking_number__in=numbers).values_list("order_id", flat=True)), now
        )
    return len(early)


def _lock(order_ids: Iterable[int]) -> dict[str, Shipment]:
    """Return {tracking number: shipment} of orders, all locked together: exactly one delivery is an order's last."""
    rows = Shipment.objects.select_for_update().filter(order_id__in=set(order_ids)).defer(*BULKY).order_by("id")
    return {row.tracking_number: row for row in rows}


def _follow(fresh: Sequence[TrackingReport], shipments: dict[str, Shipment], now: datetime) -> None:
    """Let reports that are kept take the place of what is known of parcels that were handed over, and tell of it."""
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
            "over": [each.tracking_state in FINAL_TRACKING for each in touched.values()],
        },
    )
    publish([*events, *_deliveries(delivered, shipments)], now=now, actor=ACTOR)


def _keep(news: Sequence[TrackingReport], shipments: dict[str, Shipment]) -> list[TrackingReport]:
    told: dict[tuple[int, str], TrackingReport] = {}
    for report in news:
        told.setdefault((shipments[report.tracking_number].pk, report.carrier_event_id), report)
    if not told:
        return []
    new = sql.rows(
        "shipping",
        "keep_events",
        {
            "shipments": [shipment_id for shipment_id, _ in told],
            "events": [event_id for _, event_id in told],
            "states": [report.state for report in told.values()],
            "at": [report.at for report in told.values()],
            "places": [report.place for report in told.values()],
            "texts": [report.text for report in told.values()],
            "details": [report.detail for report in told.values()],
        },
    )
    return [told[shipment_id, event_id] for shipment_id, event_id in new]


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


def _keep_strays(news: Sequence[TrackingReport], account_id: int | None, now: datetime) -> None:
    newest = {report.tracking_number: report for report in sorted(news, key=lambda report: report.at)}
    sql.rows(
        "shipping",
        "keep_strays",
        {
            "account": account_id,
            "numbers": sorted(number[:40] for number in newest),
            "states": [newest[number].state for number in sorted(newest)],
            "at": [newest[number].at for number in sorted(newest)],
            "texts": [newest[number].text for number in sorted(newest)],
            "now": now,
        },
    )
