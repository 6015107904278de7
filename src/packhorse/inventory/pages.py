"""Stock: all products with what is there of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from packhorse.catalog import queries as catalog
from packhorse.inventory import queries

PAGE = 50


def stock(request: HttpRequest) -> HttpResponse:
    """Show products with their sums over all warehouses, by SKU; `text` searches, `after` continues."""
    text = request.GET.get("text", "").strip()[:100].replace("\x00", "")
    found = catalog.search(text, after=request.GET.get("after", "").replace("\x00", ""), limit=PAGE + 1)
    shown = found[:PAGE]
    sums = queries.sums((product.id for product in shown), now=timezone.now())
    rows = [(product, *sums.get(product.id, (0, 0, 0))) for product in shown]
    more = shown[-1].sku if len(found) > PAGE else ""
    return render(request, "inventory/stock.html", {"rows": rows, "text": text, "more": more})
