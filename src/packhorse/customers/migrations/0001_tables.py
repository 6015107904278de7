from django.db import migrations, models

from packhorse.creating import CreateTables


class Migration(migrations.Migration):
    replaces = [("customers", "0001_initial"), ("customers", "0002_tier")]

    initial = True

    dependencies = []

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name="Customer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=64, unique=True)),
                        ("name", models.CharField(max_length=200)),
                        ("email", models.CharField(blank=True, max_length=254)),
                        ("phone", models.CharField(blank=True, max_length=40)),
                        ("line1", models.CharField(max_length=200)),
                        ("line2", models.CharField(blank=True, max_length=200)),
                        ("city", models.CharField(max_length=120)),
                        ("region", models.CharField(blank=True, max_length=120)),
                        ("postal_code", models.CharField(blank=True, max_length=20)),
                        ("country", models.CharField(max_length=2)),
                        ("latitude", models.FloatField(null=True)),
                        ("longitude", models.FloatField(null=True)),
                        ("assumed", models.BooleanField()),
                        ("tier", models.CharField(blank=True, db_default="", default="", max_length=20)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("tier", ""), _negated=True),
                                fields=["number"],
                                name="customer_tiered",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
