"""Amounts: text to minor units and back, and what makes an order's money come to the shop's total."""

from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Settled:
    """Unit prices in whole minor units, the charges likewise, the tax that comes on top, and the rest of rounding."""

    units: list[int]
    charges: list[int]
    tax: int
    rounding: int


def settle(
    goods: Sequence[tuple[int, Decimal]],
    charges: Sequence[Decimal],
    *,
    tax: Decimal = Decimal(0),
    total: Decimal | None = None,
) -> Settled:
    """Make whole minor units of (quantity, money of the line) and of charges, so that the order's sum stays exact.

    A unit's price is rounded down and the rest is told. The shop's own `total` says whether tax is in the prices or
    comes on top; it is followed where it can be explained to a minor unit a line, else it is left aside.
    """
    units = [int(money // quantity) for quantity, money in goods]
    whole = [int(charge // 1) for charge in charges]
    due = sum((money for _, money in goods), Decimal(0)) + sum(charges, Decimal(0))
    near = 1 + len(goods)
    on_top = Decimal(0)
    if total is not None and abs(due - total) <= near:
        due = total
    elif total is not None and tax > 0 and abs(due + tax - total) <= near:
        due, on_top = total, tax
    taxed = int(on_top.to_integral_value())
    given = sum(unit * quantity for unit, (quantity, _) in zip(units, goods, strict=True)) + sum(whole) + taxed
    return Settled(units, whole, taxed, int(due.to_integral_value()) - given)
