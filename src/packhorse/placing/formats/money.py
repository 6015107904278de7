"""What makes an order's money come to the shop's total; amounts themselves are `packhorse.money`."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from packhorse.money import EXPONENTS, exact, minor, written

__all__ = ["EXPONENTS", "Settled", "exact", "minor", "settle", "written"]


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
