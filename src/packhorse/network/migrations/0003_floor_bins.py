"""Warehouses that were open before get the bins on the floor that new ones have."""

from django.db import migrations

OPEN = """
INSERT INTO network_bin (warehouse_id, code, barcode, zone, aisle, x_mm, y_mm, storage_class, use, width_mm, depth_mm,
                         height_mm, max_weight_g)
SELECT warehouse.id, upper(floor.use), warehouse.code || '-' || upper(floor.use), 'FLOOR', 0, warehouse.depot_x_mm,
       warehouse.front_y_mm, 'ambient', floor.use, 0, 0, 0, 0
FROM network_warehouse AS warehouse, (VALUES ('receiving'), ('quarantine'), ('damaged')) AS floor (use)
ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("network", "0002_bin_uses")]
    operations = [migrations.RunSQL(OPEN, migrations.RunSQL.noop)]
