"""Distances on the Earth."""

from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0088  # mean radius, IUGG


@lru_cache(maxsize=65_536)  # a town's orders all go the same ways
def great_circle_km(latitude_a: float, longitude_a: float, latitude_b: float, longitude_b: float) -> float:
    """Return the great-circle distance in kilometres between two points in WGS 84 degrees.

    Haversine formula (Sinnott, Sky and Telescope 1984): right also for points that lie close together.
    """
    phi_a, phi_b = radians(latitude_a), radians(latitude_b)
    half_dphi = (phi_b - phi_a) / 2
    half_dlambda = radians(longitude_b - longitude_a) / 2
    chord = sin(half_dphi) ** 2 + cos(phi_a) * cos(phi_b) * sin(half_dlambda) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(chord)))
