"""Parcels that something went wrong with on the way, and what was done about it."""

from django.db import models
from django.db.models import F, Q

from packhorse.shipping.models.shipments import Shipment
from packhorse.shipping.rules import TROUBLE_ACTS, TROUBLES


class Trouble(models.Model):
    """Something that went wrong with a parcel, once of each kind. `outcome`: an act, or that it settled by itself."""

    shipment = models.ForeignKey(Shipment, on_delete=models.PROTECT, db_index=False)
    kind = models.CharField(max_length=12)
    opened_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shipment", "kind"], name="trouble_once"),
            models.CheckConstraint(name="trouble_kind", condition=Q(kind__in=sorted(TROUBLES))),
            models.CheckConstraint(
                name="trouble_settled",
                condition=Q(settled_at=None, outcome="") | (Q(settled_at__isnull=False) & ~Q(outcome="")),
            ),
        ]
        indexes = [models.Index(F("opened_at").asc(), F("id").asc(), name="trouble_open", condition=Q(settled_at=None))]

    def __str__(self) -> str:
        return f"{self.kind} of {self.shipment_id}"


class TroubleAct(models.Model):
    """What a person did about a trouble; `order_id`: the order that replaces the parcel."""

    trouble = models.ForeignKey(Trouble, on_delete=models.PROTECT, related_name="acts")
    act = models.CharField(max_length=12)
    note = models.CharField(max_length=300, blank=True)
    order_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)

    class Meta:
        constraints = [models.CheckConstraint(name="trouble_act", condition=Q(act__in=sorted(TROUBLE_ACTS)))]

    def __str__(self) -> str:
        return self.act
