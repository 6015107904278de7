"""Who has a right to it: allocations, reservations, and what is kept back."""

from django.db import models
from django.db.models import F, Q

from packhorse.inventory.rules import ALLOCATION_STATES, RESERVATION_STATES


class Allocation(models.Model):
    """Units promised to an order line. `fulfillment_id` names who holds them.

    `bin` and `lot` are set once a picker is sent. `allocated_at` is when the line was given them; a part that goes its
    own way keeps it.
    `order_id`, `line_id` and `fulfillment_id` are plain numbers: those tables come later in the line. Product and
    warehouse are those of a stock level that is written with it and has the keys; to check both again for each line of
    each order was a third of what the server does for an order.
    """

    order_id = models.BigIntegerField()
    line_id = models.BigIntegerField()
    fulfillment_id = models.BigIntegerField()
    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT, db_constraint=False)
    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT, db_constraint=False, db_index=False)
    bin = models.ForeignKey("network.Bin", on_delete=models.PROTECT, null=True, db_index=False)
    lot = models.ForeignKey("inventory.Lot", on_delete=models.PROTECT, null=True, db_index=False)
    quantity = models.IntegerField()
    state = models.CharField(max_length=10)
    allocated_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="allocation_quantity", condition=Q(quantity__gt=0)),
            models.CheckConstraint(name="allocation_state", condition=Q(state__in=sorted(ALLOCATION_STATES))),
        ]
        indexes = [
            models.Index(fields=["order_id"], name="allocation_of_order"),
            models.Index(fields=["line_id"], name="allocation_of_line"),
            models.Index(fields=["fulfillment_id"], name="allocation_of_fulfillment"),
            models.Index(fields=["bin"], name="allocation_in_bin", condition=Q(bin__isnull=False)),
            models.Index(
                fields=["product", "warehouse"],
                name="allocation_open",
                condition=Q(state__in=["allocated", "picked"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.product_id} for line {self.line_id}: {self.state}"


class Reservation(models.Model):
    """Units kept for a checkout until `expires_at`: soft, and never more than one live one a checkout.

    `channel` and `checkout` name the checkout. `order_id` is set when that checkout placed an order: from then on what
    is still kept is kept for that order, without an end, until sourcing has served it. Channel and order are a plain
    code and number: those tables come later in the line.
    """

    channel = models.CharField(max_length=40)
    checkout = models.CharField(max_length=100)
    state = models.CharField(max_length=10)
    order_id = models.BigIntegerField(null=True)
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="reservation_state", condition=Q(state__in=sorted(RESERVATION_STATES))),
            models.CheckConstraint(
                name="reservation_order",
                condition=Q(state="consumed", order_id__isnull=False) | (~Q(state="consumed") & Q(order_id=None)),
            ),
            models.UniqueConstraint(
                fields=["channel", "checkout"], condition=Q(state="active"), name="reservation_once"
            ),
        ]
        indexes = [
            models.Index(fields=["expires_at"], name="reservation_to_expire", condition=Q(state="active")),
            models.Index(fields=["order_id"], name="reservation_of_order", condition=Q(state="consumed")),
        ]

    def __str__(self) -> str:
        return f"{self.channel}/{self.checkout}: {self.state}"


class ReservedUnits(models.Model):
    """What a reservation took of a product in a warehouse (`quantity`), and what of it is still kept (`held`)."""

    reservation = models.ForeignKey(Reservation, on_delete=models.CASCADE, related_name="units", db_index=False)
    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT, db_index=False)
    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT, db_index=False)
    quantity = models.IntegerField()
    held = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reservation", "product", "warehouse"], name="reserved_once"),
            models.CheckConstraint(
                name="reserved_held", condition=Q(quantity__gt=0, held__gte=0, held__lte=F("quantity"))
            ),
        ]
        indexes = [models.Index(fields=["product", "warehouse"], name="reserved_open", condition=Q(held__gt=0))]

    def __str__(self) -> str:
        return f"{self.held} of {self.quantity} of {self.product_id}"


class SafetyStock(models.Model):
    """Units of a product that a warehouse keeps back from new buyers; orders that are placed may take them."""

    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT, db_index=False)
    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT)
    units = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "warehouse"], name="safety_once"),
            models.CheckConstraint(name="safety_units", condition=Q(units__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.units} of {self.product_id}"


class ChannelBuffer(models.Model):
    """Units that a channel is not told of: of one product, or of each where no product is named.

    `channel` is a plain code: that table comes later in the line.
    """

    channel = models.CharField(max_length=40)
    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT, null=True, db_index=False)
    units = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "product"], nulls_distinct=False, name="buffer_once"),
            models.CheckConstraint(name="buffer_units", condition=Q(units__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.units} kept from {self.channel}"
