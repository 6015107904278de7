"""Prove every invariant: each area's `sql/audit_*.sql` names one in its first line and returns the rows that differ.

A row's first column says in words what differs; where it is about stock, the SKU and the warehouse follow.
"""

from dataclasses import dataclass
from importlib.resources import files

from django.db import connection, transaction

from packhorse import sql
from packhorse.web.settings import AREAS


@dataclass(frozen=True)
class Difference:
    """What differs, in words; of which product and in which warehouse, where it is about stock."""

    words: str
    sku: str = ""
    warehouse: str = ""


@dataclass(frozen=True)
class Finding:
    """An invariant and what breaks it (nothing: it holds)."""

    area: str
    name: str
    invariant: str
    differences: tuple[Difference, ...]


def audit() -> list[Finding]:
    """Check everything in one consistent snapshot, while work goes on.

    Inside a transaction of the caller's it sees what that one sees.
    """
    mine = not connection.in_atomic_block
    with transaction.atomic():
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return [_check(area, name) for area in AREAS for name in _names(area)]


def _names(area: str) -> list[str]:
    folder = files(f"packhorse.{area}").joinpath("sql")
    if not folder.is_dir():
        return []
    return sorted(each.name.removesuffix(".sql") for each in folder.iterdir() if each.name.startswith("audit_"))


def _check(area: str, name: str) -> Finding:
    rows = sql.rows(area, name, {})
    differences = tuple(Difference(*(cell or "" for cell in row)) for row in rows)
    return Finding(area, name.removeprefix("audit_"), sql.comment(area, name), differences)
