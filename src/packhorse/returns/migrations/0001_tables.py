import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

from packhorse.creating import CreateTables


class Migration(migrations.Migration):
    replaces = [("returns", "0001_initial")]

    initial = True

    dependencies = [
        ("catalog", "0001_tables"),
        ("inventory", "0001_tables"),
        ("network", "0001_tables"),
        ("placing", "0001_tables"),
    ]

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name="ReturnRules",
                    fields=[
                        ("version", models.IntegerField(primary_key=True, serialize=False)),
                        ("window_days", models.IntegerField()),
                        ("fee_percent", models.IntegerField()),
                        ("claim_below_minor", models.BigIntegerField()),
                        ("label_minor", models.BigIntegerField()),
                        ("reasons", models.JSONField()),
                        (
                            "final_sale",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), default=list, size=None
                            ),
                        ),
                        ("note", models.CharField(blank=True, default="", max_length=300)),
                        ("made_at", models.DateTimeField()),
                        ("made_by", models.CharField(max_length=150)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("version__gt", 0)), name="return_rules_version"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("fee_percent__range", (0, 100)),
                                    ("window_days__gte", 0),
                                    ("claim_below_minor__gte", 0),
                                    ("label_minor__gte", 0),
                                ),
                                name="return_rules_numbers",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Return",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("rma", models.CharField(max_length=10, unique=True)),
                        ("state", models.CharField(max_length=10)),
                        ("wish", models.CharField(max_length=10)),
                        ("key", models.CharField(blank=True, default="", max_length=100)),
                        ("rules_version", models.IntegerField()),
                        ("label_by", models.CharField(max_length=10)),
                        ("label_minor", models.BigIntegerField()),
                        ("fee_percent", models.IntegerField()),
                        ("currency", models.CharField(max_length=3)),
                        ("requested_at", models.DateTimeField()),
                        ("asked_by", models.CharField(max_length=150)),
                        ("proposed_minor", models.BigIntegerField(null=True)),
                        ("resolution", models.CharField(blank=True, default="", max_length=10)),
                        ("refunded_minor", models.BigIntegerField(null=True)),
                        ("reference", models.CharField(blank=True, default="", max_length=100)),
                        ("closed_at", models.DateTimeField(null=True)),
                        (
                            "exchange",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="placing.order",
                            ),
                        ),
                        ("order", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="placing.order")),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state__in", ["approved", "inspected", "received", "requested"])),
                                fields=["state", "-id"],
                                name="return_open",
                            ),
                            models.Index(fields=["-requested_at"], name="return_newest"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("key", ""), _negated=True),
                                fields=("order", "key"),
                                name="return_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "approved",
                                            "cancelled",
                                            "closed",
                                            "declined",
                                            "inspected",
                                            "received",
                                            "requested",
                                        ],
                                    )
                                ),
                                name="return_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("wish__in", ["claim", "exchange", "refund"])), name="return_wish"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("label_by__in", ["customer", "merchant"])), name="return_label_by"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("closed_at__isnull", False),
                                        ("resolution__in", ["exchange", "nothing", "refund"]),
                                        ("state", "closed"),
                                    ),
                                    models.Q(
                                        models.Q(("state", "closed"), _negated=True),
                                        ("closed_at", None),
                                        ("resolution", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="return_closed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("exchange", None),
                                        ("refunded_minor__isnull", False),
                                        ("resolution", "refund"),
                                        ("refunded_minor__gte", 0),
                                        ("refunded_minor__lte", models.F("proposed_minor")),
                                    ),
                                    models.Q(
                                        ("exchange__isnull", False),
                                        ("refunded_minor", None),
                                        ("resolution", "exchange"),
                                    ),
                                    models.Q(
                                        ("exchange", None),
                                        ("refunded_minor", None),
                                        ("resolution__in", ["", "nothing"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="return_refunded",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("proposed_minor", None),
                                        models.Q(("state__in", ["inspected", "closed"]), _negated=True),
                                    ),
                                    models.Q(
                                        ("proposed_minor__gte", 0), ("state__in", ["approved", "inspected", "closed"])
                                    ),
                                    _connector="OR",
                                ),
                                name="return_proposed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("fee_percent__range", (0, 100)), ("label_minor__gte", 0), ("rules_version__gte", 0)
                                ),
                                name="return_fees",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReturnWords",
                    fields=[
                        (
                            "returned",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="words",
                                serialize=False,
                                to="returns.return",
                            ),
                        ),
                        ("text", models.CharField(max_length=1000)),
                    ],
                ),
                migrations.CreateModel(
                    name="ReturnStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("what", models.CharField(max_length=20)),
                        ("state", models.CharField(blank=True, default="", max_length=10)),
                        ("note", models.CharField(blank=True, default="", max_length=300)),
                        ("at", models.DateTimeField()),
                        ("actor", models.CharField(max_length=150)),
                        (
                            "returned",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="returns.return"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ReturnAccount",
                    fields=[
                        (
                            "line",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                serialize=False,
                                to="placing.orderline",
                            ),
                        ),
                        ("shipped", models.IntegerField()),
                        ("returned", models.IntegerField(default=0)),
                        ("quantity", models.IntegerField()),
                        ("paid_minor", models.BigIntegerField()),
                        ("credited", models.IntegerField(default=0)),
                        ("credited_minor", models.BigIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("quantity__gt", 0), ("returned__gte", 0), ("returned__lte", models.F("shipped"))
                                ),
                                name="return_account_units",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("credited__gte", 0),
                                    ("credited__lte", models.F("returned")),
                                    ("credited_minor__gte", 0),
                                    ("credited_minor__lte", models.F("paid_minor")),
                                ),
                                name="return_account_credit",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReturnLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("units", models.IntegerField()),
                        ("reason", models.CharField(max_length=30)),
                        ("fee", models.BooleanField()),
                        ("stands", models.IntegerField()),
                        ("received", models.IntegerField(default=0)),
                        ("missing", models.IntegerField(default=0)),
                        ("credited", models.IntegerField(default=0)),
                        ("credit_minor", models.BigIntegerField(default=0)),
                        ("fee_minor", models.BigIntegerField(default=0)),
                        (
                            "line",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="placing.orderline"),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                db_index=False, on_delete=django.db.models.deletion.PROTECT, to="catalog.product"
                            ),
                        ),
                        (
                            "returned",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="returns.return",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["product", "reason"], name="return_line_why")],
                        "constraints": [
                            models.UniqueConstraint(fields=("returned", "line"), name="return_line_once"),
                            models.CheckConstraint(
                                condition=models.Q(("stands__range", (0, models.F("units"))), ("units__gt", 0)),
                                name="return_line_units",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("missing__gte", 0),
                                    ("received__gte", 0),
                                    (
                                        "units__gte",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("received"), "+", models.F("missing")
                                        ),
                                    ),
                                ),
                                name="return_line_came",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("credit_minor__gte", 0),
                                    ("credited__range", (0, models.F("stands"))),
                                    ("fee_minor__range", (0, models.F("credit_minor"))),
                                ),
                                name="return_line_credit",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReturnItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=120)),
                        ("units", models.IntegerField()),
                        ("inspected", models.IntegerField(default=0)),
                        ("shipped_with", models.BooleanField()),
                        ("serial", models.CharField(blank=True, default="", max_length=60)),
                        ("scan_id", models.UUIDField(unique=True)),
                        ("at", models.DateTimeField()),
                        ("actor", models.CharField(max_length=150)),
                        (
                            "bin",
                            models.ForeignKey(
                                db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to="network.bin"
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
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="catalog.product",
                            ),
                        ),
                        (
                            "returned",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="items", to="returns.return"
                            ),
                        ),
                        (
                            "warehouse",
                            models.ForeignKey(
                                db_index=False, on_delete=django.db.models.deletion.PROTECT, to="network.warehouse"
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, to="returns.returnline"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("units__gt", 0)), name="return_item_units"),
                            models.CheckConstraint(
                                condition=models.Q(("inspected__range", (0, models.F("units")))),
                                name="return_item_inspected",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("bin", None),
                                        ("line", None),
                                        ("lot", None),
                                        ("product", None),
                                        ("shipped_with", False),
                                    ),
                                    models.Q(("bin__isnull", False), ("product__isnull", False)),
                                    _connector="OR",
                                ),
                                name="return_item_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Inspection",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("disposition", models.CharField(max_length=12)),
                        ("units", models.IntegerField()),
                        ("note", models.CharField(blank=True, default="", max_length=300)),
                        ("key", models.UUIDField(unique=True)),
                        ("at", models.DateTimeField()),
                        ("actor", models.CharField(max_length=150)),
                        (
                            "bin",
                            models.ForeignKey(
                                db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to="network.bin"
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inspections",
                                to="returns.returnitem",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("units__gt", 0)), name="inspection_units"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("disposition__in", ["quarantine", "refurbish", "restock", "scrap"])
                                ),
                                name="inspection_disposition",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
