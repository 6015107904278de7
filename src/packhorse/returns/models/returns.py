"""Returns: the rules, what customers send back, what came of it, and how much of each order line that may be."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from packhorse.returns.rules import DISPOSITIONS, OPEN, PAYERS, RESOLUTIONS, RETURN_STATES, USUAL_LABEL_DAYS, WISHES


class ReturnRules(models.Model):
    """A version of the rules (`rules.Rules`); the greatest holds. `final_sale` are ids of products."""

    version = models.IntegerField(primary_key=True)
    window_days = models.IntegerField()
    fee_percent = models.IntegerField()
    claim_below_minor = models.BigIntegerField()
    label_minor = models.BigIntegerField()
    reasons = models.JSONField()
    final_sale = ArrayField(models.BigIntegerField(), default=list)
    label_account = models.CharField(max_length=20, blank=True, default="", db_default="")
    label_days = models.IntegerField(default=USUAL_LABEL_DAYS, db_default=USUAL_LABEL_DAYS)
    note = models.CharField(max_length=300, blank=True, default="")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.CheckConstraint(name="return_rules_version", condition=Q(version__gt=0)),
            models.CheckConstraint(
                name="return_rules_numbers",
                condition=Q(window_days__gte=0, fee_percent__range=(0, 100))
                & Q(claim_below_minor__gte=0, label_minor__gte=0, label_days__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.version}"


class Return(models.Model):
    """Goods of an order that a customer returns, or claims. `rma` is its number, and the barcode on its parcels.

    `key` names the request, so that one sent again is the same. `proposed_minor` is what is to be refunded, once that
    is known; `refunded_minor` what a person or machine said was refunded, under its `reference`.
    """

    order = models.ForeignKey("placing.Order", on_delete=models.PROTECT)
    rma = models.CharField(max_length=10, unique=True)
    state = models.CharField(max_length=10)
    wish = models.CharField(max_length=10)
    key = models.CharField(max_length=100, blank=True, default="")
    rules_version = models.IntegerField()
    label_by = models.CharField(max_length=10)
    label_minor = models.BigIntegerField()
    fee_percent = models.IntegerField()
    currency = models.CharField(max_length=3)
    requested_at = models.DateTimeField()
    asked_by = models.CharField(max_length=150)
    proposed_minor = models.BigIntegerField(null=True)
    resolution = models.CharField(max_length=10, blank=True, default="")
    refunded_minor = models.BigIntegerField(null=True)
    reference = models.CharField(max_length=100, blank=True, default="")
    exchange = models.OneToOneField("placing.Order", on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "key"], condition=~Q(key=""), name="return_once"),
            models.CheckConstraint(name="return_state", condition=Q(state__in=sorted(RETURN_STATES))),
            models.CheckConstraint(name="return_wish", condition=Q(wish__in=sorted(WISHES))),
            models.CheckConstraint(name="return_label_by", condition=Q(label_by__in=sorted(PAYERS))),
            models.CheckConstraint(
                name="return_closed",
                condition=Q(state="closed", resolution__in=sorted(RESOLUTIONS), closed_at__isnull=False)
                | (~Q(state="closed") & Q(resolution="", closed_at=None)),
            ),
            models.CheckConstraint(
                name="return_refunded",
                condition=Q(resolution="refund", refunded_minor__isnull=False, exchange=None)
                & Q(refunded_minor__gte=0, refunded_minor__lte=F("proposed_minor"))
                | Q(resolution="exchange", refunded_minor=None, exchange__isnull=False)
                | Q(resolution__in=["", "nothing"], refunded_minor=None, exchange=None),
            ),
            models.CheckConstraint(
                name="return_proposed",
                condition=Q(proposed_minor=None) & ~Q(state__in=["inspected", "closed"])
                | Q(proposed_minor__gte=0, state__in=["approved", "inspected", "closed"]),
            ),
            models.CheckConstraint(
                name="return_fees", condition=Q(label_minor__gte=0, fee_percent__range=(0, 100), rules_version__gte=0)
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="return_open", condition=Q(state__in=sorted(OPEN))),
            models.Index(fields=["-requested_at"], name="return_newest"),
        ]

    def __str__(self) -> str:
        return self.rma


class ReturnWords(models.Model):
    """What a customer wrote of his return: personal data, kept apart so that it can be forgotten with his order."""

    returned = models.OneToOneField(Return, on_delete=models.CASCADE, primary_key=True, related_name="words")
    text = models.CharField(max_length=1000)

    def __str__(self) -> str:
        return f"of {self.returned_id}"


class ReturnStep(models.Model):
    """What somebody did about a return; `state` is what it came to by it, and empty where it stayed what it was."""

    returned = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="steps")
    what = models.CharField(max_length=20)
    state = models.CharField(max_length=10, blank=True, default="")
    note = models.CharField(max_length=300, blank=True, default="")
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)

    def __str__(self) -> str:
        return self.what


class ReturnAccount(models.Model):
    """How much of an order line has left the house, is returned, and was credited: the database has the last word.

    `returned` counts units that open returns stand for, and units that came or were made good by closed ones.
    `paid_minor` is what was paid for all `quantity` units of it.
    """

    line = models.OneToOneField("placing.OrderLine", on_delete=models.PROTECT, primary_key=True)
    shipped = models.IntegerField()
    returned = models.IntegerField(default=0)
    quantity = models.IntegerField()
    paid_minor = models.BigIntegerField()
    credited = models.IntegerField(default=0)
    credited_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="return_account_units", condition=Q(returned__gte=0, returned__lte=F("shipped"), quantity__gt=0)
            ),
            models.CheckConstraint(
                name="return_account_credit",
                condition=Q(credited__gte=0, credited__lte=F("returned"), credited_minor__gte=0)
                & Q(credited_minor__lte=F("paid_minor")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.returned} of {self.shipped}"


class ReturnLine(models.Model):
    """`units` of an order line that a return announces. `stands`: those of them that its account counts as returned.

    `credit_minor` is what was paid for the `credited` ones, `fee_minor` the restocking fee on it.
    """

    # return_line_once begins with the return
    returned = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="lines", db_index=False)
    line = models.ForeignKey("placing.OrderLine", on_delete=models.PROTECT)
    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT, db_index=False)
    units = models.IntegerField()
    reason = models.CharField(max_length=30)
    fee = models.BooleanField()
    stands = models.IntegerField()
    received = models.IntegerField(default=0)
    missing = models.IntegerField(default=0)
    credited = models.IntegerField(default=0)
    credit_minor = models.BigIntegerField(default=0)
    fee_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["returned", "line"], name="return_line_once"),
            models.CheckConstraint(name="return_line_units", condition=Q(units__gt=0, stands__range=(0, F("units")))),
            models.CheckConstraint(
                name="return_line_came",
                condition=Q(received__gte=0, missing__gte=0, units__gte=F("received") + F("missing")),
            ),
            models.CheckConstraint(
                name="return_line_credit",
                condition=Q(credited__range=(0, F("stands")), credit_minor__gte=0)
                & Q(fee_minor__range=(0, F("credit_minor"))),
            ),
        ]
        indexes = [models.Index(fields=["product", "reason"], name="return_line_why")]

    def __str__(self) -> str:
        return f"{self.units} of {self.line_id}"


class ReturnItem(models.Model):
    """Units that came by a scan. `line` is None for what was not announced, `product` for a code that nobody knows.

    `shipped_with`: they fit what was shipped of the product for the order, so they may be sold again. `bin` is where
    they were laid; somebody has looked at `inspected` of them.
    """

    returned = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="items")
    line = models.ForeignKey(ReturnLine, on_delete=models.PROTECT, null=True)
    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT, db_index=False)
    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT, null=True, db_index=False)
    code = models.CharField(max_length=120)
    units = models.IntegerField()
    inspected = models.IntegerField(default=0)
    shipped_with = models.BooleanField()
    bin = models.ForeignKey("network.Bin", on_delete=models.PROTECT, null=True, db_index=False)
    lot = models.ForeignKey("inventory.Lot", on_delete=models.PROTECT, null=True, db_index=False)
    serial = models.CharField(max_length=60, blank=True, default="")
    scan_id = models.UUIDField(unique=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.CheckConstraint(name="return_item_units", condition=Q(units__gt=0)),
            models.CheckConstraint(name="return_item_inspected", condition=Q(inspected__range=(0, F("units")))),
            models.CheckConstraint(
                name="return_item_known",
                condition=Q(product=None, bin=None, lot=None, line=None, shipped_with=False)
                | Q(product__isnull=False, bin__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.units} x {self.code}"


class Inspection(models.Model):
    """What units of an item were found to be, and where they were laid; `key` names the answer, so it counts once."""

    item = models.ForeignKey(ReturnItem, on_delete=models.PROTECT, related_name="inspections")
    disposition = models.CharField(max_length=12)
    units = models.IntegerField()
    note = models.CharField(max_length=300, blank=True, default="")
    bin = models.ForeignKey("network.Bin", on_delete=models.PROTECT, null=True, db_index=False)
    key = models.UUIDField(unique=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.CheckConstraint(name="inspection_units", condition=Q(units__gt=0)),
            models.CheckConstraint(name="inspection_disposition", condition=Q(disposition__in=sorted(DISPOSITIONS))),
        ]

    def __str__(self) -> str:
        return f"{self.units} {self.disposition}"
