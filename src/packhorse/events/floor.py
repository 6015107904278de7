"""What happens on the floor: waves, picks, slots."""

from dataclasses import dataclass

from packhorse.events.lines import Lines


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
class PicksDone:
    """Every task of a fulfillment order is closed; `units` were picked."""

    order_id: int
    fulfillment_id: int
    warehouse_id: int
    units: int


@dataclass(frozen=True)
class OrderSorted:
    """A fulfillment order lies whole in its slot; `slot_id` 0: it comes to the bench in its tote, or from overflow."""

    order_id: int
    fulfillment_id: int
    warehouse_id: int
    slot_id: int
