"""Read lanes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time

from packhorse.sorting.models import Lane
from packhorse.sorting.rules import NewLane


@dataclass(frozen=True)
class LaneRow:
    """A lane of a warehouse and its rules."""

    id: int
    warehouse_id: int
    rules: NewLane

    @property
    def code(self) -> str:
        """Return its code."""
        return self.rules.code

    @property
    def barcode(self) -> str:
        """Return what its label says."""
        return self.rules.barcode

    @property
    def cutoff(self) -> time | None:
        """Return the time, in the warehouse, until which it takes parcels for today."""
        return self.rules.cutoff


def lanes(warehouse_id: int) -> list[LaneRow]:
    """Return a warehouse's lanes, the first that are asked for a parcel first."""
    return [
        LaneRow(
            lane.pk,
            lane.warehouse_id,
            NewLane(
                lane.code,
                lane.barcode,
                tuple(lane.countries),
                lane.precedence,
                lane.carrier,
                lane.service,
                tuple(lane.postal_prefixes),
                lane.cutoff,
                lane.in_turn,
                lane.holds,
            ),
        )
        for lane in Lane.objects.filter(warehouse_id=warehouse_id).order_by("precedence", "code")
    ]


def lane_named(code: str, lanes: Iterable[LaneRow]) -> LaneRow | None:
    """Return the lane of `lanes` with this code."""
    return next((lane for lane in lanes if lane.code == code), None)
