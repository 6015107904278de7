"""Read the books of products whole: each number beside what its rows say it should be."""

from collections.abc import Collection
from dataclasses import dataclass

from packhorse import sql

Spot = tuple[int, int, int | None]  # bin id, product id, lot id


@dataclass(frozen=True)
class SpotBook:
    """Units of a product and lot in a bin; `quantity`, `planned`, `blocked` should be `ledger`, `sent`, `stopped`.

    `row_id` is None where something says that goods lie there, and no row does; `booked_id` is the row's warehouse.
    """

    bin_id: int
    product_id: int
    lot_id: int | None
    warehouse_id: int
    row_id: int | None
    quantity: int
    ledger: int
    planned: int
    sent: int
    blocked: bool
    stopped: bool
    booked_id: int
    bin: str
    lot: str

    @property
    def spot(self) -> Spot:
        """Where they lie."""
        return self.bin_id, self.product_id, self.lot_id

    @property
    def most(self) -> int:
        """How many of them pickers may be sent for."""
        return 0 if self.stopped else self.quantity

    @property
    def place(self) -> str:
        """Where they lie, in words."""
        return f"bin {self.bin}, lot {self.lot}" if self.lot else f"bin {self.bin}"


@dataclass(frozen=True)
class LevelBook:
    """A level, and beside it what ledger, bins, allocations and reservations say of it."""

    product_id: int
    warehouse_id: int
    on_hand: int
    allocated: int
    reserved: int
    blocked: int
    ledger: int
    ledger_blocked: int
    lying: int
    stopped: int
    picked: int
    promised: int
    kept: int

    @property
    def level(self) -> tuple[int, int]:
        """Which level: product id, warehouse id."""
        return self.product_id, self.warehouse_id

    @property
    def there(self) -> int:
        """How many units there are: in bins, and in the hands of those who pick, sort and pack."""
        return self.lying + self.picked

    @property
    def free(self) -> int:
        """How many units nobody has a right to, by the counters."""
        return self.on_hand - self.allocated - self.reserved - self.blocked


def spot_books(product_ids: Collection[int]) -> list[SpotBook]:
    """Return where these products lie, or should."""
    found = sql.rows("inventory", "repair_spots", {"products": sorted(product_ids)})
    return [SpotBook(*row) for row in found]


def level_books(product_ids: Collection[int]) -> list[LevelBook]:
    """Return the levels of these products."""
    found = sql.rows("inventory", "repair_levels", {"products": sorted(product_ids)})
    return [LevelBook(*row) for row in found]
