import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from packhorse.creating import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("web", "0001_initial"),
        ("web", "0002_key_used_on"),
        ("web", "0003_nights"),
        ("web", "0004_audit_runs"),
        ("web", "0005_works_at"),
        ("web", "0006_tries"),
    ]

    initial = True

    dependencies = [
        ("auth", "__first__"),
        ("network", "0001_tables"),
    ]

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name="ApiKey",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=100, unique=True)),
                        ("prefix", models.CharField(max_length=12)),
                        ("digest", models.CharField(max_length=64, unique=True)),
                        ("role", models.CharField(max_length=20)),
                        ("channel", models.CharField(blank=True, max_length=40)),
                        ("made_at", models.DateTimeField()),
                        ("revoked_at", models.DateTimeField(null=True)),
                        ("used_on", models.DateField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="StoredAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=200)),
                        ("digest", models.CharField(max_length=64)),
                        ("status", models.IntegerField()),
                        ("body", models.TextField()),
                        ("at", models.DateTimeField()),
                        ("api_key", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="web.apikey")),
                    ],
                    options={
                        "indexes": [models.Index(fields=["at"], name="answer_age")],
                        "constraints": [
                            models.UniqueConstraint(fields=("api_key", "key"), name="answer_once"),
                            models.CheckConstraint(
                                condition=models.Q(("status__gte", 200), ("status__lt", 300)), name="answer_status"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NightDuty",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=40)),
                        ("night", models.DateField()),
                        ("begun_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("said", models.CharField(blank=True, default="", max_length=200)),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("name", "night"), name="duty_once_a_night")],
                    },
                ),
                migrations.CreateModel(
                    name="AuditRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("took_ms", models.IntegerField()),
                        ("invariants", models.IntegerField()),
                        ("differences", models.IntegerField()),
                        ("findings", models.JSONField()),
                        ("actor", models.CharField(max_length=150)),
                    ],
                ),
                migrations.CreateModel(
                    name="WorksAt",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                db_index=False, on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "warehouse",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="network.warehouse"),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("user", "warehouse"), name="works_at_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Try",
                    fields=[
                        ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                        ("tries", models.IntegerField()),
                        ("until", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [models.Index(fields=["until"], name="try_over")],
                    },
                ),
            ],
        ),
    ]
