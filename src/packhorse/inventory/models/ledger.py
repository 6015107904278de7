"""How it came about: the ledger, what it added up to, and what it has just changed."""

from django.db import models
from django.db.models import F, Q

from packhorse.inventory.rules import MOVEMENT_SIGNS


def _delta_fits_kind() -> Q:
    """Each kind of movement may change on hand only in its own direction."""
    condition = Q()
    for kind, signs in MOVEMENT_SIGNS.items():
        for sign in signs:
            condition |= Q(kind=kind, delta=F("quantity") * sign)
    return condition


class Movement(models.Model):
    """One line of the ledger; the database refuses to change or delete it.

    `delta` is what it adds to on hand, `blocked` what it adds to the units that nobody may have. `from_bin` and
    `to_bin` say where the units left and came to lie; picked units lie in no bin until they ship or go back. `actor`,
    `at`, `reason` and the document (`cause`, `cause_id`) say who, when, why and by what. `scan_id` names the scan that
    caused it, so that a scan sent twice counts once.
    """

    at = models.DateTimeField()
    kind = models.CharField(max_length=16)
    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT, db_index=False)
    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT, db_index=False)
    lot = models.ForeignKey("inventory.Lot", on_delete=models.PROTECT, null=True, db_index=False)
    quantity = models.IntegerField()
    delta = models.IntegerField()
    blocked = models.IntegerField(db_default=0)
    from_bin = models.ForeignKey("network.Bin", on_delete=models.PROTECT, null=True, related_name="+")
    to_bin = models.ForeignKey("network.Bin", on_delete=models.PROTECT, null=True, related_name="+")
    actor = models.CharField(max_length=150)
    cause = models.CharField(max_length=30)
    cause_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=200, blank=True, db_default="")
    scan_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="movement_quantity", condition=Q(quantity__gt=0)),
            models.CheckConstraint(name="movement_delta", condition=_delta_fits_kind()),
            models.CheckConstraint(
                name="movement_blocked", condition=Q(blocked__in=[0, F("quantity"), -1 * F("quantity")])
            ),
            models.UniqueConstraint(fields=["scan_id"], condition=Q(scan_id__isnull=False), name="movement_once"),
        ]
        indexes = [
            models.Index(fields=["product", "id"], name="movement_of_product"),
            models.Index(fields=["product", "warehouse", "at"], include=["delta", "blocked"], name="movement_in_time"),
            models.Index(fields=["lot"], name="movement_of_lot", condition=Q(lot__isnull=False)),
            models.Index(fields=["cause", "cause_id"], name="movement_of_cause", condition=Q(cause_id__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.delta:+d}"


class MovedSerial(models.Model):
    """Which numbered unit a movement moved."""

    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, db_index=False)
    serial = models.ForeignKey("inventory.Serial", on_delete=models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["movement", "serial"], name="moved_serial_once")]

    def __str__(self) -> str:
        return str(self.serial_id)


class StockSnapshot(models.Model):
    """What the ledger added up to before `at`; kept for levels that had moved since their last one."""

    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT, db_index=False)
    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT, db_index=False)
    at = models.DateTimeField()
    on_hand = models.IntegerField()
    blocked = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product", "warehouse", "at"], name="snapshot_once")]

    def __str__(self) -> str:
        return f"{self.on_hand} before {self.at}"


class StockChange(models.Model):
    """A product whose availability may have changed; written with each change and taken away by who tells channels."""

    product_id = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.product_id)


class StockFile(models.Model):
    """A file of stock that was booked; the same content is not booked again, but on purpose (`nth` counts that)."""

    fingerprint = models.CharField(max_length=64)
    nth = models.IntegerField()
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=200)
    rows = models.IntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fingerprint", "nth"], name="stock_file_once")]

    def __str__(self) -> str:
        return self.name
