"""Start Packhorse in this process: find or start the database, check it, set Django up, bring tables up to date."""

import atexit
import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
import django.db
import psycopg

from packhorse.errors import Refusal

OLDEST_POSTGRES = 150000
OWN, DEMO = "packhorse", "packhorse_demo"
MIGRATION_LOCK, DEMONSTRATION_LOCK = 7_305_931, 7_305_932  # any numbers, the same in every process
_WAIT = "stop it, or wait until it has ended"
DATABASE_GONE = (
    django.db.OperationalError,
    django.db.InterfaceError,
    psycopg.OperationalError,
    psycopg.InterfaceError,
)


class StartError(Exception):
    """Packhorse cannot start; the message says what, where and what to do."""


@dataclass(frozen=True)
class _Asked:
    """Which database of the embedded server is asked for, and how."""

    name: str | None
    fresh: bool
    look: bool
    known: bool


def start(
    *,
    migrate: bool = True,
    database: str | None = None,
    fresh: bool = False,
    look: bool = False,
    known: bool = False,
) -> None:
    """Make this process ready: after it, models and operations may be used.

    `database` names the database on the embedded server: when it is not given, PACKHORSE_DATABASE or "packhorse"
    (all ignored when DATABASE_URL is set). `fresh` drops and makes it anew there, which only the demonstration asks
    for. With `look`, commands that only look take the demonstration's when it is the only one there, and never make
    one; with `known`, one that PACKHORSE_DATABASE names must be there: a mistyped name would make another.
    """
    from packhorse.web import settings

    if settings.CONFIG.database_url is None:
        # Child processes (web workers, the relay) find the same server through the environment.
        named = settings.CONFIG.database
        asked = _Asked(database or named, fresh, look, known=look or (known and database is None and named is not None))
        settings.DATABASES["default"].update(_embedded(asked))
    _check_server(settings.DATABASES["default"])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "packhorse.web.settings")
    django.setup()
    if migrate:
        _migrate()


def words_for(error: Exception) -> str:
    """Return the words for what Packhorse refuses, or a database or disk that gave up; none for errors of our own."""
    if isinstance(error, StartError | Refusal):
        return str(error)
    text = " ".join(str(error).split())
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        text = f"{error.filename or 'a file'}: {error.strerror}"
    elif not isinstance(error, DATABASE_GONE):
        return ""
    if "No space left on device" in text:
        todo = "Make room on that disk"
    else:
        todo = "See that the database runs and can be reached"
    return f"the database gave up: {text}. {todo} and run the command again: what was not finished is taken back."


@contextmanager
def only_demonstration() -> Iterator[None]:
    """Hold the demonstration's database for the whole of a run: two runs would play into one and the same."""
    from packhorse.web import settings

    if settings.CONFIG.database_url is None:
        with _only_in_folder(settings.CONFIG.folder()):
            yield
        return
    with _connected(settings.DATABASES["default"]) as connection:
        connection.autocommit = True
        (mine,) = connection.execute("SELECT pg_try_advisory_lock(%s)", [DEMONSTRATION_LOCK]).fetchone() or (False,)
        if not mine:
            raise StartError(f"another demonstration runs in the database of DATABASE_URL: {_WAIT}.")
        yield


@contextmanager
def _only_in_folder(folder: Path) -> Iterator[None]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = os.open(folder / "demo.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StartError(
            f"the folder {folder} cannot be used: {error.strerror}. Set PACKHORSE_DATA_DIR to a folder you may "
            "write to, or make room on its disk."
        ) from error
    try:
        _take(file, folder)
        yield
    finally:
        os.close(file)


def _take(file: int, folder: Path) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise StartError(
            f"another demonstration runs in {folder}: {_WAIT}, or give this one a folder of its own with "
            "PACKHORSE_DATA_DIR."
        ) from None


def _embedded(asked: _Asked) -> dict[str, object]:
    from packhorse import postgres
    from packhorse.web import settings

    folder = settings.CONFIG.folder()
    try:
        if asked.known and not postgres.is_made(folder / "postgres"):
            raise _nothing_there(asked.name or OWN, folder, set())
        server = postgres.start(folder / "postgres")
        atexit.register(postgres.stop, server)
        there = postgres.databases(server)
        database = asked.name or (DEMO if asked.look and DEMO in there and OWN not in there else OWN)
        if asked.known and database not in there:
            raise _nothing_there(database, folder, there)
        if asked.fresh:
            postgres.drop_database(server, database)
        postgres.create_database(server, database)
    except postgres.PostgresError as error:
        raise StartError(str(error)) from error
    entry = settings._database(server.database_url(database))
    return {key: entry[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}


def _nothing_there(database: str, folder: Path, there: set[str]) -> StartError:
    others = ", ".join(sorted(there - {"postgres"})) or "none"
    return StartError(
        f"there is no database {database} in {folder} (there: {others}). Check PACKHORSE_DATABASE and "
        "PACKHORSE_DATA_DIR; packhorse up makes one, packhorse demo the demonstration's."
    )


def _connected(entry: dict[str, Any]) -> psycopg.Connection:
    """Connect once outside Django: a wrong address is told in one line."""
    try:
        return psycopg.connect(**{"connect_timeout": "10", **_parameters(entry)})
    except psycopg.Error as error:
        text = " ".join(str(error).split())
        raise StartError(f"the database cannot be reached: {text}. Check DATABASE_URL.") from error


def _parameters(entry: dict[str, Any]) -> dict[str, str]:
    """What Django will connect with, option by option: what the server refuses is told now, not by a full pool."""
    named = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    known = {each.keyword.decode() for each in psycopg.pq.Conninfo.get_defaults()}
    options = {name: value for name, value in entry["OPTIONS"].items() if name in known}
    return options | {name: entry[key] for name, key in named.items() if entry[key]}


def _check_server(entry: dict[str, Any]) -> None:
    """Refuse a server that is not there, or too old."""
    with _connected(entry) as connection:
        version = connection.info.server_version
    if version < OLDEST_POSTGRES:
        raise StartError(
            f"the server behind DATABASE_URL is PostgreSQL {version // 10000}; Packhorse needs 15 or newer. "
            "Upgrade it, or leave DATABASE_URL unset to use the embedded server."
        )


def _migrate() -> None:
    """Bring the tables up to date; of several processes starting at once one does it, the others wait."""
    from django.core.management import call_command
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            if _steps_left():
                call_command("migrate", interactive=False, verbosity=0)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])


def _steps_left() -> bool:
    """Say whether the tables are of an older Packhorse: every command would look long for steps that are not there.

    Refuse those that stand between two steps which were put together since: no step leads on from there.
    """
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.recorder import MigrationRecorder

    steps = MigrationLoader(None, load=False)
    steps.load_disk()
    done = MigrationRecorder(connection).applied_migrations()
    between = []
    for (area, _), step in sorted(steps.disk_migrations.items()):
        known = sum(each in done for each in step.replaces)
        if 0 < known < len(step.replaces):
            between.append(f"{area} {known} of {len(step.replaces)}")
    if between:
        raise StartError(
            f"the tables of the database {connection.settings_dict['NAME']} are of an older Packhorse and halfway to "
            f"this one's (steps taken: {', '.join(between)}). Start it once with the last Packhorse that has these "
            "steps (docs/decisions/0021-one-migration-an-area.md says which), then with this one; or begin with a new "
            "database."
        )
    return not steps.disk_migrations.keys() <= done.keys()
