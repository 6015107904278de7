"""Every event of Packhorse: what happened, in the past tense, in ids and small numbers, without personal data.

They are an order's history and the only way one stage causes work in a later one.
"""

import typing
from typing import Any

from packhorse.events.floor import OrderSorted, PickingStarted, PicksDone, PickShort, WaveReleased
from packhorse.events.orders import (
    CancelRefused,
    HoldReleased,
    OrderCancelled,
    OrderEdited,
    OrderHeld,
    OrderMerged,
    OrderPlaced,
    OrderSplit,
    OrderSteered,
    OrderUnreached,
)
from packhorse.events.parcels import (
    LabelBought,
    OrderPacked,
    ParcelDelayed,
    ParcelDelivered,
    ParcelPacked,
    ParcelShipped,
    ParcelStaged,
    ParcelTracked,
    ParcelUndelivered,
    TransitMeasured,
)
from packhorse.events.places import (
    CarriersChanged,
    ProductsChanged,
    QueueTried,
    RulesChanged,
    TiersChanged,
    WarehouseClosed,
    WarehouseLeft,
    WarehouseOpened,
)
from packhorse.events.returns import (
    ReturnApproved,
    ReturnCancelled,
    ReturnClosed,
    ReturnDeclined,
    ReturnInspected,
    ReturnReceived,
    ReturnRequested,
)
from packhorse.events.stock import (
    AllocationLost,
    BinDoubted,
    DatesFollowed,
    OrderBackordered,
    OrderSourced,
    ProductDated,
    PromiseRenewed,
    StockFreed,
    StockReceived,
    StockReleased,
)

__all__ = [
    "KINDS",
    "AllocationLost",
    "BinDoubted",
    "CancelRefused",
    "CarriersChanged",
    "DatesFollowed",
    "Event",
    "HoldReleased",
    "LabelBought",
    "OrderBackordered",
    "OrderCancelled",
    "OrderEdited",
    "OrderHeld",
    "OrderMerged",
    "OrderPacked",
    "OrderPlaced",
    "OrderSorted",
    "OrderSourced",
    "OrderSplit",
    "OrderSteered",
    "OrderUnreached",
    "ParcelDelayed",
    "ParcelDelivered",
    "ParcelPacked",
    "ParcelShipped",
    "ParcelStaged",
    "ParcelTracked",
    "ParcelUndelivered",
    "PickShort",
    "PickingStarted",
    "PicksDone",
    "ProductDated",
    "ProductsChanged",
    "PromiseRenewed",
    "QueueTried",
    "ReturnApproved",
    "ReturnCancelled",
    "ReturnClosed",
    "ReturnDeclined",
    "ReturnInspected",
    "ReturnReceived",
    "ReturnRequested",
    "RulesChanged",
    "StockFreed",
    "StockReceived",
    "StockReleased",
    "TiersChanged",
    "TransitMeasured",
    "WarehouseClosed",
    "WarehouseLeft",
    "WarehouseOpened",
    "WaveReleased",
    "from_payload",
    "to_payload",
]

# fmt: off
Event = (
    OrderPlaced | OrderHeld | HoldReleased | OrderEdited | OrderSplit | OrderMerged | OrderSteered | OrderCancelled
    | CancelRefused | StockReleased | OrderSourced | OrderBackordered | StockReceived | ProductDated | StockFreed
    | BinDoubted | WaveReleased | PickingStarted | PickShort | AllocationLost | PicksDone | OrderSorted | ParcelPacked
    | OrderPacked | LabelBought | ParcelStaged | ParcelShipped | ParcelTracked | ParcelDelayed | ParcelDelivered
    | TransitMeasured | WarehouseClosed | WarehouseOpened | RulesChanged | QueueTried | WarehouseLeft | OrderUnreached
    | DatesFollowed | PromiseRenewed | ParcelUndelivered | ProductsChanged | CarriersChanged | TiersChanged
    | ReturnRequested | ReturnApproved | ReturnDeclined | ReturnCancelled | ReturnReceived | ReturnInspected
    | ReturnClosed
)
# fmt: on

KINDS: dict[str, type[Event]] = {kind.__name__: kind for kind in typing.get_args(Event)}


def to_payload(event: Event) -> dict[str, Any]:
    """Return the event's fields as JSON-ready values."""
    return dict(vars(event))  # fields are numbers, words and tuples of them


def from_payload(kind: str, payload: dict[str, Any]) -> Event:
    """Build the event again from its kind and payload; JSON lists become tuples."""
    return KINDS[kind](**{name: _tuples(value) for name, value in payload.items()})


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value
