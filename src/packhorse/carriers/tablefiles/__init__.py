"""Files of rate tables: read, checked as a whole, and written again. Pure."""

from packhorse.carriers.tablefiles.checking import Checked, built, check, merged, touched
from packhorse.carriers.tablefiles.reading import read
from packhorse.carriers.tablefiles.rows import COLUMNS, NEEDS, At, Fault, Tables, missing_columns, what_is
from packhorse.carriers.tablefiles.writing import as_rows, kept

__all__ = [
    "COLUMNS",
    "NEEDS",
    "At",
    "Checked",
    "Fault",
    "Tables",
    "as_rows",
    "built",
    "check",
    "kept",
    "merged",
    "missing_columns",
    "read",
    "touched",
    "what_is",
]
