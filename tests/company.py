"""A very small company, opened through the same doors as any merchant's, and the verbs the tests speak in.

Three warehouses, six products and a kit of two of them, three cartons, two carriers, one channel. Only Leeds may store
paint (hazmat).
"""

import uuid
from datetime import time
from importlib.resources import files

from remembered import once
from telling import NOW, run_sql, told
from telling import relay as relay

from packhorse import sql
from packhorse.algorithms.gs1 import ean13
from packhorse.carriers.operations import keep_carriers
from packhorse.carriers.rules import NewCarrier, NewRate, NewService, NewZone
from packhorse.catalog import queries as catalog
from packhorse.catalog.operations import list_products
from packhorse.catalog.rules import NewPack, NewPart, NewProduct
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.inventory.rules import Change, Receipt
from packhorse.network import queries as network
from packhorse.network.operations import open_warehouses
from packhorse.network.rules import NewBin, NewWarehouse
from packhorse.packing.operations import keep_cartons
from packhorse.packing.rules import NewCarton
from packhorse.placing import operations as placing
from packhorse.placing import queries as orders
from packhorse.placing.rules import NewAddress, NewLine, NewOrder
from packhorse.sorting.operations import open_walls
from packhorse.sorting.rules import NewLane, NewSlot
from packhorse.web.settings import AREAS

PREFIX = "9520000"

# sku: length, width, height in mm, weight in g, storage class, this side up
PRODUCTS = {
    "MUG": (100, 90, 90, 350, "ambient", False),
    "BOOK": (210, 150, 20, 400, "ambient", False),
    "LAMP": (180, 180, 300, 900, "ambient", True),
    "DESK": (1200, 600, 80, 15_000, "ambient", False),
    "IRON": (200, 200, 200, 11_000, "ambient", False),
    "PAINT": (150, 150, 180, 1_500, "hazmat", False),
    "SET": (210, 150, 120, 1_100, "ambient", False),
}
KITS = {"SET": (NewPart("BOOK", 1), NewPart("MUG", 2))}  # sold as one, never stocked
PACKS = {
    "MUG": (
        NewPack("inner", 4, ean13("952000001001"), 220, 200, 100, 1_500),
        NewPack("case", 12, ean13("952000001002"), 320, 220, 220, 4_800),
    )
}
# warehouse code: city, postal code, country, latitude, longitude, time zone, storage classes
PLACES = {
    "LDS": ("Leeds", "LS10 1AB", "GB", 53.80, -1.55, "Europe/London", ("ambient", "hazmat")),
    "BRS": ("Bristol", "BS1 6XN", "GB", 51.46, -2.60, "Europe/London", ("ambient",)),
    "LIL": ("Lille", "59000", "FR", 50.63, 3.06, "Europe/Paris", ("ambient",)),
}
# warehouse code: {bin: (sku, units)}
STOCK = {
    "LDS": {"A1": ("MUG", 10), "A2": ("BOOK", 20), "A3": ("LAMP", 2), "B1": ("PAINT", 8)},
    "BRS": {"A1": ("MUG", 10), "A2": ("BOOK", 20), "A3": ("LAMP", 5), "B1": ("DESK", 3), "B2": ("IRON", 6)},
    "LIL": {"A1": ("MUG", 5), "A2": ("BOOK", 5)},
}
CITIES = {  # where orders go: country, postal code, latitude, longitude
    "Bath": ("GB", "BA1 1AA", 51.38, -2.36),
    "York": ("GB", "YO1 7HH", 53.96, -1.08),
    "Lens": ("FR", "62300", 50.43, 2.83),
    "Cork": ("IE", "T12 X8N6", 51.90, -8.47),
}


def open_company(*, stocked=STOCK, capacity=100, slots=4):
    """Open everything and receive the goods; `slots` and `capacity` count for each warehouse."""
    once(repr((stocked, capacity, slots)), lambda: _open(stocked, capacity, slots))


