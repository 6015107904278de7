"""A million stock levels for bench.stock, written behind the operations, but so that the audit holds."""

import psycopg

PRODUCTS, WAREHOUSES, BINS = 20_000, 50, 10
LEVELS = PRODUCTS * WAREHOUSES

LEVEL = """
INSERT INTO inventory_stocklevel (product_id, warehouse_id, on_hand, allocated, reserved)
SELECT product.id, site.id, 1 + (product.id * 7 + site.id * 13) %% 50, 0, 0
FROM catalog_product AS product CROSS JOIN network_warehouse AS site ORDER BY product.id, site.id
"""
BIN = """
INSERT INTO inventory_binstock (bin_id, product_id, warehouse_id, quantity, planned)
SELECT (SELECT min(id) FROM network_bin WHERE warehouse_id = level.warehouse_id) + level.product_id %% %(bins)s,
       level.product_id, level.warehouse_id, level.on_hand, 0
FROM inventory_stocklevel AS level ORDER BY level.id
"""
MOVEMENT = """
INSERT INTO inventory_movement
    (at, kind, product_id, warehouse_id, quantity, delta, from_bin_id, to_bin_id, actor, cause, cause_id)
SELECT now() - interval '1 second' * (stock.id %% 2000000), 'received', stock.product_id, stock.warehouse_id,
       stock.quantity, stock.quantity, NULL, stock.bin_id, 'bench', 'opening stock', NULL
FROM inventory_binstock AS stock ORDER BY stock.id
"""


def fill(url: str) -> None:
    """Open products and warehouses through their own doors, and fill levels, bins and ledger behind them."""
    _open()
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in (LEVEL, BIN, MOVEMENT):
            connection.execute(statement, {"bins": BINS})
        connection.execute("VACUUM ANALYZE")


def _open() -> None:
    from dataclasses import replace

    from bench.storm_shop import warehouse
    from packhorse.catalog.operations import list_products
    from packhorse.catalog.rules import NewProduct
    from packhorse.network.operations import open_warehouses
    from packhorse.network.rules import NewBin

    list_products(
        [
            NewProduct(f"P{nth:05}", f"Product {nth}", f"B{nth:05}", 500, "GBP", 100, 100, 100, 300, "ambient", False)
            for nth in range(PRODUCTS)
        ]
    )
    sites = [replace(warehouse("LDS"), code=f"W{nth:02}", name=f"Warehouse {nth}") for nth in range(WAREHOUSES)]
    bins = {
        site.code: tuple(NewBin(f"A{n}", f"{site.code}-A{n}", "A", 0, 0, n * 1000) for n in range(BINS))
        for site in sites
    }
    open_warehouses([replace(site, bins=bins[site.code]) for site in sites])
