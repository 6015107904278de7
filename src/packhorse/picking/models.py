"""Waves, pick lists and tasks."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from packhorse.picking.rules import LIST_STATES, TASK_STATES, WAVE_STATES


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
    kind = models.CharField(max_length=10, default="batch", db_default="batch")
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
