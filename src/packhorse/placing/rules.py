"""An order as it comes in, what can be wrong with it, and the state its lines add up to."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from packhorse import numbers

ORDER_STATES = {
    "placed": frozenset({"sourced", "backordered", "shipped", "delivered", "cancelled", "merged"}),
    "backordered": frozenset({"sourced", "shipped", "delivered", "cancelled", "merged"}),
    "sourced": frozenset({"backordered", "shipped", "delivered", "cancelled", "merged"}),
    "shipped": frozenset({"backordered", "delivered"}),
    "delivered": frozenset({"backordered"}),
    # A cancellation that came too late is taken back.
    "cancelled": frozenset({"placed", "backordered", "sourced", "shipped", "delivered"}),
    # Its lines are another order's by now.
    "merged": frozenset(),
}

CHANGEABLE = ("placed", "backordered", "sourced")  # not gone, cancelled or merged: it can be held, changed and parted

SHIP_RULES = {
    "as_available": "what is there leaves at once, the rest follows",
    "complete": "nothing leaves before everything is there",
    "together": "everything leaves from one warehouse at once",
}
PRIORITIES = {"low": -1, "normal": 0, "high": 1, "urgent": 2}

HOLDS = {
    "AWAITING_PAYMENT": "is not paid yet",
    "HIGH_RISK_OF_FRAUD": "may be a fraud",
    "INCORRECT_ADDRESS": "cannot be delivered to this address",
    "INVENTORY_OUT_OF_STOCK": "waits for goods",
    "UNKNOWN_DELIVERY_DATE": "has no date on which it can be delivered",
    "MANUAL": "was stopped by a person",
}
RULE_KINDS = {
    "value": "a value over the limit",
    "quantity": "more units of one product",
    "new_customer": "a new customer and such a value",
    "velocity": "more orders within the hours",
    "address": "another billing country",
}

WISH_LIMITS = {"delivery_instructions": 300, "gift_message": 500}
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
class NewHold:
    """A reason (a kind of HOLDS, and words) for which an order must not go on yet."""

    kind: str
    reason: str


@dataclass(frozen=True)
class NewOrder:
    """An order from a channel; (channel, external_id) names it once and for ever.

    `billing_country` is compared with the address and not kept; empty when not known. `checkout` names the channel's
    checkout whose reservation this order takes up. `ship_rule` is one of SHIP_RULES, `priority` one of PRIORITIES.
    `replaces`: id of the order whose goods it sends again; the channel's shop does not know of it, and is not told.
    """

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
    holds: tuple[NewHold, ...] = ()
    billing_country: str = ""
    awaiting_payment: bool = False
    checkout: str = ""
    ship_rule: str = "as_available"
    priority: str = "normal"
    replaces: int | None = None


@dataclass(frozen=True)
class Edit:
    """What is to be changed of an order; None and empty leave things as they are.

    `quantities` {order line id: units wanted in all, 0 removes the line}; `prices` {order line id: minor units}.
    `kits` and `kit_prices` say the same of kits, by the id of the kit on the order: their parts are not changed alone.
    """

    quantities: dict[int, int] = field(default_factory=dict)
    prices: dict[int, int] = field(default_factory=dict)
    kits: dict[int, int] = field(default_factory=dict)
    kit_prices: dict[int, int] = field(default_factory=dict)
    add: tuple[NewLine, ...] = ()
    address: NewAddress | None = None
    service: str | None = None
    delivery_instructions: str | None = None
    gift_message: str | None = None
    ship_rule: str | None = None
    priority: str | None = None


SPLIT = " / split "  # stands in the number of what was split off; in a channel's own it is refused
SPLIT_PRINT = "split"  # the fingerprint of what was split off: no order that is placed has it


def split_number(number: str, nth: int) -> str:
    """Return the number of the nth part of an order, of at most 100 letters; parts of a part count on with it."""
    return f"{number.partition(SPLIT)[0][:80]}{SPLIT}{nth}"


NO_WISHES = ("placed_at", "awaiting_payment", "checkout", "replaces")
LATER_WISHES = {"ship_rule": "as_available", "priority": "normal"}  # counted only where they say something


def fingerprint(order: NewOrder) -> str:
    """Return 32 letters that are the same for the same wishes; when it was placed and paid does not count."""
    facts = vars(order)
    wishes = [value for name, value in facts.items() if name not in (*NO_WISHES, *LATER_WISHES)]
    wishes += [(name, facts[name]) for name, usual in LATER_WISHES.items() if facts[name] != usual]
    return hashlib.blake2b(repr(wishes).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


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


def kit_count(parts: Iterable[tuple[int, LineCount]]) -> LineCount:
    """Return what has become of kits: of each count, as many as are whole among `parts` (units in one kit, counts)."""
    kits = [
        (
            line.quantity // units,
            line.cancelled // units,
            line.sourced // units,
            line.shipped // units,
            line.delivered // units,
        )
        for units, line in parts
    ]
    return LineCount(*map(min, zip(*kits, strict=True)))


def open_kits(parts: Iterable[tuple[int, LineCount]]) -> int:
    """Return how many kits of `parts` are whole and neither cancelled nor shipped."""
    return max(0, min((line.quantity - line.cancelled - line.shipped) // units for units, line in parts))


@dataclass(frozen=True)
class Fault:
    """What is wrong with an order: the field (a column of the order file), the line it is in (from 0), and why."""

    field: str
    line: int | None
    text: str


def order_number(order_id: int) -> str:
    """Return the public number of an order."""
    return numbers.number("PH", order_id)


def order_id_of(number: str) -> int | None:
    """Return the id behind a public order number, or None when it is not one."""
    return numbers.id_of("PH", number)
