"""Read stock. `available` has one definition: on hand less allocated less reserved."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Sum

from packhorse.inventory.models import Allocation, BinStock, Movement, StockLevel
from packhorse.inventory.queries.reservations import (
    ReservationRow,
    ReservedRow,
    kept_by,
    kept_for,
    kept_too_long,
    reservation,
    reservations_of,
)

__all__ = [
    "AllocationRow",
    "BinStockRow",
    "LevelRow",
    "MovementRow",
    "ReservationRow",
    "ReservedRow",
    "allocations_of_orders",
    "available",
    "bins",
    "held_units",
    "kept_by",
    "kept_for",
    "kept_too_long",
    "levels",
    "movements",
    "on_hand_by_warehouse",
    "orders_untouched",
    "orders_with_shipped",
    "picked_units",
    "ready_units",
    "reservation",
    "reservations_of",
    "sums",
    "units_by_fulfillment",
    "untouched",
    "waiting_tasks",
]


@dataclass(frozen=True)
class LevelRow:
    """Units of a product in a warehouse."""

    product_id: int
    warehouse_id: int
    on_hand: int
    allocated: int
    reserved: int
    available: int


@dataclass(frozen=True)
class BinStockRow:
    """Units of a product in a bin."""

    bin_id: int
    product_id: int
    quantity: int
    planned: int


@dataclass(frozen=True)
class MovementRow:
    """A line of the ledger."""

    at: datetime
    kind: str
    warehouse_id: int
    quantity: int
    delta: int
    from_bin_id: int | None
    to_bin_id: int | None
    actor: str
    cause: str
    cause_id: int | None


def available(product_ids: Iterable[int]) -> dict[tuple[int, int], int]:
    """Return {(product id, warehouse id): units nobody holds} where there are any."""
    found = StockLevel.objects.filter(product_id__in=set(product_ids), on_hand__gt=F("allocated") + F("reserved"))
    return {
        (product, warehouse): free
        for product, warehouse, free in found.values_list(
            "product_id", "warehouse_id", F("on_hand") - F("allocated") - F("reserved")
        )
    }


def levels(product_ids: Iterable[int]) -> list[LevelRow]:
    """Return the levels of these products in every warehouse."""
    rows = StockLevel.objects.filter(product_id__in=set(product_ids)).order_by("product_id", "warehouse_id")
    return [
        LevelRow(r.product_id, r.warehouse_id, r.on_hand, r.allocated, r.reserved, r.on_hand - r.allocated - r.reserved)
        for r in rows
    ]


def sums(product_ids: Iterable[int]) -> dict[int, tuple[int, int, int]]:
    """Return {product id: (on hand, allocated, available)} over all warehouses."""
    found = (
        StockLevel.objects.filter(product_id__in=set(product_ids))
        .values_list("product_id")
        .annotate(Sum("on_hand"), Sum("allocated"), free=Sum(F("on_hand") - F("allocated") - F("reserved")))
        .order_by()
    )
    return {product: (on_hand, allocated, free) for product, on_hand, allocated, free in found}


def bins(product_id: int) -> list[BinStockRow]:
    """Return the bins that hold a product."""
    rows = BinStock.objects.filter(product_id=product_id, quantity__gt=0).order_by("bin_id")
    return [BinStockRow(r.bin_id, r.product_id, r.quantity, r.planned) for r in rows]


def movements(product_id: int, *, limit: int = 100) -> list[MovementRow]:
    """Return the newest lines of a product's ledger."""
    fields = tuple(MovementRow.__dataclass_fields__)
    rows = Movement.objects.filter(product_id=product_id).order_by("-id").values_list(*fields)
    return [MovementRow(*row) for row in rows[:limit]]


