"""What keeps an order from being placed, or a change from being made: every fault, with its field and line."""

from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from packhorse.placing.rules import (
    HOLDS,
    MAX_MINOR,
    MAX_QUANTITY,
    MAX_TOTAL_MINOR,
    PRIORITIES,
    SERVICES,
    SHIP_RULES,
    SPLIT,
    WISH_LIMITS,
    Edit,
    Fault,
    NewAddress,
    NewLine,
    NewOrder,
)

OLDEST_YEAR = 1990
AHEAD = timedelta(days=1)
ADDRESS_LIMITS = {
    "name": 200,
    "line1": 200,
    "line2": 200,
    "city": 120,
    "region": 120,
    "postal_code": 20,
    "email": 254,
    "phone": 40,
}


NO_KITS: Mapping[str, int] = {}


def faults(
    order: NewOrder,
    *,
    currencies: Mapping[str, str],
    skus: Container[str],
    now: datetime,
    kits: Mapping[str, int] = NO_KITS,
) -> list[Fault]:
    """Say all that keeps `order` from being placed; an empty list means nothing does.

    `currencies` maps channel codes to their currency; `skus` holds the products that are listed, `kits` the most units
    of a part that one of a kit holds.
    """
    return [
        *_of_channel(order, currencies),
        *_of_time(order.placed_at, now),
        *_of_service(order.service),
        *_of_rules(order.ship_rule, order.priority),
        *_of_checkout(order.checkout),
        *_of_address(order.address),
        *_of_wishes({name: getattr(order, name) for name in WISH_LIMITS}),
        *_of_holds(order),
        *_of_money(order),
        *_of_lines(order.lines, skus, kits),
    ]


def edit_faults(wanted: Edit, *, skus: Container[str], kits: Mapping[str, int] = NO_KITS) -> list[Fault]:
    """Say all that is wrong with a change in itself; lines of it are counted from 0."""
    wishes = {name: value for name in WISH_LIMITS if (value := getattr(wanted, name)) is not None}
    return [
        *(_of_service(wanted.service) if wanted.service is not None else ()),
        *_of_rules(wanted.ship_rule, wanted.priority),
        *(_of_address(wanted.address) if wanted.address else ()),
        *_of_wishes(wishes),
        *_of_lines(wanted.add, skus, kits),
        *_of_numbers("quantity", wanted.quantities, MAX_QUANTITY),
        *_of_numbers("unit_price", wanted.prices, MAX_MINOR),
        *_of_numbers("quantity", wanted.kits, MAX_QUANTITY),
        *_of_numbers("unit_price", wanted.kit_prices, MAX_MINOR),
    ]


def _of_channel(order: NewOrder, currencies: Mapping[str, str]) -> Iterator[Fault]:
    if order.channel not in currencies:
        known = ", ".join(sorted(currencies))
        yield Fault("channel", None, f"channel {order.channel!r} is not open: open it, or use one of {known}")
    elif order.currency != currencies[order.channel]:
        wanted = currencies[order.channel]
        yield Fault("currency", None, f"{order.currency!r} is not the channel's currency ({wanted})")
    if not order.external_id.strip():
        yield Fault("order_number", None, "is empty: every order needs a number of its own")
    elif len(order.external_id) > 100:
        yield Fault("order_number", None, "is longer than 100 characters")
    if "\x00" in order.external_id:
        yield Fault("order_number", None, "holds a NUL character")
    if SPLIT in order.external_id:
        yield Fault("order_number", None, f"holds {SPLIT!r}, which names what was split off an order here")
    if "\x00" in order.customer_number:
        yield Fault("customer_number", None, "holds a NUL character")


def _of_time(placed_at: datetime, now: datetime) -> Iterator[Fault]:
    """Clocks of shops differ, but no order comes from another age: one far ahead would stay the newest for ever."""
    if placed_at.year < OLDEST_YEAR or placed_at - now > AHEAD:
        yield Fault("placed_at", None, f"{placed_at:%Y-%m-%d} is before {OLDEST_YEAR} or more than a day from now")


def _of_service(service: str) -> Iterator[Fault]:
    if service not in SERVICES:
        yield Fault("service", None, f"{service!r} is unknown: use one of {', '.join(SERVICES)}")


