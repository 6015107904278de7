"""What people type into forms: whole numbers and amounts of money, or None when it is neither."""

from datetime import date

from packhorse.errors import Refusal

MOST = 12  # digits


def whole(text: str) -> int | None:
    """Return a whole number that is not negative."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST else None


def minor_units(text: str) -> int | None:
    """Return an amount such as 12.50 or 12, with two decimals at most, in minor units."""
    pounds, _, pence = text.strip().partition(".")
    amount = whole(pounds)
    if amount is None or len(pence) > 2 or not (pence + "0").isascii() or not (pence + "0").isdecimal():
        return None
    return amount * 100 + int((pence + "00")[:2])


def day_of(text: str) -> date | None:
    """Return a day, or None when nothing was typed; refuses what is no day."""
    text = text.strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refusal("NOT_A_DAY", f"{text[:20]!r} is no day: write it as 2026-12-24.", status=422) from None
