import django.db.models.deletion
from django.db import migrations, models

from packhorse.creating import CreateTables

# The history is append-only: the database itself refuses to change or delete an event.
KEEP = """
CREATE FUNCTION outbox_event_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the history of events is append-only: publish a new event instead of %', lower(TG_OP)
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER outbox_event_kept BEFORE UPDATE OR DELETE ON outbox_event
    FOR EACH ROW EXECUTE FUNCTION outbox_event_is_kept();
CREATE TRIGGER outbox_event_not_emptied BEFORE TRUNCATE ON outbox_event
    FOR EACH STATEMENT EXECUTE FUNCTION outbox_event_is_kept();
"""


class Migration(migrations.Migration):
    replaces = [("outbox", "0001_initial"), ("outbox", "0002_append_only")]

    initial = True

    dependencies = []

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name="Event",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=40)),
                        ("order_id", models.BigIntegerField(null=True)),
                        ("warehouse_id", models.BigIntegerField(null=True)),
                        ("payload", models.JSONField()),
                        ("at", models.DateTimeField()),
                        ("actor", models.CharField(max_length=150)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["order_id", "id"], name="event_of_order"),
                            models.Index(fields=["kind", "at"], name="event_by_kind"),
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
                        ("handler", models.CharField(max_length=100)),
                        ("attempts", models.SmallIntegerField(default=0)),
                        ("next_try_at", models.DateTimeField()),
                        ("error", models.TextField(default="")),
                        ("set_aside_at", models.DateTimeField(null=True)),
                        ("event", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="outbox.event")),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("set_aside_at", None)),
                                fields=["handler", "id"],
                                name="delivery_due",
                            )
                        ],
                        "constraints": [models.UniqueConstraint(fields=("event", "handler"), name="delivery_once")],
                    },
                ),
            ],
        ),
        migrations.RunSQL(KEEP),
    ]
