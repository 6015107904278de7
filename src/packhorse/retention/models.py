"""What customers are told of their orders, and of which kinds a channel's customers are told."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from packhorse.retention.rules import KINDS, LANGUAGES, NOTICE_STATES, OF_RETURNS


class Notice(models.Model):
    """That a customer is to be told something of his order, once: neither address nor text is kept.

    `cause` tells several of a kind and parcel apart (late, and then sent back). `waits` and `day` are what a changed
    promise said (`rules.Standing`). `begun_at` is set while a try is under way. `said`: why it is not sent, in words of
    ours.
    """

    order = models.ForeignKey("placing.Order", on_delete=models.PROTECT, db_index=False)
    parcel = models.ForeignKey("packing.Parcel", on_delete=models.PROTECT, null=True, db_index=False)
    returned = models.ForeignKey("returns.Return", on_delete=models.PROTECT, null=True, db_index=False)
    kind = models.CharField(max_length=20)
    cause = models.CharField(max_length=20, blank=True, default="")
    state = models.CharField(max_length=12)
    tries = models.SmallIntegerField(default=0)
    begun_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=200, blank=True, default="")
    waits = models.BooleanField(default=False)
    day = models.DateField(null=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["parcel", "kind", "cause"], condition=Q(parcel__isnull=False), name="notice_once_a_parcel"
            ),
            models.UniqueConstraint(
                fields=["returned", "kind"], condition=Q(returned__isnull=False), name="notice_once_a_return"
            ),
            models.UniqueConstraint(
                fields=["order"], condition=Q(kind="promise_changed", state="queued"), name="notice_one_promise"
            ),
            models.CheckConstraint(name="customer_notice_state", condition=Q(state__in=sorted(NOTICE_STATES))),
            models.CheckConstraint(name="customer_notice_kind", condition=Q(kind__in=sorted(KINDS))),
            models.CheckConstraint(
                name="customer_notice_parcel",
                condition=Q(kind="promise_changed", parcel=None, returned=None)
                | Q(kind__in=OF_RETURNS, parcel=None, returned__isnull=False)
                | (~Q(kind__in=["promise_changed", *OF_RETURNS]) & Q(parcel__isnull=False, returned=None)),
            ),
            models.CheckConstraint(
                name="customer_notice_ended",
                condition=Q(state="queued", ended_at=None) | (~Q(state="queued") & Q(ended_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["order", "id"], name="customer_notice_of_order"),
            models.Index(fields=["-id"], name="customer_notice_failed", condition=Q(state="failed")),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.state}"


class ChannelNotices(models.Model):
    """Which kinds of notices a channel's customers get, and in which language (empty: that of the country)."""

    channel = models.OneToOneField("placing.Channel", on_delete=models.PROTECT, primary_key=True)
    kinds = ArrayField(models.CharField(max_length=20), default=list)
    language = models.CharField(max_length=2, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(name="channel_notices_kinds", condition=Q(kinds__contained_by=sorted(KINDS))),
            models.CheckConstraint(name="channel_notices_language", condition=Q(language__in=["", *sorted(LANGUAGES)])),
        ]

    def __str__(self) -> str:
        return f"{self.channel_id}: {', '.join(self.kinds)}"
