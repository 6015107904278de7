"""Put walls, slots and lanes."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from packhorse.sorting.rules import SLOT_STATES


class Lane(models.Model):
    """A lane for parcels to some countries; empty `countries` takes the rest."""

    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT)
    code = models.CharField(max_length=20)
    barcode = models.CharField(max_length=64, unique=True)
    countries = ArrayField(models.CharField(max_length=2))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["warehouse", "code"], name="lane_once")]

    def __str__(self) -> str:
        return self.code


class Slot(models.Model):
    """A hole in a put wall; at any time it belongs to one fulfillment order or to none."""

    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT)
    wall = models.CharField(max_length=20)
    code = models.CharField(max_length=20)
    barcode = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=10)
    fulfillment = models.OneToOneField("sourcing.FulfillmentOrder", on_delete=models.PROTECT, null=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["warehouse", "wall", "code"], name="slot_once"),
            models.CheckConstraint(name="slot_state", condition=Q(state__in=sorted(SLOT_STATES))),
            models.CheckConstraint(
                name="slot_owner",
                condition=Q(state="free", fulfillment=None) | (~Q(state="free") & Q(fulfillment__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Put(models.Model):
    """Picked units laid into an order's slot; one a pick task."""

    task = models.OneToOneField("picking.PickTask", on_delete=models.PROTECT)
    fulfillment = models.ForeignKey("sourcing.FulfillmentOrder", on_delete=models.PROTECT)
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT)
    line = models.ForeignKey("placing.OrderLine", on_delete=models.PROTECT)
    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT)
    quantity = models.IntegerField()
    scan_id = models.UUIDField(unique=True)
    actor = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="put_quantity", condition=Q(quantity__gt=0))]

    def __str__(self) -> str:
        return f"{self.quantity} into {self.slot_id}"
