"""What happens to an order: placed, changed, held, parted, cancelled."""

from dataclasses import dataclass

from packhorse.events.lines import Lines


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
class OrderSteered:
    """A person said how an order is served: `what` was done; who, and why, stands in the row `change_id`."""

    order_id: int
    what: str
    change_id: int


@dataclass(frozen=True)
class CancelRefused:
    """A cancellation came too late for these units: they have left, or are being packed."""

    order_id: int
    lines: Lines


@dataclass(frozen=True)
class OrderUnreached:
    """An order may not or cannot go where it goes by now from a warehouse that has it on a pick list or further on.

    `code`: NO_CARRIER, NO_PRICE, NO_CARRIER_TAKES_IT, EXPORT_LIMIT, RULED_OUT or TOO_OLD.
    """

    order_id: int
    warehouse_id: int
    code: str = "NO_CARRIER"
