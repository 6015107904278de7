"""What is on its way to the demonstration company when its books open: two purchase orders, one of them announced."""

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


def order_from_suppliers(*, now: datetime, today: date) -> None:
    """Order, at `now`, what sells best for two warehouses; one of the orders is announced by its supplier.

    It is expected some days from `today`, the real day: who looks at the pages is not to find all of it overdue.
    """
    best = [product for product, _ in sorted(goods(), key=lambda each: (-each[1], each[0].sku))]
    first = _buy(best[:LINES], PLACES[0].code, "LOOM", "Loom & Lane Ltd", today + ON_THE_WAY, now)
    lines = [Announced(product.sku, 96) for product in best[: LINES - 2]]
    inbound.announce(lines, purchase_order_id=first, warehouse="", reference="LL-20871", now=now, actor=ACTOR)
    _buy(best[LINES : 2 * LINES], PLACES[1].code, "KILN", "Kiln Street Pottery", today + LATER, now)


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
