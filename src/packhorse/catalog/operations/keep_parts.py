"""Keep what kits are made of: part of listing products, in its transaction and its turn."""

from collections.abc import Mapping, Sequence

from packhorse.catalog.models import KitPart, PackSize, Product
from packhorse.catalog.rules import NewProduct, nested
from packhorse.errors import Refusal


def keep_parts(products: Sequence[NewProduct], ids: Mapping[str, int]) -> None:
    """Let the parts that are told take the place of those there were; refuse kits of kits and kits with packs."""
    told = [product for product in products if product.parts is not None]
    _set(told, {**ids, **_ids({part.sku for product in told for part in product.parts or ()} - ids.keys())})
    _refuse_nested(set(ids.values()))
    _refuse_packed(ids)


def _ids(skus: set[str]) -> dict[str, int]:
    found = Product.objects.filter(sku__in=[sku for sku in skus if "\x00" not in sku])
    return dict(found.values_list("sku", "id"))


def _set(products: Sequence[NewProduct], ids: Mapping[str, int]) -> None:
    KitPart.objects.filter(kit__in=[ids[product.sku] for product in products]).delete()
    parts = [(product.sku, part) for product in products for part in product.parts or ()]
    for kit, part in parts:
        if part.sku not in ids:
            raise Refusal(
                "KIT_WRONG", f"Kit {kit}: its part {part.sku[:64]!r} is not listed: list it first.", status=422
            )
    KitPart.objects.bulk_create(
        [KitPart(kit_id=ids[kit], part_id=ids[part.sku], units=part.units) for kit, part in parts], batch_size=1000
    )


def _refuse_nested(ids: set[int]) -> None:
    around = KitPart.objects.filter(kit__in=ids) | KitPart.objects.filter(part__in=ids)
    pairs = list(around.values_list("kit_id", "part_id"))
    inner = KitPart.objects.filter(kit__in={part for _, part in pairs}).values_list("kit_id", "part_id")
    parts_of: dict[int, list[int]] = {}
    for kit, part in {*pairs, *inner}:
        parts_of.setdefault(kit, []).append(part)
    if found := nested(parts_of):
        kit, part = (Product.objects.get(pk=each).sku for each in found)
        text = f"Kit {kit}: its part {part} is a kit itself. Name the parts of {part} instead."
        raise Refusal("KIT_WRONG", text, status=422)


def _refuse_packed(ids: Mapping[str, int]) -> None:
    packed = PackSize.objects.filter(product__in=ids.values(), product__parts__isnull=False)
    if sku := packed.order_by("id").values_list("product__sku", flat=True).first():
        text = f"Kit {sku}: a kit is never stocked, so it has no packs. Take its packs away."
        raise Refusal("KIT_WRONG", text, status=422)
    dated = Product.objects.filter(pk__in=ids.values(), parts__isnull=False).exclude(released_on=None, expected_on=None)
    if sku := dated.order_by("id").values_list("sku", flat=True).first():
        text = f"Kit {sku}: it has days of its own. Take them away: a kit is sent when its parts may be."
        raise Refusal("KIT_WRONG", text, status=422)
