"""Put walls, slots and lanes."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from packhorse.sorting.rules import HOLDS, SLOT_STATES


class Lane(models.Model):
    """A lane for parcels; what it does not name it does not ask for. See `rules.NewLane`."""

    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT)
    code = models.CharField(max_length=20)
    barcode = models.CharField(max_length=64, unique=True)
    countries = ArrayField(models.CharField(max_length=2))
    precedence = models.SmallIntegerField(default=100)
    carrier = models.CharField(max_length=20, blank=True, default="")
    service = models.CharField(max_length=30, blank=True, default="")
    postal_prefixes = ArrayField(models.CharField(max_length=12), default=list)
    cutoff = models.TimeField(null=True)
    in_turn = models.BooleanField(default=False)
    holds = models.CharField(max_length=10, default="pallet")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["warehouse", "code"], name="lane_once"),
            models.CheckConstraint(name="lane_holds", condition=Q(holds__in=sorted(HOLDS))),
        ]

    def __str__(self) -> str:
        return self.code


class Wall(models.Model):
    """How a put wall is used: `golden_row` is at breast height (0: nobody said).

    `confirm`: each put is confirmed by a scan of its slot. `single`: each unit is scanned, not each pick.
    """

    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT)
    code = models.CharField(max_length=20)
    golden_row = models.SmallIntegerField(default=0)
    confirm = models.BooleanField(default=False)
    single = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["warehouse", "code"], name="wall_once")]

    def __str__(self) -> str:
        return self.code


class Slot(models.Model):
    """A hole in a put wall; at any time it belongs to one fulfillment order or to none.

    A large order has several, `part` 1 for the first. `column`, `row` and the millimetres are 0 where nobody said.
    """

    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT)
    wall = models.CharField(max_length=20)
    code = models.CharField(max_length=20)
    barcode = models.CharField(max_length=64, unique=True)
    column = models.SmallIntegerField(default=0)
    row = models.SmallIntegerField(default=0)
    width_mm = models.IntegerField(default=0)
    height_mm = models.IntegerField(default=0)
    depth_mm = models.IntegerField(default=0)
    state = models.CharField(max_length=10)
    fulfillment = models.ForeignKey("sourcing.FulfillmentOrder", on_delete=models.PROTECT, null=True)
    part = models.SmallIntegerField(default=1)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["warehouse", "wall", "code"], name="slot_once"),
            models.UniqueConstraint(fields=["fulfillment", "part"], name="slot_part_once"),
            models.CheckConstraint(name="slot_state", condition=Q(state__in=sorted(SLOT_STATES))),
            models.CheckConstraint(
                name="slot_owner",
                condition=Q(state="free", fulfillment=None) | (~Q(state="free") & Q(fulfillment__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Clearing(models.Model):
    """Somebody took a cancelled order's goods out of a slot and put them back."""

    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, db_index=False)
    fulfillment = models.ForeignKey("sourcing.FulfillmentOrder", on_delete=models.PROTECT)
    actor = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["slot", "-id"], name="clearing_of_slot")]

    def __str__(self) -> str:
        return f"{self.slot_id} cleared by {self.actor}"


class Overflow(models.Model):
    """A place beside the wall for goods whose order finds no slot, or is too big for one."""

    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT)
    code = models.CharField(max_length=20)
    barcode = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["warehouse", "code"], name="overflow_once")]

    def __str__(self) -> str:
        return self.code


class Put(models.Model):
    """Picked units laid into an order's slot, or into an overflow place; `confirmed_at` is empty until the slot is
    scanned, too, where the wall asks for it.

    `too_big`: it was found out with it that its order does not fit into the wall; what still comes follows it there.
    """

    task = models.ForeignKey("picking.PickTask", on_delete=models.PROTECT)
    fulfillment = models.ForeignKey("sourcing.FulfillmentOrder", on_delete=models.PROTECT)
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, null=True)
    overflow = models.ForeignKey(Overflow, on_delete=models.PROTECT, null=True)
    line = models.ForeignKey("placing.OrderLine", on_delete=models.PROTECT)
    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT)
    quantity = models.IntegerField()
    scan_id = models.UUIDField(unique=True)
    actor = models.CharField(max_length=150)
    at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    too_big = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="put_quantity", condition=Q(quantity__gt=0)),
            models.CheckConstraint(
                name="put_somewhere",
                condition=Q(slot__isnull=False, overflow=None)
                | Q(slot=None, overflow__isnull=False, confirmed_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["actor"], name="put_unconfirmed", condition=Q(confirmed_at=None)),
            models.Index(fields=["fulfillment", "id"], name="put_too_big", condition=Q(too_big=True)),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} into {self.slot_id or self.overflow_id}"


class PastWall(models.Model):
    """An order that comes to the bench without a slot: in its tote, off a list of single-unit orders, or from overflow.

    It ends when the order is packed or cancelled.
    """

    fulfillment = models.OneToOneField("sourcing.FulfillmentOrder", on_delete=models.PROTECT, primary_key=True)
    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT, db_index=False)
    pick_list = models.ForeignKey("picking.PickList", on_delete=models.PROTECT, null=True, db_index=False)
    tote = models.SmallIntegerField(default=0)
    overflow = models.ForeignKey(Overflow, on_delete=models.PROTECT, null=True, db_index=False)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="past_wall_from",
                condition=Q(pick_list__isnull=False, overflow=None) | Q(pick_list=None, overflow__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["warehouse", "at"], name="past_wall_open", condition=Q(ended_at=None)),
            models.Index(fields=["pick_list", "tote"], name="past_wall_list", condition=Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.fulfillment_id} past the wall"
