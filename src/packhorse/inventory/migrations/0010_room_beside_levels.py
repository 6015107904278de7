from django.db import migrations


class Migration(migrations.Migration):
    """Levels change with every order, and no index hears of it as long as the new row fits beside the old one."""

    dependencies = [("inventory", "0009_fewer_allocation_indexes")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE inventory_stocklevel SET (fillfactor = 75)",
            "ALTER TABLE inventory_stocklevel RESET (fillfactor)",
        )
    ]
