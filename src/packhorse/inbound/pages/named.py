"""Find what an address or a scan names, and give ids their names."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404

from packhorse.catalog import queries as catalog
from packhorse.catalog.queries import ProductRow
from packhorse.inbound import queries
from packhorse.inbound.queries import DeliveryRow, LineRow, PurchaseRow
from packhorse.inbound.rules import delivery_id_of, purchase_id_of
from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow


def delivery_of(number: str) -> DeliveryRow:
    """Return the delivery with this number; there is no page where there is none."""
    delivery_id = delivery_id_of(number)
    row = queries.delivery(delivery_id) if delivery_id is not None else None
    if row is None:
        raise Http404
    return row


def purchase_of(number: str) -> PurchaseRow:
    """Return the purchase order with this number; there is no page where there is none."""
    order_id = purchase_id_of(number)
    row = queries.purchase(order_id) if order_id is not None else None
    if row is None:
        raise Http404
    return row


def sites() -> dict[int, WarehouseRow]:
    """Return the warehouses by id."""
    return {site.id: site for site in network.warehouses()}


def lines_of(row: DeliveryRow) -> list[tuple[LineRow, ProductRow, int]]:
    """Return a delivery's lines, each with its product and how many units of it should come."""
    lines = queries.lines([row.id])
    products = catalog.by_id(line.product_id for line in lines)
    return [(line, products[line.product_id], line.due(row.is_transfer)) for line in lines]


def summed(rows: Iterable[DeliveryRow]) -> list[dict[str, Any]]:
    """Return deliveries with their warehouses and how far they are."""
    shown = list(rows)
    where = sites()
    came: dict[int, tuple[int, int, int]] = {}
    transfers = {row.id: row.is_transfer for row in shown}
    for line in queries.lines(transfers):
        asked, due, received = came.get(line.delivery_id, (0, 0, 0))
        mine = line.due(transfers[line.delivery_id])
        came[line.delivery_id] = asked + line.quantity, due + mine, received + line.received
    return [
        {
            "row": row,
            "site": where[row.warehouse_id],
            "source": where.get(row.from_warehouse_id or 0),
            "asked": came.get(row.id, (0, 0, 0))[0],
            "due": came.get(row.id, (0, 0, 0))[1],
            "received": came.get(row.id, (0, 0, 0))[2],
        }
        for row in shown
    ]
