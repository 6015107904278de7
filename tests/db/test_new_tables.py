"""The tables of a new database, and databases that the steps of before have made."""

import pytest
from company import run_sql
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from faults import processes as p

from packhorse.web import start

STEPS = "SELECT name FROM django_migrations WHERE app = 'inventory' ORDER BY name"


def test_the_migrations_make_what_the_models_say(db):
    call_command("makemigrations", check=True, dry_run=True, skip_checks=True, verbosity=0)


def test_a_database_that_took_all_steps_of_before_is_as_a_new_one(own_db):
    new = run_sql(STEPS)
    run_sql("DELETE FROM django_migrations WHERE name = '0001_tables'")
    assert len(run_sql(STEPS)) == len(new) - 1 == 12
    start._migrate()
    assert run_sql(STEPS) == new


def test_a_database_that_took_some_steps_of_before_is_refused_in_one_line(own_db, tmp_path):
    run_sql("DELETE FROM django_migrations WHERE name = '0001_tables'")
    run_sql("DELETE FROM django_migrations WHERE (app, name) = ('inventory', '0012_doubted_bins')")
    run_sql("DELETE FROM django_migrations WHERE app = 'placing' AND name > '0011'")
    done = p.packhorse(tmp_path, "audit", DATABASE_URL=own_db)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
    name = connection.settings_dict["NAME"]
    assert done.stderr.startswith(f"packhorse: the tables of the database {name} are of an older Packhorse")
    assert "(steps taken: inventory 11 of 12, placing 10 of 12)" in done.stderr
    assert "Start it once with the last Packhorse that has these steps" in done.stderr
    assert run_sql("SELECT count(*) FROM django_migrations WHERE name = '0001_tables'") == [(0,)]


def test_tables_that_were_not_noted_are_not_there(own_db, monkeypatch):
    """As when the process is killed between the two."""
    run_sql("DROP TABLE outbox_event, outbox_delivery; DROP FUNCTION outbox_event_is_kept")
    run_sql("DELETE FROM django_migrations WHERE app = 'outbox'")
    with monkeypatch.context() as killed, pytest.raises(KeyboardInterrupt):
        killed.setattr(MigrationRecorder, "record_applied", interrupt)
        MigrationExecutor(connection).migrate([("outbox", "0001_tables")])
    assert run_sql("SELECT to_regclass('outbox_event')") == [(None,)]
    start._migrate()
    assert run_sql("SELECT count(*) FROM outbox_event") == [(0,)]
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        run_sql("TRUNCATE outbox_event CASCADE")


def interrupt(*_):
    raise KeyboardInterrupt
