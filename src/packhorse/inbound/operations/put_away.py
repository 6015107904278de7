"""Goods are carried from bin to bin: put away, replenished, set aside."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from packhorse import sql
from packhorse.errors import Refusal
from packhorse.inbound.operations import check
from packhorse.inbound.queries import goods_of, place_of
from packhorse.inbound.rules import forbids
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.network import queries as network
from packhorse.network.queries import BinRow


@transaction.atomic
def carry(
    *,
    product_id: int,
    from_bin_id: int,
    to_bin_id: int,
    units: int,
    scan_id: UUID,
    now: datetime,
    actor: str,
    lot_id: int | None = None,
    serials: Sequence[str] = (),
    reason: str = "",
    put_away: bool = False,
    by_hand: bool = False,
) -> bool:
    """Carry units to another bin of the warehouse; return whether that was new: a scan sent twice counts once.

    Refuses a bin that may not have them. Into quarantine and among damaged goods a reason is given, and out of
    them. The office (`by_hand`) may lay goods where they should not be, and says why.
    """
    check.units(units)
    turn(to_bin_id)
    if stock.used(scan_id):
        return False
    bins = network.bins_by_id([from_bin_id, to_bin_id])
    if not reason.strip() and len(bins) == 2 and bins[from_bin_id].blocks and not bins[to_bin_id].blocks:
        words = f"Say in words why they may be had again: they leave {bins[from_bin_id].code}."
        raise Refusal("REASON_WANTED", words, status=422)
    if not (by_hand and reason.strip()):
        check_place(product_id=product_id, lot_id=lot_id, units=units, bin_id=to_bin_id, reason=reason)
    return inventory.move(
        product_id=product_id,
        from_bin_id=from_bin_id,
        to_bin_id=to_bin_id,
        quantity=units,
        lot_id=lot_id,
        cause="by hand" if by_hand else "put-away" if put_away else "carried",
        reason=check.text(reason, 200, "reason"),
        scan_id=scan_id,
        numbers=serials,
        now=now,
        actor=actor,
    )


def check_place(*, product_id: int, lot_id: int | None, units: int, bin_id: int, reason: str = "") -> None:
    """Refuse a bin that may not have these goods: another storage class, too small, too weak, too full.

    What is said here stays true until the caller's transaction ends.
    """
    found = network.bins_by_id([bin_id]).get(bin_id)
    if found is None:
        raise Refusal("UNKNOWN_BIN", "There is no such bin: scan the label again.", status=422)
    if found.blocks and not reason.strip():
        raise Refusal("REASON_WANTED", f"Say in words why they go into {found.code}.", status=422)
    check_room(found, product_id=product_id, lot_id=lot_id, units=units)


def check_room(place: BinRow, *, product_id: int, lot_id: int | None, units: int) -> None:
    """Refuse a bin that may not have these goods, whatever anybody says."""
    turn(place.id)
    if words := forbids(goods_of(product_id, lot_id, units), place_of(place)):
        raise Refusal("BIN_FORBIDDEN", f"{words} Scan another bin.", status=409)


def turn(bin_id: int) -> None:
    """Wait until nobody else looks for room in this bin. It comes after papers and before stock levels."""
    sql.rows("inbound", "one_at_a_bin", {"bin": bin_id})
