"""The company's goods: real codes, descriptions and prices; sizes, weights and customs headings are assumed."""

import random
from functools import cache

from packhorse.algorithms.gs1 import ean13
from packhorse.catalog.rules import NewProduct
from packhorse.demo.data import rows

DEMO_PREFIX = "952"  # GS1 keeps it for demonstrations
UPRIGHT = ("TEAPOT", "VASE", "JAR", "LANTERN")
# Customs headings by a word in the description, the first that is found counts; assumed, as is where goods come from.
HEADINGS = (
    ("CHRISTMAS", "9505.10"), ("MATCHES", "3605.00"), ("CANDLE", "3406.00"), ("T-LIGHT", "3406.00"), ("MUG", "6912.00"),
    ("CUP", "6912.00"), ("BOWL", "6912.00"), ("PLATE", "6912.00"), ("TEAPOT", "6912.00"), ("GLASS", "7013.99"),
    ("JAR", "7013.99"), ("BAG", "4202.92"), ("PARASOL", "6601.99"), ("UMBRELLA", "6601.99"), ("CUSHION", "9404.90"),
    ("CLOCK", "9105.29"), ("DOLL", "9503.00"), ("TOY", "9503.00"), ("PUZZLE", "9503.00"), ("GAME", "9504.90"),
    ("CARD", "4909.00"), ("SIGN", "8310.00"), ("NECKLACE", "7117.90"), ("EARRINGS", "7117.90"), ("BRACELET", "7117.90"),
)  # fmt: skip
ORNAMENTS, ORIGIN = "3926.40", "CN"
SPREAD = 12  # how far from its price's place in the row of sizes a product may lie


@cache
def goods() -> tuple[tuple[NewProduct, int], ...]:
    """Return every product with the mean units sold a week.

    What costs more is taken to be larger: products by price are matched with real sizes by volume, a few
    places up or down.
    """
    found = rows("products.csv.gz")
    sizes = [tuple(int(size[name]) for name in ("width_mm", "length_mm", "depth_mm", "weight_g")) for size in _sizes()]
    by_price = sorted(found, key=lambda row: (int(row["price_minor"]), row["sku"]))
    rank = {row["sku"]: nth for nth, row in enumerate(by_price)}
    listed = []
    for nth, row in enumerate(found):
        place = rank[row["sku"]] * len(sizes) // len(found) + random.Random(row["sku"]).randint(-SPREAD, SPREAD)
        width, length, depth, weight = sizes[min(len(sizes) - 1, max(0, place))]
        product = NewProduct(
            sku=row["sku"],
            name=row["name"],
            barcode=ean13(f"{DEMO_PREFIX}{nth:09d}"),
            price_minor=int(row["price_minor"]),
            currency="GBP",
            length_mm=length,
            width_mm=width,
            height_mm=depth,
            weight_g=weight,
            storage_class="hazmat" if "MATCHES" in row["name"] else "ambient",
            hazmat_class="LQ" if "MATCHES" in row["name"] else "",
            this_side_up=any(word in row["name"] for word in UPRIGHT),
            assumed_size=True,
            hs_code=next((code for word, code in HEADINGS if word in row["name"]), ORNAMENTS),
            origin=ORIGIN,
        )
        listed.append((product, int(row["weekly_units"])))
    return tuple(listed)


def _sizes() -> list[dict[str, str]]:
    """Real sizes by volume, without the few that stand for a whole case."""
    return rows("sizes.csv.gz")[:-6]


@cache
def skus() -> frozenset[str]:
    """Return the codes that are goods; all others of the order data are charges."""
    return frozenset(product.sku for product, _ in goods())
