"""One set of numbers, for the console and for the summary of a run."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from packhorse.packing import queries as packing
from packhorse.picking import queries as picking
from packhorse.placing import queries as placing
from packhorse.shipping import queries as shipping
from packhorse.sourcing import queries as sourcing


@dataclass(frozen=True)
class Summary:
    """What a day's orders came to; distances in metres, money in minor units of the day's currency."""

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
    """Return the numbers of the orders placed on `day` (UTC); floor and parcels are counted whole."""
    start = datetime.combine(day, time(), UTC)
    found = placing.of_day(start)
    walked, baseline = picking.walked_mm()
    parcels, cartons, carton_cost = packing.totals()
    handed_over, shipping_cost, tracking = shipping.totals()
    return Summary(
        day=day,
        orders=found.orders,
        by_state=found.by_state,
        lines=found.lines,
        units=found.units,
        cancelled_units=found.cancelled_units,
        backordered_units=found.backordered_units,
        split_orders=sourcing.split_count(start),
        waiting_orders=sourcing.waiting_count(),
        walked_m=walked // 1000,
        baseline_m=baseline // 1000,
        parcels=parcels,
        cartons=cartons,
        carton_cost_minor=carton_cost,
        handed_over=handed_over,
        shipping_cost_minor=shipping_cost,
        delivered_parcels=tracking.get("delivered", 0),
    )
