"""Read levels. `available` has one definition (`rules.available`), and every page, API and channel asks for it here."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Sum

from packhorse.catalog import queries as catalog
from packhorse.catalog.rules import whole_kits
from packhorse.inventory.models import ChannelBuffer, SafetyStock, StockLevel
from packhorse.inventory.rules import available as promisable
from packhorse.network import queries as network

Key = tuple[int, int]  # product id, warehouse id


@dataclass(frozen=True)
class LevelRow:
    """Units of a product in a warehouse; `safety` of them are kept back from new buyers."""

    product_id: int
    warehouse_id: int
    on_hand: int
    allocated: int
    reserved: int
    blocked: int
    safety: int
    available: int


def free(product_ids: Iterable[int]) -> dict[Key, int]:
    """Return {(product id, warehouse id): units nobody holds} where there are any: what placed orders may be given."""
    taken = F("allocated") + F("reserved") + F("blocked")
    found = StockLevel.objects.filter(product_id__in=set(product_ids), on_hand__gt=taken)
    return {
        (product, warehouse): units
        for product, warehouse, units in found.values_list("product_id", "warehouse_id", F("on_hand") - taken)
    }


def beyond_safety(product_ids: Iterable[int]) -> dict[Key, int]:
    """Return {(product id, warehouse id): units nobody holds beyond the safety stock}: what may be carried elsewhere.

    Also out of warehouses that are closed.
    """
    ids = set(product_ids)
    kept = safety(ids)
    return {key: units - kept.get(key, 0) for key, units in free(ids).items() if units > kept.get(key, 0)}


def available(product_ids: Iterable[int], *, now: datetime, channel: str = "") -> dict[Key, int]:
    """Return {(product id, warehouse id): units that may be promised to new buyers} where there are any.

    Nothing of warehouses that are closed `now`. Those of a `channel` are not promised its buffer.
    """
    closed = network.closed(now)
    there = {key: units for key, units in beyond_safety(product_ids).items() if key[1] not in closed}
    held = kept_back(there, channel=channel) if channel else {}
    return {key: units - held.get(key, 0) for key, units in there.items() if units > held.get(key, 0)}


def kept_back(there: Mapping[Key, int], *, channel: str) -> Counter[Key]:
    """Return the buffer of a channel as units by (product id, warehouse id) of what is there: where most of it lies."""
    own = buffers(channel)
    held: Counter[Key] = Counter()
    if not own:
        return held
    left = {product: own.get(product, own.get(None, 0)) for product, _ in there}
    for key in sorted(there, key=lambda each: (-there[each], each)):
        held[key] = max(0, min(there[key], left[key[0]]))
        left[key[0]] -= held[key]
    return held


def offered(product_ids: Iterable[int], *, channel: str, now: datetime) -> dict[int, int]:
    """Return {product id: units that may be offered on a channel}: what is available, less the channel's buffer.

    Of a kit there are as many as can be made up of its parts.
    """
    ids = set(product_ids)
    kits = catalog.kits(ids)
    there: Counter[int] = Counter()
    stocked = ids | {part for made in kits.values() for part, _ in made}
    for (product, _), units in available(stocked, now=now).items():
        there[product] += units
    sums = {product: whole_kits(there, kits[product]) if product in kits else there[product] for product in ids}
    own = dict(ChannelBuffer.objects.filter(channel=channel, product_id__in=ids).values_list("product_id", "units"))
    usual = ChannelBuffer.objects.filter(channel=channel, product=None).values_list("units", flat=True).first() or 0
    return {product: max(0, units - own.get(product, usual)) for product, units in sums.items()}


def buffers(channel: str) -> dict[int | None, int]:
    """Return {product id: units that a channel is not told of}; None stands for every other product."""
    return dict(ChannelBuffer.objects.filter(channel=channel).values_list("product_id", "units"))


def safety(product_ids: Iterable[int]) -> dict[Key, int]:
    """Return {(product id, warehouse id): units kept back from new buyers}."""
    found = SafetyStock.objects.filter(product_id__in=set(product_ids))
    return {(product, site): units for product, site, units in found.values_list("product_id", "warehouse_id", "units")}


def levels(product_ids: Iterable[int], *, now: datetime) -> list[LevelRow]:
    """Return the levels of these products in every warehouse; of those closed `now` nothing is available."""
    ids = set(product_ids)
    kept, closed = safety(ids), network.closed(now)
    rows = StockLevel.objects.filter(product_id__in=ids).order_by("product_id", "warehouse_id")
    return [_row(row, kept.get((row.product_id, row.warehouse_id), 0), row.warehouse_id in closed) for row in rows]


def _row(row: StockLevel, kept: int, closed: bool) -> LevelRow:
    able = promisable(
        on_hand=row.on_hand,
        allocated=row.allocated,
        reserved=row.reserved,
        blocked=row.blocked,
        safety=kept,
        closed=closed,
    )
    held = row.on_hand, row.allocated, row.reserved, row.blocked
    return LevelRow(row.product_id, row.warehouse_id, *held, kept, able)


def sums(product_ids: Iterable[int], *, now: datetime) -> dict[int, tuple[int, int, int]]:
    """Return {product id: (on hand, allocated, available)} over all warehouses."""
    found: dict[int, tuple[int, int, int]] = {}
    for row in levels(product_ids, now=now):
        on_hand, allocated, able = found.get(row.product_id, (0, 0, 0))
        found[row.product_id] = on_hand + row.on_hand, allocated + row.allocated, able + row.available
    return found


def on_hand_by_warehouse() -> dict[int, tuple[int, int]]:
    """Return {warehouse id: (units on hand, units allocated)}."""
    found = StockLevel.objects.values_list("warehouse_id").annotate(Sum("on_hand"), Sum("allocated")).order_by()
    return {warehouse: (on_hand, allocated) for warehouse, on_hand, allocated in found}
