"""Warehouses and bins."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from packhorse.network.rules import BIN_USES, MOST_HANDLING_DAYS, MOST_HANDLING_MINUTES, OPENS


class Warehouse(models.Model):
    """A place that stores, picks and ships. See `rules.NewWarehouse` for the meaning of each field."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    line1 = models.CharField(max_length=200)
    city = models.CharField(max_length=120)
    postal_code = models.CharField(max_length=20)
    country = models.CharField(max_length=2)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    timezone = models.CharField(max_length=64)
    cutoff = models.TimeField()
    workdays = ArrayField(models.SmallIntegerField())
    capacity_per_day = models.IntegerField()
    handling_order_minor = models.IntegerField()
    handling_line_minor = models.IntegerField()
    storage_classes = ArrayField(models.CharField(max_length=20))
    depot_x_mm = models.IntegerField()
    depot_y_mm = models.IntegerField()
    front_y_mm = models.IntegerField()
    back_y_mm = models.IntegerField()
    middle_y_mm = ArrayField(models.IntegerField(), default=list, db_default=[])
    opens = models.TimeField(default=OPENS)
    handling_days = models.SmallIntegerField(default=0)
    handling_minutes = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(name="warehouse_works", condition=models.Q(workdays__len__gt=0)),
            models.CheckConstraint(
                name="warehouse_handling",
                condition=models.Q(
                    handling_days__range=(0, MOST_HANDLING_DAYS), handling_minutes__range=(0, MOST_HANDLING_MINUTES)
                ),
            ),
            models.CheckConstraint(name="warehouse_capacity", condition=models.Q(capacity_per_day__gte=0)),
        ]

    def __str__(self) -> str:
        return self.code


class SpecialDay(models.Model):
    """A day on which a warehouse is closed (no cut-off) or has another cut-off than usual."""

    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT)
    day = models.DateField()
    name = models.CharField(max_length=80)
    cutoff = models.TimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["warehouse", "day"], name="special_day_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class Closing(models.Model):
    """Days on which a warehouse sends nothing, in its own time zone, both included; None: until further notice.

    `begun_at`: sourcing was told; `ended_at`: it is over, or was taken back.
    """

    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    why = models.CharField(max_length=200)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=150, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="closing_days",
                condition=models.Q(until_on=None) | models.Q(until_on__gte=models.F("from_on")),
            ),
        ]
        indexes = [models.Index(fields=["warehouse"], name="closing_open", condition=models.Q(ended_at=None))]

    def __str__(self) -> str:
        return f"{self.warehouse_id} from {self.from_on}"


class Bin(models.Model):
    """A numbered place in a warehouse. See `rules.NewBin` for the meaning of each field."""

    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT)
    code = models.CharField(max_length=40)
    barcode = models.CharField(max_length=64, unique=True)
    zone = models.CharField(max_length=20)
    aisle = models.IntegerField()
    x_mm = models.IntegerField()
    y_mm = models.IntegerField()
    storage_class = models.CharField(max_length=20)
    use = models.CharField(max_length=10, default="pick")
    width_mm = models.IntegerField(default=0)
    depth_mm = models.IntegerField(default=0)
    height_mm = models.IntegerField(default=0)
    max_weight_g = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["warehouse", "code"], name="bin_code_once"),
            models.CheckConstraint(name="bin_use", condition=models.Q(use__in=sorted(BIN_USES))),
            models.CheckConstraint(
                name="bin_sizes",
                condition=models.Q(width_mm__gte=0, depth_mm__gte=0, height_mm__gte=0, max_weight_g__gte=0),
            ),
        ]
        indexes = [models.Index(fields=["warehouse", "use"], name="bin_by_use", condition=~models.Q(use="pick"))]

    def __str__(self) -> str:
        return self.code
