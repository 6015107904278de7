import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

from packhorse.creating import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("picking", "0001_initial"),
        ("picking", "0002_day_figures"),
        ("picking", "0003_lots"),
        ("picking", "0004_waves"),
        ("picking", "0005_carts"),
        ("picking", "0006_fill_ups"),
        ("picking", "0007_list_kinds"),
    ]

    initial = True

    dependencies = [
        ("catalog", "0001_tables"),
        ("inventory", "0001_tables"),
        ("network", "0001_tables"),
        ("placing", "0001_tables"),
        ("sourcing", "0001_tables"),
    ]

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name="FloorSetup",
                    fields=[
                        (
                            "warehouse",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                serialize=False,
                                to="network.warehouse",
                            ),
                        ),
                        ("cart_totes", models.IntegerField()),
                        ("cart_tasks", models.IntegerField()),
                        ("cart_g", models.IntegerField()),
                        ("tote_mm3", models.BigIntegerField()),
                        ("pickers", models.IntegerField()),
                        ("pick_seconds", models.IntegerField()),
                        ("walk_mm_s", models.IntegerField()),
                        ("after_minutes", models.IntegerField()),
                        ("ahead_minutes", models.IntegerField()),
                        ("wave_minutes", models.IntegerField()),
                        ("singles", models.BooleanField()),
                        ("clusters", models.BooleanField()),
                        ("zones", models.BooleanField()),
                        ("by_itself", models.BooleanField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("cart_g__gte", 0),
                                    ("cart_tasks__gt", 0),
                                    ("cart_totes__gt", 0),
                                    ("pickers__gt", 0),
                                    ("tote_mm3__gte", 0),
                                ),
                                name="floor_setup_sizes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("after_minutes__gte", 0),
                                    ("pick_seconds__gt", 0),
                                    ("walk_mm_s__gt", 0),
                                    ("ahead_minutes__gt", 0),
                                    ("wave_minutes__gt", 0),
                                ),
                                name="floor_setup_times",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Wave",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("state", models.CharField(max_length=10)),
                        ("released_at", models.DateTimeField(null=True)),
                        (
                            "warehouse",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="network.warehouse"),
                        ),
                        ("by_hand", models.BooleanField(default=False)),
                        ("due_at", models.DateTimeField(null=True)),
                        ("late", models.IntegerField(default=0)),
                        ("orders", models.IntegerField(default=0)),
                        ("planned_at", models.DateTimeField(null=True)),
                        ("planned_by", models.CharField(blank=True, default="", max_length=150)),
                        ("released_by", models.CharField(blank=True, default="", max_length=150)),
                        ("ready_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "planned")),
                                fields=["warehouse", "due_at", "id"],
                                name="wave_planned",
                            ),
                            models.Index(
                                condition=models.Q(("state", "released")),
                                fields=["warehouse", "-id"],
                                name="wave_released_last",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["cancelled", "done", "planned", "released"])),
                                name="wave_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("late__gte", 0), ("late__lte", models.F("orders"))),
                                name="wave_late",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("released_at__isnull", False),
                                    ("state__in", ["planned", "cancelled"]),
                                    _connector="OR",
                                ),
                                name="wave_released",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WaveOrder",
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
                        ("order_id", models.BigIntegerField(db_index=True)),
                        ("late", models.BooleanField(default=False)),
                        ("wave", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="picking.wave")),
                    ],
                ),
                migrations.CreateModel(
                    name="PickList",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("state", models.CharField(max_length=10)),
                        ("picker", models.CharField(blank=True, max_length=150)),
                        ("route_mm", models.BigIntegerField()),
                        ("baseline_mm", models.BigIntegerField()),
                        ("created_at", models.DateTimeField()),
                        ("done_at", models.DateTimeField(null=True)),
                        (
                            "warehouse",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="network.warehouse"),
                        ),
                        ("wave", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="picking.wave")),
                        ("due_at", models.DateTimeField(null=True)),
                        ("kind", models.CharField(default="batch", max_length=10)),
                        ("priority", models.SmallIntegerField(default=0)),
                        ("seconds", models.IntegerField(default=0)),
                        ("zone", models.CharField(blank=True, default="", max_length=20)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "done"), _negated=True),
                                fields=["warehouse", "id"],
                                name="pick_list_open",
                            ),
                            models.Index(
                                condition=models.Q(("state", "done")),
                                fields=["picker", "-done_at"],
                                name="pick_list_last",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["done", "open", "picking"])), name="pick_list_state"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["batch", "case", "cluster", "own", "single", "zone"])),
                                name="pick_list_kind",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PickTask",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sequence", models.IntegerField()),
                        ("tote", models.SmallIntegerField()),
                        ("order_id", models.BigIntegerField()),
                        ("quantity", models.IntegerField()),
                        ("picked", models.IntegerField(default=0)),
                        ("state", models.CharField(max_length=10)),
                        ("scan_id", models.UUIDField(null=True)),
                        ("actor", models.CharField(blank=True, max_length=150)),
                        ("at", models.DateTimeField(null=True)),
                        ("reason", models.CharField(blank=True, max_length=100)),
                        (
                            "allocation",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, to="inventory.allocation"
                            ),
                        ),
                        ("bin", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="network.bin")),
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
                            "pick_list",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="picking.picklist"
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="catalog.product"),
                        ),
                        (
                            "lot",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="inventory.lot",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            django.contrib.postgres.indexes.BrinIndex(
                                autosummarize=True, fields=["at"], name="pick_task_by_day"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("pick_list", "sequence"), name="task_sequence"),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["cancelled", "open", "picked", "short"])),
                                name="task_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("picked__gte", 0), ("picked__lte", models.F("quantity"))),
                                name="task_picked",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Scan",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uid", models.UUIDField(unique=True)),
                        ("kind", models.CharField(max_length=10)),
                        ("units", models.IntegerField()),
                        ("actor", models.CharField(max_length=150)),
                        ("at", models.DateTimeField()),
                        ("device_at", models.DateTimeField(null=True)),
                        ("task", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="picking.picktask")),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["pick", "short", "undo"])), name="scan_kind"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Cart",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=20)),
                        ("barcode", models.CharField(max_length=40, unique=True)),
                        ("totes", models.SmallIntegerField()),
                        (
                            "pick_list",
                            models.OneToOneField(
                                null=True, on_delete=django.db.models.deletion.PROTECT, to="picking.picklist"
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
                        "constraints": [
                            models.UniqueConstraint(fields=("warehouse", "code"), name="cart_once"),
                            models.CheckConstraint(
                                condition=models.Q(("totes__gte", 1), ("totes__lte", 60)), name="cart_totes"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Face",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("least", models.IntegerField()),
                        ("most", models.IntegerField()),
                        ("bin", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="network.bin")),
                        (
                            "product",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="catalog.product"),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("bin", "product"), name="face_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("least__gte", 0), ("least__lte", models.F("most")), ("most__gte", 1)
                                ),
                                name="face_units",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FillUp",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("units", models.IntegerField()),
                        ("moved", models.IntegerField(default=0)),
                        ("state", models.CharField(max_length=10)),
                        ("due_at", models.DateTimeField(null=True)),
                        ("made_at", models.DateTimeField()),
                        ("person", models.CharField(blank=True, default="", max_length=150)),
                        ("closed_at", models.DateTimeField(null=True)),
                        ("scan_id", models.UUIDField(null=True)),
                        ("note", models.CharField(blank=True, default="", max_length=200)),
                        (
                            "from_bin",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.bin"
                            ),
                        ),
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
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="catalog.product"),
                        ),
                        (
                            "to_bin",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.bin"
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
                                condition=models.Q(("state", "open")),
                                fields=["warehouse", "due_at", "id"],
                                name="fill_up_open",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "open")),
                                fields=("from_bin", "to_bin", "product", "lot"),
                                name="fill_up_once",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["cancelled", "done", "open"])), name="fill_up_state"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("moved__gte", 0), ("moved__lte", models.F("units")), ("units__gt", 0)
                                ),
                                name="fill_up_units",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
