"""What it saves to send more from where some of an order lies already, and costs to send it from elsewhere."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from packhorse.algorithms.sourcing.problem import prices
from packhorse.sourcing.costs import Freight
from packhorse.sourcing.rules import OrderNeed, Site

Ints = NDArray[np.int64]


def lying(
    orders: Sequence[OrderNeed], sites: Sequence[Site], grams: Ints, zone: Ints, freight: Freight
) -> tuple[Ints, NDArray[np.bool_], NDArray[np.bool_]]:
    """Return (O, W) what freight is paid already, where an order has goods, and where they would be a parcel more.

    `grams` (O): of all that each order lacks. Freight is saved as far as what is added costs less in a parcel that goes
    anyway; never so much that a parcel would cost less than nothing.
    """
    saved = np.zeros(zone.shape, np.int64)
    here = np.zeros(zone.shape, np.bool_)
    some = [o for o, order in enumerate(orders) if order.lying]
    if not some:
        return saved, here, here
    column, tariff = {site.id: w for w, site in enumerate(sites)}, freight.tariff
    for o in some:
        for site, lines in orders[o].lying.items():
            if (w := column.get(site)) is None:
                continue
            here[o, w] = True
            if zone[o, w] >= 0:
                held = sum(freight.grams(line.weight_g, line.volume_mm3) * line.quantity for line in lines)
                weights = np.array([[held, int(grams[o]), held + int(grams[o])]], np.int64)
                paid, alone, together = prices(tariff, freight.ends, np.full((1, 3), zone[o, w]), weights)[0].tolist()
                saved[o, w] = min(max(0, paid + alone - together), int(tariff[zone[o, w], 0]))
    apart = np.zeros(zone.shape, np.bool_)
    apart[some] = ~here[some]
    return saved, here, apart
