"""Products."""

from django.db import models


class Product(models.Model):
    """One thing that is stocked and sold by the piece. Sizes in mm, weight in g, price in minor units.

    `released_on`: sold before as a pre-order, and sent from that day on. `expected_on`: when goods come next.
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

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="product_has_size",
                condition=models.Q(length_mm__gt=0, width_mm__gt=0, height_mm__gt=0, weight_g__gt=0),
            ),
            models.CheckConstraint(name="product_price_not_negative", condition=models.Q(price_minor__gte=0)),
        ]

    def __str__(self) -> str:
        return self.sku
