"""Read what the books had of a bin while it was counted."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from packhorse.catalog import queries as catalog
from packhorse.counting.rules import Key, Seen
from packhorse.errors import Refusal
from packhorse.inventory import queries as stock
from packhorse.inventory.queries import MovementRow

SLACK = timedelta(hours=1)  # no transaction that writes the ledger takes longer
TRIES = 20


def known(bin_id: int, *, at: datetime) -> list[int]:
    """Return the newest lines of a bin's ledger that anybody can see just now."""
    return [line.id for line in stock.history([bin_id], since=at - SLACK)]


def seen(bin_id: int, *, begun_at: datetime, known: Collection[int]) -> dict[Key, Seen]:
    """Return {(product id, lot id): what the books had} of a bin since a count began.

    What moved since are the lines of the ledger that are there now and were not `known` when it began: a line may be
    written before the count and be seen by others only afterwards.
    """
    lines, rows, numbers = _at_one_moment(bin_id, begun_at)
    since = _new(lines, known)
    now: dict[Key, tuple[int, int]] = {(row.product_id, row.lot_id): (row.quantity, row.planned) for row in rows}
    keys = set(now) | {(line.product_id, line.lot_id) for line in since}
    numbered = catalog.numbered({product for product, _ in keys})
    passed = stock.numbers_moved(line.id for line in since if _change(line, bin_id)) if numbered else {}
    return {
        key: Seen(
            units=_in_turn(now.get(key, (0, 0))[0], bin_id, (each for each in since if _key(each) == key)),
            planned=now.get(key, (0, 0))[1],
            numbered=key[0] in numbered,
            serials=frozenset(numbers.get(key, ())),
            passed=frozenset().union(*(passed.get(line.id, ()) for line in since if _key(line) == key)),
        )
        for key in keys
    }


def moved_since(bin_id: int, *, begun_at: datetime, known: Collection[int]) -> list[tuple[MovementRow, int]]:
    """Return the lines of a bin's ledger since a count began, each with how many units more or fewer it made there."""
    lines = _new(stock.history([bin_id], since=begun_at - SLACK), known)
    return [(line, units) for line in lines if (units := _change(line, bin_id))]


def _new(lines: list[MovementRow], known: Collection[int]) -> list[MovementRow]:
    before = set(known)
    return [line for line in lines if line.id not in before]


def _change(line: MovementRow, bin_id: int) -> int:
    return line.quantity * ((line.to_bin_id == bin_id) - (line.from_bin_id == bin_id))


def _at_one_moment(
    bin_id: int, begun_at: datetime
) -> tuple[list[MovementRow], list[stock.BinStockRow], dict[Key, set[str]]]:
    """Read a bin's ledger, what lies in it and the numbers of its units until nothing came between."""
    lines = stock.history([bin_id], since=begun_at - SLACK)
    for _ in range(TRIES):
        rows, numbers = stock.in_bins([bin_id]), stock.numbers_in(bin_id)
        again = stock.history([bin_id], since=begun_at - SLACK)
        if again == lines:
            return lines, rows, numbers
        lines = again
    raise Refusal("BIN_BUSY", "Goods come and go in this bin without a pause: end the count in a moment.")


def _key(line: MovementRow) -> Key:
    return line.product_id, line.lot_id


def _in_turn(now: int, bin_id: int, lines: Iterable[MovementRow]) -> tuple[int, ...]:
    """Return every number of units that there was, from the first to today's, going back from today's."""
    found = [now]
    for line in reversed(list(lines)):
        if change := _change(line, bin_id):
            found.append(found[-1] - change)
    return tuple(reversed(found))
