import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import packhorse.carriers.models
from packhorse.creating import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("carriers", "0001_initial"),
        ("carriers", "0002_calendars_and_transit"),
        ("carriers", "0003_takes_hazmat"),
        ("carriers", "0004_accounts"),
        ("carriers", "0005_surcharges"),
        ("carriers", "0006_rate_rules"),
    ]

    initial = True

    dependencies = []

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name="Account",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=20, unique=True)),
                        ("kind", models.CharField(max_length=20)),
                        ("address", models.CharField(max_length=300)),
                        ("secrets", models.TextField()),
                        ("form", models.CharField(max_length=3)),
                        ("on", models.BooleanField()),
                        ("made_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("form__in", ("zpl", "pdf"))), name="account_form"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Carrier",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=20, unique=True)),
                        ("name", models.CharField(max_length=120)),
                        ("tracking_prefix", models.CharField(max_length=6, unique=True)),
                        ("currency", models.CharField(max_length=3)),
                        ("simulated", models.BooleanField(db_default=False, default=False)),
                        (
                            "account",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, to="carriers.account"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("simulated", False), ("account", None), _connector="OR"),
                                name="carrier_real_or_not",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Service",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=30)),
                        ("name", models.CharField(max_length=120)),
                        ("dim_divisor", models.IntegerField()),
                        ("max_weight_g", models.IntegerField()),
                        ("max_length_mm", models.IntegerField()),
                        (
                            "carrier",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="carriers.carrier"),
                        ),
                        (
                            "delivery_days",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.SmallIntegerField(),
                                default=packhorse.carriers.models.weekdays,
                                size=None,
                            ),
                        ),
                        (
                            "pickup_days",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.SmallIntegerField(),
                                default=packhorse.carriers.models.every_day,
                                size=None,
                            ),
                        ),
                        (
                            "takes_hazmat",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=4), db_default=[], default=list, size=None
                            ),
                        ),
                        ("fuel", models.IntegerField(db_default=0, default=0)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("carrier", "code"), name="service_once"),
                            models.CheckConstraint(
                                condition=models.Q(("delivery_days__len__gt", 0), ("pickup_days__len__gt", 0)),
                                name="service_works",
                            ),
                            models.CheckConstraint(condition=models.Q(("dim_divisor__gt", 0)), name="service_divisor"),
                            models.CheckConstraint(
                                condition=models.Q(("fuel__gte", 0), ("fuel__lte", 10000)), name="service_fuel"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Zone",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("origin_country", models.CharField(max_length=2)),
                        ("dest_country", models.CharField(max_length=2)),
                        ("max_km", models.IntegerField(null=True)),
                        ("zone", models.CharField(max_length=20)),
                        (
                            "carrier",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="carriers.carrier"),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("carrier", "origin_country", "dest_country", "max_km"),
                                name="zone_once",
                                nulls_distinct=False,
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Rate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("zone", models.CharField(max_length=20)),
                        ("max_weight_g", models.IntegerField()),
                        ("price_minor", models.BigIntegerField()),
                        ("transit_days", models.SmallIntegerField()),
                        (
                            "service",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="carriers.service"),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("service", "zone", "max_weight_g"), name="rate_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("max_weight_g__gt", 0), ("price_minor__gte", 0), ("transit_days__gte", 0)
                                ),
                                name="rate_sane",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Surcharge",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=20)),
                        ("limit", models.CharField(max_length=20)),
                        ("price_minor", models.BigIntegerField()),
                        (
                            "carrier",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="carriers.carrier"),
                        ),
                        (
                            "service",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, to="carriers.service"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("carrier", "service", "kind", "limit"),
                                name="surcharge_once",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        ("weight_over", "longest_over", "girth_over", "country", "postal_prefix"),
                                    ),
                                    ("price_minor__gte", 0),
                                ),
                                name="surcharge_sane",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Holiday",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("country", models.CharField(max_length=2)),
                        ("day", models.DateField()),
                        ("name", models.CharField(max_length=80)),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("country", "day"), name="holiday_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Transit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("warehouse_id", models.BigIntegerField()),
                        ("zone", models.CharField(max_length=20)),
                        ("days", models.SmallIntegerField()),
                        ("milli", models.BigIntegerField()),
                        ("as_of", models.DateField()),
                        (
                            "service",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="carriers.service"),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("service", "warehouse_id", "zone", "days"), name="transit_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("days__gte", 0), ("milli__gte", 0)), name="transit_sane"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RateRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.IntegerField()),
                        ("name", models.CharField(max_length=60, unique=True)),
                        ("kind", models.CharField(max_length=10)),
                        ("on", models.BooleanField(default=True)),
                        (
                            "targets",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=51), default=list, size=None
                            ),
                        ),
                        (
                            "hazmat",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=4), default=list, size=None
                            ),
                        ),
                        (
                            "classes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20), default=list, size=None
                            ),
                        ),
                        (
                            "places",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20), default=list, size=None
                            ),
                        ),
                        (
                            "tiers",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20), default=list, size=None
                            ),
                        ),
                        (
                            "channels",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40), default=list, size=None
                            ),
                        ),
                        (
                            "warehouses",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20), default=list, size=None
                            ),
                        ),
                        ("over_g", models.IntegerField(null=True)),
                        ("over_minor", models.BigIntegerField(null=True)),
                        ("minor", models.BigIntegerField(default=0)),
                        ("percent", models.SmallIntegerField(default=0)),
                        ("per", models.CharField(default="day", max_length=4)),
                        ("all_sites", models.BooleanField(default=False)),
                        ("valid_from", models.DateField(null=True)),
                        ("valid_until", models.DateField(null=True)),
                        ("changed_at", models.DateTimeField()),
                        ("changed_by", models.CharField(max_length=150)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["chance", "late", "never", "only", "prefer", "share"]),
                                    ("per__in", ("day", "week")),
                                ),
                                name="rate_rule_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_from", None),
                                    ("valid_until", None),
                                    ("valid_until__gte", models.F("valid_from")),
                                    _connector="OR",
                                ),
                                name="rate_rule_days",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("percent__gte", -100),
                                    ("percent__lte", 500),
                                    models.Q(
                                        ("kind", "prefer"),
                                        models.Q(("minor__gte", 0), ("percent__gte", 0), ("percent__lte", 100)),
                                        _connector="OR",
                                    ),
                                ),
                                name="rate_rule_sane",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
