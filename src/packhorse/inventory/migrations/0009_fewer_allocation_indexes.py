import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0004_kits"),
        ("inventory", "0008_lines_of_allocations"),
        ("network", "0005_closings"),
    ]

    operations = [
        migrations.AlterField(
            model_name="allocation",
            name="bin",
            field=models.ForeignKey(
                db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to="network.bin"
            ),
        ),
        migrations.AlterField(
            model_name="allocation",
            name="warehouse",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, to="network.warehouse"
            ),
        ),
        migrations.AddIndex(
            model_name="allocation",
            index=models.Index(condition=models.Q(("bin__isnull", False)), fields=["bin"], name="allocation_in_bin"),
        ),
    ]
