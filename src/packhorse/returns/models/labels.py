"""Labels of carriers for returns: bought with an account, kept, followed, and given back when nobody uses them."""

from django.db import models
from django.db.models import F, Q

from packhorse.returns.models.returns import Return
from packhorse.returns.rules import LABEL_FORMS, LABEL_STATES, LABEL_TO_FOLLOW, TRACKING_STATES


class ReturnLabel(models.Model):
    """The carrier's label of a return. `key` names at the carrier what is being bought, or was.

    There is one key at a time, and another one only when nothing was bought under the last: so there are never two
    labels. `price_minor` is what the carrier takes (its customer never sees it), `ref` its own id; `lost`: how often
    no answer came and nothing was found. `said`: why there is none, or what came of giving it back. The label itself
    is personal data, and forgotten with the order's address. `tracking_state` is the carrier's truth.
    """

    returned = models.OneToOneField(Return, on_delete=models.PROTECT, primary_key=True, related_name="label")
    account = models.ForeignKey("carriers.Account", on_delete=models.PROTECT, db_index=False)
    service = models.ForeignKey("carriers.Service", on_delete=models.PROTECT, null=True, db_index=False)
    state = models.CharField(max_length=8, default="waiting")
    key = models.CharField(max_length=60, blank=True, default="")
    ref = models.CharField(max_length=100, blank=True, default="")
    price_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    tracking_number = models.CharField(max_length=60, blank=True, default="")
    tracking_url = models.CharField(max_length=300, blank=True, default="")
    form = models.CharField(max_length=3, blank=True, default="")
    content = models.BinaryField(null=True)
    valid_until = models.DateField(null=True)
    attempts = models.SmallIntegerField(default=0)
    lost = models.SmallIntegerField(default=0)
    begun_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=500, blank=True, default="")
    at = models.DateTimeField()
    tracking_state = models.CharField(max_length=20, default="pre_transit")
    tracking_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="return_label_key_once"),
            models.UniqueConstraint(
                fields=["tracking_number"], condition=~Q(tracking_number=""), name="return_label_number_once"
            ),
            models.CheckConstraint(name="return_label_state", condition=Q(state__in=sorted(LABEL_STATES))),
            models.CheckConstraint(
                name="return_label_tracking", condition=Q(tracking_state__in=sorted(TRACKING_STATES))
            ),
            models.CheckConstraint(
                name="return_label_paid",
                condition=~Q(state__in=["bought", "to_void", "voided", "owed"])
                | (~Q(ref="") & ~Q(tracking_number="") & Q(price_minor__gte=0)),
            ),
            models.CheckConstraint(
                name="return_label_content",
                condition=Q(content=None, form="") | Q(content__isnull=False, form__in=sorted(LABEL_FORMS)),
            ),
        ]
        indexes = [
            models.Index(
                F("asked_at").asc(nulls_first=True),
                name="return_label_to_follow",
                condition=Q(state="bought", tracking_state__in=sorted(LABEL_TO_FOLLOW)),
            ),
            models.Index(
                fields=["-returned"], name="return_label_to_see_to", condition=Q(state__in=["failed", "owed", "unsure"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state}: {self.tracking_number or self.said}"


class ReturnScan(models.Model):
    """One event of a return's parcel as its carrier told it; (label, carrier's own id) counts once."""

    # return_scan_once begins with the label
    label = models.ForeignKey(ReturnLabel, on_delete=models.CASCADE, related_name="scans", db_index=False)
    carrier_event_id = models.CharField(max_length=64)
    state = models.CharField(max_length=20)
    at = models.DateTimeField()
    place = models.CharField(max_length=120, blank=True)
    text = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["label", "carrier_event_id"], name="return_scan_once")]

    def __str__(self) -> str:
        return f"{self.state} {self.at:%F}"
