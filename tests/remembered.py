"""What a test's set-up wrote, kept as rows: the same set-up again is one statement, not a hundred verbs.

And a database that a running console uses, emptied between two tests. The verbs of a set-up run for real the first two
times in each process, and always where a table they fill is not empty.
"""

import time
from collections import Counter

from django.db import OperationalError, connection, transaction
from psycopg import sql

OURS = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1"
COLUMNS = """
SELECT attname, pg_get_serial_sequence(quote_ident(relname), attname) FROM pg_attribute JOIN pg_class ON oid = attrelid
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum
"""
FORBIDDEN = "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgtype & 32 > 0 AND NOT tgisinternal"
STAY = ("django_content_type", "django_migrations", "auth_permission", "procrastinate_workers")
NUMBERED = """
SELECT pg_get_serial_sequence(quote_ident(table_name), column_name) FROM information_schema.columns
WHERE table_schema = 'public' AND (is_identity = 'YES' OR column_default LIKE 'nextval%%') AND table_name <> ALL (%s)
"""
DJANGOS = ("auth_", "django_")  # filled by the migrations

_asked: Counter[str] = Counter()
_kept: dict[str, tuple[list[str], str]] = {}  # what was asked for: tables, and the statements that fill them


def once(name, work):
    """Do the work, or write what it wrote when it was asked for under that name before."""
    _asked[name] += 1
    if name in _kept:
        tables, statements = _kept[name]
        if not _filled(tables):
            _run(statements)
            return
        work()
    elif _asked[name] == 1:  # often the only time
        work()
    else:
        tables = [table for (table,) in _ask(OURS) if not table.startswith(DJANGOS)]
        clean = not _filled(tables)
        work()
        if clean:
            found = _filled(tables)
            _kept[name] = found, "".join(_statement(table) for table in found)


def empty():
    """Empty all tables, those too that refuse it; a worker that runs all the while may be in the way a few times.

    A job of the test before ends first: numbers begin anew, and it would write what it did to another's row.
    """
    tables = [table for (table,) in _ask(OURS) if table not in STAY]
    kept = [table for (table,) in _ask(FORBIDDEN)]
    for last in (*[False] * 9, True):
        try:
            with transaction.atomic():
                _wait_for_jobs()
                for table in kept:
                    _ask_nothing(f"ALTER TABLE {table} DISABLE TRIGGER USER")
                _ask_nothing(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY")
                for table in kept:
                    _ask_nothing(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            return
        except OperationalError:  # a deadlock
            if last:
                raise


def sweep():
    """Empty the tables that have rows, and let all numbers begin anew: as a new clone, where nobody else is about."""
    kept = {table for (table,) in _ask(FORBIDDEN)}
    filled = _filled([table for (table,) in _ask(OURS) if table not in STAY])
    with transaction.atomic():
        for table in kept.intersection(filled):
            _ask_nothing(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for table in filled:
            _ask_nothing(f"DELETE FROM {table}")
        _ask_nothing("SET CONSTRAINTS ALL IMMEDIATE")
        for table in kept.intersection(filled):
            _ask_nothing(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        _ask(f"SELECT setval(number, 1, false) FROM ({NUMBERED}) AS numbered (number)", [list(STAY)])


def _wait_for_jobs():
    """Let no job begin until the transaction's end, when those under way have ended."""
    for _ in range(200):
        _ask_nothing("SAVEPOINT idle")
        _ask_nothing("LOCK TABLE procrastinate_jobs IN ACCESS EXCLUSIVE MODE")
        if not _ask("SELECT 1 FROM procrastinate_jobs WHERE status = 'doing'"):
            return
        _ask_nothing("ROLLBACK TO idle")  # they must be able to say that they have ended
        time.sleep(0.1)
    raise AssertionError("a job of the test before does not end")


def _filled(tables):
    """Those of the tables that have rows."""
    exist = ", ".join(f"EXISTS (SELECT FROM {table})" for table in tables)
    return [table for table, has in zip(tables, _ask(f"SELECT {exist}")[0], strict=True) if has]


def _statement(table):
    """Insert the rows that a table has now, and let its numbers go on after them."""
    found = _ask(COLUMNS, [table])
    names = ", ".join(f'"{name}"' for name, _ in found)
    rows = _literal(_ask(f"SELECT json_agg(t)::text FROM (SELECT {names} FROM {table}) t")[0][0])
    statement = f"INSERT INTO {table} ({names}) SELECT {names} FROM json_populate_recordset(NULL::{table}, {rows});\n"
    for name, sequence in found:
        if sequence:
            last = f"greatest((SELECT max({name}) FROM {table}), (SELECT last_value FROM {sequence}))"
            statement += f"SELECT setval('{sequence}', {last});\n"
    return statement


def _ask(statement, values=None):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def _ask_nothing(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _literal(text):
    return sql.Literal(text).as_string(connection.connection)


def _run(statements):
    """All in one; without values, so that the server takes many statements at once."""
    connection.ensure_connection()
    connection.connection.execute(statements, prepare=False)
