"""Read shipments, manifests and tracking."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Sum

from packhorse.packing import queries as packing
from packhorse.shipping.models import Manifest, Shipment, ShopNotice, TrackingEvent


@dataclass(frozen=True)
class ShipmentRow:
    """A parcel's way with a carrier; money in minor units. `offers` holds every service considered."""

    id: int
    parcel_id: int
    order_id: int
    warehouse_id: int
    carrier_id: int
    carrier: str
    service: str
    service_id: int
    state: str
    tracking_number: str
    token: str
    price_minor: int
    billed_g: int
    zone: str
    offers: list[dict[str, Any]]
    lane_id: int | None
    staged_at: datetime | None
    manifest_id: int | None
    handed_over_at: datetime | None
    promised_on: date | None
    expected_on: date
    tracking_state: str
    delivered_at: datetime | None
    first_promised_on: date | None
    chance: int | None
    days_late: int | None
    likely_on: date | None
    in_time: int | None

    @property
    def due_on(self) -> date:
        """The day on which it is to be expected: as reckoned on the way, before that by the rate table."""
        return self.likely_on or self.expected_on

    @property
    def likely_late(self) -> bool:
        """Whether it comes after the day it is promised for, more likely than not."""
        return self.promised_on is not None and self.likely_on is not None and self.likely_on > self.promised_on


@dataclass(frozen=True)
class TrackingRow:
    """A carrier's event."""

    state: str
    at: datetime
    place: str
    text: str


@dataclass(frozen=True)
class ManifestRow:
    """A closed manifest."""

    id: int
    carrier: str
    carrier_id: int
    warehouse_id: int
    closed_at: datetime
    actor: str


@dataclass(frozen=True)
class NoticeRow:
    """Whether a parcel's shop was told of it; `said`: what the shop answered, or why it is not told yet."""

    parcel_id: int
    order_id: int
    state: str
    attempts: int
    said: str
    at: datetime
    ended_at: datetime | None


PUBLIC_PAGE = "/t/"  # and a shipment's token: where its buyer follows it (`packhorse.web.urls`)
_NOTICE = tuple(NoticeRow.__dataclass_fields__)
_NAMES = {"carrier": "carrier__name", "service": "service__name"}
_SHIPMENT = tuple(_NAMES.get(name, name) for name in ShipmentRow.__dataclass_fields__)


def of_order(order_id: int) -> list[ShipmentRow]:
    """Return an order's shipments."""
    found = Shipment.objects.filter(order_id=order_id).order_by("id").values_list(*_SHIPMENT)
    return [ShipmentRow(*row) for row in found]


def by_parcel(parcel_ids: Iterable[int]) -> dict[int, ShipmentRow]:
    """Return {parcel id: its shipment}."""
    # Of several labels of a parcel the newest counts; all before it are voided.
    found = Shipment.objects.filter(parcel_id__in=set(parcel_ids)).order_by("id").values_list(*_SHIPMENT)
    return {row[1]: ShipmentRow(*row) for row in found}


def tracking_numbers(order_ids: Iterable[int]) -> dict[int, list[str]]:
    """Return {order id: the tracking numbers of its parcels}; voided labels are left out."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Shipment.objects.filter(order_id__in=set(order_ids)).exclude(state="voided").order_by("id")
    for order_id, number in rows.values_list("order_id", "tracking_number"):
        found[order_id].append(number)
    return dict(found)


def by_token(token: str) -> ShipmentRow | None:
    """Return the shipment behind a public tracking link."""
    row = Shipment.objects.filter(token=token).values_list(*_SHIPMENT).first()
    return ShipmentRow(*row) if row else None


def label_zpl(parcel_id: int) -> str | None:
    """Return the ZPL of a parcel's label."""
    found = Shipment.objects.filter(parcel_id=parcel_id).exclude(state="voided")
    return found.values_list("label_zpl", flat=True).first()


def tracking(shipment_ids: Iterable[int]) -> dict[int, list[TrackingRow]]:
    """Return {shipment id: what the carrier told, newest first}."""
    found: dict[int, list[TrackingRow]] = defaultdict(list)
    rows = TrackingEvent.objects.filter(shipment_id__in=set(shipment_ids)).order_by("-at", "-id")
    for shipment, *rest in rows.values_list("shipment_id", "state", "at", "place", "text"):
        found[shipment].append(TrackingRow(*rest))
    return dict(found)


