"""How numbers, money and states look on every page."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django import template
from django.conf import settings

register = template.Library()
SIGNS = {"GBP": "£", "EUR": "€", "USD": "$"}
WITHOUT_CENTS = ("JPY", "KRW", "ISK", "CLP", "VND")


@register.filter
def money(minor: int, currency: str = "") -> str:
    """Return minor units as an amount of a currency, the company's if none is said."""
    currency = currency or settings.CURRENCY
    amount = f"{abs(minor):,}" if currency in WITHOUT_CENTS else f"{Decimal(abs(minor)) / 100:,.2f}"
    sign, less = SIGNS.get(currency), "-" if minor < 0 else ""
    return f"{less}{sign}{amount}" if sign else f"{less}{amount} {currency}"


@register.filter
def amount(minor: int) -> str:
    """Return minor units as a form takes them."""
    return f"{Decimal(minor) / 100:.2f}"


@register.filter
def whole(number: int) -> str:
    """Return a number with thousands told apart."""
    return f"{number:,}"


@register.filter
def minus(number: int, less: int) -> int:
    """Return what is left."""
    return number - less


@register.filter
def words(state: str) -> str:
    """Return a state's or rule's name as words."""
    return state.replace("_", " ")


@register.filter
def instant(at: datetime | None) -> str:
    """Return a moment in UTC, short enough for a table."""
    return f"{at:%-d %b %Y, %H:%M} UTC" if at else "–"


@register.filter
def day(on: date | None) -> str:
    """Return a day."""
    return f"{on:%a %-d %b %Y}" if on else "–"


@register.filter
def kilograms(grams: int | None) -> str:
    """Return grams as kilograms."""
    return f"{grams / 1000:.2f} kg" if grams is not None else "–"


@register.filter
def kilometres(metres: int) -> str:
    """Return metres as kilometres."""
    return f"{metres / 1000:.1f} km"


@register.filter
def named(words: Mapping[str, str], name: str) -> str:
    """Return what stands under a name."""
    return words.get(name, name)


@register.filter
def percent(permille: int | None) -> str:
    """Return thousandths as percent, rounded down: a chance is not made to look better."""
    return f"{permille // 10}.{permille % 10}\N{NO-BREAK SPACE}%" if permille is not None else "–"
