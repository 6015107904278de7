"""Real PostgreSQL for the tests: one server and one migrated template database a process, cloned where a test commits.

The data folder of that server is made once a run and copied by each process. Unit tests ask for no database and start
none. With DATABASE_URL set, that server is used instead of an embedded one (its user must be allowed to create
databases).
"""

import fcntl
import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

os.environ.setdefault("PACKHORSE_SECRET_KEY", secrets.token_urlsafe(48))
os.environ["PACKHORSE_DEMO"] = "false"
os.environ["PACKHORSE_FONTS"] = str(Path(__file__).parent)  # none: labels are the same on every machine
os.environ["DJANGO_SETTINGS_MODULE"] = "packhorse.web.settings"
# Some 200 processes are started: each would compile all of Packhorse anew where none may keep what it compiled.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Tests run in several processes; where these share a server, each has databases of its own.
OWN = os.environ.get("PYTEST_XDIST_WORKER", "")
MADE = "PACKHORSE_TESTS_MADE"  # names the folder in which all processes find the data folder that one of them made
TEMPLATE, ROLLED_BACK = f"packhorse_template{OWN}", f"packhorse_rolled_back{OWN}"


class Databases:
    """The server of this run: makes, clones and drops databases, and points Django at one of them."""

    def __init__(self, admin_url: str) -> None:
        self.admin_url = admin_url
        self.nth = 0
        self.at = self.console = ""

    def url(self, name: str) -> str:
        """Return the URL of a database on the server."""
        return self.admin_url.replace("/postgres?", f"/{name}?", 1)

    def clone(self, name: str) -> None:
        """Make a database with all tables and no rows."""
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        self._run("CREATE DATABASE {} TEMPLATE {}", name, TEMPLATE)

    def make_template(self) -> None:
        """Make the database that all others are cloned from, by the migrations."""
        from django.core.management import call_command

        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", TEMPLATE)
        self._run("CREATE DATABASE {}", TEMPLATE)
        self.point_django_at(TEMPLATE)
        call_command("migrate", interactive=False, verbosity=0)
        self.leave()

    def take_template(self) -> None:
        """Take the database of the folder that was made as the one that all others are cloned from."""
        self._run("ALTER DATABASE {} RENAME TO {}", "packhorse", TEMPLATE)

    def point_django_at(self, name: str) -> None:
        """Let Django's connection of this thread and all later threads use a database."""
        if name == self.at:  # the connection of the test before knows the tables already
            return
        from django.db import connections

        from packhorse.web import settings

        entry = settings._database(self.url(name))
        connections["default"].close_pool()
        connections.settings["default"].update(entry)
        connections["default"].close()
        connections["default"].settings_dict.update(connections.settings["default"])
        self.at = name

    def leave(self) -> None:
        """Close this thread's connection and the pool."""
        from django.db import connections

        connections["default"].close()
        connections["default"].close_pool()
        self.at = ""

    def drop(self, name: str) -> None:
        """Drop a database, whoever uses it."""
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _run(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.admin_url, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def pytest_configure(config: pytest.Config) -> None:
    """Name the folder of all processes; those that pytest-xdist starts inherit its name."""
    if MADE not in os.environ:
        os.environ[MADE] = tempfile.mkdtemp(prefix="packhorse-made-", dir="/var/tmp")
        config.add_cleanup(lambda: shutil.rmtree(os.environ.pop(MADE)))


@pytest.fixture(scope="session")
def made() -> Path:
    """A data folder as `packhorse up` makes it, its server at rest: to be copied, never to be used."""
    from faults import processes

    folder = Path(os.environ[MADE])
    folder.chmod(0o711)
    with open(folder / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "whole").exists():
            ends = processes.make_at_once(folder / "data")  # two, since the others that run tests can but wait for it
            assert [faults for code, _, faults in ends if code] == []
            (folder / "joined").write_text("".join(said for _, said, _ in ends))
            (folder / "whole").touch()
    return folder / "data"


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest) -> Iterator[Databases]:
    """Start the server with its template, and set Django up."""
    import django
    from django.contrib.auth.hashers import PBKDF2PasswordHasher

    PBKDF2PasswordHasher.iterations = 1  # a million rounds a password make guessing slow, and tests too
    if given := os.environ.get("DATABASE_URL"):
        url, folder = given, None
    else:
        from faults import processes

        from packhorse import postgres

        folder = Path(tempfile.mkdtemp(prefix="packhorse-test-", dir="/var/tmp"))
        processes.copy(request.getfixturevalue("made"), folder)
        server = postgres.start(folder / "postgres")
        url = server.database_url("postgres")
        os.environ["PACKHORSE_DATA_DIR"] = str(folder)
        _hurry(url)
    parts, _, query = url.partition("?")
    base, _, _ = parts.rpartition("/")
    django.setup()
    found = Databases(f"{base}/postgres?{query}")
    if folder:
        found.take_template()
    else:
        found.make_template()
    found.clone(ROLLED_BACK)
    yield found
    found.leave()
    if folder:
        postgres.stop(server)
        shutil.rmtree(folder, ignore_errors=True)


def _hurry(url: str) -> None:
    """A machine that loses its power loses this server's databases, and nobody misses them."""
    with psycopg.connect(url, autocommit=True) as connection:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(name)))
        connection.execute("SELECT pg_reload_conf()")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first, so that no process is left alone with them in the end."""
    rooms = ("faults", "journeys", "browser", "cli")
    items.sort(key=lambda item: next((nth for nth, each in enumerate(rooms) if each in item.path.parts), len(rooms)))


@pytest.fixture
def db(databases: Databases) -> Iterator[None]:
    """Empty tables for one test, all in one transaction that is rolled back at its end."""
    from django.db import transaction

    databases.point_django_at(ROLLED_BACK)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def own_db(databases: Databases) -> Iterator[str]:
    """A database of the test's own, for threads, other processes and real commits; yields its URL.

    History and ledger refuse to be emptied, so a used database is dropped, never cleaned.
    """
    databases.nth += 1
    name = f"packhorse_own{OWN}_{databases.nth}"
    databases.clone(name)
    databases.point_django_at(name)
    yield databases.url(name)
    databases.leave()
    databases.drop(name)
