"""Stock: what is there of a product, where, and how it came about."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from packhorse.catalog import queries as catalog
from packhorse.inventory import queries
from packhorse.network import queries as network

PAGE = 50


def stock(request: HttpRequest) -> HttpResponse:
    """Show products with their sums over all warehouses, by SKU; `text` searches, `after` continues."""
    text = request.GET.get("text", "").strip()[:100].replace("\x00", "")
    found = catalog.search(text, after=request.GET.get("after", "").replace("\x00", ""), limit=PAGE + 1)
    shown = found[:PAGE]
    sums = queries.sums(product.id for product in shown)
    rows = [(product, *sums.get(product.id, (0, 0, 0))) for product in shown]
    more = shown[-1].sku if len(found) > PAGE else ""
    return render(request, "inventory/stock.html", {"rows": rows, "text": text, "more": more})


def product(request: HttpRequest, sku: str) -> HttpResponse:
    """Show a product: levels by warehouse, bins, and the newest lines of its ledger."""
    row = catalog.by_sku(sku)
    if row is None:
        raise Http404
    sites = {site.id: site for site in network.warehouses()}
    movements = queries.movements(row.id)
    bins = queries.bins(row.id)
    named = network.bins_by_id({b.bin_id for b in bins} | {m.from_bin_id or m.to_bin_id or 0 for m in movements})
    return render(
        request,
        "inventory/product.html",
        {
            "product": row,
            "levels": [(sites[level.warehouse_id], level) for level in queries.levels([row.id])],
            "reservations": [
                (each, sum(units.held for units in each.units if units.product_id == row.id))
                for each in queries.reservations_of(row.id)
            ],
            "bins": [(named[b.bin_id], sites[named[b.bin_id].warehouse_id].code, b) for b in bins],
            "movements": [
                (m, sites[m.warehouse_id].code, named.get(m.from_bin_id or 0), named.get(m.to_bin_id or 0))
                for m in movements
            ],
        },
    )
