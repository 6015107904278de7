"""What of an order may be returned: units that have left the house and are not back, when, and what was paid."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from packhorse.catalog import queries as catalog
from packhorse.inventory import queries as stock
from packhorse.packing import queries as packing
from packhorse.placing import queries as placing
from packhorse.placing.queries import LineRow
from packhorse.returns.models import ReturnAccount, ReturnItem
from packhorse.returns.queries.rules import rules
from packhorse.returns.rules import Goods, paid
from packhorse.shipping import queries as shipping
from packhorse.shipping.queries import troubles

CAUSE = "return"  # as inbound's `take_back` writes it, so that both count what the other took


@dataclass(frozen=True)
class ReturnableRow:
    """An order line: units shipped, returned so far, and left; the last day of the window, None before the delivery.

    `why` it cannot be returned by the rules: `not_shipped`, `all_returned`, `final_sale`, `window`; empty when it can.
    """

    line_id: int
    position: int
    product_id: int
    sku: str
    name: str
    shipped: int
    returned: int
    left: int
    until: date | None
    why: str
    kit_id: int | None


@dataclass(frozen=True)
class Left:
    """Units of an order line that were shipped and are still the customer's; when the last of them was delivered.

    `returned` ones came back, are to come or were made good; returns stand for `stands` of them.
    """

    shipped: int
    returned: int
    stands: int
    left: int
    delivered_at: datetime | None


def returnable(order_id: int, *, now: datetime) -> list[ReturnableRow]:
    """Return an order's lines with what may be returned of them, and why not."""
    lines = placing.lines([order_id])
    products, held, left = catalog.by_id(line.product_id for line in lines), rules(), left_of(order_id)
    found = []
    for line in lines:
        mine, until = left[line.id], held.last_day(left[line.id].delivered_at)
        product = products[line.product_id]
        why = ""
        if not mine.shipped:
            why = "not_shipped"
        elif not mine.left:
            why = "all_returned"
        elif line.product_id in held.final_sale:
            why = "final_sale"
        elif until is not None and now.date() > until:
            why = "window"
        named = (line.id, line.position, line.product_id, product.sku, product.name)
        found.append(ReturnableRow(*named, mine.shipped, mine.returned, mine.left, until, why, line.kit_id))
    return found


def left_of(order_id: int) -> dict[int, Left]:
    """Return {order line id: what of it is still the customer's}.

    What was taken back without a return is of a product, not of a line: it is counted on the first lines of it.
    What was in a parcel whose goods were sent again is made good already.
    """
    lines = placing.lines([order_id])
    gone, arrived = _gone(order_id)
    again = _sent_again(order_id)
    returned = dict(ReturnAccount.objects.filter(line__in=[li.id for li in lines]).values_list("line_id", "returned"))
    apart = _taken_apart(order_id)
    found = {}
    for line in lines:
        back = returned.get(line.id, 0)
        more = min(apart[line.product_id], max(0, gone[line.id] - back))
        apart[line.product_id] -= more
        more = min(more + again[line.id], max(0, gone[line.id] - back))
        left = max(0, gone[line.id] - back - more)
        found[line.id] = Left(gone[line.id], back + more, back, left, arrived.get(line.id))
    return found


def prices(lines: Iterable[LineRow]) -> dict[int, int]:
    """Return {order line id: what was paid for all units of it}: its price less its share of the order's discounts.

    The price of a kit is divided among its parts by what they cost alone. Postage and other charges are not goods. What
    was split off or merged is reckoned with the order in which it was ordered.
    """
    found: dict[int, int] = {}
    for order_id in {line.ordered_in_id or line.order_id for line in lines}:
        found |= _paid(order_id)
    return found


def _gone(order_id: int) -> tuple[Counter[int], dict[int, datetime]]:
    """Return {line: units handed over}, and {line: when its last parcel was delivered}."""
    sent = {row.parcel_id: row for row in shipping.of_order(order_id) if row.state == "handed_over"}
    units: Counter[int] = Counter()
    arrived: dict[int, datetime] = {}
    for parcel_id, rows in packing.contents(sent).items():
        at = sent[parcel_id].delivered_at
        for row in rows:
            units[row.line_id] += row.quantity
            if at is not None:
                arrived[row.line_id] = max(at, arrived.get(row.line_id, at))
    return units, arrived


def _sent_again(order_id: int) -> Counter[int]:
    """Return {line: units in parcels whose goods were sent again}."""
    replaced = {row.parcel_id for row in troubles.of_order(order_id) if any(act.order_id for act in row.acts)}
    units: Counter[int] = Counter()
    for rows in packing.contents(replaced).values():
        for row in rows:
            units[row.line_id] += row.quantity
    return units


def _taken_apart(order_id: int) -> Counter[int]:
    """Return {product: units that came back of the order without a return, by scan at the dock}."""
    units: Counter[int] = Counter()
    for move in stock.moved(CAUSE, order_id):
        units[move.product_id] += move.quantity
    mine = ReturnItem.objects.filter(returned__order_id=order_id, shipped_with=True, line__isnull=False)
    for product_id, count in mine.values_list("product_id", "units"):
        units[product_id or 0] -= count
    return units


def _paid(order_id: int) -> dict[int, int]:
    lines = placing.as_ordered([order_id])
    kits = {kit.id: kit for kit in placing.kits(lines)}
    products = catalog.by_id(line.product_id for line in lines if line.kit_id is not None)
    goods = [Goods(line.quantity * line.unit_price_minor, ((line.id, 1),)) for line in lines if line.kit_id is None]
    for kit in kits.values():
        parts = [line for line in lines if line.kit_id == kit.id]
        weights = tuple((line.id, line.quantity * products[line.product_id].price_minor) for line in parts)
        goods.append(Goods(kit.quantity * kit.unit_price_minor, weights))
    off = -sum(min(0, each.amount_minor) for each in placing.charges([order_id]).get(order_id, ()))
    return paid(goods, discount_minor=off)
