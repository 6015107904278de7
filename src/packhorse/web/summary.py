"""One set of numbers, for the console and for the summary of a run."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from packhorse.packing import queries as packing
from packhorse.picking import queries as picking
from packhorse.placing import queries as placing
from packhorse.placing.queries import today
from packhorse.shipping import queries as shipping
from packhorse.sourcing import queries as sourcing
from packhorse.sourcing.queries import FulfillmentRow


@dataclass(frozen=True)
class Summary:
    """What the orders placed on a day came to; distances in metres, money in minor units of the day's currency.

    Walks are those that served these orders: one shared with orders of other days counts whole.
    """

    day: date
    orders: int
    by_state: dict[str, int]
    lines: int
    units: int
    cancelled_units: int
    backordered_units: int
    split_orders: int
    waiting_orders: int
    walked_m: int
    baseline_m: int
    parcels: int
    cartons: dict[str, int]
    carton_cost_minor: int
    handed_over: int
    shipping_cost_minor: int
    delivered_parcels: int


def of_day(day: date) -> Summary:
    """Return the numbers of the orders placed on `day` (UTC), and of what was done for them on whichever day since."""
    start, end = hours_of(day)
    found = placing.of_day(start)
    orders = today.ids_placed(start, end)
    served = [row for row in sourcing.of_orders(orders) if row.state != "cancelled"]
    walked, baseline = picking.walked_mm(row.id for row in served)
    parcels, cartons, carton_cost = packing.totals(orders)
    handed_over, shipping_cost, tracking = shipping.totals(orders)
    return Summary(
        day=day,
        orders=found.orders,
        by_state=found.by_state,
        lines=found.lines,
        units=found.units,
        cancelled_units=found.cancelled_units,
        backordered_units=found.backordered_units,
        split_orders=_split(served),
        waiting_orders=found.by_state.get("backordered", 0),
        walked_m=walked // 1000,
        baseline_m=baseline // 1000,
        parcels=parcels,
        cartons=cartons,
        carton_cost_minor=carton_cost,
        handed_over=handed_over,
        shipping_cost_minor=shipping_cost,
        delivered_parcels=tracking.get("delivered", 0),
    )


def hours_of(day: date) -> tuple[datetime, datetime]:
    """Return the moment at which `day` begins (UTC), and the one at which it is over."""
    start = datetime.combine(day, time(), UTC)
    return start, start + timedelta(days=1)


def _split(served: Iterable[FulfillmentRow]) -> int:
    """Count the orders that more than one warehouse serves."""
    sites: dict[int, set[int]] = {}
    for row in served:
        sites.setdefault(row.order_id, set()).add(row.warehouse_id)
    return sum(1 for each in sites.values() if len(each) > 1)


@dataclass(frozen=True)
class Work:
    """What was done on a day, for orders of any day."""

    taken_in: int
    lines_picked: int
    units_picked: int
    packed: int
    handed_over: int
    delivered: int


def work_of(day: date) -> Work:
    """Return what was done on `day` (UTC)."""
    start, end = hours_of(day)
    lines, units = picking.picked_within(start, end)
    handed_over, delivered = shipping.done_within(start, end)
    return Work(
        taken_in=today.taken_in(start, end),
        lines_picked=lines,
        units_picked=units,
        packed=packing.packed_within(start, end),
        handed_over=handed_over,
        delivered=delivered,
    )
