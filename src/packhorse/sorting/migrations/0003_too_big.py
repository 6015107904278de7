from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sorting", "0002_walls_and_lanes")]

    operations = [
        migrations.AddField("put", "too_big", models.BooleanField(db_default=False, default=False)),
        migrations.AddIndex(
            "put",
            models.Index(fields=["fulfillment", "id"], name="put_too_big", condition=models.Q(too_big=True)),
        ),
    ]
