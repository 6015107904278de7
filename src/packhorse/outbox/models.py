"""The event history, and what is still to be told to whom."""

from django.db import models


class Event(models.Model):
    """One thing that happened. Rows are never changed: together they are the orders' history."""

    kind = models.CharField(max_length=40)
    order_id = models.BigIntegerField(null=True)
    warehouse_id = models.BigIntegerField(null=True)
    payload = models.JSONField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)

    class Meta:
        indexes = [
            models.Index(fields=["order_id", "id"], name="event_of_order"),
            models.Index(fields=["kind", "at"], name="event_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Delivery(models.Model):
    """An event that a handler has not taken yet; the row goes when it has."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT)
    handler = models.CharField(max_length=100)
    attempts = models.SmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    error = models.TextField(default="")
    set_aside_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "handler"], name="delivery_once")]
        indexes = [
            models.Index(fields=["handler", "id"], name="delivery_due", condition=models.Q(set_aside_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.handler} <- {self.event_id}"
