"""Public numbers: a prefix, and an id that begins at a million so that every number is as long as the next."""

FIRST = 1_000_000


def number(prefix: str, row_id: int) -> str:
    """Return the public number of a row."""
    return f"{prefix}{row_id + FIRST}"


def id_of(prefix: str, text: str) -> int | None:
    """Return the id behind a public number as it was typed or sent, or None when it is not one."""
    digits = text.strip().upper().removeprefix(prefix)
    if not (digits.isascii() and digits.isdecimal() and 7 <= len(digits) <= 18) or int(digits) < FIRST:
        return None
    return int(digits) - FIRST
