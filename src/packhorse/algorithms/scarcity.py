"""What the last units in a place are worth there: the chance that all of them will be wanted before more come."""

import math

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

SUMMED = 32  # units up to which the chances are summed; of more they are approximated

_erfc = np.frompyfunc(math.erfc, 1, 1)


def chance_wanted(expected: Floats, left: Ints) -> Floats:
    """Return the chance that at least `left` units (1 or more) are wanted where `expected` are on average.

    Wants come by themselves (Poisson): the marginal value of the last unit held back is this chance times what is saved
    by having it (Littlewood's rule, 1972; Talluri and van Ryzin, The Theory and Practice of Revenue Management, 2004,
    section 2.2.1). Up to SUMMED exactly; above by Wilson and Hilferty's cube root (1931), within a thousandth.
    """
    found = np.zeros(expected.shape)
    some = expected > 0
    few = some & (left <= SUMMED)
    many = some & ~few
    found[few] = _summed(expected[few], left[few])
    found[many] = _cube_root(expected[many], left[many].astype(np.float64))
    return found


def _summed(expected: Floats, left: Ints) -> Floats:
    term = np.exp(-expected)
    fewer = np.zeros(expected.shape)
    for units in range(int(left.max(initial=0))):
        fewer += np.where(units < left, term, 0.0)
        term = term * (expected / (units + 1))
    clipped: Floats = np.clip(1 - fewer, 0.0, 1.0)
    return clipped


def _cube_root(expected: Floats, left: Floats) -> Floats:
    """At least `left` wants come by `expected` when the time up to that want, gamma distributed, is no longer."""
    spread = 1 / (9 * left)
    at = (np.cbrt(expected / left) - (1 - spread)) / np.sqrt(spread)
    found: Floats = np.array(_erfc(-at / math.sqrt(2)), np.float64) / 2
    return found
