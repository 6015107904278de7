import datetime

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from packhorse.creating import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("network", "0001_initial"),
        ("network", "0002_bin_uses"),
        ("network", "0003_floor_bins"),
        ("network", "0004_special_days"),
        ("network", "0005_closings"),
        ("network", "0006_middle_cross_aisles"),
    ]

    initial = True

    dependencies = []

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name="Warehouse",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=20, unique=True)),
                        ("name", models.CharField(max_length=120)),
                        ("line1", models.CharField(max_length=200)),
                        ("city", models.CharField(max_length=120)),
                        ("postal_code", models.CharField(max_length=20)),
                        ("country", models.CharField(max_length=2)),
                        ("latitude", models.FloatField(null=True)),
                        ("longitude", models.FloatField(null=True)),
                        ("timezone", models.CharField(max_length=64)),
                        ("cutoff", models.TimeField()),
                        (
                            "workdays",
                            django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), size=None),
                        ),
                        ("capacity_per_day", models.IntegerField()),
                        ("handling_order_minor", models.IntegerField()),
                        ("handling_line_minor", models.IntegerField()),
                        (
                            "storage_classes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20), size=None
                            ),
                        ),
                        ("depot_x_mm", models.IntegerField()),
                        ("depot_y_mm", models.IntegerField()),
                        ("front_y_mm", models.IntegerField()),
                        ("back_y_mm", models.IntegerField()),
                        ("handling_days", models.SmallIntegerField(default=0)),
                        ("handling_minutes", models.IntegerField(default=0)),
                        ("opens", models.TimeField(default=datetime.time(8, 0))),
                        (
                            "middle_y_mm",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.IntegerField(), db_default=[], default=list, size=None
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("workdays__len__gt", 0)), name="warehouse_works"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("handling_days__range", (0, 60)), ("handling_minutes__range", (0, 14400))
                                ),
                                name="warehouse_handling",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("capacity_per_day__gte", 0)), name="warehouse_capacity"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SpecialDay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("day", models.DateField()),
                        ("name", models.CharField(max_length=80)),
                        ("cutoff", models.TimeField(null=True)),
                        (
                            "warehouse",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="network.warehouse"),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("warehouse", "day"), name="special_day_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Closing",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("from_on", models.DateField()),
                        ("until_on", models.DateField(null=True)),
                        ("why", models.CharField(max_length=200)),
                        ("at", models.DateTimeField()),
                        ("actor", models.CharField(max_length=150)),
                        ("begun_at", models.DateTimeField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("ended_by", models.CharField(blank=True, default="", max_length=150)),
                        (
                            "warehouse",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="network.warehouse"),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("ended_at", None)), fields=["warehouse"], name="closing_open"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until_on", None), ("until_on__gte", models.F("from_on")), _connector="OR"
                                ),
                                name="closing_days",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Bin",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=40)),
                        ("barcode", models.CharField(max_length=64, unique=True)),
                        ("zone", models.CharField(max_length=20)),
                        ("aisle", models.IntegerField()),
                        ("x_mm", models.IntegerField()),
                        ("y_mm", models.IntegerField()),
                        ("storage_class", models.CharField(max_length=20)),
                        (
                            "warehouse",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="network.warehouse"),
                        ),
                        ("depth_mm", models.IntegerField(default=0)),
                        ("height_mm", models.IntegerField(default=0)),
                        ("max_weight_g", models.IntegerField(default=0)),
                        ("use", models.CharField(default="pick", max_length=10)),
                        ("width_mm", models.IntegerField(default=0)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("use", "pick"), _negated=True),
                                fields=["warehouse", "use"],
                                name="bin_by_use",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("warehouse", "code"), name="bin_code_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("use__in", ["damaged", "pick", "quarantine", "receiving", "reserve"])
                                ),
                                name="bin_use",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("depth_mm__gte", 0),
                                    ("height_mm__gte", 0),
                                    ("max_weight_g__gte", 0),
                                    ("width_mm__gte", 0),
                                ),
                                name="bin_sizes",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
