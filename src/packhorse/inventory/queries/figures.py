"""Read what the bins of a warehouse hold, all in one statement."""

from dataclasses import dataclass
from datetime import datetime

from packhorse import sql


@dataclass(frozen=True)
class BinFigures:
    """What lies in a bin: units, products, their volume; `picked`: units taken from it; `since`: the oldest arrival."""

    units: int = 0
    products: int = 0
    volume_mm3: int = 0
    picked: int = 0
    since: datetime | None = None


def bin_figures(warehouse_id: int, *, picked_since: datetime, aged: bool = False) -> dict[int, BinFigures]:
    """Return {bin id: figures} of the bins that hold something or were picked from; `since` only when `aged`.

    A lot is as old as its first day in the house; what has no lot is as old as its last arrival in the bin.
    """
    values = {"warehouse": warehouse_id, "since": picked_since, "aged": aged}
    found = sql.rows("inventory", "bin_figures", values)
    return {
        bin_id: BinFigures(int(units), products, int(volume), int(picked), since if aged else None)
        for bin_id, units, products, volume, picked, since in found
    }
