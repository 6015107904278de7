"""Orders as rows of a table, as CSV or a workbook: a row a line and a charge, in the columns of our own order file."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC
from typing import IO

from packhorse.catalog import queries as catalog
from packhorse.placing import queries as placing
from packhorse.placing.formats.money import written
from packhorse.placing.queries import AddressRow, OrderRow
from packhorse.shipping import queries as shipping
from packhorse.web import sheets

MOST_ORDERS = 100_000
MOST_ROWS = 1_000_000  # a sheet and an order file hold no more
BATCH = 500
ORDER = (
    "packhorse_number", "order_number", "channel", "placed_at", "state", "holds", "name", "line1", "line2", "city",
    "region", "postal_code", "country", "email", "phone", "service", "delivery_instructions", "gift_message",
)  # fmt: skip
LINE = (
    "action", "sku", "description", "quantity", "cancelled", "sourced", "shipped", "delivered", "unit_price",
)  # fmt: skip
COLUMNS = (*ORDER, *LINE, "currency", "tracking_numbers")
NUMBERS = frozenset(COLUMNS.index(name) for name in ("quantity", "cancelled", "sourced", "shipped", "delivered"))
MONEY = COLUMNS.index("unit_price")

Row = Sequence[str]


def rows(orders: Iterable[Sequence[OrderRow]]) -> Iterator[Row]:
    """Yield the rows of orders that come in batches. What goes beyond the limits is left out, and the last row says so.

    An order is in the table whole or not at all.
    """
    orders_left, rows_left = MOST_ORDERS, MOST_ROWS
    for batch in orders:
        for lines in _of_batch(batch):
            if not orders_left or len(lines) > rows_left:
                words = f"Not all: {MOST_ORDERS:,} orders or {MOST_ROWS:,} rows at most. Ask for fewer orders at once."
                yield [words, *[""] * (len(COLUMNS) - 1)]
                return
            orders_left, rows_left = orders_left - 1, rows_left - len(lines)
            yield from lines


def as_csv(table: Iterable[Row]) -> Iterator[bytes]:
    """Yield a CSV file of such rows in pieces."""
    return sheets.as_csv(COLUMNS, table)


def as_workbook(table: Iterable[Row]) -> IO[bytes]:
    """Return a workbook of such rows as an open file."""
    return sheets.as_workbook(COLUMNS, table, numbers={*NUMBERS, MONEY}, name="Orders")


def _of_batch(batch: Sequence[OrderRow]) -> Iterator[list[Row]]:
    """Yield each order's rows."""
    ids = [order.id for order in batch]
    lines, charges = placing.lines(ids), placing.charges(ids)
    # A kit is one row in place of its parts: so it was ordered, and so an order file says it.
    goods = [*(line for line in lines if line.kit_id is None), *placing.kits(lines)]
    products = catalog.by_id({each.product_id for each in goods})
    addresses, wishes, tracking = placing.addresses(ids), placing.wishes(ids), shipping.tracking_numbers(ids)
    holds: dict[int, list[str]] = {}
    for hold in placing.holds(ids):
        if hold.released_at is None:
            holds.setdefault(hold.order_id, []).append(hold.kind)
    own: dict[int, list[tuple[str, ...]]] = {}
    currencies = {order.id: order.currency for order in batch}
    for each in sorted(goods, key=lambda goods: goods.position):
        product, price = products[each.product_id], written(each.unit_price_minor, currencies[each.order_id])
        counts = (each.quantity, each.cancelled, each.sourced, each.shipped, each.delivered)
        own.setdefault(each.order_id, []).append(("", product.sku, product.name, *map(str, counts), price))
    for order in batch:
        cells = _cells(order, addresses[order.id], wishes[order.id], holds.get(order.id, []))
        ends = (order.currency, " ".join(tracking.get(order.id, [])))
        money = [
            ("charge", each.code, each.description, "1", "", "", "", "", written(each.amount_minor, order.currency))
            for each in charges.get(order.id, ())
        ]
        yield [(*cells, *line, *ends) for line in own.get(order.id, []) + money]


def _cells(order: OrderRow, to: AddressRow, wishes: tuple[str, str, str], holds: Sequence[str]) -> tuple[str, ...]:
    placed_at = order.placed_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return (
        order.number, order.external_id, order.channel, placed_at, order.state, " ".join(holds), to.name, to.line1,
        to.line2, to.city, to.region, to.postal_code, to.country, to.email, to.phone, *wishes,
    )  # fmt: skip
