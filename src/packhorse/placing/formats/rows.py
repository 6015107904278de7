"""What a translator is given and gives back: the rows of one order of a file, in their columns and in ours."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import NamedTuple

from packhorse.placing.formats.columns import OF_THE_ROW
from packhorse.tables import Row, Table


class Place(NamedTuple):
    """Where a row's cells stand in the file: those of the row on `line`, those of its order on `order_line`.

    `theirs` names their column for ours where it has another name.
    """

    line: int
    order_line: int
    theirs: Mapping[str, str]

    def of(self, column: str) -> tuple[int, str]:
        """Return the line and the column of the file in which the cell of our column stands."""
        return self.line if column in OF_THE_ROW else self.order_line, self.theirs.get(column, column)


class Own(NamedTuple):
    """A row in our columns, and where it stands."""

    at: Place
    cells: dict[str, str]


@dataclass(frozen=True)
class Skip:
    """An order that is not to be taken, and why; nothing about it is wrong."""

    reason: str


@dataclass(frozen=True)
class Setting:
    """What a file does not say itself: where its clocks hang, and the channel's currency."""

    zone: tzinfo
    currency: str = ""


class Sheet:
    """A table's columns by name, whatever their case and order."""

    def __init__(self, table: Table) -> None:
        self.kind = table.kind
        self.names = table.names
        self.at = {name: at for at, name in reversed(list(enumerate(self.names)))}
        self.raw = [name.strip() for name in table.header]
        self._asked: dict[str, int | None] = {}
        self._kept: dict[str, dict[str, str]] = {}

    def _at(self, column: str) -> int | None:
        # Each row asks for the same few names again.
        if column not in self._asked:
            self._asked[column] = self.at.get(column.strip().lower())
        return self._asked[column]

    def has(self, column: str) -> bool:
        """Say whether there is such a column."""
        return self._at(column) is not None

    def first_of(self, *columns: str) -> str:
        """Return the first of the columns that is there, else the first of all."""
        return next((column for column in columns if self.has(column)), columns[0])

    def cell(self, cells: Sequence[str], column: str) -> str:
        """Return a row's cell without the spaces around; empty where there is no such column."""
        at = self._at(column)
        return "" if at is None else cells[at].strip()

    def name(self, column: str) -> str:
        """Return the column as the file writes it."""
        at = self._at(column)
        return column if at is None else self.raw[at]

    def named(self, key: str, columns: Callable[[], Mapping[str, str]]) -> dict[str, str]:
        """Return {ours: theirs} with their columns as the file writes them: one for all rows, made once for a key."""
        if key not in self._kept:
            self._kept[key] = {ours: self.name(theirs) for ours, theirs in columns().items()}
        return self._kept[key]


@dataclass(frozen=True)
class Format:
    """A format of files: how to know it, what it must hold, and how the rows of one order become ours.

    `wants` lists columns that must be there, each with the names it may have; the first is the order's number.
    """

    name: str
    wants: tuple[tuple[str, ...], ...]
    fits: Callable[[frozenset[str]], bool]
    order: Callable[[Sheet, list[Row], Setting], list[Own] | Skip]

    def number(self, sheet: Sheet) -> str:
        """Return the column that holds the order's number."""
        return sheet.first_of(*self.wants[0])


def joined(*parts: str, by: str = " ") -> str:
    """Join what is not empty."""
    return by.join(part for part in parts if part)


def one_line(text: str) -> str:
    """A note as one line, as it goes onto a label."""
    return " ".join(text.split())


def service(words: str) -> str:
    """Our service for the name a shop gives its way of shipping."""
    low = words.lower()
    if any(word in low for word in ("express", "expedit", "next", "second", "same", "overnight", "priority")):
        return "express"
    return "economy" if "econom" in low else "standard"
