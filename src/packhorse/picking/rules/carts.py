"""Which orders go onto one cart in turn, and where its picker walks to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from packhorse.algorithms.walking import Stop


@dataclass(frozen=True)
class Cart:
    """What one pick list may carry: so many totes and tasks, and what they weigh in g; a tote holds so many mm3.

    0 g or 0 mm3: no limit.
    """

    totes: int = 8
    tasks: int = 60
    grams: int = 0
    tote_mm3: int = 0


@dataclass(frozen=True)
class Load:
    """A fulfillment order as a load for a cart, in the order it should leave."""

    fulfillment_id: int
    tasks: int


def fill_carts(loads: Sequence[Load], cart: Cart) -> list[list[int]]:
    """Put fulfillment orders into carts in the given order; a new cart starts when totes or tasks run out.

    An order larger than a whole cart gets one of its own. Returns lists of fulfillment ids. The baseline of
    `packhorse.algorithms.batching`.
    """
    carts: list[list[int]] = []
    tasks = 0
    for load in loads:
        if not carts or len(carts[-1]) >= cart.totes or tasks + load.tasks > cart.tasks:
            carts.append([])
            tasks = 0
        carts[-1].append(load.fulfillment_id)
        tasks += load.tasks
    return carts


def stops_at(bins: Iterable[tuple[int, int, int]]) -> list[Stop]:
    """Return the places to walk to for bins (id, x, y in mm), each place once, named by the first bin there.

    An aisle is its centre line, whatever its number: a file of bins need not number aisles.
    """
    places: dict[tuple[int, int], Stop] = {}
    for bin_id, x_mm, y_mm in bins:
        places.setdefault((x_mm, y_mm), Stop(bin_id, x_mm, x_mm, y_mm))
    return list(places.values())
