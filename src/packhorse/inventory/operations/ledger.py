"""Write the ledger and the levels it adds up to, for a whole batch at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhorse import sql
from packhorse.inventory.models import Movement

NOTHING = 0, 0, 0, 0


@dataclass(frozen=True)
class Move:
    """A ledger line to be written; see `models.Movement`."""

    kind: str
    product_id: int
    warehouse_id: int
    quantity: int
    delta: int
    cause: str
    cause_id: int | None = None
    from_bin_id: int | None = None
    to_bin_id: int | None = None
    lot_id: int | None = None
    blocked: int = 0
    reason: str = ""
    scan_id: UUID | None = None


def write(moves: Sequence[Move], *, now: datetime, actor: str) -> list[int]:
    """Append `moves` to the ledger; return their ids."""
    if not moves:
        return []
    found = sql.rows(
        "inventory",
        "insert_movements",
        {
            "kinds": [m.kind for m in moves],
            "products": [m.product_id for m in moves],
            "warehouses": [m.warehouse_id for m in moves],
            "lots": [m.lot_id for m in moves],
            "quantities": [m.quantity for m in moves],
            "deltas": [m.delta for m in moves],
            "blocked": [m.blocked for m in moves],
            "from_bins": [m.from_bin_id for m in moves],
            "to_bins": [m.to_bin_id for m in moves],
            "causes": [m.cause for m in moves],
            "cause_ids": [m.cause_id for m in moves],
            "reasons": [m.reason[:200] for m in moves],
            "scans": [m.scan_id for m in moves],
            "now": now,
            "actor": actor,
        },
    )
    return [row[0] for row in found]


def known(scan_id: UUID | None) -> bool:
    """Say whether this scan has moved goods already. Asked under the lock of its level, the answer stays true."""
    return scan_id is not None and Movement.objects.filter(scan_id=scan_id).exists()


def open_levels(keys: Iterable[tuple[int, int]]) -> None:
    """Make sure that there is a level for each (product_id, warehouse_id)."""
    wanted = sorted(set(keys))
    sql.rows(
        "inventory",
        "open_levels",
        {"products": [product for product, _ in wanted], "warehouses": [site for _, site in wanted]},
    )


def lock_levels(keys: Iterable[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """Lock the levels of (product_id, warehouse_id) in key order; return what nobody holds of each."""
    wanted = sorted(set(keys))
    found = sql.rows(
        "inventory",
        "lock_levels",
        {"products": [product for product, _ in wanted], "warehouses": [warehouse for _, warehouse in wanted]},
    )
    return {(row[1], row[2]): row[3] for row in found}


def add_to_levels(changes: Iterable[tuple[int, ...]]) -> None:
    """Add (product_id, warehouse_id, on hand, allocated, reserved, blocked) to locked levels, summed per row.

    What is left out at the end is nothing.
    """
    sums: dict[tuple[int, int], tuple[int, int, int, int]] = {}
    for product, warehouse, *change in changes:
        on_hand, allocated, reserved, blocked = *change, *NOTHING[len(change) :]
        before = sums.get((product, warehouse), NOTHING)
        sums[product, warehouse] = (
            before[0] + on_hand,
            before[1] + allocated,
            before[2] + reserved,
            before[3] + blocked,
        )
    rows = sorted((*key, *change) for key, change in sums.items() if any(change))
    if rows:
        names = ("products", "warehouses", "on_hand", "allocated", "reserved", "blocked")
        columns = map(list, zip(*rows, strict=True))
        sql.ask("inventory", "add_to_levels", dict(zip(names, columns, strict=True)), len)
