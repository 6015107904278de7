"""Keep how well batches of orders were decided, one row each, and forget those of long ago."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.db import transaction

from packhorse import sql
from packhorse.algorithms.sourcing.placed import Placed
from packhorse.sourcing.models import SourcingRun
from packhorse.sourcing.queries.lacking import Missing
from packhorse.sourcing.rules import Decision

RUNS_KEPT = timedelta(days=90)
BATCH = 2  # orders: what is to be said of one alone its decision says


def keep_run(
    decisions: Collection[Decision],
    missing: Mapping[int, Missing],
    *,
    version: int,
    seconds: float,
    now: datetime,
) -> int | None:
    """Keep a batch that took so many seconds to decide; return its id, None for one order alone.

    `missing` {order id: what it lacks now}: what waits is in its queue already. `version`: of the rules.
    """
    if len(decisions) < BATCH:
        return None
    placed = _placed(decisions)
    return int(
        sql.rows(
            "sourcing",
            "insert_run",
            {
                "now": now,
                "version": version,
                "orders": len(decisions),
                "cost": sum(each.cost for each in decisions),
                "milliseconds": round(seconds * 1000),
                "together": placed.orders if placed else 0,
                "placed": placed.cost if placed else None,
                "bound": placed.bound if placed else None,
                "nearest": placed.nearest if placed else None,
                "placings": max(each.placings for each in decisions),
                "unserved": placed.unserved if placed else 0,
                "lacking": [order_id for order_id, lines in missing.items() if lines],
                "missing": sum(units for lines in missing.values() for _, units in lines),
            },
        )[0][0]
    )


@transaction.atomic
def forget_runs(*, now: datetime) -> int:
    """Forget batches of long ago; return how many there were."""
    return SourcingRun.objects.filter(at__lt=now - RUNS_KEPT).delete()[0]


def _placed(decisions: Collection[Decision]) -> Placed | None:
    """The figures of the most orders that were placed together: what is decided anew for later days is among them."""
    found = {id(each.placed): each.placed for each in decisions if each.placed}
    return max(found.values(), key=lambda placed: placed.orders, default=None)
