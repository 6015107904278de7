"""Stock: what a movement does to on hand, and how allocations live."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from packhorse import numbers

ALLOCATION_STATES = {
    "allocated": frozenset({"picked", "released", "shorted"}),
    "picked": frozenset({"shipped", "released", "allocated"}),  # `allocated`: the pick was undone
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
    "quarantined": (0,),  # still on hand, but blocked, or no longer so
}

# Kinds of movements that bring goods into a bin from outside.
INCOMING = frozenset(kind for kind, signs in MOVEMENT_SIGNS.items() if 1 in signs)


@dataclass(frozen=True)
class OpeningStock:
    """Goods that lie in a bin when the books open (named by codes, for imports)."""

    warehouse: str
    sku: str
    bin: str
    quantity: int
    lot: str = ""
    expires_on: date | None = None


@dataclass(frozen=True)
class Receipt:
    """Goods received into a bin: ids and a count of units, and the number of each where they have some."""

    warehouse_id: int
    product_id: int
    bin_id: int
    quantity: int
    lot_id: int | None = None
    serials: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    """`quantity` units more (or, below zero, fewer) of a product and lot in a bin than the books say."""

    bin_id: int
    product_id: int
    quantity: int
    lot_id: int | None = None
    serials: tuple[str, ...] = ()


class Want(NamedTuple):
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


LATEST = date.max.toordinal()
RESERVE, DOCK = "reserve", "receiving"  # uses of bins that are not pick faces
NO_PACKS = frozenset[int]()


@dataclass(frozen=True)
class BinChoice:
    """A bin with `units` that are on nobody's pick list. `away_mm`: its way from the depot. `use`: what it is for.

    `good_until`: the last day on which they may arrive at a customer's.
    """

    row_id: int
    bin_id: int
    units: int
    lot_id: int | None = None
    expires_on: date | None = None
    use: str = "pick"
    good_until: date | None = None
    away_mm: int = 0

    def keeps(self, arrives_on: date | None) -> bool:
        """Say whether they are still good when they arrive."""
        return arrives_on is None or self.good_until is None or arrives_on <= self.good_until


def choose_bins(
    wanted: int, bins: list[BinChoice], arrives_on: date | None = None, packs: Collection[int] = NO_PACKS
) -> list[tuple[BinChoice, int]] | None:
    """Choose bins for `wanted` units and take them off `bins`; None (and nothing taken) when they do not suffice.

    1. Of what is still good when it `arrives_on` a day, what expires first (FEFO); then what keeps longest of the rest.
    2. Pick faces, then reserve, then what still stands at the dock. Reserve comes first when only whole `packs` (units
       of each size) are wanted.
    3. As few bins as can be: one that has enough for what is left, else the fullest.
    4. Of those the nearest to the depot, then the emptiest, so that bins run empty.
    """
    if sum(choice.units for choice in bins) < wanted:
        return None
    whole = any(wanted % units == 0 for units in packs)
    turns: dict[tuple[int, int], list[BinChoice]] = {}
    for choice in bins:
        last = (choice.expires_on or date.max).toordinal()
        day = last if choice.keeps(arrives_on) else 2 * LATEST - last
        turns.setdefault((day, _use_turn(choice.use, whole)), []).append(choice)
    chosen = []
    for turn in sorted(turns):
        left = [choice for choice in turns[turn] if choice.units]
        while left and wanted:
            best = min(left, key=lambda choice: _bin_turn(choice, wanted))
            left.remove(best)
            units = min(best.units, wanted)
            chosen.append((best, units))
            bins[bins.index(best)] = replace(best, units=best.units - units)
            wanted -= units
    return chosen


def _use_turn(use: str, whole_packs: bool) -> int:
    return 3 if use == DOCK else (0 if whole_packs else 2) if use == RESERVE else 1


def _bin_turn(choice: BinChoice, wanted: int) -> tuple[int, ...]:
    if choice.units >= wanted:
        return 0, choice.away_mm, choice.units, choice.row_id
    return 1, -choice.units, choice.away_mm, choice.row_id


@dataclass(frozen=True)
class Compensation:
    """A ledger line that brings the books to what is there: `units` more (or, below zero, fewer) in a bin.

    `counts`: on hand changes by them too. `spot` is None where the books differ and no bin does.
    """

    spot: tuple[int, int, int | None] | None
    units: int
    counts: bool


def compensate(gap: int, spots: Mapping[tuple[int, int, int | None], int]) -> list[Compensation]:
    """Choose the lines that bring the ledger of one level to what is there.

    `gap` is what on hand lacks in the ledger, `spots` what each bin lacks in it (below zero: what is too much).
    """
    lines = []
    for spot, units in sorted(spots.items(), key=lambda each: (*each[0][:2], each[0][2] or 0)):
        counted = max(0, min(units, gap)) + min(0, max(units, gap))  # what both lack, or have too much
        gap -= counted
        parts = ((counted, True), (units - counted, False))
        lines += [Compensation(spot, part, counts) for part, counts in parts if part]
    return lines + ([Compensation(None, gap, True)] if gap else [])


def available(*, on_hand: int, allocated: int, reserved: int, blocked: int, safety: int, closed: bool = False) -> int:
    """Return what may be promised to a new buyer, in units: the one definition of it.

    What is on hand, less what somebody has a right to, what nobody may have and what is kept back; never below nothing.
    Of what lies in a warehouse that is closed, nothing.
    """
    return 0 if closed else max(0, on_hand - allocated - reserved - blocked - safety)


def reservation_number(reservation_id: int) -> str:
    """Return the public number of a reservation."""
    return numbers.number("RV", reservation_id)


def reservation_id_of(number: str) -> int | None:
    """Return the id behind a public reservation number, or None when it is not one."""
    return numbers.id_of("RV", number)
