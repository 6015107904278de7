"""Products, the packs they come in, and the kits that are sold as one."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from packhorse.catalog.rules import LEVELS


class Product(models.Model):
    """One thing that is stocked and sold by the piece. Sizes in mm, weight in g, price in minor units.

    `released_on`: sold before as a pre-order, and sent from that day on. `expected_on`: when goods come next.
    `min_days_left`: so many days its goods must still keep when they arrive. `hs_code` and `origin` (ISO 3166) are
    what customs ask for. `not_to`: countries (ISO 3166) to which it may not be sent, or ABROAD: never out of a
    warehouse's own. `hazmat_class`: of dangerous goods in carriage (`dangerous.HAZMAT_CLASSES`); `un_number`: such as
    UN3481. `own_container`: each unit is a parcel as it is. `bears_g`: grams that may lie above a unit at most (0: it
    is fragile; empty: anything). Goods of two groups `keep_apart` never share a carton; those of one set
    `keep_together` stay in one, if one holds the set. `cushion_mm`: kept free for padding on each side of a unit in a
    carton.
    """

    sku = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=300)
    barcode = models.CharField(max_length=64, unique=True)
    price_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    length_mm = models.IntegerField()
    width_mm = models.IntegerField()
    height_mm = models.IntegerField()
    weight_g = models.IntegerField()
    storage_class = models.CharField(max_length=20)
    this_side_up = models.BooleanField()
    assumed_size = models.BooleanField()
    released_on = models.DateField(null=True, blank=True)
    expected_on = models.DateField(null=True, blank=True)
    tracks_lots = models.BooleanField(default=False, db_default=False)
    tracks_serials = models.BooleanField(default=False, db_default=False)
    min_days_left = models.IntegerField(null=True, blank=True)
    hs_code = models.CharField(max_length=12, blank=True, default="", db_default="")
    origin = models.CharField(max_length=2, blank=True, default="", db_default="")
    not_to = ArrayField(models.CharField(max_length=6), blank=True, default=list, db_default=[])
    hazmat_class = models.CharField(max_length=4, blank=True, default="", db_default="")
    un_number = models.CharField(max_length=6, blank=True, default="", db_default="")
    own_container = models.BooleanField(default=False, db_default=False)
    bears_g = models.IntegerField(null=True, blank=True)
    keep_apart = models.CharField(max_length=20, blank=True, default="", db_default="")
    keep_together = models.CharField(max_length=20, blank=True, default="", db_default="")
    cushion_mm = models.IntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(name="product_days_left", condition=models.Q(min_days_left__gt=0)),
            models.CheckConstraint(name="product_bears", condition=models.Q(bears_g__gte=0)),
            models.CheckConstraint(name="product_cushion", condition=models.Q(cushion_mm__gte=0)),
            models.CheckConstraint(
                name="product_has_size",
                condition=models.Q(length_mm__gt=0, width_mm__gt=0, height_mm__gt=0, weight_g__gt=0),
            ),
            models.CheckConstraint(name="product_price_not_negative", condition=models.Q(price_minor__gte=0)),
        ]

    def __str__(self) -> str:
        return self.sku


class PackSize(models.Model):
    """Units of a product packed together under a barcode of their own; mm and g are those of the pack whole."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="packs", db_index=False)
    level = models.CharField(max_length=10)
    units = models.IntegerField()
    barcode = models.CharField(max_length=64, unique=True)
    length_mm = models.IntegerField()
    width_mm = models.IntegerField()
    height_mm = models.IntegerField()
    weight_g = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "level"], name="pack_once"),
            models.CheckConstraint(name="pack_level", condition=models.Q(level__in=LEVELS)),
            models.CheckConstraint(name="pack_units", condition=models.Q(units__gt=1)),
            models.CheckConstraint(
                name="pack_has_size",
                condition=models.Q(length_mm__gt=0, width_mm__gt=0, height_mm__gt=0, weight_g__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} of {self.units}"


class KitPart(models.Model):
    """So many units of a product in one kit. A product with parts is a kit: sold as one, never stocked."""

    kit = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="parts", db_index=False)
    part = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="in_kits")
    units = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kit", "part"], name="part_once"),
            models.CheckConstraint(name="part_units", condition=models.Q(units__gt=0)),
            models.CheckConstraint(name="part_of_another", condition=~models.Q(kit=models.F("part"))),
        ]

    def __str__(self) -> str:
        return f"{self.units} x {self.part_id}"