def held_units(line_ids: Iterable[int]) -> dict[int, int]:
    """Return {order line id: units that are allocated, picked or shipped for it}."""
    found = (
        Allocation.objects.filter(line_id__in=set(line_ids), state__in=["allocated", "picked", "shipped"])
        .values_list("line_id")
        .annotate(units=Sum("quantity"))
        .order_by()
    )
    return dict(found)


def units_by_fulfillment(fulfillment_ids: Iterable[int]) -> dict[int, int]:
    """Return {fulfillment id: units it holds or has shipped}."""
    found = (
        Allocation.objects.filter(fulfillment_id__in=set(fulfillment_ids), state__in=["allocated", "picked", "shipped"])
        .values_list("fulfillment_id")
        .annotate(units=Sum("quantity"))
        .order_by()
    )
    return dict(found)


def waiting_tasks(fulfillment_ids: Iterable[int]) -> dict[int, int]:
    """Return {fulfillment id: allocations not yet sent to a bin}: what planning a walk must expect."""
    found = Allocation.objects.filter(fulfillment_id__in=set(fulfillment_ids), state="allocated", bin=None).values_list(
        "fulfillment_id"
    )
    counts: dict[int, int] = {}
    for (fulfillment,) in found:
        counts[fulfillment] = counts.get(fulfillment, 0) + 1
    return counts


def on_hand_by_warehouse() -> dict[int, tuple[int, int]]:
    """Return {warehouse id: (units on hand, units allocated)}."""
    found = StockLevel.objects.values_list("warehouse_id").annotate(Sum("on_hand"), Sum("allocated")).order_by()
    return {warehouse: (on_hand, allocated) for warehouse, on_hand, allocated in found}


@dataclass(frozen=True)
class AllocationRow:
    """What became of an allocation."""

    id: int
    fulfillment_id: int
    line_id: int
    quantity: int
    state: str


def allocations_of_orders(order_ids: Iterable[int]) -> dict[int, AllocationRow]:
    """Return every allocation ever made for these orders, by id."""
    fields = tuple(AllocationRow.__dataclass_fields__)
    found = Allocation.objects.filter(order_id__in=set(order_ids)).values_list(*fields)
    return {row[0]: AllocationRow(*row) for row in found}


def orders_untouched(product_ids: Iterable[int]) -> list[int]:
    """Return orders that hold some of these products of which no picker is sent yet."""
    found = Allocation.objects.filter(product_id__in=set(product_ids), state="allocated", bin=None)
    return sorted(set(found.values_list("order_id", flat=True)))


def untouched(order_id: int, product_ids: Iterable[int]) -> list[AllocationRow]:
    """Return an order's allocations of these products of which no picker is sent yet."""
    fields = tuple(AllocationRow.__dataclass_fields__)
    found = Allocation.objects.filter(
        order_id=order_id, product_id__in=set(product_ids), state="allocated", bin=None
    ).order_by("id")
    return [AllocationRow(*row) for row in found.values_list(*fields)]


def ready_units(order_ids: Iterable[int]) -> dict[int, int]:
    """Return {order id: units that are picked, or have shipped}."""
    found = Allocation.objects.filter(order_id__in=set(order_ids), state__in=["picked", "shipped"])
    return dict(found.values_list("order_id").annotate(units=Sum("quantity")).order_by())


def picked_units(fulfillment_ids: Iterable[int]) -> dict[tuple[int, int], int]:
    """Return {(fulfillment id, order line id): units that are picked and still in the house}."""
    found = (
        Allocation.objects.filter(fulfillment_id__in=set(fulfillment_ids), state="picked")
        .values_list("fulfillment_id", "line_id")
        .annotate(units=Sum("quantity"))
        .order_by()
    )
    return {(fulfillment, line): units for fulfillment, line, units in found}


def orders_with_shipped(order_ids: Iterable[int]) -> set[int]:
    """Return those of the orders of which something has left the house."""
    found = Allocation.objects.filter(order_id__in=set(order_ids), state="shipped")
    return set(found.values_list("order_id", flat=True))
