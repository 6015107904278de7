"""Cartons and how many there are, coolant, parcels and what is in them."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q

from packhorse.packing.rules import CARTON_KINDS, CLIMATES, PARCEL_STATES, STOCK_KINDS


class Carton(models.Model):
    """A carton type; millimetres, grams, minor units; see `NewCarton`. A `retired` one is not proposed any more."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    inner_length_mm = models.IntegerField()
    inner_width_mm = models.IntegerField()
    inner_height_mm = models.IntegerField()
    outer_length_mm = models.IntegerField()
    outer_width_mm = models.IntegerField()
    outer_height_mm = models.IntegerField()
    tare_g = models.IntegerField()
    max_weight_g = models.IntegerField()
    cost_minor = models.IntegerField()
    kind = models.CharField(max_length=10, default="box", db_default="box")
    around_mm = models.IntegerField(default=0, db_default=0)
    filling_minor = models.IntegerField(default=0, db_default=0)
    filling_g = models.IntegerField(default=0, db_default=0)
    holds_hours = models.IntegerField(default=0, db_default=0)
    retired = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="carton_kind", condition=Q(kind__in=CARTON_KINDS)),
            models.CheckConstraint(
                name="carton_has_room",
                condition=Q(
                    inner_length_mm__gt=2 * F("around_mm"),
                    inner_width_mm__gt=2 * F("around_mm"),
                    inner_height_mm__gt=2 * F("around_mm"),
                    around_mm__gte=0,
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class CartonStock(models.Model):
    """How many of a carton there are in a warehouse, where somebody counts them. Without it there are enough."""

    carton = models.ForeignKey(Carton, on_delete=models.PROTECT, db_index=False)
    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT)
    on_hand = models.IntegerField(default=0)
    reorder_level = models.IntegerField(default=0)
    counted = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["carton", "warehouse"], name="carton_stock_once"),
            models.CheckConstraint(name="carton_stock_there", condition=Q(on_hand__gte=0, reorder_level__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.on_hand} of {self.carton_id}"


class CartonMovement(models.Model):
    """Why there are more or fewer of a carton: received, counted anew, or used for a parcel. Only ever added to."""

    carton = models.ForeignKey(Carton, on_delete=models.PROTECT, db_index=False)
    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT, db_index=False)
    kind = models.CharField(max_length=10)
    quantity = models.IntegerField()
    parcel_id = models.BigIntegerField(null=True)
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["parcel_id"], name="carton_used_once"),
            models.CheckConstraint(name="carton_movement_kind", condition=Q(kind__in=STOCK_KINDS)),
            models.CheckConstraint(
                name="carton_movement_of_a_parcel", condition=Q(kind="used", quantity=-1) | Q(parcel_id=None)
            ),
        ]
        indexes = [models.Index(fields=["carton", "warehouse", "id"], name="carton_movements")]

    def __str__(self) -> str:
        return f"{self.kind} {self.quantity}"


