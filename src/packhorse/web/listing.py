"""List products where stock and orders are seen: a product becomes a kit only while nobody has it or waits for it."""

from collections.abc import Callable, Sequence

from django.db import transaction
from django.utils import timezone

from packhorse.catalog import operations as catalog
from packhorse.catalog import queries as products
from packhorse.catalog.rules import NewPack, NewPart, NewProduct
from packhorse.errors import Refusal, missing
from packhorse.inventory import queries as stock
from packhorse.placing import queries as placing


@transaction.atomic
def list_products(wanted: Sequence[NewProduct]) -> None:
    """List products with packs and kits with parts, or bring listed ones up to date: all or none."""
    catalog.alone()
    new_kits = [product.sku for product in wanted if product.parts]
    known = {sku: found.id for sku, found in products.listed(new_kits).items() if not found.parts}
    levels = stock.levels(known.values(), now=timezone.now())
    held = {row.product_id: row.on_hand for row in levels if row.on_hand or row.reserved}
    ordered = placing.still_wanted(known.values())
    for sku, pk in known.items():
        if pk in held:
            text = f"Kit {sku}: a kit is never stocked, and {held[pk]} units are on hand. Book them out first."
            raise Refusal("KIT_WRONG", text)
        if pk in ordered:
            text = f"Kit {sku}: open orders wait for it as a product. Serve or cancel them first."
            raise Refusal("KIT_WRONG", text)
    catalog.list_products(wanted, now=timezone.now())


@transaction.atomic
def change(*, sku: str, by: Callable[[NewProduct], NewProduct]) -> None:
    """Bring one listed product up to date; `by` makes what it is to be of what it is."""
    catalog.alone()
    found = listed(sku)
    if found is None:
        raise missing("product", sku[:64])
    list_products([by(found)])


def listed(sku: str) -> NewProduct | None:
    """Return a product as it would be listed, with its packs and parts, or None."""
    row = products.by_sku(sku)
    if row is None:
        return None
    packs = products.packs([row.id]).get(row.id, [])
    parts = products.kits([row.id]).get(row.id, ())
    names = products.by_id(part for part, _ in parts)
    facts = {name: getattr(row, name) for name in NewProduct.__dataclass_fields__ if name not in ("packs", "parts")}
    return NewProduct(
        **facts,
        packs=tuple(NewPack(**{name: getattr(pack, name) for name in NewPack.__dataclass_fields__}) for pack in packs),
        parts=tuple(NewPart(names[part].sku, units) for part, units in parts),
    )
