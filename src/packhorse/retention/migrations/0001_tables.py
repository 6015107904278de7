import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from packhorse.creating import CreateTables


class Migration(migrations.Migration):
    replaces = [("retention", "0001_initial"), ("retention", "0002_returns")]

    initial = True

    dependencies = [
        ("packing", "0001_tables"),
        ("placing", "0001_tables"),
        ("returns", "0001_tables"),
    ]

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name="Notice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=20)),
                        ("cause", models.CharField(blank=True, default="", max_length=20)),
                        ("state", models.CharField(max_length=12)),
                        ("tries", models.SmallIntegerField(default=0)),
                        ("begun_at", models.DateTimeField(null=True)),
                        ("said", models.CharField(blank=True, default="", max_length=200)),
                        ("waits", models.BooleanField(default=False)),
                        ("day", models.DateField(null=True)),
                        ("created_at", models.DateTimeField()),
                        ("due_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "order",
                            models.ForeignKey(
                                db_index=False, on_delete=django.db.models.deletion.PROTECT, to="placing.order"
                            ),
                        ),
                        (
                            "parcel",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="packing.parcel",
                            ),
                        ),
                        (
                            "returned",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="returns.return",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["order", "id"], name="customer_notice_of_order"),
                            models.Index(
                                condition=models.Q(("state", "failed")), fields=["-id"], name="customer_notice_failed"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("parcel__isnull", False)),
                                fields=("parcel", "kind", "cause"),
                                name="notice_once_a_parcel",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("returned__isnull", False)),
                                fields=("returned", "kind"),
                                name="notice_once_a_return",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "promise_changed"), ("state", "queued")),
                                fields=("order",),
                                name="notice_one_promise",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        ["failed", "no_address", "not_set_up", "not_wanted", "queued", "sent"],
                                    )
                                ),
                                name="customer_notice_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "delayed",
                                            "delivered",
                                            "promise_changed",
                                            "return_approved",
                                            "return_received",
                                            "return_refunded",
                                            "shipped",
                                        ],
                                    )
                                ),
                                name="customer_notice_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "promise_changed"), ("parcel", None), ("returned", None)),
                                    models.Q(
                                        ("kind__in", ("return_approved", "return_received", "return_refunded")),
                                        ("parcel", None),
                                        ("returned__isnull", False),
                                    ),
                                    models.Q(
                                        models.Q(
                                            (
                                                "kind__in",
                                                [
                                                    "promise_changed",
                                                    "return_approved",
                                                    "return_received",
                                                    "return_refunded",
                                                ],
                                            ),
                                            _negated=True,
                                        ),
                                        ("parcel__isnull", False),
                                        ("returned", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="customer_notice_parcel",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at", None), ("state", "queued")),
                                    models.Q(models.Q(("state", "queued"), _negated=True), ("ended_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="customer_notice_ended",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChannelNotices",
                    fields=[
                        (
                            "channel",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                serialize=False,
                                to="placing.channel",
                            ),
                        ),
                        (
                            "kinds",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20), default=list, size=None
                            ),
                        ),
                        ("language", models.CharField(blank=True, default="", max_length=2)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kinds__contained_by",
                                        [
                                            "delayed",
                                            "delivered",
                                            "promise_changed",
                                            "return_approved",
                                            "return_received",
                                            "return_refunded",
                                            "shipped",
                                        ],
                                    )
                                ),
                                name="channel_notices_kinds",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("language__in", ["", "de", "en", "es", "fr", "nl"])),
                                name="channel_notices_language",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
