"""What of an order could still be served otherwise: what it lacks, and what no picker is sent for."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from packhorse.catalog import queries as catalog
from packhorse.inventory import queries as stock
from packhorse.placing import queries as placing
from packhorse.sourcing.models import FulfillmentOrder
from packhorse.sourcing.queries.candidates import line_need
from packhorse.sourcing.queries.lacking import lacking_of
from packhorse.sourcing.queries.wishes import wishes
from packhorse.sourcing.rules import UNTOUCHED, OrderNeed

Lies = Counter[tuple[int, int]]  # units by (order line id, warehouse id)


@dataclass(frozen=True)
class Movable:
    """An order's goods that could still come from elsewhere, as a need, and where they lie now.

    `fulfillments` {id: warehouse id} hold them; `lacking` are units that lie nowhere.
    """

    need: OrderNeed
    lies: Lies
    fulfillments: dict[int, int]
    lacking: int


def movable(order_id: int, *, at: Collection[int] | None = None) -> Movable:
    """Return what could be served otherwise of an order: all of it, or only what lies in the warehouses `at`."""
    found = FulfillmentOrder.objects.filter(order_id=order_id, state__in=UNTOUCHED)
    here = {pk: site for pk, site in found.order_by("id").values_list("id", "warehouse_id") if at is None or site in at}
    lies: Lies = Counter()
    for row in stock.allocations_of_orders([order_id]).values():
        if row.state == "allocated" and row.fulfillment_id in here:
            lies[row.line_id, here[row.fulfillment_id]] += row.quantity
    lacking = dict(lacking_of([order_id])[order_id]) if at is None else {}
    units = Counter(lacking)
    for (line_id, _), count in lies.items():
        units[line_id] += count
    lines = {line.id: line.product_id for line in placing.lines([order_id])}
    products = catalog.by_id(lines.values())
    kept: Counter[tuple[int, int]] = Counter(stock.kept_for([order_id]).get(order_id, {}))
    for (line_id, site), count in lies.items():
        kept[lines[line_id], site] += count
    door = placing.addresses([order_id])[order_id]
    wish = wishes([order_id]).get(order_id)
    worth = placing.worth([order_id])[order_id]
    need = OrderNeed(
        order_id,
        door.latitude,
        door.longitude,
        tuple(line_need(pk, products[lines[pk]], count) for pk, count in sorted(units.items())),
        door.country,
        kept=kept,
        channel=worth.channel,
        tier=worth.tier,
        service=placing.wishes([order_id])[order_id][0],
        value_minor=worth.value_minor,
        ship_rule=placing.terms([order_id])[order_id][1],
        **(wish.terms() if wish else {}),
    )
    return Movable(need, lies, here, sum(lacking.values()))
