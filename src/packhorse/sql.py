"""Named SQL: every hot statement stands in a `sql/` folder of its area, one file each.

The design's rule 5.2: ORM for ordinary work, files for hot statements. Parameters are always bound
by the driver, never put into the text.
"""

import sys
from array import array
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from struct import pack
from typing import Any, Generic, TypeVar

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.abc import Buffer
from psycopg.adapt import Dumper, PyFormat
from psycopg.pq import Format
from psycopg.types.array import ListDumper

T = TypeVar("T")
Rows = list[tuple[Any, ...]]


class WholeNumbersDumper(Dumper):
    """Write a list of whole numbers as the server keeps it: bigint[] in binary (see array_recv in PostgreSQL)."""

    format = Format.BINARY
    oid = 1016  # bigint[]

    def dump(self, obj: list[int]) -> Buffer | None:
        """Return an array, each number with its length before it."""
        try:
            numbers = array("q", obj)
        except OverflowError:
            raise psycopg.DataError("a whole number in a list is too large for the database") from None
        if sys.byteorder == "little":
            numbers.byteswap()
        count, raw = len(obj), numbers.tobytes()
        items = bytearray(12 * count)
        items[3::12] = b"\x08" * count
        for nth in range(8):  # byte by byte of all numbers: a step each would take longer than all the rest
            items[4 + nth :: 12] = raw[nth::8]
        return pack("!iIIii", 1, 0, 20, count, 1) + items  # dimensions, no NULLs, bigint, items, the first is number 1


class QuickListDumper(ListDumper):
    """Write lists of whole numbers quickly: the driver looks at each item by itself, which a batch feels."""

    def get_key(self, obj: list[Any], format: PyFormat) -> Any:
        """Tell lists of whole numbers from others; what is put into the text of a statement (`Literal`) is text."""
        if format != PyFormat.TEXT and set(map(type, obj)) == {int}:
            return self.cls, WholeNumbersDumper
        return super().get_key(obj, format)

    def upgrade(self, obj: list[Any], format: PyFormat) -> Any:
        """Return the dumper for such a list."""
        if format != PyFormat.TEXT and set(map(type, obj)) == {int}:
            return WholeNumbersDumper(self.cls, self._tx)
        return super().upgrade(obj, format)


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
