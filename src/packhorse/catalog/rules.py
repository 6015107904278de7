"""What a product is, before any table: the facts the stages decide by."""

from dataclasses import dataclass
from datetime import date

STORAGE_CLASSES = ("ambient", "chilled", "frozen", "hazmat", "bulky")


@dataclass(frozen=True)
class NewProduct:
    """A product to be listed.

    Sizes are outer sizes of one unit in millimetres, the weight in grams, the price in minor units
    of `currency` (ISO 4217). `barcode` is what the picker scans (GTIN-13 as a rule). `assumed_size`
    marks sizes and weight that nobody has measured yet.
    """

    sku: str
    name: str
    barcode: str
    price_minor: int
    currency: str
    length_mm: int
    width_mm: int
    height_mm: int
    weight_g: int
    storage_class: str = "ambient"
    this_side_up: bool = False
    assumed_size: bool = False


def faults(product: NewProduct) -> list[str]:
    """Say in words what keeps `product` from being listed; an empty list means nothing does."""
    found = []
    if not product.sku.strip():
        found.append("sku is empty: give every product a code")
    if not product.barcode.strip():
        found.append("barcode is empty: the picker must have something to scan")
    if min(product.length_mm, product.width_mm, product.height_mm) <= 0:
        found.append("length, width and height must be above zero millimetres")
    if product.weight_g <= 0:
        found.append("weight must be above zero grams")
    if product.price_minor < 0:
        found.append("price must not be negative")
    if product.storage_class not in STORAGE_CLASSES:
        found.append(f"storage class {product.storage_class!r} is unknown: use one of {', '.join(STORAGE_CLASSES)}")
    return found


def due_on(released_on: date | None, expected_on: date | None, *, today: date) -> date | None:
    """Return the day from which goods that are lacking today may be there; None when nobody knows.

    A day that is past says nothing any more.
    """
    return max((day for day in (released_on, expected_on) if day and day > today), default=None)
