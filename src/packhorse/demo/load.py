"""Load the demonstration company through the same doors as any merchant's."""

import csv
import io
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from packhorse.carriers.operations import keep_carriers
from packhorse.catalog import queries as catalog
from packhorse.catalog.operations import list_products
from packhorse.customers.operations import keep_customers
from packhorse.demo.calendar import close_for_holidays
from packhorse.demo.company import company
from packhorse.demo.incoming import order_from_suppliers
from packhorse.inventory import operations as inventory
from packhorse.inventory.rules import Receipt
from packhorse.network import queries as network
from packhorse.network.operations import open_warehouses
from packhorse.packing.operations import keep_cartons
from packhorse.picking.operations import set_floor
from packhorse.picking.rules import Setup
from packhorse.placing.operations import open_channel
from packhorse.sorting.operations import keep_overflow, open_walls

BY_WALL = "RTM"  # sorts all of its orders at the wall; the others have carts with a tote for each order
OPENED = datetime(2010, 12, 1, 6, 0, tzinfo=UTC)


def load_company() -> None:
    """Open channel, products, warehouses with walls and lanes, customers, cartons, carriers, stock and what comes."""
    firm = company()
    open_channel(code="web", name="Web shop", currency="GBP")
    list_products(firm.products)
    open_warehouses(firm.warehouses)
    keep_customers(firm.customers)
    keep_cartons(firm.cartons)
    keep_carriers(firm.carriers)
    sites = {site.code: site.id for site in network.warehouses()}
    for code, site in sites.items():
        open_walls(warehouse_id=site, slots=firm.slots[code], lanes=firm.lanes[code])
        keep_overflow(warehouse_id=site, code="OVER", barcode=f"OVER-{code}")
    set_floor(warehouse=BY_WALL, setup=Setup(clusters=False))
    skus = catalog.ids_by_sku(stock.sku for stock in firm.stock)
    bins = {code: network.bin_ids(code) for code in sites}
    receipts = []
    for each in (*firm.stock, *firm.damaged):
        product, lot = skus[each.sku], None
        if each.lot:
            lot = inventory.know_lot(product_id=product, code=each.lot, expires_on=each.expires_on, now=OPENED)
        receipts.append(Receipt(sites[each.warehouse], product, bins[each.warehouse][each.bin], each.quantity, lot))
    inventory.receive(receipts, now=OPENED, actor="demonstration", cause="opening stock")
    for code, kept in firm.safety.items():
        for sku, units in kept.items():
            inventory.set_safety(product_id=skus[sku], warehouse_id=sites[code], units=units)
    close_for_holidays(opened=OPENED, now=timezone.now())
    order_from_suppliers(now=timezone.now())


def opens_at(content: bytes) -> datetime:
    """Return when the autopilot begins: a minute after the day's last order was placed."""
    rows = csv.DictReader(io.StringIO(content.decode("utf-8")))
    return max(datetime.fromisoformat(row["placed_at"]) for row in rows) + timedelta(minutes=1)