def _open(stocked, capacity, slots):
    placing.open_channel(code="web", name="Web shop", currency="GBP")
    list_products([_product(nth, sku) for nth, sku in enumerate(PRODUCTS, start=1)])
    open_warehouses([_warehouse(code, capacity) for code in PLACES])
    keep_cartons(
        [
            NewCarton("S", "Small", 220, 160, 100, 226, 166, 106, 90, 5_000, 20),
            NewCarton("M", "Medium", 310, 230, 310, 316, 236, 316, 250, 12_000, 45),
            NewCarton("L", "Large", 600, 400, 400, 606, 406, 406, 600, 25_000, 90),
        ]
    )
    keep_carriers([_carrier("ALB", "Albion Post", "AP", 300, 2), _carrier("ERX", "EuroRapid", "ER", 350, 1)])
    for code in PLACES:
        open_walls(
            warehouse_id=site(code),
            slots=[NewSlot("W", f"S{nth}", f"SLOT-{code}-{nth}") for nth in range(1, slots + 1)],
            lanes=[NewLane("HOME", f"LANE-{code}-HOME", ("GB",)), NewLane("REST", f"LANE-{code}-REST", ())],
        )
    if stocked:
        receipts = [_receipt(code, spot, *goods) for code, bins in stocked.items() for spot, goods in bins.items()]
        inventory.receive(receipts, now=NOW, actor="dock", cause="opening stock")
    relay()


def _product(nth, sku):
    length, width, height, grams, storage, upright = PRODUCTS[sku]
    barcode = ean13(f"95200000000{nth}")
    more = {"packs": PACKS.get(sku), "parts": KITS.get(sku)}
    return NewProduct(sku, sku.title(), barcode, 500, "GBP", length, width, height, grams, storage, upright, **more)


def _warehouse(code, capacity):
    city, postal_code, country, latitude, longitude, timezone, classes = PLACES[code]
    return NewWarehouse(
        code=code,
        name=f"{city} warehouse",
        line1="1 Dock Road",
        city=city,
        postal_code=postal_code,
        country=country,
        latitude=latitude,
        longitude=longitude,
        timezone=timezone,
        cutoff=time(17, 0),
        workdays=(1, 2, 3, 4, 5),
        capacity_per_day=capacity,
        handling_order_minor=40,
        handling_line_minor=10,
        storage_classes=classes,
        depot_x_mm=0,
        depot_y_mm=-1000,
        front_y_mm=0,
        back_y_mm=8000,
        bins=tuple(
            NewBin(f"{aisle}{nth}", f"{code}-{aisle}{nth}", "A", number, number * 3000, nth * 2000)
            for number, aisle in enumerate("ABC")
            for nth in (1, 2, 3)
        ),
    )


