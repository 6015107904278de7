import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

from packhorse.creating import CreateTables


class Migration(migrations.Migration):
    replaces = [("counting", "0001_initial"), ("counting", "0002_person")]

    initial = True

    dependencies = [
        ("catalog", "0001_tables"),
        ("inventory", "0001_tables"),
        ("network", "0001_tables"),
    ]

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name="CountPlan",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("a_days", models.IntegerField()),
                        ("b_days", models.IntegerField()),
                        ("c_days", models.IntegerField()),
                        ("per_night", models.IntegerField()),
                        ("tolerance_units", models.IntegerField()),
                        ("tolerance_percent", models.IntegerField()),
                        ("tolerance_minor", models.BigIntegerField()),
                        ("same_person", models.BooleanField()),
                        (
                            "warehouse",
                            models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, to="network.warehouse"),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("a_days__gt", 0), ("b_days__gt", 0), ("c_days__gt", 0)),
                                name="plan_days",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("per_night__gte", 0),
                                    ("tolerance_minor__gte", 0),
                                    ("tolerance_percent__gte", 0),
                                    ("tolerance_units__gte", 0),
                                ),
                                name="plan_limits",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Count",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reason", models.CharField(max_length=10)),
                        ("priority", models.SmallIntegerField()),
                        ("state", models.CharField(max_length=10)),
                        ("result", models.CharField(blank=True, default="", max_length=10)),
                        ("due_on", models.DateField()),
                        ("counter", models.CharField(blank=True, default="", max_length=150)),
                        ("asked_by", models.CharField(max_length=150)),
                        ("asked_at", models.DateTimeField()),
                        ("closed_by", models.CharField(blank=True, default="", max_length=150)),
                        ("closed_at", models.DateTimeField(null=True)),
                        ("note", models.CharField(blank=True, default="", max_length=200)),
                        (
                            "bin",
                            models.ForeignKey(
                                db_index=False, on_delete=django.db.models.deletion.PROTECT, to="network.bin"
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="catalog.product",
                            ),
                        ),
                        (
                            "warehouse",
                            models.ForeignKey(
                                db_index=False, on_delete=django.db.models.deletion.PROTECT, to="network.warehouse"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state__in", ("recount", "due"))),
                                fields=["warehouse", "-priority", "due_on"],
                                name="count_to_do",
                            ),
                            models.Index(fields=["state", "id"], name="count_by_state"),
                            models.Index(
                                condition=models.Q(("product", None), ("state", "done")),
                                fields=["bin", "closed_at"],
                                name="count_last",
                            ),
                            models.Index(
                                condition=models.Q(("state", "done")), fields=["closed_at"], name="count_done"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["approval", "counting", "done", "dropped", "due", "recount"])
                                ),
                                name="count_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason__in", ["cycle", "manual", "suspicion"])),
                                name="count_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("result__in", ["expected", "booked", "approved"]), ("state", "done")),
                                    models.Q(models.Q(("state", "done"), _negated=True), ("result", "")),
                                    _connector="OR",
                                ),
                                name="count_result",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at__isnull", False), ("state__in", ["done", "dropped"])),
                                    models.Q(
                                        models.Q(("state__in", ["done", "dropped"]), _negated=True), ("closed_at", None)
                                    ),
                                    _connector="OR",
                                ),
                                name="count_closed",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ("due", "counting", "recount", "approval"))),
                                fields=("bin",),
                                name="count_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CountRound",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("nth", models.SmallIntegerField()),
                        ("counter", models.CharField(max_length=150)),
                        ("begun_at", models.DateTimeField()),
                        (
                            "known",
                            django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None),
                        ),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("outcome", models.CharField(blank=True, default="", max_length=10)),
                        (
                            "count",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rounds",
                                to="counting.count",
                            ),
                        ),
                        ("device", models.CharField(blank=True, default="", max_length=150)),
                        ("login", models.CharField(blank=True, default="", max_length=150)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["counter", "-id"], name="rounds_of_counter")],
                        "constraints": [
                            models.UniqueConstraint(fields=("count", "nth"), name="round_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)), fields=("count",), name="round_at_a_time"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at", None), ("outcome", "")),
                                    models.Q(
                                        ("ended_at__isnull", False),
                                        ("outcome__in", ("expected", "booked", "recount", "approval", "moved")),
                                    ),
                                    _connector="OR",
                                ),
                                name="round_ended",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CountScan",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("units", models.IntegerField()),
                        ("serial", models.CharField(blank=True, default="", max_length=60)),
                        ("scan_id", models.UUIDField(unique=True)),
                        ("at", models.DateTimeField()),
                        (
                            "lot",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="inventory.lot",
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                db_index=False, on_delete=django.db.models.deletion.PROTECT, to="catalog.product"
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="scans",
                                to="counting.countround",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["round", "id"], name="scans_of_round")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("units__gt", 0), models.Q(("serial", ""), ("units", 1), _connector="OR")
                                ),
                                name="count_scan_units",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("serial", ""), _negated=True),
                                fields=("round", "product", "serial"),
                                name="counted_serial_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CountedLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("units", models.IntegerField()),
                        ("expected", models.IntegerField()),
                        ("expected_low", models.IntegerField()),
                        ("expected_high", models.IntegerField()),
                        ("difference", models.IntegerField()),
                        (
                            "missing",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=60), default=list, size=None
                            ),
                        ),
                        (
                            "found",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=60), default=list, size=None
                            ),
                        ),
                        ("price_minor", models.BigIntegerField()),
                        ("booked", models.IntegerField(default=0)),
                        (
                            "lot",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="inventory.lot",
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                db_index=False, on_delete=django.db.models.deletion.PROTECT, to="catalog.product"
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="counting.countround",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("round", "product", "lot"), name="counted_once", nulls_distinct=False
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "difference",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("units"), "-", models.F("expected")
                                        ),
                                    ),
                                    ("units__gte", 0),
                                    ("booked__in", [0, models.F("difference")]),
                                ),
                                name="counted_difference",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
