"""Suppliers, purchase orders, deliveries, items nobody knew, and how fast products are picked."""

from django.db import models
from django.db.models import F, Q

from packhorse.inbound.rules import DELIVERY_STATES, PURCHASE_STATES


class Supplier(models.Model):
    """Who goods are bought from; `lead_time_days` is how long they take from the order to the door, where known."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    lead_time_days = models.IntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="supplier_named", condition=~Q(code="") & ~Q(name="")),
            models.CheckConstraint(name="supplier_lead_time", condition=Q(lead_time_days__gte=0)),
        ]

    def __str__(self) -> str:
        return self.code


class PurchaseOrder(models.Model):
    """Goods ordered from a supplier for a warehouse. `external_number` is the merchant's own number of it, if any."""

    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT)
    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT)
    external_number = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=10)
    currency = models.CharField(max_length=3)
    note = models.CharField(max_length=500, blank=True)
    expected_on = models.DateField(null=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=150)
    ordered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="purchase_state", condition=Q(state__in=sorted(PURCHASE_STATES))),
            models.UniqueConstraint(
                fields=["external_number"], condition=~Q(external_number=""), name="purchase_number_once"
            ),
        ]
        indexes = [models.Index(fields=["state", "id"], name="purchase_by_state")]

    def __str__(self) -> str:
        return f"{self.pk}: {self.state}"


class PurchaseLine(models.Model):
    """Units of a product that are ordered, and how many of them have come."""

    order = models.ForeignKey(PurchaseOrder, on_delete=models.PROTECT, db_index=False)
    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT)
    quantity = models.IntegerField()
    cost_minor = models.BigIntegerField()
    received = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "product"], name="purchase_line_once"),
            models.CheckConstraint(
                name="purchase_line_counts", condition=Q(quantity__gt=0, cost_minor__gte=0, received__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.product_id}"


class Delivery(models.Model):
    """Goods that come to a warehouse: from a supplier, or (a transfer) from another warehouse of ours.

    `reference` is the sender's own number: a delivery note, an advance shipping notice.
    """

    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT)
    purchase_order = models.ForeignKey(PurchaseOrder, on_delete=models.PROTECT, null=True)
    from_warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT, null=True, related_name="+")
    reference = models.CharField(max_length=60, blank=True)
    expected_on = models.DateField(null=True)
    state = models.CharField(max_length=10)
    note = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=150)
    sent_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="delivery_state", condition=Q(state__in=sorted(DELIVERY_STATES))),
            models.CheckConstraint(
                name="delivery_from",
                condition=Q(from_warehouse=None) | (Q(purchase_order=None) & ~Q(from_warehouse=F("warehouse"))),
            ),
            models.UniqueConstraint(
                fields=["purchase_order", "reference"],
                condition=Q(purchase_order__isnull=False) & ~Q(reference=""),
                name="delivery_reference_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["warehouse", "expected_on"],
                name="delivery_open",
                condition=Q(state__in=["expected", "requested", "sent", "arrived"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.state}"


class DeliveryLine(models.Model):
    """Units of a product that were announced, of a lot where the sender says so, and what became of them.

    `received` counts all that came, `damaged` those of them that were; `sent` and `lost` are of transfers only.
    """

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, db_index=False)
    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT)
    lot_code = models.CharField(max_length=40, blank=True)
    expires_on = models.DateField(null=True)
    quantity = models.IntegerField()
    sent = models.IntegerField(default=0)
    received = models.IntegerField(default=0)
    damaged = models.IntegerField(default=0)
    lost = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["delivery", "product", "lot_code"], name="delivery_line_once"),
            models.CheckConstraint(
                name="delivery_line_counts",
                condition=Q(quantity__gte=0, sent__gte=0, damaged__gte=0, lost__gte=0, received__gte=F("damaged")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.product_id}"


class LostReason(models.Model):
    """Why units that were sent have not come, as the person said who closed the transfer."""

    delivery = models.OneToOneField(Delivery, on_delete=models.PROTECT, primary_key=True)
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)

    def __str__(self) -> str:
        return self.reason


class UnknownItem(models.Model):
    """Units that came under a code nobody knows: nothing is booked until the office names the product.

    They are then booked as they came: into `bin`, where one was scanned, or among the damaged ones.
    """

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT)
    code = models.CharField(max_length=120)
    units = models.IntegerField()
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    scan_id = models.UUIDField(unique=True)
    bin = models.ForeignKey("network.Bin", on_delete=models.PROTECT, null=True, db_index=False)
    damaged = models.BooleanField(db_default=False)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=150, blank=True)
    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT, null=True)

    class Meta:
        constraints = [models.CheckConstraint(name="unknown_item_units", condition=Q(units__gt=0))]
        indexes = [models.Index(fields=["at"], name="unknown_item_open", condition=Q(settled_at=None))]

    def __str__(self) -> str:
        return self.code


class Velocity(models.Model):
    """Units of a product that were picked in a warehouse in the last 60 days, as it was last measured."""

    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT, db_index=False)
    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT, db_index=False)
    units = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["warehouse", "product"], name="velocity_once"),
            models.CheckConstraint(name="velocity_units", condition=Q(units__gt=0)),
        ]
        indexes = [models.Index(fields=["warehouse", "units"], name="velocity_in_order")]

    def __str__(self) -> str:
        return f"{self.units} of {self.product_id}"
