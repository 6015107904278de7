"""Read goods on their way in: purchase orders, deliveries, what is coming, and where it is put away."""

from packhorse.inbound.queries.deliveries import (
    DeliveryRow,
    LineRow,
    UnknownRow,
    deliveries,
    deliveries_of,
    delivery,
    lines,
    lost_reason,
    to_receive,
    to_send,
    unknown_items,
)
from packhorse.inbound.queries.incoming import incoming
from packhorse.inbound.queries.places import DockRow, dock, goods_of, place_of, places, proposed, slowness
from packhorse.inbound.queries.purchases import (
    PurchaseLineRow,
    PurchaseRow,
    SupplierRow,
    open_units,
    purchase,
    purchase_lines,
    purchase_sums,
    purchases,
    suppliers,
)

__all__ = [
    "DeliveryRow",
    "DockRow",
    "LineRow",
    "PurchaseLineRow",
    "PurchaseRow",
    "SupplierRow",
    "UnknownRow",
    "deliveries",
    "deliveries_of",
    "delivery",
    "dock",
    "goods_of",
    "incoming",
    "lines",
    "lost_reason",
    "open_units",
    "place_of",
    "places",
    "proposed",
    "purchase",
    "purchase_lines",
    "purchase_sums",
    "purchases",
    "slowness",
    "suppliers",
    "to_receive",
    "to_send",
    "unknown_items",
]
