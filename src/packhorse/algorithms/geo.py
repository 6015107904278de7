"""Distances on the Earth."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

EARTH_KM = 6371.0088  # mean radius, IUGG

Point = tuple[float | None, float | None]  # latitude and longitude, WGS 84 degrees


def great_circle_kms(starts: Sequence[Point], ends: Sequence[Point]) -> NDArray[np.float64]:
    """Return the great-circle distances in kilometres (starts, ends); NaN where a point is not known.

    Haversine formula (Sinnott, Sky and Telescope 1984): right also for points that lie close together.
    """
    here, there = (np.radians(np.array(points, np.float64).reshape(len(points), 2)) for points in (starts, ends))
    half = np.sin((here[:, None, :] - there[None, :, :]) / 2) ** 2
    chord = half[..., 0] + np.cos(here[:, None, 0]) * np.cos(there[None, :, 0]) * half[..., 1]
    found: NDArray[np.float64] = 2 * EARTH_KM * np.arcsin(np.sqrt(chord.clip(0, 1)))
    return found


@lru_cache(maxsize=65_536)  # a town's orders all go the same ways
def great_circle_km(latitude_a: float, longitude_a: float, latitude_b: float, longitude_b: float) -> float:
    """Return the great-circle distance in kilometres between two points in WGS 84 degrees."""
    return float(great_circle_kms([(latitude_a, longitude_a)], [(latitude_b, longitude_b)])[0, 0])
