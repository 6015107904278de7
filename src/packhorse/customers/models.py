"""Customers."""

from django.db import models


class Customer(models.Model):
    """Who buys; each order keeps its own copy of the address.

    `tier`: the merchant's word for customers that are served alike, such as GOLD. One of whom only that was told has
    neither name nor address here.
    """

    number = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    line1 = models.CharField(max_length=200)
    line2 = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=120)
    region = models.CharField(max_length=120, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    country = models.CharField(max_length=2)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    assumed = models.BooleanField()
    tier = models.CharField(max_length=20, blank=True, default="", db_default="")

    class Meta:
        indexes = [models.Index(fields=["number"], name="customer_tiered", condition=~models.Q(tier=""))]

    def __str__(self) -> str:
        return self.number
