"""What the lines of a batch come to, order by order."""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


class ByOrder:
    """Lines order by order. `first`: where those of each order begin, and the end; an order may have none."""

    def __init__(self, first: Ints) -> None:
        self.some, self.begins = np.diff(first) > 0, first[:-1][np.diff(first) > 0]

    def of(self, values: Ints) -> Ints:
        """Return the sums."""
        return self._by_order(np.add, values)

    def most(self, values: Ints) -> Ints:
        """Return the greatest; 1 for an order without lines."""
        return np.maximum(1, self._by_order(np.maximum, values))

    def _by_order(self, how: np.ufunc, values: Ints) -> Ints:
        found = np.zeros((len(self.some), *values.shape[1:]), np.int64)
        if len(self.begins):
            found[self.some] = how.reduceat(values, self.begins, axis=0)
        return found
