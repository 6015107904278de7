"""Purchase orders and deliveries: their states, their numbers, and which line a scan counts for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from packhorse import numbers, states

MAX_UNITS = 1_000_000  # of a line, and of a scan

PURCHASE_STATES = {
    "draft": frozenset({"ordered", "cancelled"}),
    "ordered": frozenset({"closed", "cancelled"}),
    "closed": frozenset(),
    "cancelled": frozenset(),
}

# A supplier's delivery is expected; a transfer is requested, and sent by the warehouse that has the goods.
DELIVERY_STATES = {
    "expected": frozenset({"arrived", "closed", "cancelled"}),
    "requested": frozenset({"sent", "cancelled"}),
    "sent": frozenset({"arrived", "closed"}),
    "arrived": frozenset({"closed"}),
    "closed": frozenset(),
    "cancelled": frozenset(),
}
OPEN_DELIVERIES = ("expected", "sent", "arrived")  # goods may come

states.check("purchase order", PURCHASE_STATES)
states.check("delivery", DELIVERY_STATES)


@dataclass(frozen=True)
class Ordered:
    """Units of a product (named by its SKU) to be bought, at a cost of so much a unit in minor units."""

    sku: str
    quantity: int
    cost_minor: int = 0


@dataclass(frozen=True)
class Announced:
    """Units of a product (named by its SKU) that are to come, of a lot where the sender says so."""

    sku: str
    quantity: int
    lot: str = ""
    expires_on: date | None = None


@dataclass(frozen=True)
class Share:
    """A delivery's line, and units of it: `open` ones may still come, or `units` of a scan count for it."""

    line_id: int
    lot: str
    open: int
    units: int = 0


def share_out(units: int, lot: str, lines: Sequence[Share]) -> tuple[list[Share], int]:
    """Say which of a product's lines so many units of a lot count for; return that, and the units nobody announced.

    The line of the lot comes first, then those that name no lot, then the others: the sender may have erred.
    """
    shares = []
    for line in sorted(lines, key=lambda line: (line.lot != lot, bool(line.lot), line.line_id)):
        if mine := min(units, max(0, line.open)):
            shares.append(Share(line.line_id, line.lot, line.open, mine))
            units -= mine
    return shares, units


def purchase_number(order_id: int) -> str:
    """Return the public number of a purchase order."""
    return numbers.number("PO", order_id)


def purchase_id_of(number: str) -> int | None:
    """Return the id behind the public number of a purchase order, or None when it is not one."""
    return numbers.id_of("PO", number)


def delivery_number(delivery_id: int) -> str:
    """Return the public number of a delivery."""
    return numbers.number("DL", delivery_id)


def delivery_id_of(number: str) -> int | None:
    """Return the id behind the public number of a delivery, or None when it is not one."""
    return numbers.id_of("DL", number)
