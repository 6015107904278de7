"""Stock: what a movement does to on hand, and how allocations live."""

from dataclasses import dataclass

from packhorse import numbers

ALLOCATION_STATES = {
    "allocated": frozenset({"picked", "released", "shorted"}),
    "picked": frozenset({"shipped", "released"}),
    "shipped": frozenset(),
    "released": frozenset(),
    "shorted": frozenset(),
}

# `consumed`: an order was placed by the same checkout; what is still held is held for that order.
RESERVATION_STATES = {
    "active": frozenset({"consumed", "released", "expired"}),
    "consumed": frozenset(),
    "released": frozenset(),
    "expired": frozenset(),
}

# What a movement of quantity q adds to on hand: +q, -q, nothing, or either sign (the row says which).
MOVEMENT_SIGNS = {
    "received": (1,),
    "moved": (0,),
    "picked": (0,),
    "shipped": (-1,),
    "returned": (1,),
    "adjusted": (1, -1),
    "counted": (1, -1),
    "transferred_out": (-1,),
    "transferred_in": (1,),
    "quarantined": (-1,),
}


@dataclass(frozen=True)
class OpeningStock:
    """Goods that lie in a bin when the books open (named by codes, for imports)."""

    warehouse: str
    sku: str
    bin: str
    quantity: int


@dataclass(frozen=True)
class Receipt:
    """Goods received into a bin: ids and a count of units."""

    warehouse_id: int
    product_id: int
    bin_id: int
    quantity: int


@dataclass(frozen=True)
class Want:
    """A wish to allocate `quantity` units of a product in a warehouse for an order line.

    `fulfillment_id` is the fulfillment order that will hold them.
    """

    order_id: int
    line_id: int
    fulfillment_id: int
    product_id: int
    warehouse_id: int
    quantity: int


@dataclass(frozen=True)
class Keep:
    """A wish to reserve `quantity` units of a product in a warehouse for a checkout."""

    product_id: int
    warehouse_id: int
    quantity: int


@dataclass(frozen=True)
class BinChoice:
    """A bin with `units` that are on nobody's pick list."""

    row_id: int
    bin_id: int
    units: int


def choose_bins(wanted: int, bins: list[BinChoice]) -> list[tuple[BinChoice, int]] | None:
    """Choose bins for `wanted` units and take them off `bins`; None (and nothing taken) when they do not suffice.

    One bin if one is enough (the emptiest such, so that bins run empty), else the fullest first.
    """
    if sum(choice.units for choice in bins) < wanted:
        return None
    enough = [choice for choice in bins if choice.units >= wanted]
    if enough:
        order = [min(enough, key=lambda choice: (choice.units, choice.row_id))]
    else:
        order = sorted(bins, key=lambda choice: (-choice.units, choice.row_id))
    chosen = []
    for choice in order:
        if units := min(choice.units, wanted):
            chosen.append((choice, units))
            bins[bins.index(choice)] = BinChoice(choice.row_id, choice.bin_id, choice.units - units)
            wanted -= units
    return chosen


def reservation_number(reservation_id: int) -> str:
    """Return the public number of a reservation."""
    return numbers.number("RV", reservation_id)


def reservation_id_of(number: str) -> int | None:
    """Return the id behind a public reservation number, or None when it is not one."""
    return numbers.id_of("RV", number)
