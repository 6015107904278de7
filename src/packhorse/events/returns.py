"""What happens to returns, from the request to the settlement. What customers write of them is never told."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ReturnRequested:
    """Somebody wants to return, exchange or claim units of an order (`wish`)."""

    order_id: int
    return_id: int
    wish: str
    units: int


@dataclass(frozen=True)
class ReturnApproved:
    """A return is authorised: its number is good."""

    order_id: int
    return_id: int


@dataclass(frozen=True)
class ReturnDeclined:
    """A return is not authorised."""

    order_id: int
    return_id: int


@dataclass(frozen=True)
class ReturnCancelled:
    """Nothing comes of a return, and nothing came."""

    order_id: int
    return_id: int


@dataclass(frozen=True)
class ReturnReceived:
    """The first goods of a return came."""

    order_id: int
    return_id: int
    warehouse_id: int


@dataclass(frozen=True)
class ReturnInspected:
    """All that was announced came or is missing, and was looked at; `proposed_minor` may be refunded."""

    order_id: int
    return_id: int
    proposed_minor: int


@dataclass(frozen=True)
class ReturnClosed:
    """A return is settled: refunded (`minor` units), exchanged (by order `exchange_id`), or neither."""

    order_id: int
    return_id: int
    resolution: str
    minor: int
    exchange_id: int
