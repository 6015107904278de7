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
    "picked": frozenset(),
    "short": frozenset(),
    "cancelled": frozenset(),
}
# single: orders of one unit, together in bulk totes. cluster: each order in totes of its own. batch: the sum is picked,
# and sorted at the wall. zone: part of an order, which comes together at the wall.
LIST_KINDS = frozenset({"single", "cluster", "batch", "zone"})
RUSH = 100  # the priority of what may not wait for a wave


def wave_number(wave_id: int) -> str:
    """Return the public number of a wave."""
    return f"W{wave_id:06d}"


def list_number(list_id: int) -> str:
    """Return the public number of a pick list, which is also its barcode."""
    return f"PL{list_id:06d}"
