"""Read a list as a device needs it that leads a picker, with the network and without."""

from dataclasses import dataclass
from datetime import date

from packhorse import sql


@dataclass(frozen=True)
class PlannedTask:
    """A task of a list with all that a device needs to lead a picker to it ("" or None for what there is none of)."""

    task_id: int
    sequence: int
    tote: int
    quantity: int
    picked: int
    state: str
    bin_id: int
    bin_code: str
    bin_barcode: str
    product_id: int
    sku: str
    name: str
    barcode: str
    tracks_serials: bool
    lot: str
    lot_expires_on: date | None


def plan(list_id: int) -> list[PlannedTask]:
    """Return all tasks of a list in walking order, with their bins, goods and lots."""
    return [PlannedTask(*row) for row in sql.rows("picking", "plan", {"list": list_id})]
