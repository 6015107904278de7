import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

from packhorse.creating import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("packing", "0001_initial"),
        ("packing", "0002_day_figures"),
        ("packing", "0003_expected_freight"),
        ("packing", "0004_placement_changes_photos"),
        ("packing", "0005_carton_kinds"),
        ("packing", "0006_off_weight"),
    ]

    initial = True

    dependencies = [
        ("catalog", "0001_tables"),
        ("network", "0001_tables"),
        ("placing", "0001_tables"),
        ("sourcing", "0001_tables"),
    ]

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name="Carton",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=20, unique=True)),
                        ("name", models.CharField(max_length=120)),
                        ("inner_length_mm", models.IntegerField()),
                        ("inner_width_mm", models.IntegerField()),
                        ("inner_height_mm", models.IntegerField()),
                        ("outer_length_mm", models.IntegerField()),
                        ("outer_width_mm", models.IntegerField()),
                        ("outer_height_mm", models.IntegerField()),
                        ("tare_g", models.IntegerField()),
                        ("max_weight_g", models.IntegerField()),
                        ("cost_minor", models.IntegerField()),
                        ("around_mm", models.IntegerField(db_default=0, default=0)),
                        ("filling_g", models.IntegerField(db_default=0, default=0)),
                        ("filling_minor", models.IntegerField(db_default=0, default=0)),
                        ("holds_hours", models.IntegerField(db_default=0, default=0)),
                        ("kind", models.CharField(db_default="box", default="box", max_length=10)),
                        ("retired", models.BooleanField(db_default=False, default=False)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ("box", "mailer", "tube", "insulated"))),
                                name="carton_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("around_mm__gte", 0),
                                    (
                                        "inner_height_mm__gt",
                                        django.db.models.expressions.CombinedExpression(
                                            models.Value(2), "*", models.F("around_mm")
                                        ),
                                    ),
                                    (
                                        "inner_length_mm__gt",
                                        django.db.models.expressions.CombinedExpression(
                                            models.Value(2), "*", models.F("around_mm")
                                        ),
                                    ),
                                    (
                                        "inner_width_mm__gt",
                                        django.db.models.expressions.CombinedExpression(
                                            models.Value(2), "*", models.F("around_mm")
                                        ),
                                    ),
                                ),
                                name="carton_has_room",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CartonStock",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on_hand", models.IntegerField(default=0)),
                        ("reorder_level", models.IntegerField(default=0)),
                        ("counted", models.BooleanField(default=True)),
                        (
                            "carton",
                            models.ForeignKey(
                                db_index=False, on_delete=django.db.models.deletion.PROTECT, to="packing.carton"
                            ),
                        ),
                        (
                            "warehouse",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="network.warehouse"),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("carton", "warehouse"), name="carton_stock_once"),
                            models.CheckConstraint(
                                condition=models.Q(("on_hand__gte", 0), ("reorder_level__gte", 0)),
                                name="carton_stock_there",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CartonMovement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=10)),
                        ("quantity", models.IntegerField()),
                        ("parcel_id", models.BigIntegerField(null=True)),
                        ("note", models.CharField(blank=True, max_length=200)),
                        ("at", models.DateTimeField()),
                        ("actor", models.CharField(max_length=150)),
                        (
                            "carton",
                            models.ForeignKey(
                                db_index=False, on_delete=django.db.models.deletion.PROTECT, to="packing.carton"
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
                        "indexes": [models.Index(fields=["carton", "warehouse", "id"], name="carton_movements")],
                        "constraints": [
                            models.UniqueConstraint(fields=("parcel_id",), name="carton_used_once"),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ("received", "counted", "used"))),
                                name="carton_movement_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "used"), ("quantity", -1)), ("parcel_id", None), _connector="OR"
                                ),
                                name="carton_movement_of_a_parcel",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Coolant",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=20, unique=True)),
                        ("name", models.CharField(max_length=120)),
                        ("climate", models.CharField(max_length=10)),
                        ("length_mm", models.IntegerField()),
                        ("width_mm", models.IntegerField()),
                        ("height_mm", models.IntegerField()),
                        ("weight_g", models.IntegerField()),
                        ("cost_minor", models.IntegerField()),
                        ("hold_hours", models.IntegerField()),
                        ("hold_litres", models.IntegerField()),
                        ("retired", models.BooleanField(default=False)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("climate__in", ("chilled", "frozen"))), name="coolant_climate"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("height_mm__gt", 0),
                                    ("hold_hours__gt", 0),
                                    ("hold_litres__gt", 0),
                                    ("length_mm__gt", 0),
                                    ("weight_g__gt", 0),
                                    ("width_mm__gt", 0),
                                ),
                                name="coolant_is_there",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HazmatLimit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("hazmat_class", models.CharField(max_length=4, unique=True)),
                        ("max_net_g", models.IntegerField(null=True)),
                        ("max_gross_g", models.IntegerField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("max_net_g__gt", 0), ("max_gross_g__gt", 0), _connector="OR"),
                                name="hazmat_limit",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Parcel",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order_id", models.BigIntegerField()),
                        ("position", models.SmallIntegerField()),
                        ("of", models.SmallIntegerField()),
                        ("sscc", models.CharField(max_length=18, unique=True)),
                        ("state", models.CharField(max_length=10)),
                        ("length_mm", models.IntegerField()),
                        ("width_mm", models.IntegerField()),
                        ("height_mm", models.IntegerField()),
                        ("expected_g", models.IntegerField()),
                        ("weight_g", models.IntegerField(null=True)),
                        ("carton_cost_minor", models.IntegerField()),
                        ("reasons", models.JSONField()),
                        ("created_at", models.DateTimeField()),
                        ("packed_at", models.DateTimeField(null=True)),
                        ("packer", models.CharField(blank=True, max_length=150)),
                        (
                            "carton",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, to="packing.carton"
                            ),
                        ),
                        (
                            "fulfillment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, to="sourcing.fulfillmentorder"
                            ),
                        ),
                        (
                            "warehouse",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="network.warehouse"),
                        ),
                        ("expected_service", models.CharField(blank=True, db_default="", default="", max_length=60)),
                        ("freight_minor", models.BigIntegerField(null=True)),
                        ("placement", models.JSONField(null=True)),
                        ("coolant_minor", models.IntegerField(db_default=0, default=0)),
                        ("coolant_packs", models.SmallIntegerField(db_default=0, default=0)),
                        ("filling_minor", models.IntegerField(db_default=0, default=0)),
                        ("unboxed", models.BooleanField(db_default=False, default=False)),
                        (
                            "coolant",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="packing.coolant",
                            ),
                        ),
                        ("refused_at", models.DateTimeField(null=True)),
                        ("refused_g", models.IntegerField(null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["order_id"], name="parcel_of_order"),
                            django.contrib.postgres.indexes.BrinIndex(
                                autosummarize=True, fields=["packed_at"], name="parcel_by_day"
                            ),
                            models.Index(
                                condition=models.Q(("state", "packing")),
                                fields=["warehouse", "carton"],
                                name="parcel_at_bench",
                            ),
                            models.Index(
                                condition=models.Q(("refused_g__isnull", False), ("state", "packing")),
                                fields=["id"],
                                name="parcel_off_weight",
                            ),
                            models.Index(
                                condition=models.Q(("state__in", ["packing", "packed"]), ("unboxed", True)),
                                fields=["id"],
                                name="parcel_unboxed",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("fulfillment", "position"), name="parcel_once"),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["cancelled", "packed", "packing", "shipped"])),
                                name="parcel_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["packing", "cancelled"]), ("weight_g__gt", 0), _connector="OR"
                                ),
                                name="parcel_weighed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ParcelLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("quantity", models.IntegerField()),
                        ("packed", models.IntegerField(default=0)),
                        (
                            "line",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="placing.orderline"),
                        ),
                        (
                            "parcel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="packing.parcel"
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="catalog.product"),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("parcel", "line"), name="parcel_line_once"),
                            models.CheckConstraint(
                                condition=models.Q(("packed__gte", 0), ("packed__lte", models.F("quantity"))),
                                name="parcel_line_packed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PackScan",
                    fields=[
                        ("scan_id", models.UUIDField(primary_key=True, serialize=False)),
                        ("quantity", models.IntegerField()),
                        ("actor", models.CharField(max_length=150)),
                        ("at", models.DateTimeField()),
                        (
                            "parcel_line",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="packing.parcelline"),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="CartonChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("difference_minor", models.BigIntegerField(null=True)),
                        ("objection", models.CharField(blank=True, max_length=200)),
                        ("why", models.CharField(blank=True, max_length=200)),
                        ("actor", models.CharField(max_length=150)),
                        ("at", models.DateTimeField()),
                        (
                            "before",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="packing.carton",
                            ),
                        ),
                        (
                            "carton",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="packing.carton"
                            ),
                        ),
                        ("parcel", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="packing.parcel")),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("objection", ""), models.Q(("why", ""), _negated=True), _connector="OR"
                                ),
                                name="carton_change_answered",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ParcelPhoto",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("image", models.BinaryField()),
                        ("width", models.IntegerField()),
                        ("height", models.IntegerField()),
                        ("actor", models.CharField(max_length=150)),
                        ("at", models.DateTimeField(db_index=True)),
                        ("parcel", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="packing.parcel")),
                    ],
                ),
            ],
        ),
    ]
