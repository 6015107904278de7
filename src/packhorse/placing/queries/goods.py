"""Read the goods of orders: their lines, and the kits that some lines are parts of."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import F, Q

from packhorse import sql
from packhorse.placing.models import OrderKit, OrderLine
from packhorse.placing.rules import CHANGEABLE, LineCount, kit_count, open_kits


class LineRow(NamedTuple):
    """An order line with its counters, in units; `kit_id` where it is a part of a kit, `kit_units` of it in one kit."""

    id: int
    order_id: int
    position: int
    product_id: int
    quantity: int
    unit_price_minor: int
    cancelled: int
    sourced: int
    shipped: int
    delivered: int
    ordered_in_id: int | None
    kit_id: int | None = None
    kit_units: int = 0

    @property
    def count(self) -> LineCount:
        """Its counters, as the rules take them."""
        return LineCount(self.quantity, self.cancelled, self.sourced, self.shipped, self.delivered)


@dataclass(frozen=True)
class KitRow:
    """Kits that were ordered as one, and how many whole ones their parts make up of each count; `left` are open."""

    id: int
    order_id: int
    position: int
    product_id: int
    quantity: int
    unit_price_minor: int
    cancelled: int
    sourced: int
    shipped: int
    delivered: int
    left: int
    ordered_in_id: int | None


_LINE = LineRow._fields


def lines(order_ids: Iterable[int]) -> list[LineRow]:
    """Return the lines of orders, by order and position."""
    wanted = sorted(set(order_ids))
    return list(map(LineRow._make, sql.rows("placing", "lines", {"orders": wanted}))) if wanted else []


def as_ordered(order_ids: Iterable[int]) -> list[LineRow]:
    """Return the lines that customers ordered in these orders, in whichever orders they are by now."""
    ids = set(order_ids)
    found = OrderLine.objects.filter(Q(order__in=ids, ordered_in=None) | Q(ordered_in__in=ids)).order_by("id")
    return [LineRow._make(row) for row in found.values_list(*_LINE)]


def kits(goods: Iterable[LineRow]) -> list[KitRow]:
    """Return the kits that these lines are parts of, by order and position; give all parts of a kit."""
    parts: dict[int, list[LineRow]] = {}
    for line in goods:
        if line.kit_id is not None:
            parts.setdefault(line.kit_id, []).append(line)
    if not parts:
        return []
    found = OrderKit.objects.filter(pk__in=parts).order_by("order_id", "position")
    rows = []
    for row in found.values_list("id", "order_id", "position", "product_id", "quantity", "unit_price_minor"):
        counts = [(line.kit_units, line.count) for line in parts[row[0]]]
        whole = kit_count(counts)
        told = whole.cancelled, whole.sourced, whole.shipped, whole.delivered, open_kits(counts)
        rows.append(KitRow(*row, *told, parts[row[0]][0].ordered_in_id))
    return rows


def still_wanted(product_ids: Iterable[int]) -> set[int]:
    """Return those of these products of which orders still want units that have not shipped."""
    found = OrderLine.objects.filter(product_id__in=set(product_ids), order__state__in=CHANGEABLE)
    return set(found.filter(quantity__gt=F("cancelled") + F("shipped")).values_list("product_id", flat=True))
