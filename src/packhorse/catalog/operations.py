"""List products."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction

from packhorse.catalog.models import Product
from packhorse.catalog.rules import NewProduct, faults
from packhorse.errors import Refusal, missing
from packhorse.events import ProductDated
from packhorse.outbox.publish import publish


@transaction.atomic
def list_products(products: Sequence[NewProduct]) -> None:
    """List products, or bring listed ones (by SKU) up to date. All or none."""
    for product in products:
        if wrong := faults(product):
            raise Refusal("PRODUCT_WRONG", f"Product {product.sku or '(no sku)'}: {wrong[0]}.", status=422)
    Product.objects.bulk_create(
        [Product(**asdict(product)) for product in products],
        update_conflicts=True,
        unique_fields=["sku"],
        update_fields=[
            "name",
            "barcode",
            "price_minor",
            "currency",
            "length_mm",
            "width_mm",
            "height_mm",
            "weight_g",
            "storage_class",
            "this_side_up",
            "assumed_size",
        ],
        batch_size=1000,
    )


@transaction.atomic
def set_dates(*, sku: str, released_on: date | None, expected_on: date | None, now: datetime, actor: str) -> None:
    """Say from when on a product may be sent (a pre-order until then), and when goods are expected next.

    None: nobody says. Orders that wait for it are looked at again.
    """
    found = Product.objects.filter(sku=sku)
    if not found.update(released_on=released_on, expected_on=expected_on):
        raise missing("product", sku[:64])
    publish([ProductDated(tuple(found.values_list("id", flat=True)))], now=now, actor=actor)
