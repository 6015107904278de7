"""What is on its way to the demonstration company: two purchase orders, one of them announced."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from packhorse.catalog.rules import NewProduct
from packhorse.demo.goods import goods
from packhorse.demo.sites import PLACES
from packhorse.inbound import operations as inbound
from packhorse.inbound.rules import Announced, Ordered

LINES = 8
COST_SHARE = 0.4  # of the price
ON_THE_WAY, LATER = timedelta(days=9), timedelta(days=23)
ACTOR = "demonstration"


def order_from_suppliers(*, now: datetime) -> None:
    """Order what sells best for two warehouses; one of the orders is announced by its supplier.

    `now` is the real one, unlike that of the day's orders: what is still to come comes in the days after it.
    """
    best = [product for product, _ in sorted(goods(), key=lambda each: (-each[1], each[0].sku))]
    first = _buy(best[:LINES], PLACES[0].code, "LOOM", "Loom & Lane Ltd", (now + ON_THE_WAY).date(), now)
    lines = [Announced(product.sku, 96) for product in best[: LINES - 2]]
    inbound.announce(lines, purchase_order_id=first, warehouse="", reference="LL-20871", now=now, actor=ACTOR)
    _buy(best[LINES : 2 * LINES], PLACES[1].code, "KILN", "Kiln Street Pottery", (now + LATER).date(), now)


def _buy(products: Sequence[NewProduct], code: str, supplier: str, name: str, day: date, now: datetime) -> int:
    order_id = inbound.buy(
        [Ordered(each.sku, 144, round(each.price_minor * COST_SHARE)) for each in products],
        supplier=supplier,
        supplier_name=name,
        warehouse=code,
        currency="GBP",
        expected_on=day,
        now=now,
        actor=ACTOR,
    )
    inbound.order_goods(order_id=order_id, now=now, actor=ACTOR)
    return order_id
