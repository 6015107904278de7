"""How waves, lists and tasks live, what kinds of lists there are, and their public numbers."""

WAVE_STATES = {
    "planned": frozenset({"released", "cancelled"}),
    "released": frozenset({"done"}),
    "done": frozenset(),
    "cancelled": frozenset(),
}
LIST_STATES = {"open": frozenset({"picking", "done"}), "picking": frozenset({"done"}), "done": frozenset()}
TASK_STATES = {
    "open": frozenset({"picked", "short", "cancelled"}),
    "picked": frozenset({"open"}),  # undone by who picked it
    "short": frozenset(),
    "cancelled": frozenset(),
}
# single: orders of one unit, together in bulk totes. cluster: each order in totes of its own. batch: the sum is picked,
# and sorted at the wall. zone: part of an order, which comes together at the wall. own: orders of goods that are sent
# in their own containers. case: whole cases or pallets that fit no tote.
LIST_KINDS = frozenset({"single", "cluster", "batch", "zone", "own", "case"})
WITHOUT_TOTES = frozenset({"own", "case"})  # these go onto a truck, not a cart
# Lists of which an order that comes whole needs no slot at the wall: what carries it goes to the bench.
PAST_THE_WALL = frozenset({"single", "cluster", "own", "case"})
# What a scan does to a task.
SCANS = frozenset({"pick", "short", "undo"})
MOST_TOTES = 60
RUSH = 100  # the priority of what may not wait for a wave


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
