"""Read every number of products that a repair may set right: what it starts from, and what it ends with."""

from collections.abc import Collection, Sequence

from django.db.models import Sum

from packhorse import numbers
from packhorse.inventory.models import Allocation, ReservedUnits, Serial, StockSnapshot
from packhorse.inventory.queries import LevelBook, SpotBook

# What it counts, of which product and warehouse, and where: a bin, an order, a checkout, a time.
Number = tuple[str, int, int | None, str]


def read(product_ids: Collection[int], spots: Sequence[SpotBook], levels: Sequence[LevelBook]) -> dict[Number, int]:
    """Return every number of these products that a repair may set right; `spots` and `levels` are their books now."""
    found: dict[Number, int] = {}
    for level in levels:
        key = level.product_id, level.warehouse_id, ""
        for what in ("on_hand", "allocated", "reserved", "blocked"):
            found[what, *key] = getattr(level, what)
        found["ledger", *key] = level.ledger
        found["ledger, blocked", *key] = level.ledger_blocked
    for each in spots:
        key = each.product_id, each.warehouse_id, each.place
        found["in the bin", *key] = each.quantity
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
