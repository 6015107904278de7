"""Stock as rows of a table: by bin and lot, by level, and what moved in a period."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from django.utils import timezone

from packhorse.catalog import queries as catalog
from packhorse.inventory import queries
from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow

BATCH = 1000
# What can be handed out: its columns, and which of them hold numbers.
TABLES = {
    "stock": ("warehouse", "bin", "sku", "lot", "expires_on", "serial", "quantity", "reason", "planned", "state"),
    "levels": ("warehouse", "sku", "on_hand", "allocated", "reserved", "blocked", "safety", "available"),
    "movements": (
        "at", "kind", "warehouse", "sku", "lot", "quantity", "on_hand_change", "blocked_change", "from_bin", "to_bin",
        "cause", "cause_id", "reason", "actor",
    ),
}  # fmt: skip
COUNTS = {"quantity", "planned", "on_hand", "allocated", "reserved", "blocked", "safety", "available"}
COUNTS |= {"on_hand_change", "blocked_change", "cause_id"}

Rows = Iterator[Sequence[str]]


def numbers(what: str) -> set[int]:
    """Return the places of the columns that hold numbers."""
    return {nth for nth, name in enumerate(TABLES[what]) if name in COUNTS}


def stock(sites: Sequence[WarehouseRow]) -> Rows:
    """Yield what lies in each bin, by warehouse and bin: in the columns of a stock file, to be counted and taken in."""
    for site in sites:
        bins = network.bins(site.id)
        for start in range(0, len(bins), BATCH):
            some = bins[start : start + BATCH]
            codes = {each.id: each.code for each in some}
            held = sorted(queries.in_bins(codes), key=lambda row: codes[row.bin_id])
            products = catalog.by_id(row.product_id for row in held)
            for row in held:
                lasts = row.expires_on.isoformat() if row.expires_on else ""
                state = "blocked" if row.blocked else "in doubt" if row.doubted_at else "free"
                goods = (site.code, codes[row.bin_id], products[row.product_id].sku, row.lot, lasts, "")
                yield (*goods, str(row.quantity), "", str(row.planned), state)


def levels(sites: Sequence[WarehouseRow]) -> Rows:
    """Yield the level of each product in each warehouse, by SKU."""
    codes = {site.id: site.code for site in sites}
    after = ""
    while some := catalog.search("", after=after, limit=BATCH):
        skus = {product.id: product.sku for product in some}
        found = queries.levels(skus, now=timezone.now())
        rows = sorted(found, key=lambda row: (skus[row.product_id], row.warehouse_id))
        for row in rows:
            if row.warehouse_id in codes:
                counts = (row.on_hand, row.allocated, row.reserved, row.blocked, row.safety, row.available)
                yield (codes[row.warehouse_id], skus[row.product_id], *map(str, counts))
        after = some[-1].sku


def movements(sites: Sequence[WarehouseRow], start: datetime, end: datetime) -> Rows:
    """Yield what moved from `start` on and before `end`, oldest first."""
    codes = {site.id: site.code for site in sites}
    last = 0
    while some := queries.movements_between(start, end, after=last, limit=BATCH):
        last = some[-1].id
        mine = [row for row in some if row.warehouse_id in codes]
        products = catalog.by_id(row.product_id for row in mine)
        lots = queries.lots_by_id(row.lot_id for row in mine if row.lot_id)
        bins = network.bins_by_id({each for row in mine for each in (row.from_bin_id, row.to_bin_id) if each})
        for row in mine:
            yield (
                row.at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
                row.kind,
                codes[row.warehouse_id],
                products[row.product_id].sku,
                lots[row.lot_id].code if row.lot_id else "",
                str(row.quantity),
                str(row.delta),
                str(row.blocked),
                bins[row.from_bin_id].code if row.from_bin_id else "",
                bins[row.to_bin_id].code if row.to_bin_id else "",
                row.cause,
                str(row.cause_id or ""),
                row.reason,
                row.actor,
            )
