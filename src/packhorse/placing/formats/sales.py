"""What shops sell, row by row, with the money of the order: becomes rows in our columns whose sum is exact."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from packhorse.placing.formats.money import EXPONENTS, exact, settle, written
from packhorse.placing.formats.rows import Own, Place, Sheet


@dataclass(frozen=True)
class Sale:
    """A line item as the shop writes it. `price` is that of a unit, or of all units where `of_all` is set.

    What needs no parcel (a gift card) is money of the order, but no goods.
    """

    line: int
    order: dict[str, str]
    sku: str
    description: str
    quantity: str
    price: str
    of_all: bool = False
    parcel: bool = True


@dataclass(frozen=True)
class Charge:
    """Money of the order that is not goods, and their column it stands in; `line` 0 is the order's first."""

    code: str
    description: str
    amount: str
    column: str
    taken_off: bool = False
    line: int = 0


def own_rows(
    sheet: Sheet,
    theirs: Mapping[str, str],
    sales: Sequence[Sale],
    charges: Sequence[Charge],
    *,
    first_line: int,
    currency: str,
    tax: Decimal = Decimal(0),
    total: Decimal | None = None,
) -> list[Own]:
    """Return the order's rows. What is no number goes on as it is: the reader names it in its place."""
    goods = [sale for sale in sales if sale.parcel]
    asked = [*charges, *(_as_charge(sale, theirs, currency) for sale in sales if not sale.parcel)]
    amounts = [_amount(charge, currency) for charge in asked]
    money = [_money(sale, currency) for sale in goods]
    prices = [sale.price for sale in goods]
    # A charge that is no amount goes on too, so that it is named; the order is refused then, and needs no other.
    charged = [(charge, charge.amount) for charge, amount in zip(asked, amounts, strict=True) if amount is None]
    if not charged and None not in money:
        known = [(charge, amount) for charge, amount in zip(asked, amounts, strict=True) if amount]
        settled = settle([each for each in money if each], [amount for _, amount in known], tax=tax, total=total)
        prices = [written(unit, currency) for unit in settled.units]
        whole = [(charge, of_it) for (charge, _), of_it in zip(known, settled.charges, strict=True)]
        whole.append((Charge("TAX", "Tax", "", ""), settled.tax))
        whole.append((Charge("ROUNDING", "Rounding", "", ""), settled.rounding))
        charged = [(charge, written(of_it, currency)) for charge, of_it in whole if of_it]
    rows = []
    for sale, price in zip(goods, prices, strict=True):
        cells = {"sku": sale.sku, "description": sale.description, "quantity": sale.quantity, "unit_price": price}
        rows.append(Own(Place(sale.line, first_line, theirs), sale.order | cells))
    for charge, amount in charged:
        column = sheet.name(charge.column) or theirs["unit_price"]
        there = {**theirs, "sku": column, "quantity": column, "unit_price": column}
        cells = {"action": "charge", "sku": charge.code, "description": charge.description, "quantity": "1"}
        place = Place(charge.line or first_line, first_line, there)
        rows.append(Own(place, sales[0].order | cells | {"unit_price": amount}))
    return rows


def _units(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and 0 < len(text) <= 7 and int(text) else None


def _money(sale: Sale, currency: str) -> tuple[int, Decimal] | None:
    units, price = _units(sale.quantity), exact(sale.price, currency)
    return None if units is None or price is None else (units, price if sale.of_all else price * units)


def _amount(charge: Charge, currency: str) -> Decimal | None:
    amount = exact(charge.amount or "0", currency)
    return -abs(amount) if amount is not None and charge.taken_off else amount


def _as_charge(sale: Sale, theirs: Mapping[str, str], currency: str) -> Charge:
    money = _money(sale, currency)
    # What cannot be read stays as it is, and what is no number of units is no amount either.
    amount = (sale.price if _units(sale.quantity) else sale.quantity or "no quantity") if money is None else ""
    if money is not None:
        amount = format(money[1].scaleb(-EXPONENTS.get(currency.upper(), 2)), "f")
    return Charge(sale.sku or "NO-PARCEL", sale.description, amount, theirs["unit_price"], line=sale.line)