def to_stage(warehouse_id: int, *, limit: int = 500) -> list[ShipmentRow]:
    """Return labelled parcels of a warehouse that stand in no lane yet."""
    found = Shipment.objects.filter(warehouse_id=warehouse_id, state="labelled", staged_at=None).order_by("id")
    return [ShipmentRow(*row) for row in found.values_list(*_SHIPMENT)[:limit]]


def staged() -> list[tuple[int, int, int]]:
    """Return (warehouse id, carrier id, parcels) that stand in lanes, ready to be handed over."""
    found = Shipment.objects.filter(state="labelled", staged_at__isnull=False)
    rows = found.values_list("warehouse_id", "carrier_id").annotate(Count("id")).order_by("warehouse_id", "carrier_id")
    return [(site, carrier, count) for site, carrier, count in rows]


def manifest(manifest_id: int) -> ManifestRow | None:
    """Return a manifest."""
    row = Manifest.objects.select_related("carrier").filter(pk=manifest_id).first()
    if row is None:
        return None
    return ManifestRow(row.pk, row.carrier.name, row.carrier_id, row.warehouse_id, row.closed_at, row.actor)


def manifests(*, limit: int = 50) -> list[ManifestRow]:
    """Return the newest manifests."""
    rows = Manifest.objects.select_related("carrier").order_by("-id")[:limit]
    return [ManifestRow(r.pk, r.carrier.name, r.carrier_id, r.warehouse_id, r.closed_at, r.actor) for r in rows]


def of_manifest(manifest_id: int) -> list[ShipmentRow]:
    """Return the shipments of a manifest."""
    found = Shipment.objects.filter(manifest_id=manifest_id).order_by("id").values_list(*_SHIPMENT)
    return [ShipmentRow(*row) for row in found]


def under_way() -> int:
    """Return how many parcels carriers have and have not delivered."""
    return Shipment.objects.filter(state="handed_over", ended_at=None).count()


def done_within(start: datetime, end: datetime) -> tuple[int, int]:
    """Return (parcels handed over, parcels delivered) from `start` until before `end`."""
    gone = Shipment.objects.filter(handed_over_at__gte=start, handed_over_at__lt=end)
    arrived = Shipment.objects.filter(delivered_at__gte=start, delivered_at__lt=end)
    return gone.count(), arrived.count()


def totals(order_ids: Iterable[int]) -> tuple[int, int, dict[str, int]]:
    """Return (parcels handed over of these orders, what they cost in minor units, {tracking state: parcels})."""
    gone = Shipment.objects.filter(order_id__in=set(order_ids), state="handed_over")
    by_state = dict(gone.values_list("tracking_state").annotate(Count("id")).order_by())
    return sum(by_state.values()), gone.aggregate(cost=Sum("price_minor"))["cost"] or 0, by_state


def late_risk(day: date, *, limit: int = 50) -> list[ShipmentRow]:
    """Return parcels that are not delivered though promised by `day`."""
    found = Shipment.objects.filter(promised_on__lt=day, delivered_at=None).exclude(state="voided")
    return [ShipmentRow(*row) for row in found.order_by("promised_on", "id").values_list(*_SHIPMENT)[:limit]]


def orders_tracked(number: str) -> set[int]:
    """Return the order that a tracking number or a parcel's SSCC belongs to, as a set of at most one."""
    found = set(Shipment.objects.filter(tracking_number=number.strip().upper()).values_list("order_id", flat=True))
    parcel = packing.by_sscc(number) if sum(char.isdecimal() for char in number) in (18, 20) else None
    return found | ({parcel.order_id} if parcel else set())


def notices(parcel_ids: Iterable[int]) -> dict[int, NoticeRow]:
    """Return {parcel id: whether its shop was told} of the parcels whose shop is to be told."""
    found = ShopNotice.objects.filter(parcel_id__in=set(parcel_ids)).values_list(*_NOTICE)
    return {row[0]: NoticeRow(*row) for row in found}


def failed_notices(*, limit: int = 100) -> list[NoticeRow]:
    """Return the newest parcels whose shop could not be told."""
    found = ShopNotice.objects.filter(state="failed").order_by("-ended_at").values_list(*_NOTICE)
    return [NoticeRow(*row) for row in found[:limit]]


def failed_notice_count() -> int:
    """Return how many parcels' shops could not be told."""
    return ShopNotice.objects.filter(state="failed").count()
