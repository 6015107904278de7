"""A numbered unit that was found here and is in another bin by the books: it is moved, not booked twice."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from packhorse.catalog import queries as catalog
from packhorse.counting import queries
from packhorse.counting.models import Count, CountedLine
from packhorse.counting.rules import count_number
from packhorse.errors import Refusal
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.inventory.queries import NumberRow
from packhorse.network import queries as network


def fetch(row: Count, lines: Sequence[CountedLine], *, reason: str, now: datetime, actor: str) -> set[tuple[int, str]]:
    """Move found units to the counted bin from where the books have them; return them as (product id, number).

    Refuses when a unit cannot be moved, saying where it is: a bin that is being counted or that pickers are sent to, a
    picker's hands, another warehouse, another lot. The levels are locked by the caller.
    """
    lots = {(line.product_id, code): line.lot_id for line in lines for code in line.found}
    known = [each for each in stock.numbers_known(lots) if each.state in ("in_stock", "picked")]
    away = [each for each in known if each.bin_id != row.bin_id]
    together: dict[tuple[int, int, int | None], list[NumberRow]] = defaultdict(list)
    for each in away:
        if each.bin_id is None or each.lot_id != lots[each.product_id, each.code]:
            raise _refused(each)
        together[each.product_id, each.bin_id, each.lot_id].append(each)
    for (product_id, bin_id, lot_id), units in sorted(
        together.items(), key=lambda item: (item[0][:2], item[0][2] or 0)
    ):
        _may_go(units, row.warehouse_id)
        inventory.move(
            product_id=product_id,
            from_bin_id=bin_id,
            to_bin_id=row.bin_id,
            quantity=len(units),
            lot_id=lot_id,
            numbers=[each.code for each in units],
            cause="count",
            cause_id=row.pk,
            reason=f"{count_number(row.pk)}: {reason}",
            now=now,
            actor=actor,
        )
    return {(each.product_id, each.code) for each in away}


def _may_go(units: Sequence[NumberRow], warehouse_id: int) -> None:
    first = units[0]
    if network.bins_by_id([first.bin_id])[first.bin_id].warehouse_id != warehouse_id:
        raise _refused(first, "and that is in another warehouse: make a transfer of it")
    other = queries.open_in(first.bin_id)
    if other is not None and other.state == "counting":
        raise _refused(first, f"which {other.counter} is counting just now ({other.number}): decide when that is done")
    lying = [each for each in stock.in_bins([first.bin_id]) if (each.product_id, each.lot_id) == first.key]
    if sum(each.quantity - each.planned for each in lying) < len(units):
        raise _refused(first, "and pickers are sent for what lies there: decide when they are done")


def _refused(unit: NumberRow, more: str = "") -> Refusal:
    """Say where the books have a unit that cannot be moved here."""
    sku = catalog.by_id([unit.product_id])[unit.product_id].sku
    if unit.bin_id is None:
        where, more = "in a picker's hands", "find the picker, or have the bin counted again"
    else:
        place = network.bins_by_id([unit.bin_id])[unit.bin_id]
        where = f"in bin {place.code}{f' of lot {unit.lot}' if unit.lot else ''}"
        more = more or "it was counted as of another lot: have it counted again"
    return Refusal("SERIAL_ELSEWHERE", f"Serial number {unit.code} of {sku} is {where} by the books, {more}.")
