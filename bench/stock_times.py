"""On hand at past moments of one product that has moved a million times, and what a night's snapshot takes."""

import random
import time
from datetime import UTC, datetime, timedelta

import psycopg

DAYS, A_DAY = 400, 2500
BEGAN = datetime(2020, 1, 1, tzinfo=UTC)
# In and out by turns, so that in the end there is what there was.
MOVED = """
INSERT INTO inventory_movement (at, kind, product_id, warehouse_id, quantity, delta, actor, cause)
SELECT %(began)s + interval '1 second' * (nth::bigint * 86400 / %(a_day)s),
       CASE WHEN nth %% 2 = 0 THEN 'received' ELSE 'shipped' END,
       %(product)s, %(site)s, 3, CASE WHEN nth %% 2 = 0 THEN 3 ELSE -3 END, 'bench', 'bench'
FROM generate_series(0, %(movements)s - 1) AS nth
"""
KEPT = """
INSERT INTO inventory_stocksnapshot (product_id, warehouse_id, at, on_hand, blocked)
SELECT %(product)s, %(site)s, day.at, coalesce(sum(delta), 0), 0
FROM (SELECT %(began)s + interval '1 day' * nth AS at FROM generate_series(1, %(days)s) AS nth) AS day
JOIN LATERAL (
    SELECT sum(delta) AS delta FROM inventory_movement
    WHERE product_id = %(product)s AND warehouse_id = %(site)s AND at < day.at AND at >= day.at - interval '1 day'
) AS moved ON true
GROUP BY day.at
"""
SUMMED = """
SELECT coalesce(sum(delta), 0) FROM inventory_movement WHERE product_id = %s AND warehouse_id = %s AND at <= %s
"""


def at_times(url: str, product: int, site: int) -> tuple[dict[str, float], dict[str, float]]:
    """Move a product a million times, ask for moments, and return figures and the reference."""
    from packhorse.inventory import queries
    from packhorse.inventory.operations import snapshot

    values = {"product": product, "site": site, "began": BEGAN, "a_day": A_DAY, "days": DAYS}
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(MOVED, values | {"movements": DAYS * A_DAY})
        # Each day ends with what it began with: a day has an even number of movements.
        connection.execute(KEPT, values)
        connection.execute("VACUUM ANALYZE inventory_movement, inventory_stocksnapshot")
        dice = random.Random(2)
        moments = [BEGAN + timedelta(seconds=dice.uniform(0, DAYS * 86400)) for _ in range(200)]
        ours, plain = [], []
        for nth, moment in enumerate(moments):
            begun = time.perf_counter()
            there = queries.at_time(product, moment)[site][0]
            ours.append(time.perf_counter() - begun)
            if nth < 20:
                begun = time.perf_counter()
                (summed,) = connection.execute(SUMMED, (product, site, moment)).fetchone() or (0,)
                plain.append(time.perf_counter() - begun)
                if summed != there:
                    raise SystemExit(f"bench.stock: {there} at {moment}, the ledger says {summed}")
    begun = time.perf_counter()
    snapshot(at=BEGAN + timedelta(days=DAYS + 1))
    took = time.perf_counter() - begun
    figures = {
        "at_time_ms": sorted(ours)[len(ours) // 2] * 1000,
        "at_time_worst_ms": max(ours) * 1000,
        "movements_of_it": DAYS * A_DAY,
        "snapshot_of_all_seconds": took,
    }
    return figures, {"ledger_summed_ms": sorted(plain)[len(plain) // 2] * 1000}
