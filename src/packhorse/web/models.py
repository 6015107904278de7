"""What the doors keep: keys of machines and their answers, where people work, and how often strangers tried."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class ApiKey(models.Model):
    """A machine's key. Of the secret only its SHA-256 is kept; `prefix` is what people know it by.

    `channel` (a channel's code) narrows it to that channel's orders; empty: all.
    `used_on` is the last day (UTC) on which it was used: one write a day tells keys nobody uses from those in use.
    """

    name = models.CharField(max_length=100, unique=True)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    role = models.CharField(max_length=20)
    channel = models.CharField(max_length=40, blank=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_on = models.DateField(null=True)

    def __str__(self) -> str:
        return self.name


class StoredAnswer(models.Model):
    """The answer to a request that bore an Idempotency-Key: sent again, it gets this and nothing is done."""

    api_key = models.ForeignKey(ApiKey, on_delete=models.CASCADE)
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    status = models.IntegerField()
    body = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["api_key", "key"], name="answer_once"),
            models.CheckConstraint(name="answer_status", condition=Q(status__gte=200, status__lt=300)),
        ]
        indexes = [models.Index(fields=["at"], name="answer_age")]

    def __str__(self) -> str:
        return self.key


class NightDuty(models.Model):
    """A duty of a night, taken by one worker; without `ended_at` it is under way, or was when its worker died."""

    name = models.CharField(max_length=40)
    night = models.DateField()
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "night"], name="duty_once_a_night")]

    def __str__(self) -> str:
        return f"{self.name} of {self.night}"


class AuditRun(models.Model):
    """What an audit found: how many differences, and the first of them."""

    at = models.DateTimeField()
    took_ms = models.IntegerField()
    invariants = models.IntegerField()
    differences = models.IntegerField()
    findings = models.JSONField()
    actor = models.CharField(max_length=150)

    def __str__(self) -> str:
        return f"{self.differences} differences at {self.at}"


class WorksAt(models.Model):
    """A login works in this warehouse. One without a row works in all of them."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False)
    warehouse = models.ForeignKey("network.Warehouse", on_delete=models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "warehouse"], name="works_at_once")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.warehouse_id}"


class Try(models.Model):
    """How often something was tried that is counted (see `pace.py`), until when; `key` is a digest of what and who."""

    key = models.CharField(max_length=64, primary_key=True)
    tries = models.IntegerField()
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["until"], name="try_over")]

    def __str__(self) -> str:
        return f"{self.tries} until {self.until}"
