"""How far it is from a warehouse to a door, in whole kilometres: the one place where sourcing works it out."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from packhorse.algorithms.geo import great_circle_kms

Ints = NDArray[np.int64]


class Place(Protocol):
    """Something that lies somewhere (WGS 84 degrees), as far as that is known."""

    @property
    def latitude(self) -> float | None:
        """Degrees north."""

    @property
    def longitude(self) -> float | None:
        """Degrees east."""


def kms(doors: Sequence[Place], homes: Sequence[Place]) -> Ints:
    """Return the distances (doors, homes), 0 where a place is not known."""
    ends = ([(each.latitude, each.longitude) for each in places] for places in (doors, homes))
    found: Ints = np.rint(np.nan_to_num(great_circle_kms(*ends))).astype(np.int64)
    return found


def km(door: Place, home: Place) -> int | None:
    """Return the distance, None when a place is not known."""
    if None in (door.latitude, door.longitude, home.latitude, home.longitude):
        return None
    return int(kms([door], [home])[0, 0])
