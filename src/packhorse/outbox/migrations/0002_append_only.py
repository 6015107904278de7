"""The history is append-only: the database itself refuses to change or delete an event."""

from django.db import migrations

FORBID = """
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

ALLOW = """
DROP TRIGGER outbox_event_kept ON outbox_event;
DROP TRIGGER outbox_event_not_emptied ON outbox_event;
DROP FUNCTION outbox_event_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
