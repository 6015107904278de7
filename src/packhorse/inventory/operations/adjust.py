"""The books say what is there: more or fewer units than they said."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal
from packhorse.inventory.operations import bins, serials
from packhorse.inventory.operations.bins import Lying, Spot
from packhorse.inventory.operations.doubt import ease, weigh
from packhorse.inventory.operations.give_up import Moved, again, give_up, lose_planned
from packhorse.inventory.operations.ledger import Move, add_to_levels, known, lock_levels, write
from packhorse.inventory.operations.receive import receive
from packhorse.inventory.rules import Change, Receipt
from packhorse.network import queries as network


@transaction.atomic
def adjust(
    changes: Sequence[Change],
    *,
    now: datetime,
    actor: str,
    cause: str,
    reason: str,
    cause_id: int | None = None,
    kind: str = "adjusted",
    scan_id: UUID | None = None,
    state: str = "gone",
    beside: Collection[Spot] = (),
) -> bool:
    """Write units on and off the books, bin by bin, all of it or nothing; return whether that was new.

    A scan sent twice counts once, so a scan changes one bin.

    `kind` is adjusted, counted or transferred_out; `reason` says why, in words; `state` is what numbered units are from
    then on (gone or in_transit). Spots `beside` are locked, too, for the caller. What is written off and was promised
    is taken from those who were promised it last, and sourcing looks for other goods. Refuses more than lies there.
    """
    if not reason.strip():
        raise Refusal("REASON_WANTED", "Say in words why: a change of stock without a reason helps nobody.", status=422)
    where = {each.id: each.warehouse_id for each in network.bins_by_id(c.bin_id for c in changes).values()}
    if strange := [each for each in changes if each.bin_id not in where or not each.quantity]:
        raise Refusal("WRONG_CHANGE", f"Bin {strange[0].bin_id}: say how many units more or fewer.", status=422)
    lock_levels((each.product_id, where[each.bin_id]) for each in changes)
    if known(scan_id):
        return False
    said = {"now": now, "actor": actor, "cause": cause, "cause_id": cause_id, "reason": reason}
    fewer = [each for each in changes if each.quantity < 0]
    if fewer:
        all_spots = [*((c.bin_id, c.product_id, c.lot_id) for c in changes), *beside]
        eased = ease((c.product_id, where[c.bin_id]) for c in fewer)
        taken = again(lambda: _take(fewer, where, all_spots, now=now, actor=actor))
        moves = [
            Move(
                kind,
                c.product_id,
                where[c.bin_id],
                -c.quantity,
                c.quantity,
                cause,
                cause_id,
                c.bin_id,
                lot_id=c.lot_id,
                blocked=c.quantity if taken[c.bin_id, c.product_id, c.lot_id].blocked else 0,
                reason=reason,
                scan_id=scan_id,
            )
            for c in fewer
        ]
        numbered = catalog.numbered(c.product_id for c in fewer)
        for movement_id, c in zip(write(moves, now=now, actor=actor), fewer, strict=True):
            codes = serials.check(c.product_id, -c.quantity, c.serials, numbered=numbered)
            spot = {"from_bin_id": c.bin_id, "lot_id": c.lot_id}
            serials.move(c.product_id, codes, **spot, movement_id=movement_id, now=now, state=state)
        weigh({(c.product_id, where[c.bin_id]) for c in fewer}, eased=eased, now=now, actor=actor)
    if more := [
        Receipt(where[c.bin_id], c.product_id, c.bin_id, c.quantity, c.lot_id, c.serials)
        for c in changes
        if c.quantity > 0
    ]:
        receive(more, kind=kind, scan_id=scan_id, **said)
    return True


def _take(
    changes: Sequence[Change], where: dict[int, int], spots: Sequence[Spot], *, now: datetime, actor: str
) -> dict[Spot, Lying]:
    """Take units out of bins and off the levels; what was promised of them is promised no more."""
    gone: Counter[Spot] = Counter()
    for change in changes:
        gone[change.bin_id, change.product_id, change.lot_id] -= change.quantity
    free = lock_levels((product, where[bin_id]) for bin_id, product, _ in gone)
    lying = bins.look(gone)
    for spot, units in gone.items():
        there = lying[spot].quantity if spot in lying else 0
        if there < units:
            text = f"{units} units are to be taken, {there} lie there: count the bin."
            raise Refusal("NOT_THERE", text, details={"there": there})
    planned = {spot: units - (lying[spot].quantity - lying[spot].planned) for spot, units in gone.items()}
    sent = {spot: units for spot, units in planned.items() if units > 0}
    lose_planned(sent, beside=spots, now=now, actor=actor)
    lost = Counter({(spot[1], where[spot[0]]): 0 for spot in gone})
    for spot, units in planned.items():
        lost[spot[1], where[spot[0]]] += max(0, units)
    lacking: Counter[tuple[int, int]] = Counter()
    for spot, units in gone.items():
        if not lying[spot].blocked:
            lacking[spot[1], where[spot[0]]] += units
    give_up(
        {level: short for level, units in lacking.items() if (short := units - free[level] - lost[level]) > 0},
        now=now,
        actor=actor,
    )
    held = bins.lock(spots)
    if any(held[spot].quantity - held[spot].planned < units for spot, units in gone.items()):
        raise Moved
    bins.take({spot: (units, 0) for spot, units in gone.items()}, held)
    add_to_levels(
        (spot[1], where[spot[0]], -units, 0, 0, -units if held[spot].blocked else 0) for spot, units in gone.items()
    )
    return held
