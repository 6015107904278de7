"""Read cartons, parcels and what is in them."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Sum

from packhorse import sql
from packhorse.algorithms.gs1_elements import sscc_digits
from packhorse.packing.models import CartonChange, Parcel, ParcelLine, ParcelPhoto
from packhorse.placing import queries as placing


@dataclass(frozen=True)
class ParcelRow:
    """A parcel; mm, g, minor units. `reasons` are [carton, cost, why not] of every carton that was considered.

    `freight_minor`: expected when it was proposed; None where no carrier's rates were known. `coolant_packs` of
    `coolant` (its name) belong in it.
    """

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
    freight_minor: int | None
    expected_service: str
    filling_minor: int = 0
    coolant: str | None = None
    coolant_packs: int = 0
    coolant_minor: int = 0


@dataclass(frozen=True)
class ContentRow:
    """Units of an order line in a parcel."""

    parcel_id: int
    line_id: int
    product_id: int
    quantity: int
    packed: int


@dataclass(frozen=True)
class ToPackRow:
    """Units of a product that belong in a parcel: `open` of `quantity` are to be scanned into it."""

    sku: str
    name: str
    open: int
    quantity: int
    product_id: int


@dataclass(frozen=True)
class NextRow:
    """A parcel to go on with."""

    sscc: str
    position: int
    of: int


@dataclass(frozen=True)
class BenchRow:
    """What a packer sees: the parcel, what belongs in it, the parcel after it, and what the customer wishes.

    `placement`: what lies where in its carton, as it is kept; None where nobody worked it out.
    """

    parcel: ParcelRow
    lines: list[ToPackRow]
    next: NextRow | None
    instructions: str
    gift: str
    placement: dict[str, Any] | None


@dataclass(frozen=True)
class ChangeRow:
    """Another carton that a person took for a parcel. `before` is None for own packaging."""

    parcel_id: int
    before: str | None
    carton: str
    difference_minor: int | None
    objection: str
    why: str
    actor: str
    at: datetime


@dataclass(frozen=True)
class PhotoRow:
    """A photo of a parcel, without the picture itself; pixels."""

    parcel_id: int
    id: int
    width: int
    height: int
    actor: str
    at: datetime


_OF_OTHERS = {"carton": "carton__code", "coolant": "coolant__name"}
_PARCEL = tuple(_OF_OTHERS.get(name, name) for name in ParcelRow.__dataclass_fields__)
_CONTENT = tuple(ContentRow.__dataclass_fields__)
_PHOTO = tuple(PhotoRow.__dataclass_fields__)


def by_id(ids: Iterable[int]) -> dict[int, ParcelRow]:
    """Return parcels by id."""
    return {row[0]: ParcelRow(*row) for row in Parcel.objects.filter(pk__in=set(ids)).values_list(*_PARCEL)}


def by_sscc(code: str) -> ParcelRow | None:
    """Return the parcel with this SSCC, scanned with or without its (00) and symbology identifier."""
    return _ask_by_sscc(code).read()


def _ask_by_sscc(code: str) -> sql.Answer[ParcelRow | None]:
    def told(found: sql.Rows) -> ParcelRow | None:
        if not found:
            return None
        row = dict(zip(ParcelRow.__dataclass_fields__, found[0], strict=True))
        return ParcelRow(**row | {"reasons": json.loads(row["reasons"])})

    return sql.ask("packing", "parcel", {"sscc": sscc_digits(code)}, told)


def at_bench(parcel: ParcelRow) -> BenchRow:
    """Return a parcel as it is now, and all that its packer sees."""
    values = {"parcel": parcel.id, "fulfillment": parcel.fulfillment_id}
    with sql.together():
        now = _ask_by_sscc(parcel.sscc)
        lines = sql.ask("packing", "to_pack", {"parcel": parcel.id}, lambda found: [ToPackRow(*row) for row in found])
        onward = sql.ask("packing", "next_parcel", values, lambda found: NextRow(*found[0]) if found else None)
        wishes = placing.ask_wishes([parcel.order_id])
        lies = sql.ask("packing", "placement", {"parcel": parcel.id}, lambda found: json.loads(found[0][0] or "null"))
    _, instructions, gift = wishes.read()[parcel.order_id]
    return BenchRow(now.read() or parcel, lines.read(), onward.read(), instructions, gift, lies.read())


def carton_changes(parcel_ids: Iterable[int]) -> dict[int, list[ChangeRow]]:
    """Return {parcel id: the other cartons that were taken for it, the first one first}."""
    found: dict[int, list[ChangeRow]] = defaultdict(list)
    rows = CartonChange.objects.filter(parcel_id__in=set(parcel_ids)).order_by("id").values_list(
        "parcel_id", "before__code", "carton__code", "difference_minor", "objection", "why", "actor", "at"
    )  # fmt: skip
    for row in rows:
        found[row[0]].append(ChangeRow(*row))
    return dict(found)


def photos(parcel_ids: Iterable[int]) -> dict[int, list[PhotoRow]]:
    """Return {parcel id: its photos, the first one first}."""
    found: dict[int, list[PhotoRow]] = defaultdict(list)
    for row in ParcelPhoto.objects.filter(parcel_id__in=set(parcel_ids)).order_by("id").values_list(*_PHOTO):
        found[row[0]].append(PhotoRow(*row))
    return dict(found)


def photo_image(parcel_id: int, photo_id: int) -> bytes | None:
    """Return a parcel's photo as JPEG; None when it has none of that id."""
    found = ParcelPhoto.objects.filter(parcel_id=parcel_id, pk=photo_id).values_list("image", flat=True).first()
    return bytes(found) if found is not None else None


