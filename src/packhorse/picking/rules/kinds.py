"""What kind of list an order goes onto: in totes of its own or in bulk totes, whole or by zone."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from packhorse.picking.rules.setup import Setup

SINGLES = 4  # orders of one unit from which on a list of their own is worth it
LARGE = 6  # visits from which on an order is large


@dataclass(frozen=True)
class Visit:
    """One visit of one bin for one fulfillment order; `key` names it. Sums of its units: `grams`, `mm3`."""

    key: int
    fulfillment_id: int
    product_id: int
    bin_id: int
    x_mm: int
    y_mm: int
    zone: str
    units: int
    grams: int
    mm3: int


@dataclass(frozen=True)
class Part:
    """What is picked of a fulfillment order on one list of a `kind`; `zone`: where all of it lies, or ""."""

    fulfillment_id: int
    kind: str
    zone: str
    visits: tuple[Visit, ...]


def parts_of(visits: Sequence[Visit], setup: Setup) -> list[Part]:
    """Return the parts of all fulfillment orders, in the order in which these come in `visits`.

    zone: with zones on, an order that lies in several, one part each. single: an order of one unit, where there are
    several. batch: large orders, half of whose products another large one wants as well. cluster: all others, where
    the setup has clusters; else they are a batch, too.
    """
    orders: dict[int, list[Visit]] = defaultdict(list)
    for visit in visits:
        orders[visit.fulfillment_id].append(visit)
    large = _alike(orders)
    singles = {each for each, mine in orders.items() if sum(visit.units for visit in mine) == 1}
    if not setup.singles or len(singles) < SINGLES:
        singles = set()
    parts = []
    for each, mine in orders.items():
        zones = sorted({visit.zone for visit in mine}) if setup.zones else [""]
        kind = "single" if each in singles else "batch" if each in large or not setup.clusters else "cluster"
        for zone in zones:
            here = tuple(visit for visit in mine if not setup.zones or visit.zone == zone)
            parts.append(Part(each, "zone" if len(zones) > 1 else kind, zone, here))
    return parts


def _alike(orders: Mapping[int, Sequence[Visit]]) -> set[int]:
    """Return the large orders that share at least half of their products with other large ones."""
    products = {each: {visit.product_id for visit in mine} for each, mine in orders.items() if len(mine) >= LARGE}
    wanted = Counter(product for mine in products.values() for product in mine)
    return {each for each, mine in products.items() if 2 * sum(wanted[product] > 1 for product in mine) >= len(mine)}
