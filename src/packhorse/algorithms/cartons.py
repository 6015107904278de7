"""Choose cartons for goods: as few as hold everything in three dimensions and by weight, and of these the cheapest.

A plain front of `packing`, for goods without further rules. Millimetres, grams, minor units.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from packhorse.algorithms.packing import goods, order
from packhorse.algorithms.packing.goods import Placement, Reason

__all__ = ["Carton", "Item", "Packed", "Placement", "Plan", "Reason", "pack_cheapest"]

STEPS_PER_MS = 6_000


@dataclass(frozen=True)
class Item:
    """`quantity` units of a product; `this_side_up` allows turning about the vertical only."""

    key: int
    length_mm: int
    width_mm: int
    height_mm: int
    weight_g: int
    quantity: int
    this_side_up: bool = False


@dataclass(frozen=True)
class Carton:
    """A carton type: inner size, empty weight, gross weight limit, cost."""

    code: str
    inner_length_mm: int
    inner_width_mm: int
    inner_height_mm: int
    tare_g: int
    max_weight_g: int
    cost_minor: int


@dataclass(frozen=True)
class Packed:
    """A parcel: its carton (None: one unit in its own packaging), what lies where, and its gross weight.

    `placements` come in an order in which they can be laid: nothing goes under what lies already.
    """

    carton: Carton | None
    placements: tuple[Placement, ...]
    weight_g: int


@dataclass(frozen=True)
class Plan:
    """Parcels for all goods, and what was known of each carton."""

    parcels: tuple[Packed, ...]
    reasons: tuple[Reason, ...]


def pack_cheapest(items: Sequence[Item], cartons: Sequence[Carton], *, budget_ms: int) -> Plan:
    """Return parcels for all units of `items`: the cheapest carton that holds everything, else as few as can be.

    Every unit rests on something with three quarters of its base at least. A unit that fits no carton ships in its own
    packaging.
    The budget is counted in steps, so that the same goods always give the same answer. Raises ValueError for
    sizes, weights or quantities that are not above zero.
    """
    known = {carton.code: carton for carton in cartons}
    packing = order.pack_order(
        [_item(item) for item in items],
        [_carton(carton) for carton in cartons],
        fewest=True,
        steps=budget_ms * STEPS_PER_MS,
    )
    parcels = (
        Packed(known[parcel.carton.code] if parcel.carton else None, parcel.placements, parcel.weight_g)
        for parcel in packing.parcels
    )
    return Plan(tuple(parcels), packing.reasons)


def _item(item: Item) -> goods.Item:
    sizes = item.length_mm, item.width_mm, item.height_mm
    stands = goods.UPRIGHT if item.this_side_up else goods.ALL_WAYS
    return goods.Item(item.key, *sizes, item.weight_g, item.quantity, stands)


def _carton(carton: Carton) -> goods.Carton:
    inner = carton.inner_length_mm, carton.inner_width_mm, carton.inner_height_mm
    return goods.Carton(carton.code, inner, carton.tare_g, carton.max_weight_g, carton.cost_minor)
