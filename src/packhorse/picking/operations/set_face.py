"""Say how much of a product is to lie in a pick face."""

from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal
from packhorse.network import queries as network
from packhorse.network.queries import BinRow
from packhorse.picking.models import Face
from packhorse.picking.rules import MOST_FACE


def set_face(*, warehouse_id: int, bin_code: str, sku: str, least: int, most: int) -> None:
    """Keep that a bin is to hold `least` to `most` units of a product. Refuses a bin that is not picked from."""
    place, product_id = _named(warehouse_id, bin_code, sku)
    if place.use != "pick":
        words = f"bin: {place.code} is kept for {place.use}; a pick face is a bin that is picked from."
        raise Refusal("NOT_A_FACE", words, status=422)
    if catalog.kits([product_id]):
        raise Refusal("KIT", f"sku: {sku} is a kit and is never stocked: set its parts.", status=422)
    if not (0 <= least <= most and 1 <= most <= MOST_FACE):
        words = f"least, most: give whole units, 0 to {MOST_FACE}, and no more at least than at most."
        raise Refusal("FACE_WRONG", words, status=422)
    Face.objects.update_or_create(bin_id=place.id, product_id=product_id, defaults={"least": least, "most": most})


def forget_face(*, warehouse_id: int, bin_code: str, sku: str) -> None:
    """Nothing is set for a product in a bin any more. Refuses what was not set."""
    place, product_id = _named(warehouse_id, bin_code, sku)
    if not Face.objects.filter(bin_id=place.id, product_id=product_id).delete()[0]:
        raise Refusal("NOT_FOUND", f"Nothing is set for {sku} in {place.code}.", status=404)


def _named(warehouse_id: int, bin_code: str, sku: str) -> tuple[BinRow, int]:
    place = next((each for each in network.bins(warehouse_id) if each.code == bin_code.strip()), None)
    if place is None:
        raise Refusal("UNKNOWN_BIN", f"bin: there is no bin {bin_code[:40]!r} in this warehouse.", status=422)
    product_id = catalog.ids_by_sku([sku.strip()]).get(sku.strip())
    if product_id is None:
        raise Refusal("UNKNOWN_SKU", f"sku: there is no product {sku[:64]!r}.", status=422)
    return place, product_id
