"""What is taken out of a bin by scans: the bin, the item, its lot where several lie there, its serial number."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from packhorse.catalog import queries as catalog
from packhorse.catalog.queries import ProductRow
from packhorse.errors import Refusal
from packhorse.inbound.pages import typed
from packhorse.inventory import queries as stock
from packhorse.inventory.queries import BinStockRow
from packhorse.network import queries as network
from packhorse.network.queries import BinRow


@dataclass(frozen=True)
class Taking:
    """Goods of a bin that somebody has in hand: `step` says what is to be scanned next."""

    step: str
    bin: BinRow | None = None
    item: str = ""
    product: ProductRow | None = None
    row: BinStockRow | None = None
    units: int = 1
    able: int = 0
    serial: str = ""
    choices: tuple[BinStockRow, ...] = ()

    @property
    def numbers(self) -> tuple[str, ...]:
        """The serial numbers of what is in hand."""
        return (self.serial,) if self.serial else ()


def bin_of(code: str, warehouse_id: int) -> BinRow:
    """Return the bin with this barcode. Refuses one that is not, or is in another warehouse."""
    found = network.bin_by_barcode(code)
    if found is None:
        raise Refusal("UNKNOWN_BIN", f"{code[:40]!r} is no bin: scan the label on the bin.", status=422)
    if found.warehouse_id != warehouse_id:
        raise Refusal("OTHER_WAREHOUSE", f"{found.code} is in another warehouse: make a transfer of it.", status=422)
    return found


def take(request: HttpRequest, place: BinRow, item: str) -> Taking:
    """Return what of a bin is in hand after an item's scan; asks for lot and serial number where they are needed."""
    found = catalog.scan(item)
    if found is None:
        raise Refusal("UNKNOWN_ITEM", f"Nobody knows {item[:40]!r}: scan another code of the goods.", status=422)
    product = found.product
    rows = [row for row in stock.in_bins([place.id]) if row.product_id == product.id]
    rows = [row for row in rows if not found.lot or row.lot.casefold() == found.lot.casefold()]
    if not rows:
        raise Refusal("NOT_THERE", f"{product.sku} does not lie in {place.code}, as far as the books say.")
    chosen = request.POST.get("lot", "")
    if chosen:
        rows = [row for row in rows if str(row.lot_id or 0) == chosen]
    if len(rows) > 1:
        return Taking("lot", place, item, product, choices=tuple(rows), units=typed.units(request))
    if not rows:
        raise Refusal("NOT_THERE", "That lot does not lie there any more: scan again.")
    (row,) = rows
    serial = typed.field(request, "serial", 60) or found.serial
    able = row.quantity - row.planned
    if catalog.numbered([product.id]) and not serial:
        return Taking("serial", place, item, product, row, able=able)
    units = 1 if serial else typed.units(request) if "quantity" in request.POST else found.units
    return Taking("units", place, item, product, row, units, able, serial)


def shown(taking: Taking) -> dict[str, Any]:
    """Return what templates of a loop show of what is in hand."""
    return {"taking": taking, "place": taking.bin, "product": taking.product, "row": taking.row}
