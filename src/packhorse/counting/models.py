"""Counts: which bin, in which rounds, what was scanned, and what it said of the books."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from packhorse.counting.rules import COUNT_STATES, OPEN, OUTCOMES, REASONS, TO_DO


class CountPlan(models.Model):
    """How a warehouse counts; see `rules.Plan`. A warehouse without a row counts by the plan's defaults."""

    warehouse = models.OneToOneField("network.Warehouse", on_delete=models.PROTECT)
    a_days = models.IntegerField()
    b_days = models.IntegerField()
    c_days = models.IntegerField()
    per_night = models.IntegerField()
    tolerance_units = models.IntegerField()
    tolerance_percent = models.IntegerField()
    tolerance_minor = models.BigIntegerField()
    same_person = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="plan_days", condition=Q(a_days__gt=0, b_days__gt=0, c_days__gt=0)),
            models.CheckConstraint(
                name="plan_limits",
                condition=Q(per_night__gte=0, tolerance_units__gte=0, tolerance_percent__gte=0, tolerance_minor__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"plan of {self.warehouse_id}"


class Count(models.Model):
    """A bin to be counted, or one product in it. `counter` is who counts it now; `closed_by` who ended it, and why.

    `result`: what a done count came to: `expected`, `booked` (small enough to need nobody) or `approved`.
    """

    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT, db_index=False)
    bin = models.ForeignKey("network.Bin", on_delete=models.PROTECT, db_index=False)
    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT, null=True, db_index=False)
    reason = models.CharField(max_length=10)
    priority = models.SmallIntegerField()
    state = models.CharField(max_length=10)
    result = models.CharField(max_length=10, blank=True, default="")
    due_on = models.DateField()
    counter = models.CharField(max_length=150, blank=True, default="")
    asked_by = models.CharField(max_length=150)
    asked_at = models.DateTimeField()
    closed_by = models.CharField(max_length=150, blank=True, default="")
    closed_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(name="count_state", condition=Q(state__in=sorted(COUNT_STATES))),
            models.CheckConstraint(name="count_reason", condition=Q(reason__in=sorted(REASONS))),
            models.CheckConstraint(
                name="count_result",
                condition=Q(state="done", result__in=["expected", "booked", "approved"])
                | (~Q(state="done") & Q(result="")),
            ),
            models.CheckConstraint(
                name="count_closed",
                condition=Q(state__in=["done", "dropped"], closed_at__isnull=False)
                | (~Q(state__in=["done", "dropped"]) & Q(closed_at=None)),
            ),
            models.UniqueConstraint(fields=["bin"], condition=Q(state__in=OPEN), name="count_once"),
        ]
        indexes = [
            models.Index(fields=["warehouse", "-priority", "due_on"], name="count_to_do", condition=Q(state__in=TO_DO)),
            models.Index(fields=["state", "id"], name="count_by_state"),
            models.Index(fields=["bin", "closed_at"], name="count_last", condition=Q(state="done", product=None)),
            models.Index(fields=["closed_at"], name="count_done", condition=Q(state="done")),
        ]

    def __str__(self) -> str:
        return f"count {self.pk} of bin {self.bin_id}: {self.state}"


class CountRound(models.Model):
    """One person counts the bin once; `login` and `device` say who that is for sure (see `rules.Person`).

    `known`: the newest lines of its ledger that were there when it began.

    What the ledger has beside them at the end moved during the round, whichever clock wrote it.
    """

    count = models.ForeignKey(Count, on_delete=models.PROTECT, related_name="rounds", db_index=False)
    nth = models.SmallIntegerField()
    counter = models.CharField(max_length=150)
    login = models.CharField(max_length=150, blank=True, default="")
    device = models.CharField(max_length=150, blank=True, default="")
    begun_at = models.DateTimeField()
    known = ArrayField(models.BigIntegerField())
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["count", "nth"], name="round_once"),
            models.UniqueConstraint(fields=["count"], condition=Q(ended_at=None), name="round_at_a_time"),
            models.CheckConstraint(
                name="round_ended",
                condition=Q(ended_at=None, outcome="") | Q(ended_at__isnull=False, outcome__in=OUTCOMES),
            ),
        ]
        indexes = [models.Index(fields=["counter", "-id"], name="rounds_of_counter")]

    def __str__(self) -> str:
        return f"round {self.nth} of count {self.count_id}"


class CountScan(models.Model):
    """Units of a product and lot that were scanned or typed in a round; `scan_id` makes it count once."""

    round = models.ForeignKey(CountRound, on_delete=models.CASCADE, related_name="scans", db_index=False)
    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT, db_index=False)
    lot = models.ForeignKey("inventory.Lot", on_delete=models.PROTECT, null=True, db_index=False)
    units = models.IntegerField()
    serial = models.CharField(max_length=60, blank=True, default="")
    scan_id = models.UUIDField(unique=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="count_scan_units", condition=Q(units__gt=0) & (Q(serial="") | Q(units=1))),
            models.UniqueConstraint(
                fields=["round", "product", "serial"], condition=~Q(serial=""), name="counted_serial_once"
            ),
        ]
        indexes = [models.Index(fields=["round", "id"], name="scans_of_round")]

    def __str__(self) -> str:
        return f"{self.units} of {self.product_id}"


class CountedLine(models.Model):
    """A product and lot as counted and as expected in a round; `booked` is what of the difference is in the ledger.

    The books had between `expected_low` and `expected_high` units during the round. `missing` and `found` are numbers
    of units; the price is that of the day.
    """

    round = models.ForeignKey(CountRound, on_delete=models.PROTECT, related_name="lines", db_index=False)
    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT, db_index=False)
    lot = models.ForeignKey("inventory.Lot", on_delete=models.PROTECT, null=True, db_index=False)
    units = models.IntegerField()
    expected = models.IntegerField()
    expected_low = models.IntegerField()
    expected_high = models.IntegerField()
    difference = models.IntegerField()
    missing = ArrayField(models.CharField(max_length=60), default=list)
    found = ArrayField(models.CharField(max_length=60), default=list)
    price_minor = models.BigIntegerField()
    booked = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "product", "lot"], nulls_distinct=False, name="counted_once"),
            models.CheckConstraint(
                name="counted_difference",
                condition=Q(units__gte=0, difference=F("units") - F("expected")) & Q(booked__in=[0, F("difference")]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.units} of {self.product_id}, {self.expected} expected"
