"""The put wall and the lanes: one slot an order, one lane a destination."""

from collections.abc import Sequence
from dataclasses import dataclass

SLOT_STATES = {
    "free": frozenset({"filling"}),
    "filling": frozenset({"complete", "free"}),
    "complete": frozenset({"free"}),
}


@dataclass(frozen=True)
class NewLane:
    """A lane for parcels to `countries` (ISO); an empty tuple takes what no other lane names."""

    code: str
    barcode: str
    countries: tuple[str, ...]


def lane_for(country: str, lanes: Sequence[NewLane]) -> str | None:
    """Return the code of the lane for a destination country, or None when no lane takes it."""
    named = next((lane.code for lane in lanes if country in lane.countries), None)
    return named or next((lane.code for lane in lanes if not lane.countries), None)


@dataclass(frozen=True)
class NewSlot:
    """A hole in a put wall; the barcode is unique over all warehouses."""

    wall: str
    code: str
    barcode: str
