import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from packhorse.creating import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("catalog", "0001_initial"),
        ("catalog", "0002_dates"),
        ("catalog", "0003_packs_and_facts"),
        ("catalog", "0004_kits"),
        ("catalog", "0005_export_limits"),
        ("catalog", "0006_hazmat_class"),
        ("catalog", "0007_own_container"),
        ("catalog", "0008_packing_rules"),
        ("catalog", "0009_un_number"),
        ("catalog", "0010_cushion"),
    ]

    initial = True

    dependencies = []

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name="Product",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sku", models.CharField(max_length=64, unique=True)),
                        ("name", models.CharField(max_length=300)),
                        ("barcode", models.CharField(max_length=64, unique=True)),
                        ("price_minor", models.BigIntegerField()),
                        ("currency", models.CharField(max_length=3)),
                        ("length_mm", models.IntegerField()),
                        ("width_mm", models.IntegerField()),
                        ("height_mm", models.IntegerField()),
                        ("weight_g", models.IntegerField()),
                        ("storage_class", models.CharField(max_length=20)),
                        ("this_side_up", models.BooleanField()),
                        ("assumed_size", models.BooleanField()),
                        ("expected_on", models.DateField(blank=True, null=True)),
                        ("released_on", models.DateField(blank=True, null=True)),
                        ("hs_code", models.CharField(blank=True, db_default="", default="", max_length=12)),
                        ("min_days_left", models.IntegerField(blank=True, null=True)),
                        ("origin", models.CharField(blank=True, db_default="", default="", max_length=2)),
                        ("tracks_lots", models.BooleanField(db_default=False, default=False)),
                        ("tracks_serials", models.BooleanField(db_default=False, default=False)),
                        (
                            "not_to",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=6),
                                blank=True,
                                db_default=[],
                                default=list,
                                size=None,
                            ),
                        ),
                        ("hazmat_class", models.CharField(blank=True, db_default="", default="", max_length=4)),
                        ("own_container", models.BooleanField(db_default=False, default=False)),
                        ("bears_g", models.IntegerField(blank=True, null=True)),
                        ("keep_apart", models.CharField(blank=True, db_default="", default="", max_length=20)),
                        ("keep_together", models.CharField(blank=True, db_default="", default="", max_length=20)),
                        ("un_number", models.CharField(blank=True, db_default="", default="", max_length=6)),
                        ("cushion_mm", models.IntegerField(db_default=0, default=0)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("min_days_left__gt", 0)), name="product_days_left"
                            ),
                            models.CheckConstraint(condition=models.Q(("bears_g__gte", 0)), name="product_bears"),
                            models.CheckConstraint(condition=models.Q(("cushion_mm__gte", 0)), name="product_cushion"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("height_mm__gt", 0), ("length_mm__gt", 0), ("weight_g__gt", 0), ("width_mm__gt", 0)
                                ),
                                name="product_has_size",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("price_minor__gte", 0)), name="product_price_not_negative"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PackSize",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("level", models.CharField(max_length=10)),
                        ("units", models.IntegerField()),
                        ("barcode", models.CharField(max_length=64, unique=True)),
                        ("length_mm", models.IntegerField()),
                        ("width_mm", models.IntegerField()),
                        ("height_mm", models.IntegerField()),
                        ("weight_g", models.IntegerField()),
                        (
                            "product",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="packs",
                                to="catalog.product",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("product", "level"), name="pack_once"),
                            models.CheckConstraint(
                                condition=models.Q(("level__in", ("inner", "case", "pallet"))), name="pack_level"
                            ),
                            models.CheckConstraint(condition=models.Q(("units__gt", 1)), name="pack_units"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("height_mm__gt", 0), ("length_mm__gt", 0), ("weight_g__gt", 0), ("width_mm__gt", 0)
                                ),
                                name="pack_has_size",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="KitPart",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("units", models.IntegerField()),
                        (
                            "kit",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="catalog.product",
                            ),
                        ),
                        (
                            "part",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="in_kits",
                                to="catalog.product",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("kit", "part"), name="part_once"),
                            models.CheckConstraint(condition=models.Q(("units__gt", 0)), name="part_units"),
                            models.CheckConstraint(
                                condition=models.Q(("kit", models.F("part")), _negated=True), name="part_of_another"
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
