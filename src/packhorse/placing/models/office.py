"""What the office adds to orders: holds and their rules, notes, and views of the list."""

from django.db import models
from django.db.models import Q

from packhorse.placing.rules import HOLDS, RULE_KINDS


class OrderHold(models.Model):
    """A reason for which an order must not go on. All of an order's holds must be released; each is kept.

    `order_placed_at` is the order's, which never changes: the list of held orders walks an index that begins with it.
    """

    order = models.ForeignKey("placing.Order", on_delete=models.PROTECT, related_name="holds")
    kind = models.CharField(max_length=30)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    released_at = models.DateTimeField(null=True)
    released_by = models.CharField(max_length=150, blank=True)
    order_placed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["-order_placed_at", "-order"], name="hold_newest", condition=Q(released_at=None)),
        ]
        constraints = [
            models.CheckConstraint(name="hold_kind", condition=Q(kind__in=sorted(HOLDS))),
            models.UniqueConstraint(fields=["order", "kind"], condition=Q(released_at=None), name="hold_once"),
        ]

    def __str__(self) -> str:
        return self.kind


class HoldRule(models.Model):
    """When orders are held by themselves: see `rules.holds_of`. `channel` null: on every channel."""

    kind = models.CharField(max_length=20)
    hold = models.CharField(max_length=30)
    channel = models.ForeignKey("placing.Channel", on_delete=models.PROTECT, null=True)
    limit = models.BigIntegerField(default=0)
    hours = models.IntegerField(default=24)

    class Meta:
        constraints = [
            models.CheckConstraint(name="hold_rule_kind", condition=Q(kind__in=sorted(RULE_KINDS))),
            models.CheckConstraint(name="hold_rule_hold", condition=Q(hold__in=sorted(HOLDS))),
            models.CheckConstraint(name="hold_rule_numbers", condition=Q(limit__gte=0, hours__gt=0)),
        ]

    def __str__(self) -> str:
        return self.kind


class OrderNote(models.Model):
    """What somebody of the office wrote about an order."""

    order = models.ForeignKey("placing.Order", on_delete=models.PROTECT, related_name="notes")
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    text = models.CharField(max_length=2000)

    def __str__(self) -> str:
        return self.text[:40]


class OrderView(models.Model):
    """What somebody often asks the list of orders for (`filters.Filter.cells`), under a name of theirs.

    `owner` is a login; `shared` shows it to the whole office.
    """

    owner = models.CharField(max_length=150)
    name = models.CharField(max_length=60)
    asked = models.JSONField()
    shared = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="view_once"),
            models.CheckConstraint(name="view_name", condition=~Q(name="")),
        ]
        indexes = [models.Index(fields=["name"], name="view_shared", condition=Q(shared=True))]

    def __str__(self) -> str:
        return self.name
