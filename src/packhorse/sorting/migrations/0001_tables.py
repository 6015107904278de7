import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from packhorse.creating import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("sorting", "0001_initial"),
        ("sorting", "0002_walls_and_lanes"),
        ("sorting", "0003_too_big"),
        ("sorting", "0004_who_cleared"),
    ]

    initial = True

    dependencies = [
        ("catalog", "0001_tables"),
        ("network", "0001_tables"),
        ("picking", "0001_tables"),
        ("placing", "0001_tables"),
        ("sourcing", "0001_tables"),
    ]

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name="Lane",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=20)),
                        ("barcode", models.CharField(max_length=64, unique=True)),
                        (
                            "countries",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=2), size=None
                            ),
                        ),
                        (
                            "warehouse",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="network.warehouse"),
                        ),
                        ("carrier", models.CharField(blank=True, default="", max_length=20)),
                        ("cutoff", models.TimeField(null=True)),
                        ("holds", models.CharField(default="pallet", max_length=10)),
                        ("in_turn", models.BooleanField(default=False)),
                        (
                            "postal_prefixes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=12), default=list, size=None
                            ),
                        ),
                        ("precedence", models.SmallIntegerField(default=100)),
                        ("service", models.CharField(blank=True, default="", max_length=30)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("warehouse", "code"), name="lane_once"),
                            models.CheckConstraint(
                                condition=models.Q(("holds__in", ["", "cage", "pallet"])), name="lane_holds"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Wall",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=20)),
                        ("golden_row", models.SmallIntegerField(default=0)),
                        ("confirm", models.BooleanField(default=False)),
                        ("single", models.BooleanField(default=False)),
                        (
                            "warehouse",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="network.warehouse"),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("warehouse", "code"), name="wall_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Slot",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("wall", models.CharField(max_length=20)),
                        ("code", models.CharField(max_length=20)),
                        ("barcode", models.CharField(max_length=64, unique=True)),
                        ("state", models.CharField(max_length=10)),
                        ("changed_at", models.DateTimeField(null=True)),
                        (
                            "fulfillment",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, to="sourcing.fulfillmentorder"
                            ),
                        ),
                        (
                            "warehouse",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="network.warehouse"),
                        ),
                        ("column", models.SmallIntegerField(default=0)),
                        ("depth_mm", models.IntegerField(default=0)),
                        ("height_mm", models.IntegerField(default=0)),
                        ("part", models.SmallIntegerField(default=1)),
                        ("row", models.SmallIntegerField(default=0)),
                        ("width_mm", models.IntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("warehouse", "wall", "code"), name="slot_once"),
                            models.UniqueConstraint(fields=("fulfillment", "part"), name="slot_part_once"),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["complete", "filling", "free", "to_clear"])),
                                name="slot_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("fulfillment", None), ("state", "free")),
                                    models.Q(
                                        models.Q(("state", "free"), _negated=True), ("fulfillment__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="slot_owner",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Clearing",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("actor", models.CharField(max_length=150)),
                        ("at", models.DateTimeField()),
                        (
                            "fulfillment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, to="sourcing.fulfillmentorder"
                            ),
                        ),
                        (
                            "slot",
                            models.ForeignKey(
                                db_index=False, on_delete=django.db.models.deletion.PROTECT, to="sorting.slot"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["slot", "-id"], name="clearing_of_slot")],
                    },
                ),
                migrations.CreateModel(
                    name="Overflow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=20)),
                        ("barcode", models.CharField(max_length=64, unique=True)),
                        (
                            "warehouse",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="network.warehouse"),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("warehouse", "code"), name="overflow_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Put",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("quantity", models.IntegerField()),
                        ("scan_id", models.UUIDField(unique=True)),
                        ("actor", models.CharField(max_length=150)),
                        ("at", models.DateTimeField()),
                        (
                            "fulfillment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, to="sourcing.fulfillmentorder"
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="placing.orderline"),
                        ),
                        (
                            "product",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="catalog.product"),
                        ),
                        ("task", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="picking.picktask")),
                        (
                            "slot",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, to="sorting.slot"
                            ),
                        ),
                        ("confirmed_at", models.DateTimeField(null=True)),
                        (
                            "overflow",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, to="sorting.overflow"
                            ),
                        ),
                        ("too_big", models.BooleanField(db_default=False, default=False)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("confirmed_at", None)), fields=["actor"], name="put_unconfirmed"
                            ),
                            models.Index(
                                condition=models.Q(("too_big", True)), fields=["fulfillment", "id"], name="put_too_big"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="put_quantity"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("overflow", None), ("slot__isnull", False)),
                                    models.Q(
                                        ("confirmed_at__isnull", False), ("overflow__isnull", False), ("slot", None)
                                    ),
                                    _connector="OR",
                                ),
                                name="put_somewhere",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PastWall",
                    fields=[
                        (
                            "fulfillment",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                serialize=False,
                                to="sourcing.fulfillmentorder",
                            ),
                        ),
                        ("tote", models.SmallIntegerField(default=0)),
                        ("at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "overflow",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="sorting.overflow",
                            ),
                        ),
                        (
                            "pick_list",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="picking.picklist",
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
                                condition=models.Q(("ended_at", None)),
                                fields=["warehouse", "at"],
                                name="past_wall_open",
                            ),
                            models.Index(
                                condition=models.Q(("ended_at", None)),
                                fields=["pick_list", "tote"],
                                name="past_wall_list",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("overflow", None), ("pick_list__isnull", False)),
                                    models.Q(("overflow__isnull", False), ("pick_list", None)),
                                    _connector="OR",
                                ),
                                name="past_wall_from",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
