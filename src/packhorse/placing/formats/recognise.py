"""Which format a table has: its header says so."""

from collections.abc import Mapping

from packhorse.placing.formats.own import OWN
from packhorse.placing.formats.rows import Format, Sheet
from packhorse.placing.formats.tables import Table

FORMATS: tuple[Format, ...] = (OWN,)


def recognise(table: Table, mapping: Mapping[str, object] | None = None) -> Format:
    """Return the table's format; one that nobody knows is taken for our own, whose missing columns are named then."""
    names = frozenset(table.names)
    return next((each for each in FORMATS if each.fits(names)), OWN)


def missing(form: Format, sheet: Sheet) -> list[str]:
    """Name the columns that the format must have and the file has not."""
    return [either[0] for either in form.wants if not any(sheet.has(column) for column in either)]
