"""Files of days: when warehouses are closed or have another cut-off, and when nobody delivers in a country. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time

from packhorse.tables import RowFault

DAY_COLUMNS = ("warehouse", "country", "day", "name", "cutoff")
DAY_NEEDS = ("day", "name")
LONGEST_NAME = 80


@dataclass(frozen=True)
class FileDay:
    """A row of a file of days: of a warehouse, else of a country. `cutoff` None: closed."""

    line: int
    warehouse: str
    country: str
    day: date
    name: str
    cutoff: time | None


def is_days(names: Iterable[str]) -> bool:
    """Say whether a file with these columns is one of days."""
    return "day" in set(names)


def read_days(rows: Iterable[tuple[int, Mapping[str, str]]]) -> tuple[list[FileDay], list[RowFault]]:
    """Return the days that the rows say, and what is wrong."""
    good: list[FileDay] = []
    faults: list[RowFault] = []
    seen: dict[tuple[str, str, date], int] = {}
    for line, cells in rows:
        wrong: list[tuple[str, str]] = []
        site, country, name = cells.get("warehouse", ""), cells.get("country", "").upper(), cells.get("name", "")
        day, cutoff = _day(cells.get("day", "")), _clock(cells.get("cutoff", ""))
        if bool(site) == bool(country):
            wrong.append(("warehouse", "name a warehouse or a country: one of them, not both"))
        if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
            wrong.append(("country", f"{country[:20]!r} is no country: two letters, like GB"))
        if day is None:
            wrong.append(("day", f"{cells.get('day', '')[:20]!r} is no day: write it as 2026-12-25"))
        if not name or len(name) > LONGEST_NAME:
            wrong.append(("name", f"say what day it is, in at most {LONGEST_NAME} characters"))
        if cells.get("cutoff") and (cutoff is None or country):
            reason = "countries have no cut-off" if country else f"{cells['cutoff'][:20]!r} is no time: write 12:00"
            wrong.append(("cutoff", reason))
        if day and (first := seen.setdefault((site, country, day), line)) != line:
            wrong.append(("day", f"the day stands on line {first} already: keep one of the rows"))
        faults += [RowFault(line, column, reason) for column, reason in wrong]
        if day and not wrong:
            good.append(FileDay(line, site, country, day, name, cutoff))
    return good, faults


def _day(cell: str) -> date | None:
    try:
        return date.fromisoformat(cell)
    except ValueError:
        return None


def _clock(cell: str) -> time | None:
    try:
        found = time.fromisoformat(cell)
    except ValueError:
        return None
    return found if found.tzinfo is None else None