def placements(parcel_ids: Iterable[int]) -> dict[int, dict[str, Any] | None]:
    """Return {parcel id: what lies where in its carton, as it is kept}; see `rules.as_laid`."""
    return dict(Parcel.objects.filter(pk__in=set(parcel_ids)).values_list("id", "placement"))


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


@dataclass(frozen=True)
class UnboxedRow:
    """Goods at a bench, or packed, that no carton holds."""

    sku: str
    name: str
    units: int
    sscc: str
    order_id: int
    warehouse_id: int
    length_mm: int
    width_mm: int
    height_mm: int
    weight_g: int


def unboxed(*, limit: int = 100) -> list[UnboxedRow]:
    """Return goods that are to leave without a carton although nobody said so, the oldest first."""
    found = ParcelLine.objects.filter(
        parcel__unboxed=True, parcel__state__in=["packing", "packed"], product__own_container=False
    ).order_by("parcel_id")
    facts = ("length_mm", "width_mm", "height_mm", "weight_g")
    rows = found.values_list(
        "product__sku", "product__name", "quantity", "parcel__sscc", "parcel__order_id", "parcel__warehouse_id",
        *(f"product__{fact}" for fact in facts),
    )  # fmt: skip
    return [UnboxedRow(*row) for row in rows[:limit]]


@dataclass(frozen=True)
class OffWeightRow:
    """A parcel at a bench whose weight could not be right: grams. `goods`: (SKU, units)."""

    sscc: str
    order_id: int
    warehouse_id: int
    expected_g: int
    refused_g: int
    refused_at: datetime
    goods: tuple[tuple[str, int], ...]


def off_weight(*, limit: int = 100) -> list[OffWeightRow]:
    """Return open parcels that the scale refused, the oldest first."""
    facts = ("sscc", "order_id", "warehouse_id", "expected_g", "refused_g", "refused_at")
    found = Parcel.objects.filter(state="packing", refused_g__isnull=False).order_by("id")
    rows = list(found.values_list("id", *facts)[:limit])
    goods: dict[int, list[tuple[str, int]]] = {}
    lines = ParcelLine.objects.filter(parcel_id__in=[row[0] for row in rows]).order_by("id")
    for parcel_id, sku, units in lines.values_list("parcel_id", "product__sku", "quantity"):
        goods.setdefault(parcel_id, []).append((sku, units))
    return [OffWeightRow(*row[1:], goods=tuple(goods.get(row[0], ()))) for row in rows]
