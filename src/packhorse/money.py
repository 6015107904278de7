"""Amounts: text to minor units of a currency, and back."""

from decimal import Decimal
from functools import lru_cache

# Currencies whose minor unit is not a hundredth (ISO 4217).
EXPONENTS = {"JPY": 0, "KRW": 0, "ISK": 0, "CLP": 0, "VND": 0, "BHD": 3, "KWD": 3, "JOD": 3, "OMR": 3, "TND": 3}
BEYOND = 10**12


@lru_cache(maxsize=50_000)
def exact(text: str, currency: str) -> Decimal | None:
    """Return an amount in minor units, finer ones as a fraction; None when it is none."""
    if len(text) > 24 or "_" in text:  # more digits would be rounded
        return None
    try:
        value = Decimal(text)
        amount = value.scaleb(EXPONENTS.get(currency.upper(), 2))
    except ArithmeticError:
        return None
    if not amount.is_finite() or abs(amount) >= BEYOND or (amount == 0 and value != 0):
        return None
    return amount


@lru_cache(maxsize=50_000)
def minor(text: str, currency: str) -> int | None:
    """Return an amount in minor units; None when it is none, or finer than the currency's minor unit."""
    amount = exact(text, currency)
    return int(amount) if amount is not None and amount == amount.to_integral_value() else None


def written(amount: int, currency: str) -> str:
    """Return minor units as the text of an amount."""
    return f"{Decimal(amount).scaleb(-EXPONENTS.get(currency.upper(), 2)):f}"
