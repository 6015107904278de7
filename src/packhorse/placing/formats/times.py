"""Times as shops write them, with or without an offset, as ISO 8601 in UTC."""

import re
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

_OFFSET_APART = re.compile(r"\s+(?=[+-]\d\d:?\d\d$)")
_UTC = re.compile(r"\s*(?:UTC|GMT)$")
# Points are only written where the day comes first; with slashes nobody can tell the day from the month.
_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:,?\s+(\d{1,2}:\d{2}(?::\d{2})?))?")


def zone(name: str) -> tzinfo | None:
    """Return the IANA time zone of that name, or None when there is none."""
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        return None


@lru_cache(maxsize=50_000)
def instant(text: str, where: tzinfo) -> str:
    """Return the time with its offset; one without is a time at `where`. What is no time stays as it is."""
    written = _UTC.sub("Z", _OFFSET_APART.sub("", text.strip()))
    if found := _DAY_FIRST.fullmatch(written):
        day, month, year, clock = found.groups()
        written = f"{year}-{month:0>2}-{day:0>2}T{(clock or '00:00'):0>5}"
    try:
        at = datetime.fromisoformat(written)
        return (at if at.tzinfo else at.replace(tzinfo=where)).astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        return text
