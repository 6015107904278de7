"""What people and machines call orders, waves and warehouses, and what is meant by it."""

from collections.abc import Iterable

from packhorse.errors import Refusal, missing
from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow
from packhorse.picking import queries as picking
from packhorse.placing.rules import order_id_of
from packhorse.sourcing import queries as sourcing


def waiting_parts(numbers: Iterable[str], *, warehouse_id: int | None = None) -> list[int]:
    """Return the fulfillment orders behind order numbers that wait to be picked (in this warehouse, or anywhere).

    Refuses a number that is none, and an order of which nothing waits there.
    """
    found: list[int] = []
    for number in dict.fromkeys(each.strip().upper() for each in numbers):
        order_id = order_id_of(number)
        rows = sourcing.of_order(order_id) if order_id else []
        if not rows:
            raise missing("order in any warehouse with number", number[:24])
        mine = [row for row in rows if warehouse_id is None or row.warehouse_id == warehouse_id]
        waiting = [row.id for row in mine if row.state == "open" and picking.list_of(row.id) is None]
        if not waiting:
            states = ", ".join(sorted({row.state.replace("_", " ") for row in mine})) or "in another warehouse"
            raise Refusal("NOT_WAITING", f"Nothing of {number} waits to be picked here: it is {states}.")
        found += waiting
    return found


def site_of(code: str) -> WarehouseRow:
    """Return a warehouse by its code; refuses one that does not exist."""
    site = network.warehouse(code)
    if site is None:
        raise missing("warehouse", code[:20])
    return site


def wave_id_of(number: str) -> int:
    """Return the id behind a wave's number; refuses one that does not exist."""
    digits = number[1:]
    wave_id = int(digits) if number[:1] == "W" and digits.isascii() and digits.isdecimal() and len(digits) <= 18 else 0
    if not wave_id or picking.wave(wave_id) is None:
        raise missing("wave", number[:24])
    return wave_id
