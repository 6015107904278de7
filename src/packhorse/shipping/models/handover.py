"""What carriers with accounts are asked for at the door: their own form of a manifest, and to come for parcels."""

from django.db import models
from django.db.models import Q

from packhorse.shipping.models.shipments import Manifest
from packhorse.shipping.rules import FORM_STATES, PICKUP_STATES


class CarrierForm(models.Model):
    """The document by which an account's carrier takes a manifest's parcels over; `said`: why there is none yet."""

    manifest = models.OneToOneField(Manifest, on_delete=models.PROTECT, primary_key=True)
    account = models.ForeignKey("carriers.Account", on_delete=models.PROTECT)
    state = models.CharField(max_length=8, default="waiting")
    attempts = models.SmallIntegerField(default=0)
    said = models.CharField(max_length=500, blank=True)
    content = models.BinaryField(null=True)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="carrier_form_state", condition=Q(state__in=sorted(FORM_STATES))),
            models.CheckConstraint(name="carrier_form_there", condition=~Q(state="made") | Q(content__isnull=False)),
        ]
        indexes = [models.Index(fields=["-ended_at"], name="carrier_form_failed", condition=Q(state="failed"))]

    def __str__(self) -> str:
        return f"{self.state}: {self.said}"


class PickUp(models.Model):
    """That a carrier is to come for parcels: when, and what it answered. `key` names it for ever at the carrier.

    One carrier comes to a warehouse once a day. `ref` is the carrier's own id, `price_minor` what it takes.
    """

    key = models.CharField(max_length=60, unique=True)
    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT, db_index=False)
    carrier = models.ForeignKey("carriers.Carrier", on_delete=models.PROTECT, db_index=False)
    account = models.ForeignKey("carriers.Account", on_delete=models.PROTECT, db_index=False)
    parcel_ref = models.CharField(max_length=100)
    day = models.DateField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, default="waiting")
    ref = models.CharField(max_length=100, blank=True)
    confirmation = models.CharField(max_length=100, blank=True)
    service = models.CharField(max_length=60, blank=True)
    price_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    attempts = models.SmallIntegerField(default=0)
    said = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["warehouse", "carrier", "day"],
                condition=Q(state__in=["waiting", "coming", "cancelling"]),
                name="pick_up_once_a_day",
            ),
            models.CheckConstraint(name="pick_up_state", condition=Q(state__in=sorted(PICKUP_STATES))),
            models.CheckConstraint(name="pick_up_hours", condition=Q(closes_at__gt=models.F("opens_at"))),
            models.CheckConstraint(
                name="pick_up_known", condition=~Q(state__in=["coming", "cancelling", "cancelled"]) | ~Q(ref="")
            ),
        ]
        indexes = [models.Index(fields=["warehouse", "-day", "-id"], name="pick_up_newest")]

    def __str__(self) -> str:
        return f"{self.day} {self.state}"


class ShareCount(models.Model):
    """How many parcels of a share rule were labelled in a period, and how many with those it names.

    `rule_id` is a rule of carriers, which may be gone; `begins_on` the first day of its period; `warehouse_id` 0: all.
    """

    rule_id = models.BigIntegerField()
    begins_on = models.DateField()
    warehouse_id = models.BigIntegerField()
    parcels = models.IntegerField()
    theirs = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule_id", "begins_on", "warehouse_id"], name="share_count_once"),
            models.CheckConstraint(
                name="share_count_sane", condition=Q(theirs__gte=0) & Q(parcels__gte=models.F("theirs"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.begins_on}: {self.theirs} of {self.parcels}"
