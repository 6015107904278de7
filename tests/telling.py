"""The clock of the tests, and how what they did is told to everybody, be it that a worker runs beside them or not."""

from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime

from django.db import transaction

from packhorse.outbox.relay import drain

NOW = datetime(2024, 5, 15, 9, 0, tzinfo=UTC)  # a Wednesday; in Leeds it is ten in the morning


def run_sql(statement, *values):
    """Run a statement behind the back of every operation."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []


def relay(now=NOW):
    """Tell everybody everything, and wait for what the worker of a running console is telling just now."""
    told = drain(now=now)
    while run_sql("SELECT 1 FROM outbox_delivery WHERE set_aside_at IS NULL AND attempts = 0 FOR UPDATE"):
        told += drain(now=now)
    return told


@contextmanager
def told(now=NOW):
    """Tell everybody of what is done in here, by the test's clock.

    Where a worker runs beside, by its own clock, both are one transaction: it sees what is done when all is told, and
    it does not matter who of them is quicker.
    """
    beside = run_sql("SELECT 1 FROM procrastinate_workers")
    with transaction.atomic() if beside else nullcontext():
        yield
        if beside:
            drain(now=now)
    relay(now)  # and what that worker holds of before
