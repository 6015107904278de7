"""Every event of Packhorse: what happened, in the past tense, in ids and small numbers, without personal data.

They are an order's history and the only way one stage causes work in a later one."""

from dataclasses import dataclass
from typing import Any, get_args

Lines = tuple[tuple[int, int], ...]  # (order line id, units)


@dataclass(frozen=True)
class OrderPlaced:
    """A channel's order is kept."""

    order_id: int


@dataclass(frozen=True)
class OrderHeld:
    """An order must not go on, for a reason of this kind."""

    order_id: int
    kind: str


@dataclass(frozen=True)
class HoldReleased:
    """One reason is gone; `last` says that the order may go on."""

    order_id: int
    kind: str
    last: bool


@dataclass(frozen=True)
class OrderEdited:
    """An order wants something else: more units, other lines, another service or another address."""

    order_id: int
    what: str


@dataclass(frozen=True)
class OrderSplit:
    """Units of an order are an order of their own by now."""

    order_id: int
    child_id: int
    lines: Lines


@dataclass(frozen=True)
class OrderMerged:
    """All lines of an order are another order's by now."""

    order_id: int
    into_id: int


@dataclass(frozen=True)
class OrderCancelled:
    """Units of an order are not wanted any more. Every stage lets go of what it holds of them."""

    order_id: int
    lines: Lines


@dataclass(frozen=True)
class CancelRefused:
    """A cancellation came too late for these units: they have left, or are being packed."""

    order_id: int
    lines: Lines


@dataclass(frozen=True)
class StockReleased:
    """A cancelled order gave back stock that it held."""

    order_id: int
    lines: Lines


@dataclass(frozen=True)
class OrderSourced:
    """A warehouse holds stock for these units: a fulfillment order is made."""

    order_id: int
    fulfillment_id: int
    warehouse_id: int
    lines: Lines


@dataclass(frozen=True)
class OrderBackordered:
    """No warehouse has these units; they wait for goods."""

    order_id: int
    lines: Lines


@dataclass(frozen=True)
class StockReceived:
    """Goods arrived in a warehouse: orders that wait for them may be sourced again."""

    warehouse_id: int
    product_ids: tuple[int, ...]


@dataclass(frozen=True)
class ProductDated:
    """It was said from when on products may be sent, or when goods come: orders that wait for them are looked at."""

    product_ids: tuple[int, ...]


@dataclass(frozen=True)
class StockFreed:
    """What a checkout had reserved is free again: orders that wait for it may be sourced."""

    product_ids: tuple[int, ...]


@dataclass(frozen=True)
class BinDoubted:
    """The books held another number of units in a bin than lay there by its own row: it should be counted."""

    warehouse_id: int
    bin_id: int
    product_id: int


@dataclass(frozen=True)
class WaveReleased:
    """A fulfillment order is on a pick list."""

    order_id: int
    fulfillment_id: int
    warehouse_id: int
    list_id: int


@dataclass(frozen=True)
class PickingStarted:
    """A picker has taken the pick list this fulfillment order is on."""

    order_id: int
    fulfillment_id: int
    warehouse_id: int
    list_id: int


@dataclass(frozen=True)
class PickShort:
    """Goods were not in the bin where they should be: these units need another place."""

    order_id: int
    fulfillment_id: int
    warehouse_id: int
    product_id: int
    lines: Lines
    bin_id: int | None = None  # None: told before bins were named


@dataclass(frozen=True)
class AllocationLost:
    """Goods that were promised are not there after all, or nobody may have them: these units need another place."""

    order_id: int
    fulfillment_id: int
    warehouse_id: int
    product_id: int
    lines: Lines


@dataclass(frozen=True)
class PicksDone:
    """Every task of a fulfillment order is closed; `units` were picked."""

    order_id: int
    fulfillment_id: int
    warehouse_id: int
    units: int


@dataclass(frozen=True)
class OrderSorted:
    """A fulfillment order lies whole in its slot, bound for a lane."""

    order_id: int
    fulfillment_id: int
    warehouse_id: int
    slot_id: int


@dataclass(frozen=True)
class ParcelPacked:
    """A parcel is closed and weighed."""

    order_id: int
    fulfillment_id: int
    warehouse_id: int
    parcel_id: int
    weight_g: int


@dataclass(frozen=True)
class OrderPacked:
    """The last parcel of a fulfillment order is closed."""

    order_id: int
    fulfillment_id: int
    warehouse_id: int
    parcels: int


@dataclass(frozen=True)
class LabelBought:
    """A carrier has accepted a parcel and given it a tracking number."""

    order_id: int
    parcel_id: int
    shipment_id: int
    warehouse_id: int
    price_minor: int


@dataclass(frozen=True)
class ParcelStaged:
    """A parcel stands in its lane."""

    order_id: int
    parcel_id: int
    warehouse_id: int


@dataclass(frozen=True)
class ParcelShipped:
    """A parcel was handed to the carrier; `last` says it was the fulfillment order's last."""

    order_id: int
    fulfillment_id: int
    parcel_id: int
    warehouse_id: int
    lines: Lines
    last: bool


@dataclass(frozen=True)
class ParcelTracked:
    """The carrier said where a parcel is (a tracking state of the design)."""

    order_id: int
    parcel_id: int
    state: str


@dataclass(frozen=True)
class ParcelDelayed:
    """The carrier will not keep the promised day."""

    order_id: int
    parcel_id: int


@dataclass(frozen=True)
class ParcelDelivered:
    """A parcel is at the door; `last` says it was the fulfillment order's last."""

    order_id: int
    fulfillment_id: int
    parcel_id: int
    lines: Lines
    last: bool


# fmt: off
Event = (
    OrderPlaced | OrderHeld | HoldReleased | OrderEdited | OrderSplit | OrderMerged | OrderCancelled | CancelRefused
    | StockReleased | OrderSourced | OrderBackordered | StockReceived | ProductDated | StockFreed | BinDoubted
    | WaveReleased | PickingStarted | PickShort | AllocationLost | PicksDone | OrderSorted | ParcelPacked | OrderPacked
    | LabelBought | ParcelStaged | ParcelShipped | ParcelTracked | ParcelDelayed | ParcelDelivered
)
# fmt: on

KINDS: dict[str, type[Event]] = {kind.__name__: kind for kind in get_args(Event)}


def to_payload(event: Event) -> dict[str, Any]:
    """Return the event's fields as JSON-ready values."""
    return dict(vars(event))  # fields are numbers, words and tuples of them


def from_payload(kind: str, payload: dict[str, Any]) -> Event:
    """Build the event again from its kind and payload; JSON lists become tuples."""
    return KINDS[kind](**{name: _tuples(value) for name, value in payload.items()})


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value
