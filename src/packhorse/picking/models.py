"""Waves, pick lists and tasks."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from packhorse.picking.rules import LIST_STATES, MOST_TOTES, SCANS, TASK_STATES, WAVE_STATES


class Wave(models.Model):
    """Fulfillment orders released to the floor together."""

    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT)
    state = models.CharField(max_length=10)
    released_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="wave_state", condition=Q(state__in=sorted(WAVE_STATES)))]

    def __str__(self) -> str:
        return f"wave {self.pk}"


class PickList(models.Model):
    """One walk of one picker with one cart. Distances in mm; `baseline_mm` is one walk an order."""

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT)
    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT)
    state = models.CharField(max_length=10)
    picker = models.CharField(max_length=150, blank=True)
    route_mm = models.BigIntegerField()
    baseline_mm = models.BigIntegerField()
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(name="pick_list_state", condition=Q(state__in=sorted(LIST_STATES)))]
        indexes = [
            models.Index(fields=["warehouse", "id"], name="pick_list_open", condition=~Q(state="done")),
        ]

    def __str__(self) -> str:
        return f"pick list {self.pk}"


class PickTask(models.Model):
    """Go to a bin and take units for one fulfillment order; `scan_id` makes the scan count once."""

    pick_list = models.ForeignKey(PickList, on_delete=models.PROTECT, related_name="tasks")
    sequence = models.IntegerField()
    tote = models.SmallIntegerField()
    fulfillment = models.ForeignKey("sourcing.FulfillmentOrder", on_delete=models.PROTECT)
    order_id = models.BigIntegerField()
    line = models.ForeignKey("placing.OrderLine", on_delete=models.PROTECT)
    allocation = models.OneToOneField("inventory.Allocation", on_delete=models.PROTECT)
    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT)
    bin = models.ForeignKey("network.Bin", on_delete=models.PROTECT)
    lot = models.ForeignKey("inventory.Lot", on_delete=models.PROTECT, null=True, db_index=False)
    quantity = models.IntegerField()
    picked = models.IntegerField(default=0)
    state = models.CharField(max_length=10)
    scan_id = models.UUIDField(null=True)
    actor = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pick_list", "sequence"], name="task_sequence"),
            models.CheckConstraint(name="task_state", condition=Q(state__in=sorted(TASK_STATES))),
            models.CheckConstraint(name="task_picked", condition=Q(picked__gte=0, picked__lte=models.F("quantity"))),
        ]
        indexes = [
            # A day's figures read only that day's blocks; from PostgreSQL 16 on it leaves updates of the row light.
            BrinIndex(fields=["at"], name="pick_task_by_day", autosummarize=True),
        ]

    def __str__(self) -> str:
        return f"task {self.pk}"


class Scan(models.Model):
    """A scan that closed or reopened a task: it counts once, whatever becomes of the task afterwards.

    `device_at` is what the device's own clock said (None: it had none); nothing is decided by it.
    """

    uid = models.UUIDField(unique=True)
    task = models.ForeignKey(PickTask, on_delete=models.PROTECT)
    kind = models.CharField(max_length=10)
    units = models.IntegerField()
    actor = models.CharField(max_length=150)
    at = models.DateTimeField()
    device_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(name="scan_kind", condition=Q(kind__in=sorted(SCANS)))]

    def __str__(self) -> str:
        return f"{self.kind} {self.task_id}"


class Cart(models.Model):
    """A cart with so many totes; the nth bears the cart's barcode, a dash and n. `pick_list` is what it carries."""

    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT, db_index=False)
    code = models.CharField(max_length=20)
    barcode = models.CharField(max_length=40, unique=True)
    totes = models.SmallIntegerField()
    pick_list = models.OneToOneField(PickList, on_delete=models.PROTECT, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["warehouse", "code"], name="cart_once"),
            models.CheckConstraint(name="cart_totes", condition=Q(totes__gte=1, totes__lte=MOST_TOTES)),
        ]

    def __str__(self) -> str:
        return self.code
