"""WooCommerce's stock, by its REST API v3: of products and of the variations of variable products, each an item here.

An item's name is its product's id, or `product/variation`. A variation without a SKU shows its product's, and one whose
product counts for all (`manage_stock` is `parent`) has no stock of its own. What a batch refuses, it says item by item.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from packhorse.outside import Refused
from packhorse.shops.connector import NO_PRODUCT, TWICE, UNTRACKED, Stocked, StockSet
from packhorse.shops.patience import chunks

PAGE = 100  # the most that WooCommerce gives
BATCH = 20  # of 100 that it takes: it saves product by product, and must answer before we give up on it
SEARCHED = 20  # SKUs in one search
FIELDS = "id,sku,type,parent_id,manage_stock,stock_quantity"

Ask = Callable[..., Any]  # ask(method, path below the API, params=..., json=...)


def stock(ask: Ask) -> Iterator[Stocked]:
    """Return what the shop believes of all products and variations."""
    for product in _pages(ask, "/products"):
        yield _stocked(product, str(product["id"]))
        if product.get("type") == "variable":
            for variation in _pages(ask, f"/products/{product['id']}/variations"):
                if not variation.get("sku") or variation["sku"] != product.get("sku"):
                    yield _stocked(variation, f"{product['id']}/{variation['id']}")


def _stocked(row: Mapping[str, Any], item: str) -> Stocked:
    return Stocked(str(row.get("sku") or ""), item, _units(row) if row.get("manage_stock") is True else None)


def _units(row: Mapping[str, Any]) -> int:
    return int(float(row.get("stock_quantity") or 0))  # some plugins sell by halves


def _pages(ask: Ask, path: str) -> Iterator[Mapping[str, Any]]:
    nth = 1
    while True:
        params = {"per_page": str(PAGE), "page": str(nth), "orderby": "id", "order": "asc", "_fields": FIELDS}
        found = ask("GET", path, params=params)
        if not isinstance(found, list):
            raise Refused("The shop answers, but not like WooCommerce")
        yield from found
        if len(found) < PAGE:
            return
        nth += 1


def set_stock(ask: Ask, units: Mapping[str, int], known: Mapping[str, str]) -> StockSet:
    """Set what may be sold; an item that is another SKU's by now, or gone, is searched anew."""
    done = StockSet()
    lost = _set(ask, units, {sku: item for sku, item in known.items() if sku in units}, done)
    items = _found(ask, [*(sku for sku in units if sku not in known), *lost], done)
    done.faults |= dict.fromkeys(_set(ask, units, items, done), NO_PRODUCT)
    return done


def _found(ask: Ask, skus: list[str], done: StockSet) -> dict[str, str]:
    ready = {}
    apart = [[sku] for sku in skus if "," in sku]  # a comma parts what is searched
    for some in [*chunks((sku for sku in skus if "," not in sku), SEARCHED), *apart]:
        rows = defaultdict(list)
        for row in ask("GET", "/products", params={"sku": ",".join(some), "per_page": str(PAGE), "_fields": FIELDS}):
            rows[str(row.get("sku"))].append(row)
        for sku in some:
            mine = rows[sku]
            if len(mine) != 1:
                done.faults[sku] = TWICE if mine else NO_PRODUCT
            elif mine[0].get("manage_stock") is not True:
                done.faults[sku] = UNTRACKED
            else:
                parent = mine[0].get("parent_id") if mine[0].get("type") == "variation" else None
                ready[sku] = f"{parent}/{mine[0]['id']}" if parent else str(mine[0]["id"])
    return ready


def _set(ask: Ask, units: Mapping[str, int], items: Mapping[str, str], done: StockSet) -> list[str]:
    """Set stock, product by product and batch by batch; return the SKUs whose items are not theirs."""
    by_parent: dict[str, list[str]] = defaultdict(list)
    for sku, item in sorted(items.items()):
        by_parent[item.rpartition("/")[0]].append(sku)
    lost = []
    for parent, skus in sorted(by_parent.items()):
        path = f"/products/{parent}/variations/batch" if parent else "/products/batch"
        for some in chunks(skus, BATCH):
            ids = {int(items[sku].rpartition("/")[2]): sku for sku in some}
            try:
                wanted = [{"id": each, "stock_quantity": units[sku]} for each, sku in ids.items()]
                rows = ask("POST", path, json={"update": wanted})["update"]
            except Refused as refused:
                if not parent or refused.status not in (400, 404):
                    raise
                rows = []  # the product is gone, and its variations with it
            lost += _read(ids, {row.get("id"): row for row in rows}, items, done)
    return lost


def _read(ids: Mapping[int, str], rows: Mapping[Any, Any], items: Mapping[str, str], done: StockSet) -> list[str]:
    lost = []
    for each, sku in ids.items():
        row = rows.get(each) or {}
        error = row.get("error") or {}
        if not row or "invalid_id" in str(error.get("code")) or (not error and row.get("sku") != sku):
            lost.append(sku)
        elif error:
            done.faults[sku] = str(error.get("message") or error.get("code"))[:200].rstrip(". ")
        elif row.get("manage_stock") is not True:
            done.faults[sku] = UNTRACKED
        else:
            done.items[sku] = items[sku]
    return lost
