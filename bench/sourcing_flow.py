"""Sourcing from end to end for bench.sourcing: real orders are read, decided and written in a house of 20 warehouses.

Orders, towns, warehouses and stock are those of `sourcing_cases` (ample); the relay's batches are decided one after
another, as `OrderPlaced` brings them. Only sourcing is timed; taking orders in has a bench of its own.
"""

import importlib
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg

from bench.house import house
from bench.sourcing_cases import (
    BASE,
    LANES_KM,
    POUND_G,
    POUNDS,
    STEP,
    Town,
    _doors,
    _grams,
    _many,
    _sites,
    case,
    orders,
    towns,
)

ORDERS, SITES, BINS = 10_000, 20, 10
TAKEN_IN = 500  # orders a call of `place`
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)

LEVEL = """
INSERT INTO inventory_stocklevel (product_id, warehouse_id, on_hand, allocated, reserved)
SELECT product_id, warehouse_id, units, 0, 0
FROM unnest(%(products)s::bigint[], %(warehouses)s::bigint[], %(units)s::int[]) AS t (product_id, warehouse_id, units)
ORDER BY product_id, warehouse_id
"""
# Names in modules of sourcing.operations, and the step of which each is; what is left is writing.
STEPS = {
    "source:needs": "read",
    "source:with_those_ahead": "read",
    "source:scene": "read",
    "source:queue_of": "read",
    "source:stock.free": "read",
    "source:network.warehouses": "read",
    "source:inventory.lock_for_sourcing": "read",
    "source:decide_by_day": "decide",
    "give:inventory.allocate": "allocate",
    "give:promises": "promise",
}


def flow(data: Path, count: int = ORDERS, watch: Callable[[str], Any] = lambda url: None) -> dict:
    """Return orders and lines a second of sourcing `count` orders, and the share of each step of it.

    `watch` is called with the database's URL before and after.
    """
    with house("sourcing_flow") as url:
        ids, lines = _fill(url, data, count)
        watch(url)
        figures = _time(ids, lines)
        watch(url)
    return figures


def _time(ids: list[int], lines: int) -> dict:
    from packhorse.outbox.relay import BATCH
    from packhorse.sourcing.operations import source
    from packhorse.sourcing.ready import warm

    warm()
    with _steps() as spent:
        begun, busy = time.perf_counter(), os.times()
        for start in range(0, len(ids), BATCH):
            source(ids[start : start + BATCH], now=NOW)
        took, after = time.perf_counter() - begun, os.times()
    spent["write"] = took - sum(spent.values())
    return {
        "end_to_end_orders_per_s": len(ids) / took,
        "end_to_end_lines_per_s": lines / took,
        "end_to_end_own_cpu_share": (after.user + after.system - busy.user - busy.system) / took,
        "end_to_end_share_by_step": {step: seconds / took for step, seconds in spent.items()},
    }


@contextmanager
def _steps() -> Iterator[Counter[str]]:
    """Take the time of the steps of sourcing; of one step inside another the outer one counts."""
    spent: Counter[str] = Counter()
    inside: list[str] = []

    def timed(step: str, do: Callable) -> Callable:
        def run(*values: Any, **named: Any) -> Any:
            begun = time.perf_counter()
            inside.append(step)
            try:
                return do(*values, **named)
            finally:
                inside.pop()
                if not inside:
                    spent[step] += time.perf_counter() - begun

        return run

    with ExitStack() as stack:
        for name, step in STEPS.items():
            place, _, called = name.partition(":")
            module = importlib.import_module(f"packhorse.sourcing.operations.{place}")
            *path, last = called.split(".")
            owner = getattr(module, path[0]) if path else module
            stack.enter_context(patch.object(owner, last, timed(step, getattr(owner, last))))
        yield spent


