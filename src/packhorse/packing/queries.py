"""Read cartons, parcels and what is in them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Sum

from packhorse.packing.models import Parcel, ParcelLine


@dataclass(frozen=True)
class ParcelRow:
    """A parcel; mm, g, minor units. `reasons` are [carton, cost, why not] of every carton that was considered."""

    id: int
    fulfillment_id: int
    order_id: int
    warehouse_id: int
    position: int
    of: int
    sscc: str
    carton: str | None
    state: str
    length_mm: int
    width_mm: int
    height_mm: int
    expected_g: int
    weight_g: int | None
    carton_cost_minor: int
    reasons: list[Any]
    packed_at: datetime | None
    packer: str


@dataclass(frozen=True)
class ContentRow:
    """Units of an order line in a parcel."""

    parcel_id: int
    line_id: int
    product_id: int
    quantity: int
    packed: int


_PARCEL = tuple("carton__code" if name == "carton" else name for name in ParcelRow.__dataclass_fields__)
_CONTENT = tuple(ContentRow.__dataclass_fields__)


def by_id(ids: Iterable[int]) -> dict[int, ParcelRow]:
    """Return parcels by id."""
    return {row[0]: ParcelRow(*row) for row in Parcel.objects.filter(pk__in=set(ids)).values_list(*_PARCEL)}


def by_sscc(code: str) -> ParcelRow | None:
    """Return the parcel with this SSCC, scanned with or without its (00)."""
    digits = "".join(char for char in code if char.isdigit())
    digits = digits[2:] if len(digits) == 20 and digits.startswith("00") else digits
    row = Parcel.objects.filter(sscc=digits).values_list(*_PARCEL).first()
    return ParcelRow(*row) if row else None


def of_fulfillments(fulfillment_ids: Iterable[int]) -> list[ParcelRow]:
    """Return the parcels of fulfillment orders."""
    found = Parcel.objects.filter(fulfillment_id__in=set(fulfillment_ids)).order_by("fulfillment_id", "position")
    return [ParcelRow(*row) for row in found.values_list(*_PARCEL)]


def of_order(order_id: int) -> list[ParcelRow]:
    """Return an order's parcels."""
    return [ParcelRow(*row) for row in Parcel.objects.filter(order_id=order_id).order_by("id").values_list(*_PARCEL)]


def of_orders(order_ids: Iterable[int]) -> list[ParcelRow]:
    """Return the parcels of orders, order by order."""
    found = Parcel.objects.filter(order_id__in=set(order_ids)).order_by("order_id", "id")
    return [ParcelRow(*row) for row in found.values_list(*_PARCEL)]


def contents(parcel_ids: Iterable[int]) -> dict[int, list[ContentRow]]:
    """Return {parcel id: what belongs in it}."""
    found: dict[int, list[ContentRow]] = defaultdict(list)
    for row in ParcelLine.objects.filter(parcel_id__in=set(parcel_ids)).order_by("id").values_list(*_CONTENT):
        found[row[0]].append(ContentRow(*row))
    return dict(found)


def packed_within(start: datetime, end: datetime) -> int:
    """Return how many parcels were packed from `start` until before `end`."""
    return Parcel.objects.filter(packed_at__gte=start, packed_at__lt=end).count()


def totals(order_ids: Iterable[int]) -> tuple[int, dict[str, int], int]:
    """Return (parcels, {carton code: parcels}, carton cost in minor units) of these orders; cancelled ones left out."""
    live = Parcel.objects.filter(order_id__in=set(order_ids)).exclude(state="cancelled")
    by_carton = dict(live.values_list("carton__code").annotate(Count("id")).order_by("carton__code"))
    cost = live.aggregate(cost=Sum("carton_cost_minor"))["cost"] or 0
    return sum(by_carton.values()), {code or "own packaging": n for code, n in by_carton.items()}, cost
