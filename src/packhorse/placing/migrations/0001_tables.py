import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

from packhorse.creating import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("placing", "0001_initial"),
        ("placing", "0002_change_once_an_order"),
        ("placing", "0003_holds_notes_mapping"),
        ("placing", "0004_fingerprint_and_contacts"),
        ("placing", "0005_fewer_indexes"),
        ("placing", "0006_search"),
        ("placing", "0007_shops"),
        ("placing", "0008_shop_access"),
        ("placing", "0009_terms_and_parts"),
        ("placing", "0010_saved_views"),
        ("placing", "0011_kits"),
        ("placing", "0012_replaces"),
    ]

    initial = True

    dependencies = [
        ("catalog", "0001_tables"),
        ("customers", "0001_tables"),
    ]

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name="OrderHold",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=30)),
                        ("reason", models.CharField(max_length=300)),
                        ("at", models.DateTimeField()),
                        ("actor", models.CharField(max_length=150)),
                        ("released_at", models.DateTimeField(null=True)),
                        ("released_by", models.CharField(blank=True, max_length=150)),
                        (
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="holds", to="placing.order"
                            ),
                        ),
                        ("order_placed_at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("released_at", None)),
                                fields=["-order_placed_at", "-order"],
                                name="hold_newest",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "AWAITING_PAYMENT",
                                            "HIGH_RISK_OF_FRAUD",
                                            "INCORRECT_ADDRESS",
                                            "INVENTORY_OUT_OF_STOCK",
                                            "MANUAL",
                                            "UNKNOWN_DELIVERY_DATE",
                                        ],
                                    )
                                ),
                                name="hold_kind",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("released_at", None)), fields=("order", "kind"), name="hold_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HoldRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=20)),
                        ("hold", models.CharField(max_length=30)),
                        ("limit", models.BigIntegerField(default=0)),
                        ("hours", models.IntegerField(default=24)),
                        (
                            "channel",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, to="placing.channel"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["address", "new_customer", "quantity", "value", "velocity"])
                                ),
                                name="hold_rule_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "hold__in",
                                        [
                                            "AWAITING_PAYMENT",
                                            "HIGH_RISK_OF_FRAUD",
                                            "INCORRECT_ADDRESS",
                                            "INVENTORY_OUT_OF_STOCK",
                                            "MANUAL",
                                            "UNKNOWN_DELIVERY_DATE",
                                        ],
                                    )
                                ),
                                name="hold_rule_hold",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("hours__gt", 0), ("limit__gte", 0)), name="hold_rule_numbers"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OrderNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("actor", models.CharField(max_length=150)),
                        ("text", models.CharField(max_length=2000)),
                        (
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="placing.order"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="OrderView",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("owner", models.CharField(max_length=150)),
                        ("name", models.CharField(max_length=60)),
                        ("asked", models.JSONField()),
                        ("shared", models.BooleanField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(condition=models.Q(("shared", True)), fields=["name"], name="view_shared")
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("owner", "name"), name="view_once"),
                            models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="view_name"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Channel",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=40, unique=True)),
                        ("name", models.CharField(max_length=120)),
                        ("currency", models.CharField(max_length=3)),
                        ("file_mapping", models.JSONField(blank=True, default=dict)),
                    ],
                ),
                migrations.CreateModel(
                    name="ShopConnection",
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
                        ("kind", models.CharField(max_length=20)),
                        ("secret", models.CharField(max_length=600)),
                        ("at", models.DateTimeField()),
                        ("access", models.CharField(blank=True, default="", max_length=1500)),
                        ("access_at", models.DateTimeField(null=True)),
                        ("address", models.CharField(blank=True, default="", max_length=300)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["shopify", "woocommerce"])), name="shop_kind"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("secret__startswith", "sealed")), name="shop_secret"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("access", ""), ("access_at", None), ("address", "")),
                                    models.Q(
                                        models.Q(("address", ""), _negated=True),
                                        ("access__startswith", "sealed"),
                                        ("access_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="shop_access",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TakenHook",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("event_id", models.CharField(max_length=200)),
                        ("at", models.DateTimeField()),
                        (
                            "channel",
                            models.ForeignKey(
                                db_index=False, on_delete=django.db.models.deletion.PROTECT, to="placing.channel"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("channel", "event_id"), name="hook_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Order",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("external_id", models.CharField(max_length=100)),
                        ("placed_at", models.DateTimeField()),
                        ("taken_at", models.DateTimeField()),
                        ("currency", models.CharField(max_length=3)),
                        ("goods_minor", models.BigIntegerField()),
                        ("charges_minor", models.BigIntegerField()),
                        ("service", models.CharField(max_length=20)),
                        ("delivery_instructions", models.CharField(blank=True, max_length=300)),
                        ("gift_message", models.CharField(blank=True, max_length=500)),
                        ("state", models.CharField(max_length=12)),
                        ("decided", models.BooleanField(default=False)),
                        (
                            "channel",
                            models.ForeignKey(
                                db_index=False, on_delete=django.db.models.deletion.PROTECT, to="placing.channel"
                            ),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="customers.customer",
                            ),
                        ),
                        ("fingerprint", models.CharField(blank=True, default="", max_length=32)),
                        (
                            "merged_into",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged",
                                to="placing.order",
                            ),
                        ),
                        ("priority", models.SmallIntegerField(default=0)),
                        ("ship_rule", models.CharField(default="as_available", max_length=12)),
                        (
                            "split_from",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="splits",
                                to="placing.order",
                            ),
                        ),
                        (
                            "replaces",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaced",
                                to="placing.order",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["-placed_at", "-id"], name="order_newest"),
                            models.Index(fields=["state", "-placed_at", "-id"], name="order_by_state"),
                            models.Index(fields=["external_id"], name="order_external"),
                            models.Index(fields=["customer", "-placed_at"], name="order_of_customer"),
                            models.Index(fields=["channel", "-placed_at", "-id"], name="order_by_channel"),
                            models.Index(
                                condition=models.Q(("split_from__isnull", False)),
                                fields=["split_from"],
                                name="order_split_off",
                            ),
                            models.Index(
                                condition=models.Q(("replaces__isnull", False)),
                                fields=["replaces"],
                                name="order_replaces",
                            ),
                            models.Index(
                                condition=models.Q(("merged_into__isnull", False)),
                                fields=["merged_into"],
                                name="order_merged_in",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("channel", "external_id"), name="order_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "backordered",
                                            "cancelled",
                                            "delivered",
                                            "merged",
                                            "placed",
                                            "shipped",
                                            "sourced",
                                        ],
                                    )
                                ),
                                name="order_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ship_rule__in", ["as_available", "complete", "together"])),
                                name="order_ship_rule",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("priority__in", [-1, 0, 1, 2])), name="order_priority"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("merged_into__isnull", False), ("state", "merged")),
                                    models.Q(models.Q(("state", "merged"), _negated=True), ("merged_into", None)),
                                    _connector="OR",
                                ),
                                name="order_merged",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OrderAddress",
                    fields=[
                        (
                            "order",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="address",
                                serialize=False,
                                to="placing.order",
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        ("line1", models.CharField(max_length=200)),
                        ("line2", models.CharField(blank=True, max_length=200)),
                        ("city", models.CharField(max_length=120)),
                        ("region", models.CharField(blank=True, max_length=120)),
                        ("postal_code", models.CharField(blank=True, max_length=20)),
                        ("country", models.CharField(max_length=2)),
                        ("email", models.CharField(blank=True, max_length=254)),
                        ("phone", models.CharField(blank=True, max_length=40)),
                        ("latitude", models.FloatField(null=True)),
                        ("longitude", models.FloatField(null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                django.contrib.postgres.indexes.OpClass(
                                    django.db.models.functions.text.Upper("name"), "text_pattern_ops"
                                ),
                                name="order_by_name",
                            ),
                            models.Index(
                                django.db.models.functions.text.Upper("email"),
                                models.F("order"),
                                condition=models.Q(("email", ""), _negated=True),
                                name="order_by_email",
                            ),
                            models.Index(
                                condition=models.Q(("phone", ""), _negated=True),
                                fields=["phone", "order"],
                                name="order_by_phone",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OrderKit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.IntegerField()),
                        ("quantity", models.IntegerField()),
                        ("unit_price_minor", models.BigIntegerField()),
                        (
                            "order",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="kits",
                                to="placing.order",
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                db_index=False, on_delete=django.db.models.deletion.PROTECT, to="catalog.product"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["product", "order"], name="kit_of_product")],
                        "constraints": [
                            models.UniqueConstraint(fields=("order", "position"), name="kit_once"),
                            models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="kit_quantity"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OrderLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.IntegerField()),
                        ("quantity", models.IntegerField()),
                        ("unit_price_minor", models.BigIntegerField()),
                        ("cancelled", models.IntegerField(default=0)),
                        ("sourced", models.IntegerField(default=0)),
                        ("shipped", models.IntegerField(default=0)),
                        ("delivered", models.IntegerField(default=0)),
                        (
                            "order",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="placing.order",
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                db_index=False, on_delete=django.db.models.deletion.PROTECT, to="catalog.product"
                            ),
                        ),
                        (
                            "ordered_in",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="placing.order",
                            ),
                        ),
                        ("kit_units", models.IntegerField(db_default=0, default=0)),
                        (
                            "kit",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="placing.orderkit",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["product", "order"], name="line_of_product"),
                            models.Index(
                                condition=models.Q(("kit__isnull", False)), fields=["kit"], name="line_of_order_kit"
                            ),
                            models.Index(
                                condition=models.Q(("ordered_in__isnull", False)),
                                fields=["ordered_in"],
                                name="line_ordered_in",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("order", "position"), name="line_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kit", None), ("kit_units", 0)),
                                    models.Q(("kit__isnull", False), ("kit_units__gt", 0), ("unit_price_minor", 0)),
                                    _connector="OR",
                                ),
                                name="line_of_kit",
                            ),
                            models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="line_quantity"),
                            models.CheckConstraint(
                                condition=models.Q(("cancelled__gte", 0), ("cancelled__lte", models.F("quantity"))),
                                name="line_cancelled",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OrderCharge",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=64)),
                        ("description", models.CharField(max_length=300)),
                        ("amount_minor", models.BigIntegerField()),
                        (
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="charges", to="placing.order"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="OrderChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=200)),
                        ("at", models.DateTimeField()),
                        ("order", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="placing.order")),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("order", "key"), name="change_once")],
                    },
                ),
            ],
        ),
    ]
