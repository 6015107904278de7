"""Straight lines that lie nowhere above a tariff."""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def tangents(tariff: Ints, upto: Ints) -> tuple[Floats, Floats, Floats]:
    """Return (slope (Z, K), intercept (Z, K), again (Z, K)): for each band the line that is highest there.

    No parcel costs less than the line says, and each parcel beyond the first `again` more. The lines are edges of the
    lower convex hull of the prices at the ends of their bands (Andrew's monotone chain).
    """
    slope, intercept = np.zeros(tariff.shape), np.zeros(tariff.shape)
    grams = np.concatenate([[0], upto])
    for zone, row in enumerate(tariff):
        prices = np.concatenate([row[:1], row])
        hull = _lower_hull(grams.tolist(), prices.tolist())
        ends = np.array([at for at, _ in hull])
        for k, at in enumerate(upto):
            edge = max(1, int(np.searchsorted(ends, at)))
            (g0, p0), (g1, p1) = hull[edge - 1], hull[edge]
            # No steeper than a full parcel by the gram: a further parcel must not cost less than nothing.
            slope[zone, k] = max(0.0, min((p1 - p0) / (g1 - g0), row[-1] / upto[-1]))
            intercept[zone, k] = float((prices - slope[zone, k] * grams).min())
    return slope, intercept, tariff[:, -1:] - slope * upto[-1]


def _lower_hull(xs: list[int], ys: list[int]) -> list[tuple[int, int]]:
    hull: list[tuple[int, int]] = []
    for x, y in zip(xs, ys, strict=True):
        while len(hull) > 1:
            (x0, y0), (x1, y1) = hull[-2], hull[-1]
            if (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0) > 0:
                break
            hull.pop()
        hull.append((x, y))
    return hull
