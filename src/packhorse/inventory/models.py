"""Stock: levels, bins, allocations and the ledger. The database has the last word."""

from django.db import models
from django.db.models import F, Q

from packhorse.inventory.rules import ALLOCATION_STATES, MOVEMENT_SIGNS, RESERVATION_STATES


def _delta_fits_kind() -> Q:
    """Each kind of movement may change on hand only in its own direction."""
    condition = Q()
    for kind, signs in MOVEMENT_SIGNS.items():
        for sign in signs:
            condition |= Q(kind=kind, delta=F("quantity") * sign)
    return condition


class StockLevel(models.Model):
    """Units of a product in a warehouse: on hand, and who has a right to them."""

    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT)
    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT)
    on_hand = models.IntegerField(default=0)
    allocated = models.IntegerField(default=0)
    reserved = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "warehouse"], name="level_once"),
            models.CheckConstraint(name="level_allocated", condition=Q(allocated__gte=0)),
            models.CheckConstraint(name="level_reserved", condition=Q(reserved__gte=0)),
            models.CheckConstraint(name="level_not_oversold", condition=Q(on_hand__gte=F("allocated") + F("reserved"))),
        ]

    def __str__(self) -> str:
        return f"{self.product_id}@{self.warehouse_id}"


class BinStock(models.Model):
    """Units of a product in a bin; `planned` of them are on somebody's pick list."""

    bin = models.ForeignKey("network.Bin", on_delete=models.PROTECT)
    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT)
    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT)
    quantity = models.IntegerField(default=0)
    planned = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bin", "product"], name="bin_stock_once"),
            models.CheckConstraint(name="bin_stock_planned", condition=Q(planned__gte=0, quantity__gte=F("planned"))),
        ]
        indexes = [models.Index(fields=["product", "warehouse"], name="bin_stock_where")]

    def __str__(self) -> str:
        return f"{self.product_id} in {self.bin_id}"


class Allocation(models.Model):
    """Units promised to an order line. `fulfillment_id` names who holds them; `bin` is set once a picker is sent.

    `order_id`, `line_id` and `fulfillment_id` are plain numbers: those tables come later in the line.
    """

    order_id = models.BigIntegerField()
    line_id = models.BigIntegerField()
    fulfillment_id = models.BigIntegerField()
    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT)
    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT)
    bin = models.ForeignKey("network.Bin", on_delete=models.PROTECT, null=True)
    quantity = models.IntegerField()
    state = models.CharField(max_length=10)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="allocation_quantity", condition=Q(quantity__gt=0)),
            models.CheckConstraint(name="allocation_state", condition=Q(state__in=sorted(ALLOCATION_STATES))),
        ]
        indexes = [
            models.Index(fields=["order_id"], name="allocation_of_order"),
            models.Index(fields=["fulfillment_id"], name="allocation_of_fulfillment"),
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


class Movement(models.Model):
    """One line of the ledger; the database refuses to change or delete it.

    `delta` is what it adds to on hand. `from_bin` and `to_bin` say where the units left and came to lie;
    picked units lie in no bin until they ship or go back.
    """

    at = models.DateTimeField()
    kind = models.CharField(max_length=16)
    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT)
    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT)
    quantity = models.IntegerField()
    delta = models.IntegerField()
    from_bin = models.ForeignKey("network.Bin", on_delete=models.PROTECT, null=True, related_name="+")
    to_bin = models.ForeignKey("network.Bin", on_delete=models.PROTECT, null=True, related_name="+")
    actor = models.CharField(max_length=150)
    cause = models.CharField(max_length=30)
    cause_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="movement_quantity", condition=Q(quantity__gt=0)),
            models.CheckConstraint(
                name="movement_delta",
                condition=_delta_fits_kind(),
            ),
        ]
        indexes = [models.Index(fields=["product", "warehouse", "id"], name="movement_of_level")]

    def __str__(self) -> str:
        return f"{self.kind} {self.delta:+d}"
