"""The ledger is append-only: the database itself refuses to change or delete a line."""

from django.db import migrations

FORBID = """
CREATE FUNCTION inventory_movement_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only: write a compensating movement instead of %', lower(TG_OP)
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER inventory_movement_kept BEFORE UPDATE OR DELETE ON inventory_movement
    FOR EACH ROW EXECUTE FUNCTION inventory_movement_is_kept();
CREATE TRIGGER inventory_movement_not_emptied BEFORE TRUNCATE ON inventory_movement
    FOR EACH STATEMENT EXECUTE FUNCTION inventory_movement_is_kept();
"""

ALLOW = """
DROP TRIGGER inventory_movement_kept ON inventory_movement;
DROP TRIGGER inventory_movement_not_emptied ON inventory_movement;
DROP FUNCTION inventory_movement_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("inventory", "0001_initial")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
