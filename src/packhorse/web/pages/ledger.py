"""Lines of the ledger with names for what they hold as numbers, and links to the documents that have a page."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from packhorse.catalog import queries as catalog
from packhorse.counting.rules import count_number
from packhorse.inbound.rules import delivery_number
from packhorse.inventory import queries
from packhorse.inventory.queries import MovementRow
from packhorse.network import queries as network
from packhorse.network.queries import BinRow
from packhorse.packing import queries as packing
from packhorse.placing.rules import order_number

PAGE = 50
# Documents whose page is found by their number: cause, name of the address, and how the number is made.
NUMBERED = {"count": ("count", count_number), "delivery": ("delivery", delivery_number)}


@dataclass(frozen=True)
class LedgerLine:
    """A movement, what the things are called that it names, and the page of the document that caused it."""

    moved: MovementRow
    product: str
    site: str
    lot: str
    from_bin: BinRow | None
    to_bin: BinRow | None
    address: str


def lines(moved: Sequence[MovementRow]) -> list[LedgerLine]:
    """Return movements with their names."""
    bins = network.bins_by_id({each for m in moved for each in (m.from_bin_id, m.to_bin_id) if each})
    sites = {site.id: site.code for site in network.warehouses()}
    lots = queries.lots_by_id(m.lot_id for m in moved if m.lot_id)
    skus = {row.id: row.sku for row in catalog.by_id(m.product_id for m in moved).values()}
    pages = _documents(moved)
    return [
        LedgerLine(
            m,
            skus[m.product_id],
            sites[m.warehouse_id],
            lots[m.lot_id].code if m.lot_id else "",
            bins.get(m.from_bin_id or 0),
            bins.get(m.to_bin_id or 0),
            pages.get((m.cause, m.cause_id or 0), ""),
        )
        for m in moved
    ]


def _documents(moved: Sequence[MovementRow]) -> dict[tuple[str, int], str]:
    """Return {(cause, id): address} of the documents that have a page."""
    parcels = packing.by_id(m.cause_id for m in moved if m.cause == "parcel" and m.cause_id)
    found = {("parcel", row.id): reverse("order", args=[order_number(row.order_id)]) for row in parcels.values()}
    lots = queries.lots_by_id(m.cause_id for m in moved if m.cause == "lot" and m.cause_id)
    skus = {row.id: row.sku for row in catalog.by_id(lot.product_id for lot in lots.values()).values()}
    found |= {("lot", lot.id): reverse("lot", args=[skus[lot.product_id], lot.id]) for lot in lots.values()}
    found |= {
        ("stock file", m.cause_id): reverse("stock-files") for m in moved if m.cause == "stock file" and m.cause_id
    }
    return found
