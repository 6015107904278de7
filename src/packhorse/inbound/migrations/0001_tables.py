import django.db.models.deletion
from django.db import migrations, models

from packhorse.creating import CreateTables


class Migration(migrations.Migration):
    replaces = [("inbound", "0001_inbound"), ("inbound", "0002_unknown_as_it_came")]

    initial = True

    dependencies = [
        ("catalog", "0001_tables"),
        ("network", "0001_tables"),
    ]

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name="Supplier",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=40, unique=True)),
                        ("name", models.CharField(max_length=200)),
                        ("lead_time_days", models.IntegerField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("code", ""), _negated=True), models.Q(("name", ""), _negated=True)
                                ),
                                name="supplier_named",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("lead_time_days__gte", 0)), name="supplier_lead_time"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PurchaseOrder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("external_number", models.CharField(blank=True, max_length=60)),
                        ("state", models.CharField(max_length=10)),
                        ("currency", models.CharField(max_length=3)),
                        ("note", models.CharField(blank=True, max_length=500)),
                        ("expected_on", models.DateField(null=True)),
                        ("created_at", models.DateTimeField()),
                        ("created_by", models.CharField(max_length=150)),
                        ("ordered_at", models.DateTimeField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "warehouse",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="network.warehouse"),
                        ),
                        (
                            "supplier",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="inbound.supplier"),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["state", "id"], name="purchase_by_state")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["cancelled", "closed", "draft", "ordered"])),
                                name="purchase_state",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("external_number", ""), _negated=True),
                                fields=("external_number",),
                                name="purchase_number_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PurchaseLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("quantity", models.IntegerField()),
                        ("cost_minor", models.BigIntegerField()),
                        ("received", models.IntegerField(default=0)),
                        (
                            "product",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="catalog.product"),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                db_index=False, on_delete=django.db.models.deletion.PROTECT, to="inbound.purchaseorder"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("order", "product"), name="purchase_line_once"),
                            models.CheckConstraint(
                                condition=models.Q(("cost_minor__gte", 0), ("quantity__gt", 0), ("received__gte", 0)),
                                name="purchase_line_counts",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Delivery",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reference", models.CharField(blank=True, max_length=60)),
                        ("expected_on", models.DateField(null=True)),
                        ("state", models.CharField(max_length=10)),
                        ("note", models.CharField(blank=True, max_length=500)),
                        ("created_at", models.DateTimeField()),
                        ("created_by", models.CharField(max_length=150)),
                        ("sent_at", models.DateTimeField(null=True)),
                        ("arrived_at", models.DateTimeField(null=True)),
                        ("closed_at", models.DateTimeField(null=True)),
                        (
                            "from_warehouse",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="network.warehouse",
                            ),
                        ),
                        (
                            "warehouse",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="network.warehouse"),
                        ),
                        (
                            "purchase_order",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, to="inbound.purchaseorder"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state__in", ["expected", "requested", "sent", "arrived"])),
                                fields=["warehouse", "expected_on"],
                                name="delivery_open",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["arrived", "cancelled", "closed", "expected", "requested", "sent"])
                                ),
                                name="delivery_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("from_warehouse", None),
                                    models.Q(
                                        ("purchase_order", None),
                                        models.Q(("from_warehouse", models.F("warehouse")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="delivery_from",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("purchase_order__isnull", False), models.Q(("reference", ""), _negated=True)
                                ),
                                fields=("purchase_order", "reference"),
                                name="delivery_reference_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DeliveryLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("lot_code", models.CharField(blank=True, max_length=40)),
                        ("expires_on", models.DateField(null=True)),
                        ("quantity", models.IntegerField()),
                        ("sent", models.IntegerField(default=0)),
                        ("received", models.IntegerField(default=0)),
                        ("damaged", models.IntegerField(default=0)),
                        ("lost", models.IntegerField(default=0)),
                        (
                            "delivery",
                            models.ForeignKey(
                                db_index=False, on_delete=django.db.models.deletion.PROTECT, to="inbound.delivery"
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="catalog.product"),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("delivery", "product", "lot_code"), name="delivery_line_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("damaged__gte", 0),
                                    ("lost__gte", 0),
                                    ("quantity__gte", 0),
                                    ("received__gte", models.F("damaged")),
                                    ("sent__gte", 0),
                                ),
                                name="delivery_line_counts",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LostReason",
                    fields=[
                        (
                            "delivery",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                serialize=False,
                                to="inbound.delivery",
                            ),
                        ),
                        ("reason", models.CharField(max_length=200)),
                        ("at", models.DateTimeField()),
                        ("actor", models.CharField(max_length=150)),
                    ],
                ),
                migrations.CreateModel(
                    name="UnknownItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=120)),
                        ("units", models.IntegerField()),
                        ("note", models.CharField(blank=True, max_length=200)),
                        ("at", models.DateTimeField()),
                        ("actor", models.CharField(max_length=150)),
                        ("scan_id", models.UUIDField(unique=True)),
                        ("settled_at", models.DateTimeField(null=True)),
                        ("settled_by", models.CharField(blank=True, max_length=150)),
                        (
                            "delivery",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="inbound.delivery"),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, to="catalog.product"
                            ),
                        ),
                        (
                            "bin",
                            models.ForeignKey(
                                db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to="network.bin"
                            ),
                        ),
                        ("damaged", models.BooleanField(db_default=False)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("settled_at", None)), fields=["at"], name="unknown_item_open"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("units__gt", 0)), name="unknown_item_units")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Velocity",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("units", models.BigIntegerField()),
                        (
                            "product",
                            models.ForeignKey(
                                db_index=False, on_delete=django.db.models.deletion.PROTECT, to="catalog.product"
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
                        "indexes": [models.Index(fields=["warehouse", "units"], name="velocity_in_order")],
                        "constraints": [
                            models.UniqueConstraint(fields=("warehouse", "product"), name="velocity_once"),
                            models.CheckConstraint(condition=models.Q(("units__gt", 0)), name="velocity_units"),
                        ],
                    },
                ),
            ],
        ),
    ]
