"""Read what comes to the pack bench, and where it lies."""

import re
from dataclasses import dataclass

from packhorse import sql
from packhorse.picking import queries as picking
from packhorse.sorting.models import PastWall, Slot

TOTE = re.compile(r"^PL0*([1-9][0-9]{0,17})(?:-([1-9][0-9]{0,3}))?$")


@dataclass(frozen=True)
class BenchRow:
    """An order that may be packed, and where it lies: `kind` slot, tote, single (opened by its items, of a
    list of single units, own containers or cases) or overflow.

    `place` is what a person reads, `codes` are what a scan of it says.
    """

    fulfillment_id: int
    order_id: int
    kind: str
    place: str
    codes: tuple[str, ...]


def at_bench(warehouse_id: int, *, limit: int = 500) -> list[BenchRow]:
    """Return what may be packed in a warehouse: whole slots, then what came past the wall, the oldest first.

    Of lists that are opened by their items each order is a row.
    """
    found = sql.rows("sorting", "at_bench", {"warehouse": warehouse_id, "limit": limit})
    return [BenchRow(*row[:4], tuple(row[4])) for row in found]


def is_ready(fulfillment_id: int) -> bool:
    """Say whether an order may be packed: it lies whole in its slot, or came whole past the wall."""
    if Slot.objects.filter(fulfillment_id=fulfillment_id, state="complete").exists():
        return True
    return PastWall.objects.filter(fulfillment_id=fulfillment_id, ended_at=None).exists()


def list_and_tote(code: str) -> tuple[int, int] | None:
    """Read the code of a list (`PL000123`, tote 0) or of a tote on its cart (`PL000123-2`); None for any other."""
    found = TOTE.match(code.strip().upper())
    return (int(found[1]), int(found[2] or 0)) if found else None


def _where(warehouse_id: int, code: str) -> tuple[int, int] | None:
    """The list and tote (0: none) that a code says: the list's own code goes before a cart's."""
    return list_and_tote(code) or picking.tote_on_cart(warehouse_id, code)


def by_tote(warehouse_id: int, code: str) -> int | None:
    """Return the fulfillment order that lies in a tote which came past the wall.

    `code` is the tote's on its list (`PL000123-2`) or on its cart (`CART-BRS-C1-2`).
    """
    where = _where(warehouse_id, code)
    if where is None or not where[1]:
        return None
    found = sql.rows("sorting", "in_tote", {"warehouse": warehouse_id, "list": where[0], "tote": where[1]})
    return found[0][0] if found else None


def singles_left(warehouse_id: int, code: str) -> tuple[int, int] | None:
    """Return (list id, orders to be packed) of the list with this code that is packed item by item.

    The code of a tote of it will do, too. None when nothing of it is left.
    """
    where = _where(warehouse_id, code)
    if where is None:
        return None
    past = PastWall.objects.filter(warehouse_id=warehouse_id, pick_list_id=where[0], tote=0, ended_at=None)
    left = past.count()
    return (where[0], left) if left else None


def singles_of(list_id: int, product_id: int) -> list[int]:
    """Return the orders of such a list that want a product and are not packed, the first to leave first."""
    return [row[0] for row in sql.rows("sorting", "singles_of", {"list": list_id, "product": product_id})]
