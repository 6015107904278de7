"""What shops were told of stock, and how they were compared."""

from django.db import models
from django.db.models import F, Q

from packhorse.feed.rules import DIFFERENCES, FEED_STATES, ITEM_STATES, RUN_STATES


class Feed(models.Model):
    """Whether a channel's shop is told of stock, and at which place of the shop's.

    `queued_at`: a job that tells is queued since then. `not_before`: the shop asked to be left alone until then.
    `choices` are the places that the shop named, {place: its name}. The channel is a plain code.
    """

    channel = models.CharField(max_length=40, primary_key=True)
    state = models.CharField(max_length=8, default="off")
    place = models.CharField(max_length=100, blank=True)
    choices = models.JSONField(default=dict)
    told_at = models.DateTimeField(null=True)
    queued_at = models.DateTimeField(null=True)
    not_before = models.DateTimeField(null=True)
    attempts = models.SmallIntegerField(default=0)
    said = models.CharField(max_length=500, blank=True, default="")
    changed_at = models.DateTimeField()
    actor = models.CharField(max_length=150)

    class Meta:
        constraints = [models.CheckConstraint(name="feed_state", condition=Q(state__in=sorted(FEED_STATES)))]

    def __str__(self) -> str:
        return f"{self.channel}: {self.state}"


class FeedItem(models.Model):
    """A product as a shop was told of it: `told` units, of the shop's `item`.

    `asked` counts how often it was to be told: a number that was on its way when it changed again is told anew.
    """

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, db_index=False)
    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT)
    item = models.CharField(max_length=100, blank=True)
    told = models.IntegerField(null=True)
    told_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, default="waiting")
    said = models.CharField(max_length=300, blank=True, default="")
    asked = models.IntegerField(default=1)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["feed", "product"], name="feed_item_once"),
            models.CheckConstraint(name="feed_item_state", condition=Q(state__in=sorted(ITEM_STATES))),
            models.CheckConstraint(name="feed_item_told", condition=Q(told=None) | Q(told__gte=0)),
        ]
        indexes = [
            models.Index(fields=["feed", "since", "id"], name="feed_item_waiting", condition=Q(state="waiting")),
            models.Index(F("feed"), F("told_at").desc(), name="feed_item_refused", condition=Q(state="refused")),
        ]

    def __str__(self) -> str:
        return f"{self.feed_id}: {self.told} of {self.product_id}, {self.state}"


class FeedRun(models.Model):
    """One comparison of a shop's whole stock with ours; `kinds` counts the differences of each kind.

    `not_before`: it did not work, and is queued again then.
    """

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, db_index=False)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    state = models.CharField(max_length=8, default="waiting")
    ended_at = models.DateTimeField(null=True)
    attempts = models.SmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True)
    compared = models.IntegerField(default=0)
    differences = models.IntegerField(default=0)
    kinds = models.JSONField(default=dict)
    said = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(name="feed_run_state", condition=Q(state__in=sorted(RUN_STATES))),
            models.CheckConstraint(
                name="feed_run_ended",
                condition=Q(state="waiting", ended_at=None) | (~Q(state="waiting") & Q(ended_at__isnull=False)),
            ),
            models.UniqueConstraint(fields=["feed"], condition=Q(state="waiting"), name="feed_run_one"),
        ]
        indexes = [models.Index(fields=["feed", "-at"], name="feed_run_newest")]

    def __str__(self) -> str:
        return f"{self.feed_id} {self.at:%F}: {self.state}"


class FeedDifference(models.Model):
    """Where a shop's stock and ours did not agree; units are None where one side has none."""

    run = models.ForeignKey(FeedRun, on_delete=models.CASCADE)
    kind = models.CharField(max_length=10)
    sku = models.CharField(max_length=100)
    ours = models.IntegerField(null=True)
    theirs = models.IntegerField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(name="feed_difference_kind", condition=Q(kind__in=sorted(DIFFERENCES)))]

    def __str__(self) -> str:
        return f"{self.sku}: {self.kind}"
