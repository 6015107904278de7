"""Read what is allocated, and what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, Sum

from packhorse.inventory.models import Allocation


@dataclass(frozen=True)
class AllocationRow:
    """What became of an allocation."""

    id: int
    fulfillment_id: int
    line_id: int
    quantity: int
    state: str
    order_id: int


@dataclass(frozen=True)
class HeldRow:
    """Units of a product that an order has a right to; `bin_id` where pickers are sent, `since` when it got them."""

    id: int
    order_id: int
    warehouse_id: int
    bin_id: int | None
    quantity: int
    state: str
    since: datetime


def held_of_product(product_id: int, *, limit: int = 200) -> list[HeldRow]:
    """Return who has a right to a product's units now: open allocations, the newest first."""
    found = Allocation.objects.filter(product_id=product_id, state__in=["allocated", "picked"]).order_by("-id")
    fields = ("id", "order_id", "warehouse_id", "bin_id", "quantity", "state", "allocated_at")
    return [HeldRow(*row) for row in found.values_list(*fields)[:limit]]


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


def unplanned(warehouse_id: int, product_ids: Iterable[int]) -> dict[int, int]:
    """Return {product id: units} that are promised to orders in a warehouse and that no picker is sent for yet."""
    found = Allocation.objects.filter(
        product_id__in=set(product_ids), warehouse_id=warehouse_id, state="allocated", bin=None
    )
    return dict(found.values_list("product_id").annotate(units=Sum("quantity")).order_by())


def allocations_of_orders(order_ids: Iterable[int]) -> dict[int, AllocationRow]:
    """Return every allocation ever made for these orders, by id."""
    fields = tuple(AllocationRow.__dataclass_fields__)
    found = Allocation.objects.filter(order_id__in=set(order_ids)).values_list(*fields)
    return {row[0]: AllocationRow(*row) for row in found}


def orders_untouched(product_ids: Iterable[int], *, after: int, limit: int) -> list[int]:
    """Return the first orders after one that hold some of these products of which no picker is sent yet."""
    found = Allocation.objects.filter(product_id__in=set(product_ids), state="allocated", bin=None, order_id__gt=after)
    return list(found.order_by("order_id").values_list("order_id", flat=True).distinct()[:limit])


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


def shipped_units(order_id: int) -> dict[int, int]:
    """Return {product id: units that have left the house} of all products an order was ever allocated."""
    found = Allocation.objects.filter(order_id=order_id).values_list("product_id")
    left = found.annotate(units=Sum("quantity", filter=Q(state="shipped"))).order_by()
    return {product: units or 0 for product, units in left}


def waiting_for_pickers(keys: Iterable[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
    """Return (product id, warehouse id, fulfillment id, units) that are allocated there and no picker is sent for."""
    wanted = set(keys)
    found = (
        Allocation.objects.filter(
            product_id__in={product for product, _ in wanted},
            warehouse_id__in={site for _, site in wanted},
            state="allocated",
            bin=None,
        )
        .values_list("product_id", "warehouse_id", "fulfillment_id")
        .annotate(units=Sum("quantity"))
        .order_by()
    )
    return [row for row in found if row[:2] in wanted]


def bound_lots(fulfillment_ids: Iterable[int]) -> dict[int, date]:
    """Return {fulfillment id: the last day on which all that pickers are sent for, or brought, may arrive}.

    By the lots that expire, less the days that goods must keep then (`min_days_left`); a lot that a person set free
    though it is old may arrive on any day.
    """
    ids = sorted(set(fulfillment_ids))
    bound = Allocation.objects.filter(fulfillment_id__in=ids, state__in=["allocated", "picked"], lot__stale=False)
    found: dict[int, date] = {}
    rows = bound.exclude(lot__expires_on=None).values_list(
        "fulfillment_id", "lot__expires_on", "product__min_days_left"
    )
    for fulfillment, expires_on, days in rows if ids else ():
        day = expires_on - timedelta(days or 0)
        found[fulfillment] = min(day, found.get(fulfillment, day))
    return found
