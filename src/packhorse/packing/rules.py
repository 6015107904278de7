"""Cartons, parcels, weights: what packing decides by."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Any

from packhorse.algorithms.packing.goods import Placement, Sides
from packhorse.algorithms.packing.laying import Laid

PARCEL_STATES = {
    "packing": frozenset({"packed", "cancelled"}),
    "packed": frozenset({"shipped", "cancelled"}),
    "shipped": frozenset(),
    "cancelled": frozenset(),
}


@dataclass(frozen=True)
class NewCarton:
    """A carton type: inner and outer millimetres, empty weight and gross limit in grams, cost in minor units."""

    code: str
    name: str
    inner_length_mm: int
    inner_width_mm: int
    inner_height_mm: int
    outer_length_mm: int
    outer_width_mm: int
    outer_height_mm: int
    tare_g: int
    max_weight_g: int
    cost_minor: int


def weight_is_plausible(*, expected_g: int, measured_g: int) -> bool:
    """Say whether a measured parcel weight can be right: within 5 % or 50 g of the expected, whichever is more."""
    return measured_g > 0 and abs(measured_g - expected_g) <= max(50, expected_g // 20)


def kept(room: Sides, laid: Sequence[Laid]) -> dict[str, Any]:
    """Return what is kept of a parcel's plan: the room in the carton, and the blocks in the order they are laid."""
    return {"room": list(room), "blocks": [[each.stands, *astuple(each.placement)] for each in laid]}


def as_laid(plan: dict[str, Any]) -> tuple[Sides, list[Laid]]:
    """Return a plan as it was before it was kept."""
    length, width, height = plan["room"]
    return (length, width, height), [Laid(Placement(*block), stands) for stands, *block in plan["blocks"]]