def _carrier(code, name, prefix, price, days):
    """A carrier: its standard service takes `days` at home, its express one less for three times as much."""
    lanes = [(a, b) for a in ("GB", "FR") for b in ("GB", "FR")]
    zones = tuple(NewZone(a, b, None, "HOME" if a == b else "ABROAD") for a, b in lanes)

    def rates(times, quicker):
        return tuple(
            NewRate(zone, grams, (price + grams // 100) * times * (1 + far), max(1, days - quicker) + far * 2)
            for far, zone in enumerate(("HOME", "ABROAD"))
            for grams in (1_000, 5_000, 40_000)
        )

    services = (
        NewService("standard", f"{name} Standard", 6000, 30_000, 1500, rates(1, 0)),
        NewService("express", f"{name} Express", 6000, 30_000, 1500, rates(3, 1)),
    )
    return NewCarrier(code, name, prefix, "GBP", zones, services, simulated=True)


def site(code):
    return network.warehouse(code).id


def bin_id(code, spot):
    return network.bin_ids(code)[spot]


def product(sku):
    return catalog.by_code(sku)


def scan():
    return uuid.uuid4()


def _receipt(code, spot, sku, units, **more):
    return Receipt(site(code), product(sku).id, bin_id(code, spot), units, **more)


def receive(code, spot, sku, units, now=NOW, **more):
    inventory.receive([_receipt(code, spot, sku, units, **more)], now=now, actor="dock", cause="delivery")


def change(code, spot, sku, units, *, lot_id=None, now=NOW, **more):
    """Write units on or off a bin."""
    said = {"actor": "clerk", "cause": "adjustment", "reason": "found"} | more
    return inventory.adjust([Change(bin_id(code, spot), product(sku).id, units, lot_id)], now=now, **said)


def carry(code, spot, to, sku, units, *, now=NOW, **more):
    """Carry units from one bin to another."""
    where = {"from_bin_id": bin_id(code, spot), "to_bin_id": bin_id(code, to), "product_id": product(sku).id}
    return inventory.move(**where, quantity=units, now=now, actor="carrier", cause="moved", **more)


def level(sku, code):
    """(on hand, allocated) of a product in a warehouse."""
    rows = [row for row in stock.levels([product(sku).id], now=NOW) if row.warehouse_id == site(code)]
    return (rows[0].on_hand, rows[0].allocated) if rows else (0, 0)


def in_bin(code, spot, sku):
    """(units, units on pick lists) of a product in a bin."""
    rows = [row for row in stock.bins(product(sku).id) if row.bin_id == bin_id(code, spot)]
    return (rows[0].quantity, rows[0].planned) if rows else (0, 0)


def order(number="1", lines=None, *, city="Bath", placed_at=NOW, charges=(), **wishes):
    """An order of `lines` {sku: units} (or pairs) that goes to a city of `CITIES`."""
    country, postal_code, latitude, longitude = CITIES[city]
    goods = lines or {"MUG": 1}
    return NewOrder(
        channel="web",
        external_id=number,
        placed_at=placed_at,
        currency="GBP",
        address=NewAddress(
            "Ada Cole", "7 High Street", city, postal_code, country, latitude=latitude, longitude=longitude
        ),
        lines=tuple(NewLine(sku, units, 500) for sku, units in (goods.items() if isinstance(goods, dict) else goods)),
        charges=tuple(charges),
        **wishes,
    )


def place(number="1", lines=None, *, now=NOW, **more):
    """Place one order and return its id."""
    (answer,) = placing.place([order(number, lines, **more)], now=now, actor="channel")
    assert answer.order_id is not None, answer.faults
    return answer.order_id


def place_and_source(number="1", lines=None, *, now=NOW, **more):
    """Place one order and tell everybody, all at `now`."""
    with told(now):
        return place(number, lines, now=now, **more)


def cancel(order_id, units=None, *, kits=None, key="", now=NOW):
    return placing.cancel(order_id=order_id, units=units, kits=kits or {}, key=key, now=now, actor="channel")


def line_ids(order_id):
    return [line.id for line in orders.lines([order_id])]


def state(order_id):
    return orders.rows([order_id])[order_id].state


def counts(order_id):
    """(quantity, cancelled, sourced, shipped, delivered) of each line."""
    return [(li.quantity, li.cancelled, li.sourced, li.shipped, li.delivered) for li in orders.lines([order_id])]


def waiting():
    """How many orders wait for goods."""
    return run_sql("SELECT count(*) FROM sourcing_waitingorder")[0][0]


def kinds(order_id):
    """The kinds of an order's events, oldest first."""
    return [row[0] for row in run_sql("SELECT kind FROM outbox_event WHERE order_id = %s ORDER BY id", order_id)]


def audit_names():
    """(area, name) of every invariant that an area keeps as `sql/audit_*.sql`."""
    folders = [(area, files(f"packhorse.{area}").joinpath("sql")) for area in AREAS]
    found = [(area, each.name) for area, folder in folders if folder.is_dir() for each in folder.iterdir()]
    return sorted((area, name.removesuffix(".sql")) for area, name in found if name.startswith("audit_"))


def differences():
    """{name of an invariant: rows that break it}, of those that do not hold; also inside a test's transaction."""
    found = {f"{area}.{name}": [row[0] for row in sql.rows(area, name, {})] for area, name in audit_names()}
    return {name: rows for name, rows in found.items() if rows}
