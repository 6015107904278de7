"""Labels that are bought with accounts: what is wanted, what was asked for, and who does not answer."""

from django.db import models
from django.db.models import F, Q

from packhorse.shipping.models.shipments import Shipment
from packhorse.shipping.rules import LABEL_STATES, PURCHASE_STATES


class LabelOrder(models.Model):
    """That a parcel is to get a label of whichever carrier suits best, where accounts with carriers have to be asked.

    `begun_at` is set while a try is under way. `said`: why there is no label yet. `token` keeps the customer's link of
    a parcel that is labelled anew. `ruled`: a manager's rules left no carrier; `overruled_by` and `overruled_why`: who
    lets it go in spite of them.
    """

    parcel = models.OneToOneField("packing.Parcel", on_delete=models.PROTECT, primary_key=True)
    order_id = models.BigIntegerField()
    token = models.CharField(max_length=43, blank=True)
    state = models.CharField(max_length=8, default="waiting")
    attempts = models.SmallIntegerField(default=0)
    begun_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ruled = models.BooleanField(default=False, db_default=False)
    overruled_by = models.CharField(max_length=150, blank=True, default="", db_default="")
    overruled_why = models.CharField(max_length=300, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.CheckConstraint(name="label_order_state", condition=Q(state__in=sorted(LABEL_STATES))),
            models.CheckConstraint(
                name="label_order_ended",
                condition=Q(state="waiting", ended_at=None) | (~Q(state="waiting") & Q(ended_at__isnull=False)),
            ),
        ]
        indexes = [models.Index(F("ended_at").desc(), name="label_order_failed", condition=Q(state="failed"))]

    def __str__(self) -> str:
        return f"{self.state}: {self.said}"


class Purchase(models.Model):
    """One label that was asked of an account, by a key of its own: written down before it is asked, so never forgotten.

    `quote` and `rate` are the carrier's ids of what was asked for, `ref` that of what was bought.
    """

    key = models.CharField(max_length=60, db_index=False)
    parcel = models.ForeignKey("packing.Parcel", on_delete=models.PROTECT)
    account = models.ForeignKey("carriers.Account", on_delete=models.PROTECT)
    service = models.ForeignKey("carriers.Service", on_delete=models.PROTECT)
    shipment = models.OneToOneField(Shipment, on_delete=models.PROTECT, null=True)
    quote = models.CharField(max_length=100)
    rate = models.CharField(max_length=100)
    ref = models.CharField(max_length=100, blank=True)
    price_minor = models.BigIntegerField()
    state = models.CharField(max_length=8)
    attempts = models.SmallIntegerField(default=0)
    said = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["parcel"], condition=Q(state="asked"), name="purchase_asked_once"),
            # What was refused was not bought: another rate may be asked for under the same key.
            models.UniqueConstraint(fields=["key"], condition=~Q(state="refused"), name="purchase_key_once"),
            models.CheckConstraint(name="purchase_state", condition=Q(state__in=sorted(PURCHASE_STATES))),
            models.CheckConstraint(
                name="purchase_known",
                condition=~Q(state__in=["bought", "to_void", "voided", "owed"]) | ~Q(ref=""),
            ),
        ]
        indexes = [models.Index(F("at").desc(), name="purchase_owed", condition=Q(state="owed"))]

    def __str__(self) -> str:
        return f"{self.state}: {self.key}"


class Away(models.Model):
    """An account whose carrier did not answer: until then others are asked, for the reason `said`."""

    account = models.OneToOneField("carriers.Account", on_delete=models.PROTECT, primary_key=True)
    until = models.DateTimeField()
    said = models.CharField(max_length=500)

    def __str__(self) -> str:
        return self.said


class StrayReport(models.Model):
    """What a carrier told of a parcel that is none of ours: kept once for a person to see, newest word only."""

    account = models.ForeignKey("carriers.Account", on_delete=models.PROTECT, null=True)
    tracking_number = models.CharField(max_length=40)
    state = models.CharField(max_length=20)
    at = models.DateTimeField()
    text = models.CharField(max_length=200)
    heard_at = models.DateTimeField()
    told = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "tracking_number"], name="stray_once", nulls_distinct=False),
        ]
        indexes = [models.Index(F("heard_at").desc(), name="stray_newest")]

    def __str__(self) -> str:
        return f"{self.tracking_number} {self.state}"
