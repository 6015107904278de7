import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

from packhorse.creating import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("sourcing", "0001_initial"),
        ("sourcing", "0002_on_hold"),
        ("sourcing", "0003_waiting_in_turn"),
        ("sourcing", "0004_promises"),
        ("sourcing", "0005_waiting_queues_and_wishes"),
        ("sourcing", "0006_reasons_packed"),
        ("sourcing", "0007_rules_of_a_manager"),
        ("sourcing", "0008_rules_in_shadow"),
        ("sourcing", "0009_runs"),
        ("sourcing", "0010_run_placings"),
    ]

    initial = True

    dependencies = [
        ("network", "0001_tables"),
        ("placing", "0001_tables"),
    ]

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name="FulfillmentOrder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("state", models.CharField(max_length=10)),
                        ("created_at", models.DateTimeField()),
                        ("changed_at", models.DateTimeField()),
                        ("ship_by", models.DateTimeField()),
                        ("promised_on", models.DateField(null=True)),
                        ("km", models.IntegerField()),
                        ("order", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="placing.order")),
                        (
                            "warehouse",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="network.warehouse"),
                        ),
                        ("chance", models.SmallIntegerField(null=True)),
                        ("first_chance", models.SmallIntegerField(null=True)),
                        ("first_promised_on", models.DateField(null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "open")),
                                fields=["warehouse", "ship_by", "id"],
                                name="fulfillment_open",
                            ),
                            models.Index(
                                condition=models.Q(("state__in", ["delivered", "cancelled"]), _negated=True),
                                fields=["state", "ship_by"],
                                name="fulfillment_at_work",
                            ),
                            models.Index(fields=["warehouse", "ship_by"], name="fulfillment_load"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "cancelled",
                                            "delivered",
                                            "on_hold",
                                            "open",
                                            "packed",
                                            "picked",
                                            "picking",
                                            "released",
                                            "shipped",
                                            "sorted",
                                        ],
                                    )
                                ),
                                name="fulfillment_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("chance", None), ("chance__range", (0, 1000)), _connector="OR"),
                                    models.Q(
                                        ("first_chance", None), ("first_chance__range", (0, 1000)), _connector="OR"
                                    ),
                                ),
                                name="fulfillment_chance",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Promise",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("leaves_at", models.DateTimeField()),
                        ("promised_on", models.DateField(null=True)),
                        ("chance", models.SmallIntegerField(null=True)),
                        (
                            "order",
                            models.ForeignKey(
                                db_index=False, on_delete=django.db.models.deletion.PROTECT, to="placing.order"
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
                            models.UniqueConstraint(fields=("order", "warehouse", "at"), name="promise_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SourcingDecision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("method", models.CharField(max_length=40)),
                        ("candidates", models.JSONField(null=True)),
                        ("missing_units", models.IntegerField()),
                        ("order", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="placing.order")),
                        ("cost_minor", models.BigIntegerField(null=True)),
                        ("reasons", models.BinaryField(null=True)),
                        ("run", models.BigIntegerField(null=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["order", "id"], name="decision_of_order")],
                    },
                ),
                migrations.CreateModel(
                    name="SourcingRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("version", models.IntegerField()),
                        ("orders", models.IntegerField()),
                        ("cost_minor", models.BigIntegerField()),
                        ("milliseconds", models.IntegerField()),
                        ("together", models.IntegerField()),
                        ("placed_minor", models.BigIntegerField(null=True)),
                        ("bound_minor", models.BigIntegerField(null=True)),
                        ("nearest_minor", models.BigIntegerField(null=True)),
                        ("unserved", models.IntegerField(default=0)),
                        ("waiting", models.IntegerField()),
                        ("missing_units", models.BigIntegerField()),
                        ("desks", models.JSONField(default=dict)),
                        ("placings", models.SmallIntegerField(db_default=0)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["at"], name="run_at")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("orders__gt", 0), ("together__gte", 0), ("together__lte", models.F("orders"))
                                ),
                                name="run_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("bound_minor__lte", models.F("placed_minor"))), name="run_bound"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("nearest_minor__gte", models.F("placed_minor"))), name="run_nearest"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WaitingOrder",
                    fields=[
                        (
                            "order",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                serialize=False,
                                to="placing.order",
                            ),
                        ),
                        ("since", models.DateTimeField()),
                        ("units", models.IntegerField()),
                        ("expected_on", models.DateField(null=True)),
                        ("whole", models.BooleanField(default=False)),
                        ("priority", models.SmallIntegerField(default=0)),
                        (
                            "products",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), default=list, size=None
                            ),
                        ),
                        (
                            "channel",
                            models.ForeignKey(
                                db_index=False, on_delete=django.db.models.deletion.PROTECT, to="placing.channel"
                            ),
                        ),
                        ("code", models.CharField(default="NOT_THERE", max_length=20)),
                        ("queue", models.CharField(default="backorder", max_length=10)),
                        ("reason", models.CharField(blank=True, default="", max_length=300)),
                        (
                            "warehouse",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="network.warehouse",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["-priority", "since", "order"], name="waiting_in_turn"),
                            models.Index(fields=["queue", "since", "order"], name="waiting_by_queue"),
                            models.Index(fields=["code", "since", "order"], name="waiting_by_code"),
                            models.Index(fields=["channel", "queue", "since", "order"], name="waiting_by_channel"),
                            models.Index(
                                condition=models.Q(("warehouse__isnull", False)),
                                fields=["warehouse", "queue", "since", "order"],
                                name="waiting_by_site",
                            ),
                            django.contrib.postgres.indexes.GinIndex(fields=["products"], name="waiting_for_products"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("queue__in", ["arrival", "backorder", "manual", "unfillable"])),
                                name="waiting_queue",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OrderWish",
                    fields=[
                        (
                            "order",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                serialize=False,
                                to="placing.order",
                            ),
                        ),
                        ("barred", models.JSONField(blank=True, default=dict)),
                        ("undivided", models.BooleanField(default=False)),
                        ("aside", models.CharField(blank=True, default="", max_length=300)),
                        ("pool", models.BigIntegerField(null=True)),
                        (
                            "pinned",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="network.warehouse",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(condition=models.Q(("pool__isnull", False)), fields=["pool"], name="wish_pool")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WishChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("what", models.CharField(max_length=20)),
                        ("at", models.DateTimeField()),
                        ("actor", models.CharField(max_length=150)),
                        ("why", models.CharField(max_length=300)),
                        (
                            "order",
                            models.ForeignKey(
                                db_index=False, on_delete=django.db.models.deletion.PROTECT, to="placing.order"
                            ),
                        ),
                        (
                            "warehouse",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="network.warehouse",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["order", "id"], name="wish_change_of_order")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "what__in",
                                        [
                                            "admit",
                                            "allow_split",
                                            "bar",
                                            "forbid_split",
                                            "give_back",
                                            "move",
                                            "pin",
                                            "pool",
                                            "reject",
                                            "take_aside",
                                            "unpin",
                                            "unpool",
                                        ],
                                    )
                                ),
                                name="wish_what",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SourcingPolicy",
                    fields=[
                        ("version", models.IntegerField(primary_key=True, serialize=False)),
                        ("name", models.CharField(max_length=80)),
                        ("note", models.CharField(blank=True, default="", max_length=300)),
                        ("state", models.CharField(max_length=10)),
                        ("split", models.IntegerField()),
                        ("late_day", models.IntegerField()),
                        ("balance", models.IntegerField()),
                        ("rules", models.JSONField(blank=True, default=list)),
                        ("made_at", models.DateTimeField()),
                        ("made_by", models.CharField(max_length=150)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["draft", "live", "retired", "shadow"])),
                                name="policy_state",
                            ),
                            models.CheckConstraint(condition=models.Q(("version__gt", 0)), name="policy_version"),
                            models.CheckConstraint(
                                condition=models.Q(("balance__gte", 0), ("late_day__gte", 0), ("split__gte", 0)),
                                name="policy_weights",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "live")), fields=("state",), name="policy_one_live"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "shadow")), fields=("state",), name="policy_one_shadow"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SourcingPolicyStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("state", models.CharField(max_length=10)),
                        ("at", models.DateTimeField()),
                        ("actor", models.CharField(max_length=150)),
                        (
                            "policy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, to="sourcing.sourcingpolicy"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["draft", "live", "retired", "shadow"])),
                                name="policy_step_state",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SourcingShadowFigure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("live_version", models.IntegerField()),
                        ("at", models.DateTimeField()),
                        ("orders", models.IntegerField()),
                        ("otherwise", models.IntegerField()),
                        ("live_cost", models.BigIntegerField()),
                        ("live_splits", models.IntegerField()),
                        ("live_km", models.BigIntegerField()),
                        ("live_missing", models.BigIntegerField()),
                        ("shadow_cost", models.BigIntegerField()),
                        ("shadow_splits", models.IntegerField()),
                        ("shadow_km", models.BigIntegerField()),
                        ("shadow_missing", models.BigIntegerField()),
                        (
                            "examples",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), default=list, size=None
                            ),
                        ),
                        (
                            "policy",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="sourcing.sourcingpolicy",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["policy", "-at"], name="shadow_of_policy")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("otherwise__gte", 0), ("otherwise__lte", models.F("orders"))),
                                name="shadow_orders",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
