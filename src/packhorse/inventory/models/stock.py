"""What is there: lots, levels, bins, numbered units. The database has the last word."""

from django.db import models
from django.db.models import F, Q


class Lot(models.Model):
    """Units of a product that were made together. `blocked`: nobody may have any of them (expired, or called back)."""

    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT, db_index=False)
    code = models.CharField(max_length=40)
    expires_on = models.DateField(null=True)
    blocked = models.CharField(max_length=200, blank=True, default="")
    known_at = models.DateTimeField()
    stale = models.BooleanField(db_default=False)  # it was blocked because of its day; set free it stays free

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "code"], name="lot_once"),
            models.CheckConstraint(name="lot_code", condition=~Q(code="")),
        ]
        indexes = [models.Index(fields=["expires_on"], name="lot_to_expire", condition=Q(blocked=""))]

    def __str__(self) -> str:
        return self.code


class LotDay(models.Model):
    """A lot's last day was set right: from which day to which, by whom and why."""

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT)
    before = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)

    def __str__(self) -> str:
        return f"{self.lot_id}: {self.before} to {self.expires_on}"


class StockLevel(models.Model):
    """Units of a product in a warehouse: on hand, and who has a right to them; nobody has one to those `blocked`.

    `doubted` of the blocked ones are so only until their bin is counted.
    """

    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT)
    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT)
    on_hand = models.IntegerField(default=0)
    allocated = models.IntegerField(default=0)
    reserved = models.IntegerField(default=0)
    blocked = models.IntegerField(db_default=0)
    doubted = models.IntegerField(db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "warehouse"], name="level_once"),
            models.CheckConstraint(name="level_allocated", condition=Q(allocated__gte=0)),
            models.CheckConstraint(name="level_reserved", condition=Q(reserved__gte=0)),
            models.CheckConstraint(name="level_blocked", condition=Q(blocked__gte=0)),
            models.CheckConstraint(name="level_doubted", condition=Q(doubted__gte=0, blocked__gte=F("doubted"))),
            models.CheckConstraint(
                name="level_not_oversold", condition=Q(on_hand__gte=F("allocated") + F("reserved") + F("blocked"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id}@{self.warehouse_id}"


class BinStock(models.Model):
    """Units of a product and lot in a bin; `planned` of them are on somebody's pick list.

    `blocked`: nobody may have them, because of the bin they lie in or of their lot. `doubted_at`: since when a picker
    did not find here what the books said; nobody else is sent here until the bin is counted.
    """

    bin = models.ForeignKey("network.Bin", on_delete=models.PROTECT)
    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT)
    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT)
    lot = models.ForeignKey("inventory.Lot", on_delete=models.PROTECT, null=True)
    quantity = models.IntegerField(default=0)
    planned = models.IntegerField(default=0)
    blocked = models.BooleanField(db_default=False)
    doubted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bin", "product", "lot"], nulls_distinct=False, name="bin_stock_once"),
            models.CheckConstraint(name="bin_stock_planned", condition=Q(planned__gte=0, quantity__gte=F("planned"))),
            models.CheckConstraint(name="bin_stock_blocked", condition=Q(blocked=False) | Q(planned=0)),
        ]
        indexes = [
            models.Index(fields=["product", "warehouse"], name="bin_stock_where"),
            models.Index(fields=["product"], name="bin_stock_doubted", condition=Q(doubted_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} in {self.bin_id}"


class Serial(models.Model):
    """One unit that has a number of its own, and where it is: in a bin, in a picker's hands (`allocation_id`), gone."""

    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT, db_index=False)
    code = models.CharField(max_length=60)
    state = models.CharField(max_length=10)
    lot = models.ForeignKey("inventory.Lot", on_delete=models.PROTECT, null=True, db_index=False)
    bin = models.ForeignKey("network.Bin", on_delete=models.PROTECT, null=True, db_index=False)
    allocation_id = models.BigIntegerField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "code"], name="serial_once"),
            models.CheckConstraint(
                name="serial_place",
                condition=Q(state="in_stock", bin__isnull=False, allocation_id=None)
                | Q(state__in=["picked", "shipped"], bin=None, allocation_id__isnull=False)
                | Q(state__in=["gone", "in_transit"], bin=None, allocation_id=None),
            ),
        ]
        indexes = [
            models.Index(fields=["bin", "product"], name="serial_in_bin", condition=Q(state="in_stock")),
            models.Index(fields=["allocation_id"], name="serial_of", condition=Q(allocation_id__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.code
