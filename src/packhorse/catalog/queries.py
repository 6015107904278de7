"""Read products."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from packhorse import sql
from packhorse.catalog.models import KitPart, PackSize, Product
from packhorse.catalog.rules import meant


class ProductRow(NamedTuple):
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
    tracks_lots: bool = False
    tracks_serials: bool = False
    min_days_left: int | None = None
    hs_code: str = ""
    origin: str = ""
    not_to: Sequence[str] = ()
    hazmat_class: str = ""
    un_number: str = ""
    own_container: bool = False
    bears_g: int | None = None
    keep_apart: str = ""
    keep_together: str = ""
    cushion_mm: int = 0


@dataclass(frozen=True)
class PackRow:
    """Units of a product packed together; mm and g of the pack whole."""

    product_id: int
    level: str
    units: int
    barcode: str
    length_mm: int
    width_mm: int
    height_mm: int
    weight_g: int


@dataclass(frozen=True)
class Scan:
    """What a scan is: a product, the units that were scanned at once, and what else the code says of them."""

    product: ProductRow
    units: int
    lot: str = ""
    expires_on: date | None = None
    serial: str = ""


_PACK = tuple(PackRow.__dataclass_fields__)
_FIELDS = ProductRow._fields


def by_id(ids: Iterable[int]) -> dict[int, ProductRow]:
    """Return the products with these ids, by id."""
    found = Product.objects.filter(pk__in=set(ids)).values_list(*_FIELDS)
    return {row[0]: ProductRow._make(row) for row in found}


def ids_by_sku(skus: Iterable[str]) -> dict[str, int]:
    """Return {sku: product id} for those of `skus` that are listed."""
    return dict(Product.objects.filter(sku__in=set(skus)).values_list("sku", "id"))


def begins(text: str) -> bool:
    """Say whether some SKU begins with this."""
    return Product.objects.filter(sku__startswith=text).exists()


def classes(*, skus: Iterable[str], prefixes: Iterable[str]) -> dict[str, set[str]]:
    """Return {SKU, or beginning of SKUs: the storage classes of such products}."""
    found: dict[str, set[str]] = {}
    for sku, storage_class in Product.objects.filter(sku__in=set(skus)).values_list("sku", "storage_class"):
        found.setdefault(sku, set()).add(storage_class)
    for prefix in set(prefixes):
        of_it = Product.objects.filter(sku__startswith=prefix).order_by().values_list("storage_class", flat=True)
        found.setdefault(prefix, set()).update(of_it.distinct())
    return found


@dataclass(frozen=True)
class Listed:
    """A product by its id, and the parts (product id, units in one) when it is a kit."""

    id: int
    parts: tuple[tuple[int, int], ...] = ()


def listed(skus: Iterable[str]) -> dict[str, Listed]:
    """Return {SKU: product} for those of `skus` that are listed, kits with their parts."""
    return ask_listed(skus).read()


def ask_listed(skus: Iterable[str]) -> sql.Answer[dict[str, Listed]]:
    """Ask for the products of `skus` and for what kits are made of, together with other questions."""

    def told(found: sql.Rows) -> dict[str, Listed]:
        return {sku: Listed(pk, tuple(zip(parts, units, strict=True))) for sku, pk, parts, units in found}

    return sql.ask("catalog", "listed", {"skus": sorted(set(skus))}, told)


def kits(product_ids: Iterable[int]) -> dict[int, tuple[tuple[int, int], ...]]:
    """Return {kit id: ((part id, units in one kit), ...)} of those of these products that are kits."""
    found: dict[int, tuple[tuple[int, int], ...]] = {}
    rows = KitPart.objects.filter(kit_id__in=set(product_ids)).order_by("kit_id", "part_id")
    for kit, part, units in rows.values_list("kit_id", "part_id", "units"):
        found[kit] = (*found.get(kit, ()), (part, units))
    return found


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


def scan(code: str) -> Scan | None:
    """Return what was scanned or typed: one unit by its barcode or SKU, or a pack by its own barcode."""
    return ask_scan(code).read()


def ask_scan(code: str) -> sql.Answer[Scan | None]:
    """Ask what was scanned or typed, together with other questions."""
    what = meant(code, today=timezone.now().date())

    def told(found: sql.Rows) -> Scan | None:
        if not found:
            return None
        _, units, *product = found[0]
        return Scan(ProductRow(*product), units * what.count, what.lot, what.expires_on, what.serial)

    return sql.ask("catalog", "scan", {"codes": list(what.codes)}, told)


def packs(product_ids: Iterable[int]) -> dict[int, list[PackRow]]:
    """Return {product id: its packs, the smallest first}."""
    found: dict[int, list[PackRow]] = {}
    for row in PackSize.objects.filter(product_id__in=set(product_ids)).order_by("units").values_list(*_PACK):
        found.setdefault(row[0], []).append(PackRow(*row))
    return found


def search(text: str, *, after: str = "", limit: int = 50) -> list[ProductRow]:
    """Return products whose SKU begins with, or whose name contains, `text`; a page after SKU `after`."""
    products = Product.objects.filter(sku__gt=after).order_by("sku")
    if text:
        products = products.filter(Q(sku__istartswith=text) | Q(name__icontains=text) | Q(barcode=text))
    return [ProductRow(*row) for row in products.values_list(*_FIELDS)[:limit]]


def numbered(ids: Iterable[int]) -> set[int]:
    """Return those of these products of which every unit has a serial number."""
    return set(Product.objects.filter(pk__in=set(ids), tracks_serials=True).values_list("id", flat=True))


def kits_with(part_ids: Iterable[int]) -> set[int]:
    """Return the kits that some of these products are parts of."""
    return set(KitPart.objects.filter(part_id__in=set(part_ids)).values_list("kit_id", flat=True))
