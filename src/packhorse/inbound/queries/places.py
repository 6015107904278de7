"""Read what waits at the dock, the bins it may go to, and how fast it sells."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from packhorse.catalog import queries as catalog
from packhorse.catalog.queries import ProductRow
from packhorse.inbound.models import Velocity
from packhorse.inbound.rules import Goods, Place, Proposal, propose
from packhorse.inbound.rules.places import MEASURED_DAYS, room
from packhorse.inventory import queries as stock
from packhorse.inventory.queries import BinStockRow
from packhorse.network import queries as network
from packhorse.network.queries import BinRow, WarehouseRow


@dataclass(frozen=True)
class DockRow:
    """Units that lie in a bin for goods received; `wanted` of them wait to be picked for orders: leave those there."""

    stock: BinStockRow
    since: datetime
    wanted: int

    @property
    def to_put(self) -> int:
        """Units to be put away."""
        return self.stock.quantity - self.stock.planned - self.wanted


def dock(warehouse_id: int) -> list[DockRow]:
    """Return what lies in a warehouse's bins for goods received, what came first first."""
    bins = {each.id for each in network.bins(warehouse_id, uses=["receiving"])}
    rows = stock.in_bins(bins)
    came = stock.came(bins)
    wanted = _wanted(warehouse_id, rows, bins)
    shown = []
    for row in sorted(rows, key=lambda row: (came[row.bin_id, row.product_id], row.lot_id or 0)):
        mine = min(row.quantity - row.planned, wanted[row.product_id])
        wanted[row.product_id] -= mine
        shown.append(DockRow(row, came[row.bin_id, row.product_id], mine))
    return shown


def _wanted(warehouse_id: int, rows: Iterable[BinStockRow], docks: set[int]) -> Counter[int]:
    """Units at the dock that orders have a right to, because too few lie free in other bins of the warehouse."""
    wanted = Counter(stock.unplanned(warehouse_id, {row.product_id for row in rows}))
    if not wanted:
        return wanted
    elsewhere = [row for pk in wanted for row in stock.bins(pk) if row.bin_id not in docks and not row.blocked]
    where = network.bins_by_id(row.bin_id for row in elsewhere)
    for row in elsewhere:
        if where[row.bin_id].warehouse_id == warehouse_id:
            wanted[row.product_id] -= row.quantity - row.planned
    return +wanted


def goods_of(product_id: int, lot_id: int | None, units: int, slow: float = 0.0) -> Goods:
    """Return units of a product as put-away sees them."""
    return _goods(catalog.by_id([product_id])[product_id], lot_id, units, slow)


def _goods(product: ProductRow, lot_id: int | None, units: int, slow: float = 0.0) -> Goods:
    sides = product.length_mm, product.width_mm, product.height_mm
    return Goods(product.id, lot_id, units, *sides, product.weight_g, product.storage_class, slow)


def place_of(row: BinRow) -> Place:
    """Return a bin with what lies in it."""
    (place,) = _places([row], None)
    return place


def rooms(wishes: Mapping[tuple[int, int], int]) -> dict[tuple[int, int], int]:
    """Return for {(product id, bin id): units} how many of them have room there, beside what lies there now."""
    rows = network.bins_by_id(bin_id for _, bin_id in wishes)
    found = {each.bin_id: each for each in _places(rows.values(), None)}
    products = catalog.by_id(product_id for product_id, _ in wishes)
    return {
        (product, bin_id): room(_goods(products[product], None, units), found[bin_id])
        for (product, bin_id), units in wishes.items()
    }


def places(site: WarehouseRow) -> list[Place]:
    """Return the bins of a warehouse that goods may be put away into."""
    return _places(network.bins(site.id, uses=["pick", "reserve"]), site)


def sold_a_week(product_ids: Iterable[int]) -> dict[tuple[int, int], float]:
    """Return {(product id, warehouse id): units picked a week}, as last measured, of what was picked at all."""
    sites = [site.id for site in network.warehouses()]  # the table's key begins with them
    rows = Velocity.objects.filter(warehouse_id__in=sites, product_id__in=set(product_ids))
    rows = rows.values_list("product_id", "warehouse_id", "units")
    return {(product, site): units * 7 / MEASURED_DAYS for product, site, units in rows}


def slowness(warehouse_id: int, product_id: int) -> float:
    """Return the share of the products picked in a warehouse of late that are picked more than this one."""
    measured = Velocity.objects.filter(warehouse_id=warehouse_id).exclude(product_id=product_id)
    mine = Velocity.objects.filter(warehouse_id=warehouse_id, product_id=product_id).values_list("units", flat=True)
    others = measured.count()
    return measured.filter(units__gt=mine.first() or 0).count() / others if others else 0.0


def proposed(site: WarehouseRow, *, product_id: int, lot_id: int | None, units: int) -> Proposal | None:
    """Return where units should be put away in a warehouse, or None when no bin has room."""
    goods = goods_of(product_id, lot_id, units, slowness(site.id, product_id))
    return propose(goods, places(site))


def _places(rows: Iterable[BinRow], site: WarehouseRow | None) -> list[Place]:
    bins = list(rows)
    lying: dict[int, list[BinStockRow]] = {}
    for row in stock.in_bins(each.id for each in bins):
        lying.setdefault(row.bin_id, []).append(row)
    products = catalog.by_id(row.product_id for each in lying.values() for row in each)
    made = []
    for each in bins:
        held = lying.get(each.id, [])
        sized = [(products[row.product_id], row.quantity) for row in held]
        made.append(
            Place(
                each.id,
                each.code,
                each.use,
                each.storage_class,
                abs(each.x_mm - site.depot_x_mm) + abs(each.y_mm - site.depot_y_mm) if site else 0,
                each.width_mm,
                each.depth_mm,
                each.height_mm,
                each.max_weight_g,
                sum(p.length_mm * p.width_mm * p.height_mm * units for p, units in sized),
                sum(p.weight_g * units for p, units in sized),
                frozenset((row.product_id, row.lot_id) for row in held),
            )
        )
    return made
