"""What happens to stock, and to the right to it."""

from dataclasses import dataclass

from packhorse.events.lines import Lines


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
class PromiseRenewed:
    """What an order was promised already is another day by now, though its goods stay where they are, or still lack."""

    order_id: int


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
class DatesFollowed:
    """What was said of products' days counts by now for orders up to this one: the others are next.

    First for orders that have some of the products (`having`), then for those that wait for them.
    """

    product_ids: tuple[int, ...]
    having: bool
    up_to: int


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
class AllocationLost:
    """Goods that were promised are not there after all, or nobody may have them: these units need another place."""

    order_id: int
    fulfillment_id: int
    warehouse_id: int
    product_id: int
    lines: Lines
