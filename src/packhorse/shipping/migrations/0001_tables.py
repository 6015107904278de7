import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

from packhorse.creating import CreateTables

# Pages are left with room, so that a parcel's reports stay on its page and touch no index.
LEAVE_ROOM = "ALTER TABLE shipping_shipment SET (fillfactor = 80)"


class Migration(migrations.Migration):
    replaces = [
        ("shipping", "0001_initial"),
        ("shipping", "0002_labelled_anew"),
        ("shipping", "0003_day_figures"),
        ("shipping", "0004_shop_notices"),
        ("shipping", "0005_kept_promises"),
        ("shipping", "0006_handling_units"),
        ("shipping", "0007_labels_of_accounts"),
        ("shipping", "0008_troubles"),
        ("shipping", "0009_loaded"),
        ("shipping", "0010_arrival"),
        ("shipping", "0011_printers"),
        ("shipping", "0012_handover_and_rules"),
    ]

    initial = True

    dependencies = [
        ("carriers", "0001_tables"),
        ("network", "0001_tables"),
        ("packing", "0001_tables"),
        ("sorting", "0001_tables"),
    ]

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name="Manifest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("closed_at", models.DateTimeField()),
                        ("actor", models.CharField(max_length=150)),
                        (
                            "carrier",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="carriers.carrier"),
                        ),
                        (
                            "warehouse",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="network.warehouse"),
                        ),
                        (
                            "left",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=18), db_default=[], default=list, size=None
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["warehouse", "-id"], name="manifest_newest")],
                    },
                ),
                migrations.CreateModel(
                    name="HandlingUnit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=10)),
                        ("state", models.CharField(max_length=12)),
                        ("sscc", models.CharField(blank=True, max_length=18)),
                        ("opened_at", models.DateTimeField()),
                        ("opened_by", models.CharField(max_length=150)),
                        ("closed_at", models.DateTimeField(null=True)),
                        ("closed_by", models.CharField(blank=True, max_length=150)),
                        (
                            "carrier",
                            models.ForeignKey(
                                db_index=False, on_delete=django.db.models.deletion.PROTECT, to="carriers.carrier"
                            ),
                        ),
                        (
                            "lane",
                            models.ForeignKey(
                                db_index=False, on_delete=django.db.models.deletion.PROTECT, to="sorting.lane"
                            ),
                        ),
                        (
                            "manifest",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, to="shipping.manifest"
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
                                condition=models.Q(("state", "handed_over"), _negated=True),
                                fields=["warehouse", "lane", "id"],
                                name="unit_here",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "open")), fields=("lane", "carrier"), name="unit_open_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("sscc", ""), _negated=True), fields=("sscc",), name="unit_sscc_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["closed", "handed_over", "open"])), name="unit_state"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["cage", "pallet"])), name="unit_kind"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at", None), ("sscc", "")),
                                    models.Q(models.Q(("sscc", ""), _negated=True), ("closed_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="unit_closed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "closed"), _negated=True),
                                    models.Q(("sscc", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="unit_numbered",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("manifest__isnull", False), ("state", "handed_over")),
                                    models.Q(models.Q(("state", "handed_over"), _negated=True), ("manifest", None)),
                                    _connector="OR",
                                ),
                                name="unit_gone",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Shipment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order_id", models.BigIntegerField()),
                        ("state", models.CharField(max_length=12)),
                        ("tracking_number", models.CharField(max_length=40, unique=True)),
                        ("token", models.CharField(max_length=43, unique=True)),
                        ("price_minor", models.BigIntegerField()),
                        ("billed_g", models.IntegerField()),
                        ("zone", models.CharField(max_length=20)),
                        ("offers", models.JSONField()),
                        ("label_zpl", models.TextField(blank=True)),
                        ("staged_at", models.DateTimeField(null=True)),
                        ("handed_over_at", models.DateTimeField(null=True)),
                        ("promised_on", models.DateField(null=True)),
                        ("expected_on", models.DateField()),
                        ("tracking_state", models.CharField(default="pre_transit", max_length=20)),
                        ("tracking_at", models.DateTimeField()),
                        ("asked_at", models.DateTimeField(null=True)),
                        ("delivered_at", models.DateTimeField(null=True)),
                        (
                            "carrier",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="carriers.carrier"),
                        ),
                        (
                            "lane",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, to="sorting.lane"
                            ),
                        ),
                        (
                            "manifest",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, to="shipping.manifest"
                            ),
                        ),
                        ("parcel", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="packing.parcel")),
                        (
                            "service",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="carriers.service"),
                        ),
                        (
                            "warehouse",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="network.warehouse"),
                        ),
                        ("chance", models.SmallIntegerField(null=True)),
                        ("days_late", models.IntegerField(null=True)),
                        ("first_promised_on", models.DateField(null=True)),
                        ("transit_days", models.SmallIntegerField(null=True)),
                        (
                            "unit",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="shipping.handlingunit",
                            ),
                        ),
                        ("label_pdf", models.BinaryField(null=True)),
                        ("loaded_at", models.DateTimeField(null=True)),
                        (
                            "ended_at",
                            models.GeneratedField(
                                db_persist=True,
                                expression=models.Case(
                                    models.When(
                                        then=models.F("tracking_at"),
                                        tracking_state__in=["delivered", "failure", "return_to_sender"],
                                    )
                                ),
                                output_field=models.DateTimeField(null=True),
                            ),
                        ),
                        ("in_time", models.SmallIntegerField(null=True)),
                        ("likely_for", models.DateField(null=True)),
                        ("likely_on", models.DateField(null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "labelled")),
                                fields=["warehouse", "carrier"],
                                name="shipment_to_hand_over",
                            ),
                            models.Index(
                                models.OrderBy(models.F("asked_at"), nulls_first=True),
                                condition=models.Q(("ended_at", None), ("state", "handed_over")),
                                name="shipment_under_way",
                            ),
                            models.Index(
                                condition=models.Q(("delivered_at", None), ("ended_at__isnull", False)),
                                fields=["ended_at"],
                                name="shipment_undelivered",
                            ),
                            models.Index(fields=["order_id"], name="shipment_of_order"),
                            models.Index(
                                condition=models.Q(("unit__isnull", False)),
                                fields=["unit", "id"],
                                name="shipment_on_unit",
                            ),
                            models.Index(
                                condition=models.Q(("staged_at__isnull", False), ("state", "voided")),
                                fields=["warehouse"],
                                name="shipment_to_take_out",
                            ),
                            models.Index(
                                condition=models.Q(("days_late__gt", 0)),
                                fields=["-delivered_at", "-id"],
                                name="shipment_late",
                            ),
                            django.contrib.postgres.indexes.BrinIndex(
                                autosummarize=True, fields=["handed_over_at"], name="shipment_handed_over_by_day"
                            ),
                            django.contrib.postgres.indexes.BrinIndex(
                                autosummarize=True, fields=["delivered_at"], name="shipment_delivered_by_day"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "voided"), _negated=True),
                                fields=("parcel",),
                                name="shipment_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["created", "handed_over", "labelled", "voided"])),
                                name="shipment_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "tracking_state__in",
                                        [
                                            "available_for_pickup",
                                            "delayed",
                                            "delivered",
                                            "failure",
                                            "in_transit",
                                            "out_for_delivery",
                                            "pre_transit",
                                            "return_to_sender",
                                            "unknown",
                                        ],
                                    )
                                ),
                                name="shipment_tracking_state",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="KeptFigure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("day", models.DateField()),
                        ("channel", models.CharField(max_length=40)),
                        ("said", models.SmallIntegerField(null=True)),
                        ("delivered", models.IntegerField()),
                        ("early", models.IntegerField()),
                        ("on_time", models.IntegerField()),
                        ("late", models.IntegerField()),
                        ("days_late", models.BigIntegerField()),
                        ("chances", models.BigIntegerField()),
                        (
                            "service",
                            models.ForeignKey(
                                db_index=False, on_delete=django.db.models.deletion.PROTECT, to="carriers.service"
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
                            models.UniqueConstraint(
                                fields=("day", "warehouse", "service", "channel", "said"),
                                name="kept_figure_once",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "delivered__gte",
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("early"), "+", models.F("on_time")
                                            ),
                                            "+",
                                            models.F("late"),
                                        ),
                                    )
                                ),
                                name="kept_figure_sane",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TrackingEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("carrier_event_id", models.CharField(max_length=64)),
                        ("state", models.CharField(max_length=20)),
                        ("at", models.DateTimeField()),
                        ("place", models.CharField(blank=True, max_length=120)),
                        ("text", models.CharField(max_length=200)),
                        (
                            "shipment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tracking_events",
                                to="shipping.shipment",
                            ),
                        ),
                        ("detail", models.CharField(blank=True, db_default="", default="", max_length=12)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("detail", ""), _negated=True),
                                fields=["shipment"],
                                name="tracking_event_wrong",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("shipment", "carrier_event_id"), name="tracking_event_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ShopNotice",
                    fields=[
                        (
                            "parcel",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                serialize=False,
                                to="packing.parcel",
                            ),
                        ),
                        ("order_id", models.BigIntegerField()),
                        ("state", models.CharField(default="waiting", max_length=8)),
                        ("attempts", models.SmallIntegerField(default=0)),
                        ("begun_at", models.DateTimeField(null=True)),
                        ("said", models.CharField(blank=True, default="", max_length=500)),
                        ("at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                models.OrderBy(models.F("ended_at"), descending=True),
                                condition=models.Q(("state", "failed")),
                                name="notice_failed",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["failed", "told", "waiting"])), name="notice_state"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at", None), ("state", "waiting")),
                                    models.Q(
                                        models.Q(("state", "waiting"), _negated=True), ("ended_at__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="notice_ended",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CarrierForm",
                    fields=[
                        (
                            "manifest",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                serialize=False,
                                to="shipping.manifest",
                            ),
                        ),
                        ("state", models.CharField(default="waiting", max_length=8)),
                        ("attempts", models.SmallIntegerField(default=0)),
                        ("said", models.CharField(blank=True, max_length=500)),
                        ("content", models.BinaryField(null=True)),
                        ("at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "account",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="carriers.account"),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "failed")),
                                fields=["-ended_at"],
                                name="carrier_form_failed",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["failed", "made", "waiting"])),
                                name="carrier_form_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "made"), _negated=True),
                                    ("content__isnull", False),
                                    _connector="OR",
                                ),
                                name="carrier_form_there",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PickUp",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=60, unique=True)),
                        ("parcel_ref", models.CharField(max_length=100)),
                        ("day", models.DateField()),
                        ("opens_at", models.DateTimeField()),
                        ("closes_at", models.DateTimeField()),
                        ("note", models.CharField(blank=True, max_length=200)),
                        ("state", models.CharField(default="waiting", max_length=10)),
                        ("ref", models.CharField(blank=True, max_length=100)),
                        ("confirmation", models.CharField(blank=True, max_length=100)),
                        ("service", models.CharField(blank=True, max_length=60)),
                        ("price_minor", models.BigIntegerField(null=True)),
                        ("currency", models.CharField(blank=True, max_length=3)),
                        ("attempts", models.SmallIntegerField(default=0)),
                        ("said", models.CharField(blank=True, max_length=500)),
                        ("at", models.DateTimeField()),
                        ("actor", models.CharField(max_length=150)),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "account",
                            models.ForeignKey(
                                db_index=False, on_delete=django.db.models.deletion.PROTECT, to="carriers.account"
                            ),
                        ),
                        (
                            "carrier",
                            models.ForeignKey(
                                db_index=False, on_delete=django.db.models.deletion.PROTECT, to="carriers.carrier"
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
                        "indexes": [models.Index(fields=["warehouse", "-day", "-id"], name="pick_up_newest")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["waiting", "coming", "cancelling"])),
                                fields=("warehouse", "carrier", "day"),
                                name="pick_up_once_a_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["cancelled", "cancelling", "coming", "refused", "waiting"])
                                ),
                                name="pick_up_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("closes_at__gt", models.F("opens_at"))), name="pick_up_hours"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["coming", "cancelling", "cancelled"]), _negated=True),
                                    models.Q(("ref", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="pick_up_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ShareCount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("rule_id", models.BigIntegerField()),
                        ("begins_on", models.DateField()),
                        ("warehouse_id", models.BigIntegerField()),
                        ("parcels", models.IntegerField()),
                        ("theirs", models.IntegerField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("rule_id", "begins_on", "warehouse_id"), name="share_count_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("theirs__gte", 0), ("parcels__gte", models.F("theirs"))),
                                name="share_count_sane",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LabelOrder",
                    fields=[
                        (
                            "parcel",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                serialize=False,
                                to="packing.parcel",
                            ),
                        ),
                        ("order_id", models.BigIntegerField()),
                        ("token", models.CharField(blank=True, max_length=43)),
                        ("state", models.CharField(default="waiting", max_length=8)),
                        ("attempts", models.SmallIntegerField(default=0)),
                        ("begun_at", models.DateTimeField(null=True)),
                        ("said", models.CharField(blank=True, max_length=500)),
                        ("at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("overruled_by", models.CharField(blank=True, db_default="", default="", max_length=150)),
                        ("overruled_why", models.CharField(blank=True, db_default="", default="", max_length=300)),
                        ("ruled", models.BooleanField(db_default=False, default=False)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                models.OrderBy(models.F("ended_at"), descending=True),
                                condition=models.Q(("state", "failed")),
                                name="label_order_failed",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["bought", "dropped", "failed", "waiting"])),
                                name="label_order_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at", None), ("state", "waiting")),
                                    models.Q(
                                        models.Q(("state", "waiting"), _negated=True), ("ended_at__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="label_order_ended",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Purchase",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=60)),
                        ("quote", models.CharField(max_length=100)),
                        ("rate", models.CharField(max_length=100)),
                        ("ref", models.CharField(blank=True, max_length=100)),
                        ("price_minor", models.BigIntegerField()),
                        ("state", models.CharField(max_length=8)),
                        ("attempts", models.SmallIntegerField(default=0)),
                        ("said", models.CharField(blank=True, max_length=500)),
                        ("at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "account",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="carriers.account"),
                        ),
                        ("parcel", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="packing.parcel")),
                        (
                            "service",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="carriers.service"),
                        ),
                        (
                            "shipment",
                            models.OneToOneField(
                                null=True, on_delete=django.db.models.deletion.PROTECT, to="shipping.shipment"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                models.OrderBy(models.F("at"), descending=True),
                                condition=models.Q(("state", "owed")),
                                name="purchase_owed",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "asked")), fields=("parcel",), name="purchase_asked_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "refused"), _negated=True),
                                fields=("key",),
                                name="purchase_key_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        ["absent", "asked", "bought", "owed", "refused", "to_void", "unsure", "voided"],
                                    )
                                ),
                                name="purchase_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["bought", "to_void", "voided", "owed"]), _negated=True),
                                    models.Q(("ref", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="purchase_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Away",
                    fields=[
                        (
                            "account",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                serialize=False,
                                to="carriers.account",
                            ),
                        ),
                        ("until", models.DateTimeField()),
                        ("said", models.CharField(max_length=500)),
                    ],
                ),
                migrations.CreateModel(
                    name="StrayReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("tracking_number", models.CharField(max_length=40)),
                        ("state", models.CharField(max_length=20)),
                        ("at", models.DateTimeField()),
                        ("text", models.CharField(max_length=200)),
                        ("heard_at", models.DateTimeField()),
                        ("told", models.IntegerField(default=1)),
                        (
                            "account",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, to="carriers.account"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(models.OrderBy(models.F("heard_at"), descending=True), name="stray_newest")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("account", "tracking_number"), name="stray_once", nulls_distinct=False
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Printer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=40, unique=True)),
                        ("bench", models.CharField(blank=True, max_length=40)),
                        ("kind", models.CharField(max_length=4)),
                        ("address", models.CharField(max_length=200)),
                        ("language", models.CharField(max_length=6)),
                        ("medium", models.CharField(max_length=3)),
                        (
                            "papers",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=8), size=None
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
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ("raw", "ipp"))), name="printer_kind"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("language__in", ("zpl203", "zpl300", "pdf"))),
                                name="printer_language",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PaperRecord",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order_id", models.BigIntegerField(null=True)),
                        ("paper", models.CharField(max_length=8)),
                        ("act", models.CharField(max_length=8)),
                        ("state", models.CharField(max_length=8)),
                        ("place", models.CharField(max_length=60)),
                        ("by_itself", models.BooleanField(default=False)),
                        ("reason", models.CharField(blank=True, max_length=300)),
                        ("actor", models.CharField(max_length=150)),
                        ("at", models.DateTimeField()),
                        ("attempts", models.SmallIntegerField(default=0)),
                        ("begun_at", models.DateTimeField(null=True)),
                        ("said", models.CharField(blank=True, max_length=500)),
                        ("ended_at", models.DateTimeField(null=True)),
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
                            "shipment",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="shipping.shipment",
                            ),
                        ),
                        (
                            "printer",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.SET_NULL, to="shipping.printer"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["order_id", "id"], name="paper_of_order"),
                            models.Index(fields=["parcel", "id"], name="paper_of_parcel"),
                            models.Index(
                                models.OrderBy(models.F("ended_at"), descending=True),
                                condition=models.Q(("state", "failed")),
                                name="paper_failed",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("act__in", ("print", "download", "void"))), name="paper_act"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["done", "dropped", "failed", "waiting"])),
                                name="paper_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at", None), ("state", "waiting")),
                                    models.Q(
                                        models.Q(("state", "waiting"), _negated=True), ("ended_at__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="paper_ended",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("by_itself", True)),
                                fields=("parcel", "paper"),
                                name="paper_by_itself_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ScaleReading",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("bench", models.CharField(max_length=40)),
                        ("grams", models.IntegerField()),
                        ("at", models.DateTimeField()),
                        (
                            "warehouse",
                            models.ForeignKey(
                                db_index=False, on_delete=django.db.models.deletion.PROTECT, to="network.warehouse"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("warehouse", "bench"), name="scale_once"),
                            models.CheckConstraint(
                                condition=models.Q(("bench", ""), _negated=True), name="scale_bench"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Trouble",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=12)),
                        ("opened_at", models.DateTimeField()),
                        ("settled_at", models.DateTimeField(null=True)),
                        ("outcome", models.CharField(blank=True, max_length=12)),
                        (
                            "shipment",
                            models.ForeignKey(
                                db_index=False, on_delete=django.db.models.deletion.PROTECT, to="shipping.shipment"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                models.OrderBy(models.F("opened_at")),
                                models.OrderBy(models.F("id")),
                                condition=models.Q(("settled_at", None)),
                                name="trouble_open",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("shipment", "kind"), name="trouble_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "address",
                                            "damaged",
                                            "failed",
                                            "late",
                                            "lost",
                                            "no_scan",
                                            "refused",
                                            "returned",
                                        ],
                                    )
                                ),
                                name="trouble_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outcome", ""), ("settled_at", None)),
                                    models.Q(("settled_at__isnull", False), models.Q(("outcome", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="trouble_settled",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TroubleAct",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("act", models.CharField(max_length=12)),
                        ("note", models.CharField(blank=True, max_length=300)),
                        ("order_id", models.BigIntegerField(null=True)),
                        ("at", models.DateTimeField()),
                        ("actor", models.CharField(max_length=150)),
                        (
                            "trouble",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="acts", to="shipping.trouble"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("act__in", ["called", "claim", "refund", "reship", "settled"])),
                                name="trouble_act",
                            )
                        ],
                    },
                ),
            ],
        ),
        migrations.RunSQL(LEAVE_ROOM),
    ]
