"""Which orders go into one pick list, where its picker walks to, and how tasks and lists live."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from packhorse.algorithms.walking import Stop

WAVE_STATES = {"released": frozenset({"done"}), "done": frozenset()}
LIST_STATES = {"open": frozenset({"picking", "done"}), "picking": frozenset({"done"}), "done": frozenset()}
TASK_STATES = {
    "open": frozenset({"picked", "short", "cancelled"}),
    "picked": frozenset({"open"}),  # undone by who picked it
    "short": frozenset(),
    "cancelled": frozenset(),
}
# What a scan does to a task.
SCANS = frozenset({"pick", "short", "undo"})
MOST_TOTES = 60


@dataclass(frozen=True)
class Cart:
    """What one pick list may carry: as many orders as totes on the cart, and so many tasks."""

    totes: int = 8
    tasks: int = 60


@dataclass(frozen=True)
class Load:
    """A fulfillment order as a load for a cart, in the order it should leave."""

    fulfillment_id: int
    tasks: int


def fill_carts(loads: Sequence[Load], cart: Cart) -> list[list[int]]:
    """Put fulfillment orders into carts in the given order; a new cart starts when totes or tasks run out.

    An order larger than a whole cart gets one of its own. Returns lists of fulfillment ids.
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


def wave_number(wave_id: int) -> str:
    """Return the public number of a wave."""
    return f"W{wave_id:06d}"


def list_number(list_id: int) -> str:
    """Return the public number of a pick list, which is also its barcode."""
    return f"PL{list_id:06d}"


def list_id_of(number: str) -> int | None:
    """Return the id behind a pick list's public number, or None when it is none."""
    digits = number.removeprefix("PL")
    if len(digits) == len(number) or not (digits.isascii() and digits.isdecimal() and 6 <= len(digits) <= 18):
        return None
    return int(digits)


def tote_barcode(cart_barcode: str, tote: int) -> str:
    """Return the barcode of the `tote`-th position (from 1) of a cart."""
    return f"{cart_barcode}-{tote}"