class Coolant(models.Model):
    """A pack of coolant; millimetres, grams, minor units; see `NewCoolant`. A `retired` one is not used any more."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    climate = models.CharField(max_length=10)
    length_mm = models.IntegerField()
    width_mm = models.IntegerField()
    height_mm = models.IntegerField()
    weight_g = models.IntegerField()
    cost_minor = models.IntegerField()
    hold_hours = models.IntegerField()
    hold_litres = models.IntegerField()
    retired = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="coolant_climate", condition=Q(climate__in=CLIMATES)),
            models.CheckConstraint(
                name="coolant_is_there",
                condition=Q(
                    length_mm__gt=0,
                    width_mm__gt=0,
                    height_mm__gt=0,
                    weight_g__gt=0,
                    hold_hours__gt=0,
                    hold_litres__gt=0,
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class HazmatLimit(models.Model):
    """What a parcel with goods of a class of dangerous goods may weigh: those goods, and the whole; empty: no limit."""

    hazmat_class = models.CharField(max_length=4, unique=True)
    max_net_g = models.IntegerField(null=True)
    max_gross_g = models.IntegerField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(name="hazmat_limit", condition=Q(max_net_g__gt=0) | Q(max_gross_g__gt=0))]

    def __str__(self) -> str:
        return self.hazmat_class


class Parcel(models.Model):
    """A parcel from the first proposal to the door. `carton` is empty when the goods ship in their own packaging.

    `reasons` keeps every carton that was considered, with its cost or the rule that excluded it. `freight_minor` is
    what was expected of `expected_service` when it was proposed; empty where no rates are known: then the carton was
    chosen by its own cost. `coolant_packs` of `coolant` belong in it. `unboxed`: goods that no carton holds.
    `placement`: what lies where in the carton (see `rules.kept`); empty where nobody worked it out: own packaging, or a
    carton that a person chose although the goods do not fit by the packer's rules. `refused_g`: what the scale said
    last that could not be right.
    """

    fulfillment = models.ForeignKey("sourcing.FulfillmentOrder", on_delete=models.PROTECT)
    order_id = models.BigIntegerField()
    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT)
    position = models.SmallIntegerField()
    of = models.SmallIntegerField()
    sscc = models.CharField(max_length=18, unique=True)
    carton = models.ForeignKey(Carton, on_delete=models.PROTECT, null=True)
    state = models.CharField(max_length=10)
    length_mm = models.IntegerField()
    width_mm = models.IntegerField()
    height_mm = models.IntegerField()
    expected_g = models.IntegerField()
    weight_g = models.IntegerField(null=True)
    refused_g = models.IntegerField(null=True)
    refused_at = models.DateTimeField(null=True)
    carton_cost_minor = models.IntegerField()
    freight_minor = models.BigIntegerField(null=True)
    expected_service = models.CharField(max_length=60, blank=True, default="", db_default="")
    filling_minor = models.IntegerField(default=0, db_default=0)
    coolant = models.ForeignKey(Coolant, on_delete=models.PROTECT, null=True, db_index=False)
    coolant_packs = models.SmallIntegerField(default=0, db_default=0)
    coolant_minor = models.IntegerField(default=0, db_default=0)
    unboxed = models.BooleanField(default=False, db_default=False)
    reasons = models.JSONField()
    placement = models.JSONField(null=True)
    created_at = models.DateTimeField()
    packed_at = models.DateTimeField(null=True)
    packer = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fulfillment", "position"], name="parcel_once"),
            models.CheckConstraint(name="parcel_state", condition=Q(state__in=sorted(PARCEL_STATES))),
            models.CheckConstraint(
                name="parcel_weighed", condition=Q(state__in=["packing", "cancelled"]) | Q(weight_g__gt=0)
            ),
        ]
        indexes = [
            models.Index(fields=["order_id"], name="parcel_of_order"),
            # A day's figures read only that day's blocks; from PostgreSQL 16 on it leaves updates of the row light.
            BrinIndex(fields=["packed_at"], name="parcel_by_day", autosummarize=True),
            models.Index(fields=["warehouse", "carton"], name="parcel_at_bench", condition=Q(state="packing")),
            models.Index(
                fields=["id"], name="parcel_off_weight", condition=Q(state="packing", refused_g__isnull=False)
            ),
            models.Index(
                fields=["id"], name="parcel_unboxed", condition=Q(unboxed=True, state__in=["packing", "packed"])
            ),
        ]

    def __str__(self) -> str:
        return self.sscc


class ParcelLine(models.Model):
    """Units of an order line that belong in a parcel, and how many of them were scanned in."""

    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="lines")
    line = models.ForeignKey("placing.OrderLine", on_delete=models.PROTECT)
    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT)
    quantity = models.IntegerField()
    packed = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["parcel", "line"], name="parcel_line_once"),
            models.CheckConstraint(name="parcel_line_packed", condition=Q(packed__gte=0, packed__lte=F("quantity"))),
        ]

    def __str__(self) -> str:
        return f"{self.packed} of {self.quantity}"


class PackScan(models.Model):
    """A pack scan by its own id, so that one sent twice counts once."""

    scan_id = models.UUIDField(primary_key=True)
    parcel_line = models.ForeignKey(ParcelLine, on_delete=models.PROTECT)
    quantity = models.IntegerField()
    actor = models.CharField(max_length=150)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.scan_id)


class CartonChange(models.Model):
    """A person took another carton than the one that was proposed, or than he took before.

    `objection`: why the goods do not fit by the packer's rules; empty: they do. `why`: what the person said to that.
    `difference_minor`: what the parcel is expected to cost more; empty where it was not known.
    """

    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT)
    before = models.ForeignKey(Carton, on_delete=models.PROTECT, null=True, related_name="+")
    carton = models.ForeignKey(Carton, on_delete=models.PROTECT, related_name="+")
    difference_minor = models.BigIntegerField(null=True)
    objection = models.CharField(max_length=200, blank=True)
    why = models.CharField(max_length=200, blank=True)
    actor = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="carton_change_answered", condition=Q(objection="") | ~Q(why="")),
        ]

    def __str__(self) -> str:
        return f"{self.parcel_id}: {self.carton_id}"


class ParcelPhoto(models.Model):
    """A photo of a parcel as JPEG, without what the camera wrote into it. Forgotten after some months."""

    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT)
    image = models.BinaryField()
    width = models.IntegerField()
    height = models.IntegerField()
    actor = models.CharField(max_length=150)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.parcel_id}: {self.width} × {self.height}"
