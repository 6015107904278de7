import django.db.models.deletion
from django.db import migrations, models

from packhorse.creating import CreateTables


class Migration(migrations.Migration):
    replaces = [("feed", "0001_initial"), ("feed", "0002_kinds"), ("feed", "0003_not_before")]

    initial = True

    dependencies = [
        ("catalog", "0001_tables"),
    ]

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name="Feed",
                    fields=[
                        ("channel", models.CharField(max_length=40, primary_key=True, serialize=False)),
                        ("state", models.CharField(default="off", max_length=8)),
                        ("place", models.CharField(blank=True, max_length=100)),
                        ("choices", models.JSONField(default=dict)),
                        ("told_at", models.DateTimeField(null=True)),
                        ("queued_at", models.DateTimeField(null=True)),
                        ("not_before", models.DateTimeField(null=True)),
                        ("attempts", models.SmallIntegerField(default=0)),
                        ("said", models.CharField(blank=True, default="", max_length=500)),
                        ("changed_at", models.DateTimeField()),
                        ("actor", models.CharField(max_length=150)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["off", "on", "refused"])), name="feed_state"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FeedItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("item", models.CharField(blank=True, max_length=100)),
                        ("told", models.IntegerField(null=True)),
                        ("told_at", models.DateTimeField(null=True)),
                        ("state", models.CharField(default="waiting", max_length=8)),
                        ("said", models.CharField(blank=True, default="", max_length=300)),
                        ("asked", models.IntegerField(default=1)),
                        ("since", models.DateTimeField()),
                        (
                            "feed",
                            models.ForeignKey(
                                db_index=False, on_delete=django.db.models.deletion.CASCADE, to="feed.feed"
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="catalog.product"),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "waiting")),
                                fields=["feed", "since", "id"],
                                name="feed_item_waiting",
                            ),
                            models.Index(
                                models.F("feed"),
                                models.OrderBy(models.F("told_at"), descending=True),
                                condition=models.Q(("state", "refused")),
                                name="feed_item_refused",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("feed", "product"), name="feed_item_once"),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["absent", "refused", "told", "waiting"])),
                                name="feed_item_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("told", None), ("told__gte", 0), _connector="OR"),
                                name="feed_item_told",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FeedRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("actor", models.CharField(max_length=150)),
                        ("state", models.CharField(default="waiting", max_length=8)),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("attempts", models.SmallIntegerField(default=0)),
                        ("compared", models.IntegerField(default=0)),
                        ("differences", models.IntegerField(default=0)),
                        ("said", models.CharField(blank=True, default="", max_length=500)),
                        (
                            "feed",
                            models.ForeignKey(
                                db_index=False, on_delete=django.db.models.deletion.CASCADE, to="feed.feed"
                            ),
                        ),
                        ("kinds", models.JSONField(default=dict)),
                        ("not_before", models.DateTimeField(null=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["feed", "-at"], name="feed_run_newest")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["done", "failed", "waiting"])), name="feed_run_state"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at", None), ("state", "waiting")),
                                    models.Q(
                                        models.Q(("state", "waiting"), _negated=True), ("ended_at__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="feed_run_ended",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "waiting")), fields=("feed",), name="feed_run_one"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FeedDifference",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=10)),
                        ("sku", models.CharField(max_length=100)),
                        ("ours", models.IntegerField(null=True)),
                        ("theirs", models.IntegerField(null=True)),
                        ("run", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="feed.feedrun")),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["absent", "differs", "strange", "twice", "untracked"])
                                ),
                                name="feed_difference_kind",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
