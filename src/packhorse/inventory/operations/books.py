"""Read the books of products whole, each number beside what its rows say: what a repair starts from and ends with."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Sum

from packhorse import numbers, sql
from packhorse.inventory.models import Allocation, ReservedUnits, Serial, StockSnapshot
from packhorse.inventory.operations.bins import Spot

# What a repair may set right, of which product and warehouse, and where: a bin, an order, a checkout, a time.
Number = tuple[str, int, int | None, str]


@dataclass(frozen=True)
class SpotBook:
    """Units of a product and lot in a bin; `ledger`, `sent` and `stopped` are what `quantity`, `planned`, `blocked` should be.

    `row_id` is None where something says that goods lie there, and no row does. `booked_id` is the warehouse by the row.
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
    def there(self) -> int:
        """How many units there are: in bins, and in the hands of those who pick, sort and pack."""
        return self.lying + self.picked

    @property
    def free(self) -> int:
        """How many units nobody has a right to, by the counters."""
        return self.on_hand - self.allocated - self.reserved - self.blocked


def spots(product_ids: Collection[int]) -> list[SpotBook]:
    """Return where these products lie, or should."""
    found = sql.rows("inventory", "repair_spots", {"products": sorted(product_ids)})
    return [SpotBook(*row) for row in found]


def levels(product_ids: Collection[int]) -> list[LevelBook]:
    """Return the levels of these products."""
    found = sql.rows("inventory", "repair_levels", {"products": sorted(product_ids)})
    return [LevelBook(*row) for row in found]


def read(product_ids: Collection[int]) -> dict[Number, int]:
    """Return every number of these products that a repair may set right."""
    found: dict[Number, int] = {}
    for level in levels(product_ids):
        key = level.product_id, level.warehouse_id, ""
        for what in ("on_hand", "allocated", "reserved", "blocked"):
            found[what, *key] = getattr(level, what)
        found["ledger", *key] = level.ledger
        found["ledger, blocked", *key] = level.ledger_blocked
    for each in spots(product_ids):
        key = each.product_id, each.warehouse_id, each.place
        found["ledger of the bin", *key] = each.ledger
        found["on pick lists", *key] = each.planned
        found["blocked in the bin", *key] = each.quantity if each.blocked else 0
        found["booked elsewhere", *key] = each.quantity if each.booked_id != each.warehouse_id else 0
    return found | _rights(product_ids) | _kept(product_ids)


def _rights(product_ids: Collection[int]) -> dict[Number, int]:
    held = Allocation.objects.filter(product_id__in=product_ids, state__in=["allocated", "picked"])
    kept = ReservedUnits.objects.filter(product_id__in=product_ids, held__gt=0)
    found: dict[Number, int] = {}
    for product, site, order, units in (
        held.values_list("product_id", "warehouse_id", "order_id").annotate(units=Sum("quantity")).order_by()
    ):
        found["promised", product, site, f"order {numbers.number('PH', order)}"] = units
    for product, site, pk, units in kept.values_list("product_id", "warehouse_id", "reservation_id", "held"):
        found["kept", product, site, f"reservation {numbers.number('RV', pk)}"] = units
    return found


def _kept(product_ids: Collection[int]) -> dict[Number, int]:
    found: dict[Number, int] = {}
    shots = StockSnapshot.objects.filter(product_id__in=product_ids)
    for product, site, at, on_hand, blocked in shots.values_list(
        "product_id", "warehouse_id", "at", "on_hand", "blocked"
    ):
        found["snapshot", product, site, f"before {at:%Y-%m-%d %H:%M}"] = on_hand
        found["snapshot, blocked", product, site, f"before {at:%Y-%m-%d %H:%M}"] = blocked
    numbered = Serial.objects.filter(product_id__in=product_ids, state__in=["in_stock", "picked"])
    for product, code, site in numbered.values_list("product_id", "code", "bin__warehouse_id"):
        found["numbered unit", product, site, f"number {code}"] = 1
    return found
