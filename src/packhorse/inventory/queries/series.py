"""Read how a product's stock went from day to day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from packhorse import sql
from packhorse.inventory.queries.levels import safety
from packhorse.inventory.rules import available
from packhorse.network import queries as network


@dataclass(frozen=True)
class SeriesRow:
    """Units of a product before a moment, over all warehouses. `available` is told with today's safety stock, and
    without what lay in warehouses that were closed then."""

    at: datetime
    on_hand: int
    allocated: int
    reserved: int
    blocked: int
    available: int


def day_ends(days: int, *, now: datetime) -> list[datetime]:
    """Return the last `days` midnights (UTC) that are past, oldest first, and `now`."""
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return [midnight - timedelta(days=back) for back in reversed(range(days))] + [now]


def series(product_id: int, moments: Sequence[datetime]) -> list[SeriesRow]:
    """Return a product's stock before each of these moments, given in order.

    On hand, blocked and allocated are exact: the ledger and the allocations say when they changed. Reserved is exact
    but for checkouts that changed what they keep: of these the last wish counts from the beginning.
    """
    if not moments:
        return []
    values = {"product": product_id, "moments": list(moments), "first": moments[0], "last": moments[-1]}
    kept, spans = safety([product_id]), network.spans_closed()
    sums = {at: [0, 0, 0, 0, 0] for at in moments}
    for at, warehouse, *held in sql.rows("inventory", "series", values):
        on_hand, allocated, reserved, blocked = map(int, held)
        able = available(
            on_hand=on_hand,
            allocated=allocated,
            reserved=reserved,
            blocked=blocked,
            safety=kept.get((product_id, warehouse), 0),
            closed=any(begun <= at and (ended is None or at < ended) for begun, ended in spans.get(warehouse, ())),
        )
        so_far = sums[at]
        sums[at] = [a + b for a, b in zip(so_far, (on_hand, allocated, reserved, blocked, able), strict=True)]
    return [SeriesRow(at, *sums[at]) for at in moments]
