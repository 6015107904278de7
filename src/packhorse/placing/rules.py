"""An order as it comes in, what can be wrong with it, and the state its lines add up to."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

ORDER_STATES = {
    "placed": frozenset({"sourced", "backordered", "shipped", "delivered", "cancelled"}),
    "backordered": frozenset({"sourced", "shipped", "delivered", "cancelled"}),
    "sourced": frozenset({"backordered", "shipped", "delivered", "cancelled"}),
    "shipped": frozenset({"backordered", "delivered"}),
    "delivered": frozenset({"backordered"}),
    # A cancellation that came too late is taken back.
    "cancelled": frozenset({"placed", "backordered", "sourced", "shipped", "delivered"}),
}

HOLDS = {
    "AWAITING_PAYMENT": "is not paid yet",
    "HIGH_RISK_OF_FRAUD": "may be a fraud",
    "INCORRECT_ADDRESS": "cannot be delivered to this address",
    "INVENTORY_OUT_OF_STOCK": "waits for goods",
    "UNKNOWN_DELIVERY_DATE": "has no date on which it can be delivered",
    "MANUAL": "was stopped by a person",
}
RULE_KINDS = {
    "value": "the order's goods and charges come to more than so many minor units",
    "quantity": "more than so many units of one product",
    "new_customer": "the first order of this customer or e-mail comes to more than so many minor units",
    "velocity": "more than so many orders of this customer or e-mail within the hours",
    "address": "the billing country is not the country of delivery",
}

MAX_QUANTITY = 1_000_000
MAX_MINOR = 10**12
MAX_TOTAL_MINOR = 10**15
SERVICES = ("economy", "standard", "express")


@dataclass(frozen=True)
class NewAddress:
    """Where an order goes. Coordinates are WGS 84 degrees, None when the place is not known."""

    name: str
    line1: str
    city: str
    postal_code: str
    country: str
    line2: str = ""
    region: str = ""
    email: str = ""
    phone: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class NewLine:
    """`quantity` units of a product at `unit_price_minor` each."""

    sku: str
    quantity: int
    unit_price_minor: int


@dataclass(frozen=True)
class NewCharge:
    """Money on an order that is not goods: postage, discount (negative), manual correction."""

    code: str
    description: str
    amount_minor: int


@dataclass(frozen=True)
class NewOrder:
    """An order from a channel; (channel, external_id) names it once and for ever."""

    channel: str
    external_id: str
    placed_at: datetime
    currency: str
    address: NewAddress
    lines: tuple[NewLine, ...]
    charges: tuple[NewCharge, ...] = ()
    customer_number: str = ""
    service: str = "standard"
    delivery_instructions: str = ""
    gift_message: str = ""
    awaiting_payment: bool = False


@dataclass(frozen=True)
class LineCount:
    """What has become of an order line, in units. `sourced` includes what has shipped since."""

    quantity: int
    cancelled: int
    sourced: int
    shipped: int
    delivered: int


def order_state(lines: Iterable[LineCount], *, decided: bool) -> str:
    """Roll the lines up into the order's state.

    `decided` says whether sourcing has looked at the order: what it could not serve is a backorder then.
    """
    counts = list(lines)
    due = sum(line.quantity - line.cancelled for line in counts)
    if due == 0:
        return "cancelled"
    if sum(line.delivered for line in counts) >= due:
        return "delivered"
    if sum(line.shipped for line in counts) >= due:
        return "shipped"
    if sum(line.sourced for line in counts) >= due:
        return "sourced"
    return "backordered" if decided else "placed"


@dataclass(frozen=True)
class Fault:
    """What is wrong with an order: the field (a column of the order file), the line it is in (from 0), and why."""

    field: str
    line: int | None
    text: str


def faults(order: NewOrder, *, currencies: Mapping[str, str], skus: Container[str]) -> list[Fault]:
    """Say all that keeps `order` from being placed; an empty list means nothing does.

    `currencies` maps channel codes to their currency; `skus` holds the products that are listed.
    """
    found: list[Fault] = []

    def say(field: str, text: str, line: int | None = None) -> None:
        found.append(Fault(field, line, text))

    if order.channel not in currencies:
        say("channel", f"channel {order.channel!r} is not open: open it, or use one of {', '.join(sorted(currencies))}")
    elif order.currency != currencies[order.channel]:
        say("currency", f"{order.currency!r} is not the channel's currency ({currencies[order.channel]})")
    if not order.external_id.strip():
        say("order_number", "is empty: every order needs a number of its own")
    elif len(order.external_id) > 100:
        say("order_number", "is longer than 100 characters")
    if order.service not in SERVICES:
        say("service", f"{order.service!r} is unknown: use one of {', '.join(SERVICES)}")
    for field in ("name", "line1", "city", "country"):
        if not getattr(order.address, field).strip():
            say(field, "is empty: a parcel cannot be delivered without it")
    if order.address.country.strip() and not (
        len(order.address.country) == 2 and order.address.country.isascii() and order.address.country.isalpha()
    ):
        say("country", f"{order.address.country!r} is not a two-letter ISO 3166 code, for example GB")
    for field, limit in _ADDRESS_LIMITS.items():
        if len(getattr(order.address, field)) > limit:
            say(field, f"is longer than {limit} characters")
        if "\x00" in getattr(order.address, field):
            say(field, "holds a NUL character")
    if len(order.delivery_instructions) > 300:
        say("delivery_instructions", "is longer than 300 characters")
    if len(order.gift_message) > 500:
        say("gift_message", "is longer than 500 characters")
    for field in ("external_id", "customer_number", "delivery_instructions", "gift_message"):
        if "\x00" in getattr(order, field):
            say("order_number" if field == "external_id" else field, "holds a NUL character")
    for charge in order.charges:
        if "\x00" in charge.code + charge.description:
            say("sku", "a charge's text holds a NUL character")
        if len(charge.code) > 64 or len(charge.description) > 300 or abs(charge.amount_minor) > MAX_MINOR:
            say("unit_price", f"charge {charge.code[:64]!r} has too long a text, or is beyond all reason")
    goods = sum(line.quantity * line.unit_price_minor for line in order.lines)
    if max(abs(goods), sum(abs(charge.amount_minor) for charge in order.charges)) > MAX_TOTAL_MINOR:
        say("unit_price", "the order's total is beyond all reason")
    if not order.lines:
        say("sku", "the order has no goods: give it at least one line")
    for index, line in enumerate(order.lines):
        if line.sku not in skus:
            say("sku", f"product {line.sku!r} is not listed: list it first, or correct the code", index)
        if not 0 < line.quantity <= MAX_QUANTITY:
            say("quantity", f"{line.quantity} is not between 1 and {MAX_QUANTITY:,}", index)
        if not 0 <= line.unit_price_minor <= MAX_MINOR:
            say("unit_price", "is negative or beyond all reason", index)
    return found


_ADDRESS_LIMITS = {
    "name": 200,
    "line1": 200,
    "line2": 200,
    "city": 120,
    "region": 120,
    "postal_code": 20,
    "email": 254,
    "phone": 40,
}


def order_number(order_id: int) -> str:
    """Return the public number of an order."""
    return f"PH{order_id + 1_000_000}"


def order_id_of(number: str) -> int | None:
    """Return the id behind a public order number, or None when it is not one."""
    digits = number.strip().upper().removeprefix("PH")
    if not (digits.isascii() and digits.isdecimal() and 7 <= len(digits) <= 18) or int(digits) < 1_000_000:
        return None
    return int(digits) - 1_000_000
