"""Stock at a million levels: what of a hundred products nobody holds in fifty warehouses, and how fast that is said.

20,000 products lie in 50 warehouses, each level with the movement that brought it and the bin it lies in. The reference
asks the same of the same database product by product, with an object of the ORM for every level. Then pickers scan over
HTTP at 200 scans a second, and one product moves a million times in 400 days: what was on hand of it at any moment,
beside its whole ledger summed up.
"""

import random
import time
from datetime import UTC, datetime
from pathlib import Path

from bench.house import house
from bench.report import SECONDS, Report, main
from bench.stock_levels import LEVELS, PRODUCTS, fill
from bench.stock_scans import scans
from bench.stock_times import at_times

ASKED, WARM, ASKS = 100, 5, 200


def measure(data: Path | None = None, seconds: float = SECONDS) -> Report:
    """Fill the tables and ask; nothing is needed that does not come with Packhorse."""
    with house("stock") as url:
        from packhorse.network import queries as network

        fill(url)
        dice = random.Random(1)
        ids = _product_ids()
        wishes = [dice.sample(ids, ASKED) for _ in range(WARM + ASKS)]
        by_query = sorted([_timed(_available, wish) for wish in wishes][WARM:])
        one_by_one = sorted([_timed(_product_by_product, wish) for wish in wishes[: WARM + 20]][WARM:])
        figures = {
            "availability_ms": _percentile(by_query, 50) * 1000,
            "availability_p95_ms": _percentile(by_query, 95) * 1000,
            "levels": LEVELS,
            "products": PRODUCTS,
            **scans(url, now=datetime.now(UTC)),
        }
        times, plain = at_times(url, ids[0], network.warehouses()[0].id)
    return Report("stock", figures | times, {"product_by_product_ms": _percentile(one_by_one, 50) * 1000, **plain})


def _product_ids() -> list[int]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM catalog_product ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def _timed(ask, wish: list[int]) -> float:
    begun = time.perf_counter()
    found = ask(wish)
    took = time.perf_counter() - begun
    if found != ASKED * LEVELS // PRODUCTS:
        raise SystemExit(f"bench.stock: {found} levels were found")
    return took


def _available(wish: list[int]) -> int:
    from packhorse.inventory import queries

    return len(queries.available(wish, now=datetime.now(UTC)))


def _product_by_product(wish: list[int]) -> int:
    from packhorse.inventory.models import StockLevel

    free = {}
    for product in wish:
        for level in StockLevel.objects.filter(product=product).select_related("warehouse"):
            free[product, level.warehouse.code] = level.on_hand - level.allocated - level.reserved
    return len(free)


def _percentile(ordered: list[float], percent: int) -> float:
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


if __name__ == "__main__":
    main("stock", measure, __doc__)
