"""The cells of an order file's row in our own columns: what each must be, and what it says."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from packhorse.placing.formats.columns import ACTIONS, PAYMENTS, REQUIRED
from packhorse.placing.formats.money import minor
from packhorse.placing.formats.rows import Own, Place


class Read(NamedTuple):
    """A row whose cells are right, and what they say; `action` is empty or one of `ACTIONS`."""

    at: Place
    cells: dict[str, str]
    action: str
    quantity: int
    minor: int
    placed_at: datetime


def read_row(own: Own) -> Read | list[tuple[str, str]]:
    """Return what the row says, or (column, reason) of every cell that is wrong."""
    row = own.cells
    quantity = _quantity(row["quantity"])
    price = minor(row["unit_price"], row["currency"])
    placed_at = _instant(row["placed_at"])
    action = row.get("action", "")
    if (
        quantity is not None
        and price is not None
        and placed_at is not None
        and all(map(row.get, REQUIRED))
        and (quantity > 0 or action == "charge")
        and (not action or action in ACTIONS)
        and row.get("payment", "") in PAYMENTS
    ):
        return Read(own.at, row, action, quantity, price, placed_at)
    errors = []
    if action not in ("", *ACTIONS):
        errors.append(("action", f"{action!r} is unknown: use {', '.join(ACTIONS)}"))
    if row.get("payment", "") not in PAYMENTS:
        errors.append(("payment", f"{row['payment']!r} is unknown: use paid or awaiting, or leave it empty"))
    errors += [(column, "is empty") for column in REQUIRED if not row.get(column)]
    if row["quantity"] and quantity is None:
        errors.append(("quantity", f"{row['quantity']!r} is not a whole number"))
    elif quantity is not None and action != "charge" and quantity <= 0:
        errors.append(("quantity", f"{row['quantity']} is not above zero"))
    if row["unit_price"] and price is None:
        errors.append(("unit_price", f"{row['unit_price']!r} is not an amount of {row['currency']}"))
    if row["placed_at"] and placed_at is None:
        wanted = "a time with its offset, for example 2010-12-08T09:26:00Z"
        errors.append(("placed_at", f"{row['placed_at']!r} is not {wanted}"))
    return errors


@lru_cache(maxsize=10_000)
def _quantity(text: str) -> int | None:
    try:
        return int(text) if len(text) <= 12 and "_" not in text else None
    except ValueError:
        return None


@lru_cache(maxsize=50_000)
def _instant(text: str) -> datetime | None:
    try:
        instant = datetime.fromisoformat(text)
        return instant.astimezone(UTC) if instant.tzinfo else None
    except (ValueError, OverflowError):
        return None
