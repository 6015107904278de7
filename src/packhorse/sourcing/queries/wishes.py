"""What people said of how orders are served, and who said it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from packhorse.sourcing.models import OrderWish, WishChange


@dataclass(frozen=True)
class WishRow:
    """What counts for an order now: see `models.OrderWish`."""

    order_id: int
    pinned: int | None
    barred: dict[int, str]
    undivided: bool
    aside: str
    pool: int | None

    def terms(self) -> dict[str, Any]:
        """Return it as the terms of a need."""
        only = frozenset({self.pinned}) if self.pinned is not None else None
        return {"only": only, "barred": self.barred, "undivided": self.undivided}


@dataclass(frozen=True)
class ChangeRow:
    """What a person did, and why."""

    id: int
    what: str
    warehouse_id: int | None
    at: datetime
    actor: str
    why: str


def wishes(order_ids: Iterable[int]) -> dict[int, WishRow]:
    """Return {order id: what people said of it} of those of these orders of which anybody did."""
    return {row.order_id: _row(row) for row in OrderWish.objects.filter(order_id__in=set(order_ids))}


def pooled(order_id: int) -> list[int]:
    """Return the orders that leave together with this one, without it."""
    pool = OrderWish.objects.filter(order_id=order_id, pool__isnull=False).values_list("pool", flat=True).first()
    if pool is None:
        return []
    found = OrderWish.objects.filter(pool=pool).exclude(order_id=order_id).order_by("order_id")
    return list(found.values_list("order_id", flat=True))


def changes(order_id: int) -> list[ChangeRow]:
    """Return what people did to how an order is served, oldest first."""
    found = WishChange.objects.filter(order_id=order_id).order_by("id")
    return [ChangeRow(*row) for row in found.values_list(*ChangeRow.__dataclass_fields__)]


def _row(row: OrderWish) -> WishRow:
    barred = {int(site): why for site, why in row.barred.items()}
    return WishRow(row.order_id, row.pinned_id, barred, row.undivided, row.aside, row.pool)
