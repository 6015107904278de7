"""What orders want and nothing holds."""

from collections.abc import Collection

from packhorse.inventory import queries as stock
from packhorse.placing import queries as placing

Missing = tuple[tuple[int, int], ...]  # (order line id, units)


def lacking_of(order_ids: Collection[int]) -> dict[int, Missing]:
    """Return {order id: (line id, units) that are wanted and that nothing holds}, for each of the orders."""
    found: dict[int, list[tuple[int, int]]] = {order_id: [] for order_id in order_ids}
    lines = placing.lines(order_ids)
    held = stock.held_units(line.id for line in lines)
    for line in lines:
        if (units := line.quantity - line.cancelled - held.get(line.id, 0)) > 0:
            found[line.order_id].append((line.id, units))
    return {order_id: tuple(each) for order_id, each in found.items()}
