"""Prove every invariant: each area's `sql/audit_*.sql` names one in its first line and returns the rows that differ."""

from dataclasses import dataclass
from importlib.resources import files

from django.db import connection, transaction

from packhorse import sql
from packhorse.web.settings import AREAS


@dataclass(frozen=True)
class Finding:
    """An invariant and the rows that break it (none: it holds)."""

    area: str
    name: str
    invariant: str
    differences: tuple[str, ...]


def audit() -> list[Finding]:
    """Check everything in one consistent snapshot, while work goes on."""
    with transaction.atomic():
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
    return Finding(area, name.removeprefix("audit_"), sql.comment(area, name), tuple(row[0] for row in rows))
