"""Lots: known, blocked (called back, expired), set free."""

from collections import Counter
from datetime import date, datetime

from django.db import transaction

from packhorse.errors import Refusal, missing
from packhorse.events import StockFreed
from packhorse.inventory.models import BinStock, Lot
from packhorse.inventory.operations.doubt import ease, weigh
from packhorse.inventory.operations.give_up import Moved, again, give_up, lose_planned
from packhorse.inventory.operations.ledger import Move, add_to_levels, lock_levels, open_levels, write
from packhorse.network import queries as network
from packhorse.outbox.publish import publish


@transaction.atomic
def know_lot(*, product_id: int, code: str, expires_on: date | None, now: datetime) -> int:
    """Return the id of a product's lot, new or known (in any case). Refuses another last day than the known one."""
    text = code.strip()
    if not 0 < len(text) <= 40 or "\x00" in text:
        raise Refusal("WRONG_LOT", "A lot has a code of up to 40 characters.", status=422)
    # The same letters in another case are the same lot; an exact match comes first where there are both from before.
    alike = Lot.objects.filter(product_id=product_id, code__iexact=text).order_by("id")
    lot = next((each for each in alike if each.code == text), None) or alike.first()
    if lot is None:
        lot, _ = Lot.objects.get_or_create(
            product_id=product_id, code=text, defaults={"expires_on": expires_on, "known_at": now}
        )
    if expires_on and lot.expires_on is None:
        Lot.objects.filter(pk=lot.pk).update(expires_on=expires_on)
    elif expires_on and lot.expires_on != expires_on:
        words = (
            f"Lot {lot.code} is known to expire on {lot.expires_on}, not on {expires_on}: check them, or correct it."
        )
        raise Refusal("OTHER_EXPIRY", words, details={"expires_on": str(lot.expires_on)})
    return lot.pk


@transaction.atomic
def block_lot(*, lot_id: int, reason: str, now: datetime, actor: str) -> int:
    """Nobody may have units of a lot from now on; return how many are in the house. What was promised is looked for
    elsewhere; what pickers have taken already is to be found by `where_lot`."""
    lot = Lot.objects.select_for_update(no_key=True).filter(pk=lot_id).first()
    if lot is None:
        raise missing("lot", lot_id)
    if not reason.strip():
        raise Refusal("REASON_WANTED", "Say in words why nobody may have this lot.", status=422)
    Lot.objects.filter(pk=lot_id).update(blocked=reason.strip()[:200])
    return again(lambda: _block(lot_id, reason, now=now, actor=actor))


def _block(lot_id: int, reason: str, *, now: datetime, actor: str) -> int:
    # In every warehouse, also where none lies yet: what is received now waits, and then finds the lot blocked.
    product = Lot.objects.values_list("product_id", flat=True).get(pk=lot_id)
    levels = [(product, site.id) for site in network.warehouses()]
    open_levels(levels)
    lock_levels(levels)
    eased = ease(levels)
    free = lock_levels(levels)
    rows = list(BinStock.objects.filter(lot_id=lot_id, blocked=False, quantity__gt=0).order_by("id"))
    spots = {(row.bin_id, row.product_id, row.lot_id): row for row in rows}
    sent = {spot: row.planned for spot, row in spots.items() if row.planned}
    lost = lose_planned(sent, beside=spots, now=now, actor=actor)
    lacking: Counter[tuple[int, int]] = Counter()
    for row in rows:
        lacking[row.product_id, row.warehouse_id] += row.quantity
    give_up(
        {level: short for level, units in lacking.items() if (short := units - free[level] - lost[level]) > 0},
        now=now,
        actor=actor,
    )
    held = list(BinStock.objects.select_for_update().filter(lot_id=lot_id, blocked=False).order_by("id"))
    if any(row.planned for row in held) or sum(row.quantity for row in held) != sum(row.quantity for row in rows):
        raise Moved
    BinStock.objects.filter(pk__in=[row.pk for row in held]).update(blocked=True)
    _write([row for row in held if row.quantity], 1, reason, now=now, actor=actor)
    weigh(levels, eased=eased, now=now, actor=actor)
    return sum(row.quantity for row in held)


@transaction.atomic
def free_lot(*, lot_id: int, reason: str, now: datetime, actor: str) -> int:
    """Units of a blocked lot may be had again, but for those in bins for goods in question; return how many."""
    lot = Lot.objects.select_for_update(no_key=True).filter(pk=lot_id).first()
    if lot is None:
        raise missing("lot", lot_id)
    if not reason.strip():
        raise Refusal("REASON_WANTED", "Say in words why this lot may be had again.", status=422)
    Lot.objects.filter(pk=lot_id).update(blocked="")
    lock_levels(set(BinStock.objects.filter(lot_id=lot_id).values_list("product_id", "warehouse_id")))
    held = list(BinStock.objects.select_for_update().filter(lot_id=lot_id, blocked=True).order_by("id"))
    still = network.blocking(row.bin_id for row in held)
    freed = [row for row in held if row.bin_id not in still]
    BinStock.objects.filter(pk__in=[row.pk for row in freed]).update(blocked=False)
    _write([row for row in freed if row.quantity], -1, reason, now=now, actor=actor)
    weigh({(row.product_id, row.warehouse_id) for row in freed}, now=now, actor=actor)
    if freed:
        publish([StockFreed((lot.product_id,))], now=now, actor=actor)
    return sum(row.quantity for row in freed)


def _write(rows: list[BinStock], sign: int, reason: str, *, now: datetime, actor: str) -> None:
    """The units stay where they are; the ledger says that they are blocked, or no longer so."""
    add_to_levels((row.product_id, row.warehouse_id, 0, 0, 0, sign * row.quantity) for row in rows)
    moves = [
        Move(
            "quarantined",
            row.product_id,
            row.warehouse_id,
            row.quantity,
            0,
            "lot",
            row.lot_id,
            row.bin_id,
            row.bin_id,
            row.lot_id,
            sign * row.quantity,
            reason,
        )
        for row in rows
    ]
    write(moves, now=now, actor=actor)
