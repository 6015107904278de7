"""Named SQL: every hot statement stands in a `sql/` folder of its area, one file each.

The design's rule 5.2: ORM for ordinary work, files for hot statements. Parameters are always bound
by the driver, never put into the text.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Generic, TypeVar

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.abc import Buffer
from psycopg.types.array import ListDumper

T = TypeVar("T")
Rows = list[tuple[Any, ...]]


class QuickListDumper(ListDumper):
    """Write lists of whole numbers as they are: the driver looks at each item by itself, which a batch feels."""

    def dump(self, obj: list[Any]) -> Buffer | None:
        """Return an array as text."""
        if obj and set(map(type, obj)) == {int}:
            return f"{{{str(obj)[1:-1]}}}".encode()
        return super().dump(obj)


psycopg.adapters.register_dumper(list, QuickListDumper)


@cache
def _text(area: str, name: str) -> str:
    return files(f"packhorse.{area}").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")


def rows(area: str, name: str, values: Mapping[str, Any]) -> Rows:
    """Run statement `name` of `area` with named `values` and return its rows (empty when it returns none)."""
    return ask(area, name, values, lambda found: found).read()


@dataclass
class Answer(Generic[T]):
    """The answer to a statement; of one asked inside `together`, to read it before the block is over waits for it."""

    cursor: psycopg.Cursor[tuple[Any, ...]]
    meaning: Callable[[Rows], T]

    def read(self) -> T:
        """Return the answer."""
        if self.cursor.pgresult is None:
            with _database().wrap_database_errors, self.cursor.connection.pipeline():
                pass  # whatever was asked so far is answered at the end of it
        result = self.cursor.pgresult
        return self.meaning(self.cursor.fetchall() if result and result.nfields else [])


def ask(area: str, name: str, values: Mapping[str, Any], meaning: Callable[[Rows], T]) -> Answer[T]:
    """Send statement `name` of `area`; `meaning` makes the answer of its rows."""
    database = _database()
    # The driver's own cursor: what Django lays around it costs a scan more than the statement does.
    cursor = psycopg.Cursor(database.connection)
    with database.wrap_database_errors:
        cursor.execute(_text(area, name), values or None)
    return Answer(cursor, meaning)


@contextmanager
def together() -> Iterator[None]:
    """Send the statements asked inside in one trip to the server; it runs them one after another.

    A later statement sees what an earlier one did, and what changed while that one waited for a lock. The server works
    while the block goes on; only who reads an answer, or asks in another way than by `ask`, waits for all so far. What
    goes wrong is told then, or at the end. The block belongs in a transaction.
    """
    database = _database()
    with database.wrap_database_errors, database.connection.pipeline():
        yield


def _database() -> BaseDatabaseWrapper:
    database = connections[DEFAULT_DB_ALIAS]
    if database.connection is None:
        database.ensure_connection()
    if database.needs_rollback:
        database.validate_no_broken_transaction()
    return database


def comment(area: str, name: str) -> str:
    """Return the one-line comment a statement begins with."""
    return _text(area, name).splitlines()[0].removeprefix("--").strip()