def _of_rules(ship_rule: str | None, priority: str | None) -> Iterator[Fault]:
    if ship_rule is not None and ship_rule not in SHIP_RULES:
        yield Fault("ship_rule", None, f"{ship_rule[:40]!r} is unknown: use one of {', '.join(SHIP_RULES)}")
    if priority is not None and priority not in PRIORITIES:
        yield Fault("priority", None, f"{priority[:40]!r} is unknown: use one of {', '.join(PRIORITIES)}")


def _of_checkout(checkout: str) -> Iterator[Fault]:
    if len(checkout) > 100 or "\x00" in checkout:
        yield Fault("checkout", None, "is longer than 100 characters or holds a NUL character")


def _of_address(address: NewAddress) -> Iterator[Fault]:
    for field in ("name", "line1", "city", "country"):
        if not getattr(address, field).strip():
            yield Fault(field, None, "is empty: a parcel cannot be delivered without it")
    country = address.country
    if country.strip() and not (len(country) == 2 and country.isascii() and country.isalpha()):
        yield Fault("country", None, f"{country!r} is not a two-letter ISO 3166 code, for example GB")
    for field, limit in ADDRESS_LIMITS.items():
        if len(getattr(address, field)) > limit:
            yield Fault(field, None, f"is longer than {limit} characters")
        if "\x00" in getattr(address, field):
            yield Fault(field, None, "holds a NUL character")


def _of_wishes(wishes: Mapping[str, str]) -> Iterator[Fault]:
    for field, text in wishes.items():
        if len(text) > WISH_LIMITS[field]:
            yield Fault(field, None, f"is longer than {WISH_LIMITS[field]} characters")
        if "\x00" in text:
            yield Fault(field, None, "holds a NUL character")


def _of_holds(order: NewOrder) -> Iterator[Fault]:
    for hold in order.holds:
        if hold.kind not in HOLDS:
            yield Fault("holds", None, f"{hold.kind!r} is no kind of hold: use one of {', '.join(HOLDS)}")
        if len(hold.reason) > 300 or "\x00" in hold.reason:
            yield Fault("holds", None, "a reason is longer than 300 characters or holds a NUL character")


def _of_money(order: NewOrder) -> Iterator[Fault]:
    for charge in order.charges:
        if "\x00" in charge.code + charge.description:
            yield Fault("sku", None, "a charge's text holds a NUL character")
        if len(charge.code) > 64 or len(charge.description) > 300 or abs(charge.amount_minor) > MAX_MINOR:
            yield Fault("unit_price", None, f"charge {charge.code[:64]!r} has too long a text, or is beyond all reason")
    goods = sum(line.quantity * line.unit_price_minor for line in order.lines)
    if max(abs(goods), sum(abs(charge.amount_minor) for charge in order.charges)) > MAX_TOTAL_MINOR:
        yield Fault("unit_price", None, "the order's total is beyond all reason")
    if not order.lines:
        yield Fault("sku", None, "the order has no goods: give it at least one line")


def _of_lines(lines: Sequence[NewLine], skus: Container[str], kits: Mapping[str, int]) -> Iterator[Fault]:
    for index, line in enumerate(lines):
        if line.sku not in skus:
            yield Fault("sku", index, f"product {line.sku!r} is not listed: list it first, or correct the code")
        if not 0 < line.quantity <= MAX_QUANTITY:
            yield Fault("quantity", index, f"{line.quantity} is not between 1 and {MAX_QUANTITY:,}")
        elif line.quantity * kits.get(line.sku, 1) > MAX_QUANTITY:
            yield Fault("quantity", index, f"{line.quantity} kits hold more than {MAX_QUANTITY:,} units of a part")
        if not 0 <= line.unit_price_minor <= MAX_MINOR:
            yield Fault("unit_price", index, "is negative or beyond all reason")


def _of_numbers(field: str, numbers: Mapping[int, int], most: int) -> Iterator[Fault]:
    for value in numbers.values():
        if not 0 <= value <= most:
            yield Fault(field, None, f"{value} is not between 0 and {most:,}")
