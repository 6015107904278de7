"""List products with their packs, one writer at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from datetime import datetime

from django.db import transaction

from packhorse.catalog.models import PackSize, Product
from packhorse.catalog.operations.keep_parts import keep_parts
from packhorse.catalog.operations.turn import alone
from packhorse.catalog.rules import NewProduct, faults
from packhorse.errors import Refusal
from packhorse.events import ProductsChanged
from packhorse.outbox.publish import publish

APART = ("packs", "parts")  # in tables of their own
FIELDS = tuple(field.name for field in fields(NewProduct) if field.name not in APART)


# From where, by whom and whereto goods may be sent, and how long they must keep.
SENT_BY = (
    "not_to",
    "hazmat_class",
    "storage_class",
    "weight_g",
    "length_mm",
    "width_mm",
    "height_mm",
    "min_days_left",
)


@transaction.atomic
def list_products(products: Sequence[NewProduct], *, now: datetime | None = None) -> None:
    """List products, or bring listed ones (by SKU) up to date. All or none.

    Packs, and parts of kits, take the place of those there were; untold they stay. A barcode
    means one thing, a product or a pack of one; one that is taken is refused. Orders that wait for listed ones are
    tried again where it matters, unless no `now` is given: before there are orders.
    """
    for product in products:
        if wrong := faults(product):
            raise Refusal("PRODUCT_WRONG", f"Product {product.sku[:64] or '(no sku)'}: {wrong[0]}.", status=422)
    alone()
    _twice("SKU", (product.sku for product in products))
    _twice("barcode", (code for product in products for code in _codes(product)))
    _let_go_of_packs(products)
    _refuse_taken(products)
    before = _sent_by(products)
    Product.objects.bulk_create(
        [Product(**{name: value for name, value in asdict(each).items() if name not in APART}) for each in products],
        update_conflicts=True,
        unique_fields=["sku"],
        update_fields=[name for name in FIELDS if name != "sku"],
        batch_size=1000,
    )
    ids = dict(Product.objects.filter(sku__in=[product.sku for product in products]).values_list("sku", "id"))
    packs = [(ids[product.sku], pack) for product in products for pack in product.packs or ()]
    PackSize.objects.bulk_create([PackSize(product_id=pk, **vars(pack)) for pk, pack in packs], batch_size=1000)
    keep_parts(products, ids)
    after = _sent_by(products)
    changed = sorted(pk for pk, facts in before.items() if facts != after[pk])
    if changed and now:
        publish([ProductsChanged(tuple(changed))], now=now, actor="catalog")


def _sent_by(products: Sequence[NewProduct]) -> dict[int, list[object]]:
    found = Product.objects.filter(sku__in=[product.sku for product in products])
    return {pk: facts for pk, *facts in found.values_list("id", *SENT_BY)}


def _codes(product: NewProduct) -> list[str]:
    return [product.barcode, *(pack.barcode for pack in product.packs or ())]


def _twice(what: str, texts: Iterable[str]) -> None:
    seen: set[str] = set()
    for text in texts:
        if text in seen:
            raise Refusal("LISTED_TWICE", f"The {what} {text[:64]} stands twice: list it once.", status=422)
        seen.add(text)


def _let_go_of_packs(products: Sequence[NewProduct]) -> None:
    told = [product.sku for product in products if product.packs is not None]
    PackSize.objects.filter(product__sku__in=told).delete()


def _refuse_taken(products: Sequence[NewProduct]) -> None:
    """Refuse a barcode that another product or a pack has by now."""
    owner = {code: product.sku for product in products for code in _codes(product)}
    of_products = Product.objects.filter(barcode__in=owner).values_list("barcode", "sku")
    of_packs = PackSize.objects.filter(barcode__in=owner).values_list("barcode", "product__sku", "level")
    found = [(code, sku, "") for code, sku in of_products if sku != owner[code]]
    for code, sku, level in [*found, *of_packs]:
        what = f"a {level} of product {sku}" if level else f"product {sku}"
        raise Refusal(
            "BARCODE_TAKEN",
            f"Product {owner[code]}: barcode {code} is that of {what}. Use another one, or change that one first.",
            details={"sku": owner[code], "barcode": code, "taken_by": sku},
        )
