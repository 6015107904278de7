"""The shop of bench.storm: ten hot products in four warehouses, and what is true of it when the storm is over."""

import random
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import psycopg

PRODUCTS = tuple(f"HOT-{nth}" for nth in range(10))
# warehouse code: place, postal code, latitude, longitude
PLACES = {
    "LDS": ("Leeds", "LS10 1AB", 53.80, -1.55),
    "BRS": ("Bristol", "BS1 6XN", 51.46, -2.60),
    "GLA": ("Glasgow", "G2 1AL", 55.86, -4.25),
    "NWI": ("Norwich", "NR1 1AA", 52.63, 1.30),
}
AMPLE = 0.36  # of all units: of the last product there is more than is asked for, of the others far less
NOBODY_HAS = "COLD-0"

HELD = "SELECT product_id, sum(quantity) FROM inventory_allocation WHERE state = ANY(%s) GROUP BY product_id"
STOCK = """
SELECT product_id, sum(delta) FILTER (WHERE kind <> 'shipped'), (
    SELECT sum(on_hand - allocated - reserved) FROM inventory_stocklevel AS level
    WHERE level.product_id = movement.product_id
)
FROM inventory_movement AS movement GROUP BY product_id
"""
WANTED = "SELECT product_id, sum(quantity - cancelled) FROM placing_orderline GROUP BY product_id"


@dataclass(frozen=True)
class Sold:
    """Units over all products: sold, that could be sold, beyond what there was, and free though somebody waits."""

    sold: int
    sellable: int
    oversold: int
    unsold: int


def open_shop(units: int, *, now: datetime) -> None:
    """Open channel, products, warehouses and a carrier, and receive `units` of the hot products in sum."""
    from packhorse.algorithms.gs1 import ean13
    from packhorse.catalog.operations import list_products
    from packhorse.catalog.rules import NewProduct
    from packhorse.network.operations import open_warehouses
    from packhorse.placing.operations import open_channel

    open_channel(code="web", name="Web shop", currency="GBP")
    list_products(
        [
            NewProduct(sku, sku.title(), ean13(f"95200000{nth:04}"), 500, "GBP", 100, 100, 100, 300, "ambient", False)
            for nth, sku in enumerate([*PRODUCTS, NOBODY_HAS])
        ]
    )
    open_warehouses([warehouse(code) for code in PLACES])
    open_carrier()
    ample = round(units * AMPLE)
    scarce = (units - ample) // (len(PRODUCTS) - 1)
    receive(dict.fromkeys(PRODUCTS[:-1], scarce) | {PRODUCTS[-1]: ample}, now=now)


def open_carrier() -> None:
    """A carrier that goes everywhere in Britain."""
    from packhorse.carriers.operations import keep_carriers
    from packhorse.carriers.rules import NewCarrier, NewRate, NewService, NewZone

    rates = (NewRate("HOME", 30_000, 400, 2),)
    service = NewService("standard", "Standard", 6000, 30_000, 1500, rates)
    keep_carriers([NewCarrier("ALB", "Albion Post", "AP", "GBP", (NewZone("GB", "GB", None, "HOME"),), (service,))])


def warehouse(code: str):
    """A warehouse with a bin for every product."""
    from packhorse.network.rules import NewBin, NewWarehouse

    place, postal_code, latitude, longitude = PLACES[code]
    return NewWarehouse(
        code=code,
        name=f"{place} warehouse",
        line1="1 Dock Road",
        city=place,
        postal_code=postal_code,
        country="GB",
        latitude=latitude,
        longitude=longitude,
        timezone="Europe/London",
        cutoff=time(17, 0),
        workdays=(1, 2, 3, 4, 5),
        capacity_per_day=1_000_000,
        handling_order_minor=40,
        handling_line_minor=10,
        storage_classes=("ambient",),
        depot_x_mm=0,
        depot_y_mm=-1000,
        front_y_mm=0,
        back_y_mm=8000,
        bins=tuple(NewBin(f"A{nth}", f"{code}-A{nth}", "A", 0, 0, nth * 1000) for nth in range(len(PRODUCTS) + 1)),
    )


def receive(units: dict[str, int], *, now: datetime) -> None:
    """Receive units by SKU, spread over the warehouses unevenly, but always in the same way."""
    from packhorse.catalog import queries as catalog
    from packhorse.inventory import operations as inventory
    from packhorse.inventory.rules import Receipt
    from packhorse.network import queries as network

    dice = random.Random(7)
    products = catalog.ids_by_sku(units)
    sites = [(site.id, list(network.bin_ids(site.code).values())) for site in network.warehouses()]
    receipts = []
    for nth, (sku, quantity) in enumerate(units.items()):
        cuts = sorted(dice.randint(0, quantity) for _ in sites[1:])
        parts = [b - a for a, b in zip([0, *cuts], [*cuts, quantity], strict=True)]
        receipts += [
            Receipt(site, products[sku], bins[nth % len(bins)], part)
            for (site, bins), part in zip(sites, parts, strict=True)
            if part
        ]
    inventory.receive(receipts, now=now, actor="dock", cause="storm")


def come_to_rest(*, now: datetime) -> None:
    """Let every reservation run out, and relay until nobody has anything to tell.

    Nobody looks through the queue of its own accord here: an order that is served must have been woken by an event.
    """
    from packhorse.inventory.operations import expire
    from packhorse.outbox.relay import drain

    later = now + timedelta(days=1)
    while expire(now=later) + drain(now=later):
        pass


def look(url: str) -> Sold:
    """Count what was sold of what could be: the lesser of what there was and what living orders want, by product."""
    with psycopg.connect(url) as connection:
        sold = dict(connection.execute(HELD, (["allocated", "picked", "shipped"],)).fetchall())
        stock = {row[0]: (row[1], row[2]) for row in connection.execute(STOCK)}
        wanted = dict(connection.execute(WANTED).fetchall())
    sellable = {pk: min(units, wanted.get(pk, 0)) for pk, (units, _) in stock.items()}
    return Sold(
        sold=int(sum(sold.values())),
        sellable=int(sum(sellable.values())),
        oversold=int(sum(max(0, units - stock.get(pk, (0, 0))[0]) for pk, units in sold.items())),
        unsold=int(sum(max(0, units - sold.get(pk, 0)) for pk, units in sellable.items())),
    )


def lost_orders(url: str, acknowledged: dict[int, int]) -> int:
    """Return how many of the orders {buyer: how many it was told are kept} are not there."""
    numbers = [f"{buyer}-{nth}" for buyer, count in acknowledged.items() for nth in range(count)]
    with psycopg.connect(url) as connection:
        question = "SELECT count(*) FROM placing_order WHERE external_id = ANY(%s)"
        (found,) = connection.execute(question, (numbers,)).fetchone() or (0,)
    return len(numbers) - found
