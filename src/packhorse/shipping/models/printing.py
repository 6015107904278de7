"""Printers, a record of each paper that was printed, handed out or voided, and what the scales of benches say."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from packhorse.shipping.models.shipments import Shipment
from packhorse.shipping.rules import PAPER_ACTS, PAPER_STATES, PRINTER_KINDS, PRINTER_LANGUAGES


class Printer(models.Model):
    """A printer of a warehouse. `bench`: where it stands; empty: it prints only what it is told to by name.

    `address` is host:port of a `raw` one, an ipp:// address of one that speaks IPP. `papers` are those that go to it by
    themselves and may be sent to it.
    """

    name = models.CharField(max_length=40, unique=True)
    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT, db_index=False)
    bench = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=4)
    address = models.CharField(max_length=200)
    language = models.CharField(max_length=6)
    medium = models.CharField(max_length=3)
    papers = ArrayField(models.CharField(max_length=8))

    class Meta:
        constraints = [
            models.CheckConstraint(name="printer_kind", condition=Q(kind__in=PRINTER_KINDS)),
            models.CheckConstraint(name="printer_language", condition=Q(language__in=PRINTER_LANGUAGES)),
        ]

    def __str__(self) -> str:
        return self.name


class PaperRecord(models.Model):
    """That a paper of a parcel was, or is to be, printed, or was handed out as a file, or that its label was voided.

    `place`: the printer's name as it was then, or how it was handed out. `by_itself`: printed because the parcel was
    closed, once of each paper. `begun_at` is set while a try is under way. `said`: what came of it. Without a parcel it
    is a printer's test page.
    """

    parcel = models.ForeignKey("packing.Parcel", on_delete=models.PROTECT, null=True, db_index=False)
    order_id = models.BigIntegerField(null=True)
    shipment = models.ForeignKey(Shipment, on_delete=models.PROTECT, null=True, db_index=False)
    paper = models.CharField(max_length=8)
    act = models.CharField(max_length=8)
    state = models.CharField(max_length=8)
    printer = models.ForeignKey(Printer, on_delete=models.SET_NULL, null=True)
    place = models.CharField(max_length=60)
    by_itself = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)
    actor = models.CharField(max_length=150)
    at = models.DateTimeField()
    attempts = models.SmallIntegerField(default=0)
    begun_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="paper_act", condition=Q(act__in=PAPER_ACTS)),
            models.CheckConstraint(name="paper_state", condition=Q(state__in=sorted(PAPER_STATES))),
            models.CheckConstraint(
                name="paper_ended",
                condition=Q(state="waiting", ended_at=None) | (~Q(state="waiting") & Q(ended_at__isnull=False)),
            ),
            models.UniqueConstraint(
                fields=["parcel", "paper"], condition=Q(by_itself=True), name="paper_by_itself_once"
            ),
        ]
        indexes = [
            models.Index(fields=["order_id", "id"], name="paper_of_order"),
            models.Index(fields=["parcel", "id"], name="paper_of_parcel"),
            models.Index(F("ended_at").desc(), name="paper_failed", condition=Q(state="failed")),
        ]

    def __str__(self) -> str:
        return f"{self.paper} {self.act} {self.state}"


class ScaleReading(models.Model):
    """What lies at rest on the scale of a bench, as it said last."""

    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT, db_index=False)
    bench = models.CharField(max_length=40)
    grams = models.IntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["warehouse", "bench"], name="scale_once"),
            models.CheckConstraint(name="scale_bench", condition=~Q(bench="")),
        ]

    def __str__(self) -> str:
        return f"{self.bench}: {self.grams} g"
