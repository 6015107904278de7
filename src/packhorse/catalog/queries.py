"""Read products."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from packhorse import sql
from packhorse.catalog.models import Product


@dataclass(frozen=True)
class ProductRow:
    """A product as the stages see it; mm, g, minor units."""

    id: int
    sku: str
    name: str
    barcode: str
    price_minor: int
    currency: str
    length_mm: int
    width_mm: int
    height_mm: int
    weight_g: int
    storage_class: str
    this_side_up: bool
    assumed_size: bool
    released_on: date | None = None
    expected_on: date | None = None


_FIELDS = tuple(ProductRow.__dataclass_fields__)


def by_id(ids: Iterable[int]) -> dict[int, ProductRow]:
    """Return the products with these ids, by id."""
    found = Product.objects.filter(pk__in=set(ids)).values_list(*_FIELDS)
    return {row[0]: ProductRow(*row) for row in found}


def ids_by_sku(skus: Iterable[str]) -> dict[str, int]:
    """Return {sku: product id} for those of `skus` that are listed."""
    return ask_ids_by_sku(skus).read()


def ask_ids_by_sku(skus: Iterable[str]) -> sql.Answer[dict[str, int]]:
    """Ask for {sku: product id} of those of `skus` that are listed, together with other questions."""
    return sql.ask("catalog", "ids_by_sku", {"skus": sorted(set(skus))}, dict)


def by_sku(sku: str) -> ProductRow | None:
    """Return the product with this SKU."""
    row = Product.objects.filter(sku=sku).values_list(*_FIELDS).first()
    return ProductRow(*row) if row else None


def by_code(code: str) -> ProductRow | None:
    """Return the product with this barcode or SKU, as scanned or typed."""
    return ask_by_code(code).read()


def ask_by_code(code: str) -> sql.Answer[ProductRow | None]:
    """Ask for the product with this barcode or SKU, together with other questions."""
    return sql.ask("catalog", "by_code", {"code": code.strip()}, lambda found: ProductRow(*found[0]) if found else None)


@dataclass(frozen=True)
class Scan:
    """What a scanned code stands for: so many units of a product, and what else it said of them."""

    product: ProductRow
    units: int = 1
    lot: str = ""
    expires_on: date | None = None
    serial: str = ""


def scan(code: str) -> Scan | None:
    """Return what a code stands for, as scanned or typed; None when it is no product's."""
    found = by_code(code)
    return Scan(found) if found else None


def search(text: str, *, after: str = "", limit: int = 50) -> list[ProductRow]:
    """Return products whose SKU begins with, or whose name contains, `text`; a page after SKU `after`."""
    products = Product.objects.filter(sku__gt=after).order_by("sku")
    if text:
        products = products.filter(Q(sku__istartswith=text) | Q(name__icontains=text) | Q(barcode=text))
    return [ProductRow(*row) for row in products.values_list(*_FIELDS)[:limit]]


def numbered(ids: Iterable[int]) -> set[int]:
    """Return those of these products of which every unit has a serial number."""
    return set()
