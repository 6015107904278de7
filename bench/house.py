"""A database for one bench, made anew and removed at the end, on a server of the bench's own or on DATABASE_URL's."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql


@contextmanager
def house(name: str) -> Iterator[str]:
    """Start Packhorse on a fresh database and yield its URL for plain psycopg.

    Must be entered before anything of `packhorse.web` is imported: the settings are read once.
    """
    name = f"packhorse_bench_{name}"
    if given := os.environ.get("DATABASE_URL"):
        yield from _on_server(given, name)
    else:
        yield from _embedded(name)


def _on_server(given: str, name: str) -> Iterator[str]:
    name = f"{name}_{os.getpid()}"  # never one that is there already
    with psycopg.connect(given, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    url = os.environ["DATABASE_URL"] = urlunsplit(urlsplit(given)._replace(path=f"/{name}"))
    _data_dir()
    try:
        from packhorse.web.start import start

        start()
        yield url
        leave()
    finally:
        os.environ["DATABASE_URL"] = given
        with psycopg.connect(given, autocommit=True) as admin:
            _drop(admin, name)


def _embedded(name: str) -> Iterator[str]:
    _data_dir()
    from packhorse import postgres
    from packhorse.web import settings
    from packhorse.web.start import start

    start(database=name, fresh=True)
    yield postgres.Server(settings.CONFIG.folder(), Path(settings.DATABASES["default"]["HOST"])).database_url(name)
    leave()


def _data_dir() -> None:
    """Make the data folder. It goes when the process ends, after the server in it: last registered runs first."""
    folder = Path(tempfile.mkdtemp(prefix="packhorse-bench-", dir="/var/tmp"))
    folder.chmod(0o711)
    os.environ["PACKHORSE_DATA_DIR"] = str(folder)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)


@contextmanager
def copy_of(url: str, name: str) -> Iterator[str]:
    """Make a second database with what is in the first one now, yield its URL, and drop it at the end."""
    parts = urlsplit(url)
    origin = parts.path.removeprefix("/")
    leave()
    with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as admin:
        _drop(admin, f"{origin}_{name}")
        made, given = sql.Identifier(f"{origin}_{name}"), sql.Identifier(origin)
        admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(made, given))
    try:
        yield urlunsplit(parts._replace(path=f"/{origin}_{name}"))
    finally:
        leave()
        with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as admin:
            _drop(admin, f"{origin}_{name}")


def _drop(admin: psycopg.Connection, name: str) -> None:
    admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def point_at(url: str) -> None:
    """Let this thread's Django use another database of the same server."""
    from django.db import connections

    from packhorse.web import settings

    leave()
    connections.settings["default"].update(settings._database(url))
    connections["default"].settings_dict.update(connections.settings["default"])


def leave() -> None:
    """Close this thread's connection and the pool."""
    from django.db import connections

    connections["default"].close()
    connections["default"].close_pool()
