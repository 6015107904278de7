"""Shipments, manifests and the carrier's events."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Case, F, Q, When

from packhorse.shipping.rules import FINAL_TRACKING, NOTICE_STATES, SHIPMENT_STATES, TRACKING_STATES, UNIT_STATES


class Manifest(models.Model):
    """What was handed to one carrier at one warehouse in one go; `left` are SSCCs of parcels that stayed behind."""

    carrier = models.ForeignKey("carriers.Carrier", on_delete=models.PROTECT)
    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT)
    closed_at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    left = ArrayField(models.CharField(max_length=18), default=list, db_default=[])

    class Meta:
        indexes = [models.Index(fields=["warehouse", "-id"], name="manifest_newest")]

    def __str__(self) -> str:
        return f"manifest {self.pk}"


class HandlingUnit(models.Model):
    """A pallet or cage in a lane, for parcels of one carrier. It has its SSCC once it is closed."""

    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT, db_index=False)
    lane = models.ForeignKey("sorting.Lane", on_delete=models.PROTECT, db_index=False)
    carrier = models.ForeignKey("carriers.Carrier", on_delete=models.PROTECT, db_index=False)
    kind = models.CharField(max_length=10)
    state = models.CharField(max_length=12)
    sscc = models.CharField(max_length=18, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=150)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=150, blank=True)
    manifest = models.ForeignKey(Manifest, on_delete=models.PROTECT, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lane", "carrier"], condition=Q(state="open"), name="unit_open_once"),
            models.UniqueConstraint(fields=["sscc"], condition=~Q(sscc=""), name="unit_sscc_once"),
            models.CheckConstraint(name="unit_state", condition=Q(state__in=sorted(UNIT_STATES))),
            models.CheckConstraint(name="unit_kind", condition=Q(kind__in=["cage", "pallet"])),
            models.CheckConstraint(
                name="unit_closed",
                condition=Q(sscc="", closed_at=None) | (~Q(sscc="") & Q(closed_at__isnull=False)),
            ),
            models.CheckConstraint(name="unit_numbered", condition=~Q(state="closed") | ~Q(sscc="")),
            models.CheckConstraint(
                name="unit_gone",
                condition=Q(state="handed_over", manifest__isnull=False) | (~Q(state="handed_over") & Q(manifest=None)),
            ),
        ]
        indexes = [
            models.Index(fields=["warehouse", "lane", "id"], name="unit_here", condition=~Q(state="handed_over")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Shipment(models.Model):
    """A parcel's way with a carrier; of several of one parcel all but the last are voided.

    `offers` keeps every service considered: its price, or why not. `tracking_state` is the carrier's truth; `token`
    is the unguessable part of the public tracking link. `first_promised_on` is the day the customer was told, with
    a `chance` in permille. Once it is there: the `transit_days` it took, and `days_late` after that day (early: < 0).
    `loaded_at`: when it was scanned onto the carrier's vehicle. `ended_at`: since when its state is a final one.

    `expected_on` is the day of the rate table when it was labelled. On the way the day is reckoned anew: `likely_on`,
    with the chance `in_time` (permille) that `promised_on` is kept, as of the day `likely_for` at the warehouse.
    """

    parcel = models.ForeignKey("packing.Parcel", on_delete=models.PROTECT)
    order_id = models.BigIntegerField()
    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT)
    carrier = models.ForeignKey("carriers.Carrier", on_delete=models.PROTECT)
    service = models.ForeignKey("carriers.Service", on_delete=models.PROTECT)
    state = models.CharField(max_length=12)
    tracking_number = models.CharField(max_length=40, unique=True)
    token = models.CharField(max_length=43, unique=True)
    price_minor = models.BigIntegerField()
    billed_g = models.IntegerField()
    zone = models.CharField(max_length=20)
    offers = models.JSONField()
    label_zpl = models.TextField(blank=True)
    label_pdf = models.BinaryField(null=True)
    lane = models.ForeignKey("sorting.Lane", on_delete=models.PROTECT, null=True)
    staged_at = models.DateTimeField(null=True)
    loaded_at = models.DateTimeField(null=True)
    unit = models.ForeignKey(HandlingUnit, on_delete=models.PROTECT, null=True, db_index=False)
    manifest = models.ForeignKey(Manifest, on_delete=models.PROTECT, null=True)
    handed_over_at = models.DateTimeField(null=True)
    promised_on = models.DateField(null=True)
    first_promised_on = models.DateField(null=True)
    chance = models.SmallIntegerField(null=True)
    expected_on = models.DateField()
    tracking_state = models.CharField(max_length=20, default="pre_transit")
    tracking_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    transit_days = models.SmallIntegerField(null=True)
    days_late = models.IntegerField(null=True)
    # What indexes of parcels on the way go by. Most reports change it not, so they leave all indexes alone (HOT).
    ended_at = models.GeneratedField(
        expression=Case(When(tracking_state__in=sorted(FINAL_TRACKING), then=F("tracking_at"))),
        output_field=models.DateTimeField(null=True),
        db_persist=True,
    )
    likely_on = models.DateField(null=True)
    likely_for = models.DateField(null=True)
    in_time = models.SmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["parcel"], condition=~Q(state="voided"), name="shipment_once"),
            models.CheckConstraint(name="shipment_state", condition=Q(state__in=sorted(SHIPMENT_STATES))),
            models.CheckConstraint(
                name="shipment_tracking_state", condition=Q(tracking_state__in=sorted(TRACKING_STATES))
            ),
        ]
        indexes = [
            models.Index(fields=["warehouse", "carrier"], name="shipment_to_hand_over", condition=Q(state="labelled")),
            models.Index(
                F("asked_at").asc(nulls_first=True),
                name="shipment_under_way",
                condition=Q(state="handed_over", ended_at=None),
            ),
            models.Index(
                fields=["ended_at"],
                name="shipment_undelivered",
                condition=Q(ended_at__isnull=False, delivered_at=None),
            ),
            models.Index(fields=["order_id"], name="shipment_of_order"),
            models.Index(fields=["unit", "id"], name="shipment_on_unit", condition=Q(unit__isnull=False)),
            models.Index(
                fields=["warehouse"],
                name="shipment_to_take_out",
                condition=Q(state="voided", staged_at__isnull=False),
            ),
            models.Index(fields=["-delivered_at", "-id"], name="shipment_late", condition=Q(days_late__gt=0)),
            # A day's figures read only that day's blocks; from PostgreSQL 16 on it leaves updates of the row light.
            BrinIndex(fields=["handed_over_at"], name="shipment_handed_over_by_day", autosummarize=True),
            BrinIndex(fields=["delivered_at"], name="shipment_delivered_by_day", autosummarize=True),
        ]

    def __str__(self) -> str:
        return self.tracking_number


class KeptFigure(models.Model):
    """How a day's deliveries of a warehouse, service and channel kept what was promised, by the chance that was said.

    `said` is that chance in steps of `rules.SAID_STEP` permille, none where no day was promised; `chances` is the sum
    of the chances themselves.
    """

    day = models.DateField()
    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT, db_index=False)
    service = models.ForeignKey("carriers.Service", on_delete=models.PROTECT, db_index=False)
    channel = models.CharField(max_length=40)
    said = models.SmallIntegerField(null=True)
    delivered = models.IntegerField()
    early = models.IntegerField()
    on_time = models.IntegerField()
    late = models.IntegerField()
    days_late = models.BigIntegerField()
    chances = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "warehouse", "service", "channel", "said"], name="kept_figure_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                name="kept_figure_sane", condition=Q(delivered__gte=F("early") + F("on_time") + F("late"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.channel}: {self.delivered}"


class TrackingEvent(models.Model):
    """One event as a carrier told it; (shipment, carrier's own id) counts once."""

    shipment = models.ForeignKey(Shipment, on_delete=models.PROTECT, related_name="tracking_events")
    carrier_event_id = models.CharField(max_length=64)
    state = models.CharField(max_length=20)
    at = models.DateTimeField()
    place = models.CharField(max_length=120, blank=True)
    text = models.CharField(max_length=200)
    detail = models.CharField(max_length=12, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shipment", "carrier_event_id"], name="tracking_event_once"),
        ]
        indexes = [models.Index(fields=["shipment"], name="tracking_event_wrong", condition=~Q(detail=""))]

    def __str__(self) -> str:
        return f"{self.state} {self.at:%F}"


class ShopNotice(models.Model):
    """That the shop of an order is to be told of a parcel, once: how often it was tried, and what came of it.

    `begun_at` is set while a try is under way. `said` is what the shop answered, or why it is not told yet.
    """

    parcel = models.OneToOneField("packing.Parcel", on_delete=models.PROTECT, primary_key=True)
    order_id = models.BigIntegerField()
    state = models.CharField(max_length=8, default="waiting")
    attempts = models.SmallIntegerField(default=0)
    begun_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=500, blank=True, default="")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="notice_state", condition=Q(state__in=sorted(NOTICE_STATES))),
            models.CheckConstraint(
                name="notice_ended",
                condition=Q(state="waiting", ended_at=None) | (~Q(state="waiting") & Q(ended_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(F("ended_at").desc(), name="notice_failed", condition=Q(state="failed")),
        ]

    def __str__(self) -> str:
        return f"{self.state}: {self.said}"
