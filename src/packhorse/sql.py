"""Named SQL: every hot statement stands in a `sql/` folder of its area, one file each.

The design's rule 5.2: ORM for ordinary work, files for hot statements. Parameters are always bound
by the driver, never put into the text.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from django.db import connection


@cache
def _text(area: str, name: str) -> str:
    return files(f"packhorse.{area}").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")


def rows(area: str, name: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Run statement `name` of `area` with named `values` and return its rows (empty when it returns none)."""
    with connection.cursor() as cursor:
        cursor.execute(_text(area, name), values or None)
        return cursor.fetchall() if cursor.description else []


def comment(area: str, name: str) -> str:
    """Return the one-line comment a statement begins with."""
    return _text(area, name).splitlines()[0].removeprefix("--").strip()