def _fill(url: str, data: Path, count: int) -> tuple[list[int], int]:
    """Open the house, write its stock and place the orders; return their ids and how many lines they have."""
    import numpy as np

    from packhorse.catalog import queries as catalog
    from packhorse.catalog.operations import list_products
    from packhorse.catalog.rules import NewProduct
    from packhorse.network import queries as network
    from packhorse.network.operations import open_warehouses
    from packhorse.placing.operations import open_channel, place
    from packhorse.placing.rules import NewAddress, NewLine, NewOrder

    problem = case(data, count=count, sites=SITES, stock="ample")
    places = towns(data)
    wanted = list(_many(orders(data), count))
    dice = np.random.default_rng(1)
    doors = _doors(places, [country for country, _ in wanted], dice)  # the case's own
    codes = sorted({code for _, goods in wanted for code in goods})
    skus = {code: f"UCI{nth:05}" for nth, code in enumerate(codes)}
    list_products(
        [NewProduct(sku, code, f"{sku}-B", 500, "GBP", 50, 50, 50, _grams(code)) for code, sku in skus.items()]
    )
    sites = _sites(places, SITES)
    open_warehouses([_warehouse(nth, town) for nth, town in enumerate(sites)])
    _carrier({town.country for town in sites}, {town.country for town in doors})
    open_channel(code="web", name="Web shop", currency="GBP")
    product_ids = catalog.ids_by_sku(skus.values())
    rows = np.array([product_ids[skus[code]] for code in codes])
    columns = np.array([site.id for site in network.warehouses()])
    item, site = np.nonzero(problem.stock)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            LEVEL,
            {
                "products": rows[item].tolist(),
                "warehouses": columns[site].tolist(),
                "units": problem.stock[item, site].tolist(),
            },
        )
        connection.execute("VACUUM ANALYZE")
    ids: list[int] = []
    for start in range(0, count, TAKEN_IN):
        batch = [
            NewOrder(
                channel="web",
                external_id=f"UCI-{nth}",
                placed_at=NOW,
                currency="GBP",
                address=NewAddress("Ada Cole", "7 High Street", "Town", "", door.country, "", "", "", "", *_spot(door)),
                lines=tuple(NewLine(skus[code], units, 500) for code, units in goods.items()),
            )
            for nth, ((_, goods), door) in enumerate(zip(wanted, doors, strict=True))
            if start <= nth < start + TAKEN_IN
        ]
        ids += [placed.order_id or 0 for placed in place(batch, now=NOW, actor="bench")]
    _free_of_holds(url)
    return ids, len(problem.product)


def _spot(town: Town) -> tuple[float, float]:
    return town.latitude, town.longitude


def _free_of_holds(url: str) -> None:
    """The addresses have no postal codes: nobody is to be kept back for it."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("UPDATE placing_orderhold SET released_at = at, released_by = 'bench'")
        connection.execute("VACUUM ANALYZE")


def _warehouse(nth: int, town: Town):
    from bench.storm_shop import warehouse
    from packhorse.network.rules import NewBin

    code = f"W{nth:02}"
    bins = tuple(NewBin(f"A{n}", f"{code}-A{n}", "A", 0, 0, n * 1000) for n in range(BINS))
    latitude, longitude = _spot(town)
    plain = replace(warehouse("LDS"), code=code, name=f"Warehouse {nth}", bins=bins, country=town.country)
    return replace(plain, latitude=latitude, longitude=longitude)


def _carrier(origins: set[str], dests: set[str]) -> None:
    """A carrier with the case's own prices by distance and pound, from everywhere to everywhere."""
    from packhorse.carriers.operations import keep_carriers
    from packhorse.carriers.rules import NewCarrier, NewRate, NewService, NewZone

    ends = (*LANES_KM, None)
    zones = [
        NewZone(origin, dest, end, f"Z{lane}")
        for origin in sorted(origins)
        for dest in sorted(dests)
        for lane, end in enumerate(ends)
    ]
    rates = [
        NewRate(f"Z{lane}", (1 + pound) * POUND_G, base + step * pound, 1 + lane)
        for lane, (base, step) in enumerate(zip(BASE, STEP, strict=True))
        for pound in range(POUNDS)
    ]
    service = NewService("standard", "Standard", 6000, POUNDS * POUND_G, 1500, tuple(rates))
    keep_carriers([NewCarrier("ALB", "Albion Post", "AP", "GBP", tuple(zones), (service,))])
