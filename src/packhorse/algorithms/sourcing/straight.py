"""Straight lines that lie nowhere above a tariff."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def tangents(tariff: Ints, upto: Ints) -> tuple[Floats, Floats, Floats]:
    """Return (slope (Z, K), intercept (Z, K), again (Z, K)): for each band the line that is highest there.

    No parcel costs less than the line says, and each parcel beyond the first `again` more. The lines are edges of the
    lower convex hull of the prices at the ends of their bands (Andrew's monotone chain).
    """
    ends = tuple(upto.tolist())
    lines = [_tangents_of(tuple(row), ends) for row in tariff.tolist()]
    slope, intercept = (np.array(each, np.float64).reshape(tariff.shape) for each in zip(*lines, strict=True))
    return slope, intercept, tariff[:, -1:] - slope * upto[-1]


@lru_cache(maxsize=2000)  # tariffs stay what they are, and every batch of orders asks for them
def _tangents_of(row: tuple[int, ...], upto: tuple[int, ...]) -> tuple[Floats, Floats]:
    grams, prices = (0, *upto), (row[0], *row)
    hull = _lower_hull(grams, prices)
    edge = np.maximum(1, np.searchsorted(np.array([at for at, _ in hull]), np.array(upto)))
    edges = [(p1 - p0) / (g1 - g0) for (g0, p0), (g1, p1) in pairwise(hull)]
    # No steeper than a full parcel by the gram: a further parcel must not cost less than nothing.
    steepest = row[-1] / upto[-1]
    slope = np.array([max(0.0, min(each, steepest)) for each in edges])[edge - 1]
    return slope, (np.array(prices) - slope[:, None] * np.array(grams)).min(axis=1)


def _lower_hull(xs: Sequence[int], ys: Sequence[int]) -> list[tuple[int, int]]:
    hull: list[tuple[int, int]] = []
    for x, y in zip(xs, ys, strict=True):
        while len(hull) > 1:
            (x0, y0), (x1, y1) = hull[-2], hull[-1]
            if (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0) > 0:
                break
            hull.pop()
        hull.append((x, y))
    return hull
