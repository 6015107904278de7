"""How a floor works, waves, pick lists and tasks."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from packhorse.picking.rules import LIST_KINDS, LIST_STATES, MOST_TOTES, SCANS, TASK_STATES, WAVE_STATES


class FloorSetup(models.Model):
    """How a warehouse picks; see `rules.Setup` for the meaning of each field, and for a warehouse without a row."""

    warehouse = models.OneToOneField("network.Warehouse", on_delete=models.PROTECT, primary_key=True)
    cart_totes = models.IntegerField()
    cart_tasks = models.IntegerField()
    cart_g = models.IntegerField()
    tote_mm3 = models.BigIntegerField()
    pickers = models.IntegerField()
    pick_seconds = models.IntegerField()
    walk_mm_s = models.IntegerField()
    after_minutes = models.IntegerField()
    ahead_minutes = models.IntegerField()
    wave_minutes = models.IntegerField()
    singles = models.BooleanField()
    clusters = models.BooleanField()
    zones = models.BooleanField()
    by_itself = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="floor_setup_sizes",
                condition=Q(cart_totes__gt=0, cart_tasks__gt=0, cart_g__gte=0, tote_mm3__gte=0, pickers__gt=0),
            ),
            models.CheckConstraint(
                name="floor_setup_times",
                condition=Q(pick_seconds__gt=0, walk_mm_s__gt=0, after_minutes__gte=0)
                & Q(ahead_minutes__gt=0, wave_minutes__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"floor of warehouse {self.warehouse_id}"


class Wave(models.Model):
    """Fulfillment orders that go to the floor together: planned against `due_at`, their first cut-off, then released.

    `ready_at`: when all would be ready for the carrier. `orders` are those in it; of these `late` would miss their
    cut-off by that. `by_hand`: a person put in or took out, and planning leaves it as it is.
    """

    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT)
    state = models.CharField(max_length=10)
    planned_at = models.DateTimeField(null=True)
    planned_by = models.CharField(max_length=150, blank=True, default="")
    released_at = models.DateTimeField(null=True)
    released_by = models.CharField(max_length=150, blank=True, default="")
    due_at = models.DateTimeField(null=True)
    ready_at = models.DateTimeField(null=True)
    orders = models.IntegerField(default=0)
    late = models.IntegerField(default=0)
    by_hand = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="wave_state", condition=Q(state__in=sorted(WAVE_STATES))),
            models.CheckConstraint(name="wave_late", condition=Q(late__gte=0, late__lte=models.F("orders"))),
            models.CheckConstraint(
                name="wave_released", condition=Q(released_at__isnull=False) | Q(state__in=["planned", "cancelled"])
            ),
        ]
        indexes = [
            models.Index(fields=["warehouse", "due_at", "id"], name="wave_planned", condition=Q(state="planned")),
            models.Index(fields=["warehouse", "-id"], name="wave_released_last", condition=Q(state="released")),
        ]

    def __str__(self) -> str:
        return f"wave {self.pk}"


class WaveOrder(models.Model):
    """A fulfillment order in a planned wave, in one at most. `late`: it would miss its cut-off as things stand.

    Gone as soon as the wave is released or cancelled: from then on its pick tasks say where it is.
    """

    fulfillment = models.OneToOneField("sourcing.FulfillmentOrder", on_delete=models.PROTECT, primary_key=True)
    wave = models.ForeignKey(Wave, on_delete=models.PROTECT)
    order_id = models.BigIntegerField(db_index=True)
    late = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"fulfillment {self.fulfillment_id} in wave {self.wave_id}"


class PickList(models.Model):
    """One walk of one picker with one cart. Distances in mm; `baseline_mm` is one walk an order.

    `kind`: see `rules.LIST_KINDS`. `zone`: the one it stays in, "" for all. The highest `priority` is handed out first,
    then the first `due_at`; `seconds` is how long it should take.
    """

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT)
    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT)
    state = models.CharField(max_length=10)
    kind = models.CharField(max_length=10, default="batch")
    zone = models.CharField(max_length=20, blank=True, default="")
    priority = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    seconds = models.IntegerField(default=0)
    picker = models.CharField(max_length=150, blank=True)
    route_mm = models.BigIntegerField()
    baseline_mm = models.BigIntegerField()
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="pick_list_state", condition=Q(state__in=sorted(LIST_STATES))),
            models.CheckConstraint(name="pick_list_kind", condition=Q(kind__in=sorted(LIST_KINDS))),
        ]
        indexes = [
            models.Index(fields=["warehouse", "id"], name="pick_list_open", condition=~Q(state="done")),
            models.Index(fields=["picker", "-done_at"], name="pick_list_last", condition=Q(state="done")),
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
