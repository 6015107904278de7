"""What was set right when the books differed, each change by itself."""

from django.db import models


class Repair(models.Model):
    """The books were set right: who, when, why. Ledger lines it wrote name it (cause `repair`)."""

    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    reason = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"repair {self.pk}"


class RepairedRow(models.Model):
    """One number that was set right: `what` it counts, `place` (a bin, an order, a checkout, a time), before, after."""

    repair = models.ForeignKey(Repair, on_delete=models.PROTECT, related_name="rows")
    what = models.CharField(max_length=40)
    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT)
    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT, null=True, db_index=False)
    place = models.CharField(max_length=160, blank=True)
    before = models.BigIntegerField()
    after = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.what} {self.place}: {self.before} -> {self.after}"
