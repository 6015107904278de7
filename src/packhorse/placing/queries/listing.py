"""The list of orders: filtered, searched, in keyset pages that never count."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from packhorse import sql
from packhorse.catalog import queries as catalog
from packhorse.network import queries as network
from packhorse.placing.addressing import e164
from packhorse.placing.models import Channel, Order, OrderHold
from packhorse.placing.rules import order_id_of, order_number

PAGE = 50


@dataclass(frozen=True)
class OrderRow:
    """An order in a list."""

    id: int
    external_id: str
    channel: str
    placed_at: datetime
    state: str
    name: str
    city: str
    country: str
    currency: str
    goods_minor: int
    charges_minor: int

    @property
    def number(self) -> str:
        """The public number."""
        return order_number(self.id)


@dataclass(frozen=True)
class OrderPage:
    """Some orders, newest first, and the cursor of the next page (empty on the last)."""

    rows: tuple[OrderRow, ...]
    next: str


_ROW = (
    "id",
    "external_id",
    "channel__code",
    "placed_at",
    "state",
    "address__name",
    "address__city",
    "address__country",
    "currency",
    "goods_minor",
    "charges_minor",
)


def orders(
    *,
    state: str = "",
    text: str = "",
    channel: str = "",
    day: date | None = None,
    on_hold: bool | None = None,
    placed_from: datetime | None = None,
    placed_to: datetime | None = None,
    also: Collection[int] = (),
    after: str = "",
    limit: int = PAGE,
) -> OrderPage:
    """Return a page of orders, newest first.

    `text` is what `matching` understands; `also` are orders that it means besides. `after` is the cursor of the page
    before.
    """
    # Held orders are listed by their holds: of ten million orders only a few are held, and they may be the oldest.
    of, placed_at, pk = ("order__", "order_placed_at", "order_id") if on_hold else ("", "placed_at", "id")
    found = _holds() if on_hold else Order.objects.all()
    found = found.order_by(f"-{placed_at}", f"-{pk}")
    if state:
        found = found.filter(**{f"{of}state": state})
    if channel:
        # By its id: how many orders a channel has, the planner knows of the id alone.
        channel_id = Channel.objects.filter(code=channel).values_list("id", flat=True).first()
        found = found.filter(**{f"{of}channel_id": channel_id or 0})
    if day:
        start = datetime.combine(day, time(), UTC)
        placed_from = max(placed_from or start, start)
        placed_to = min(placed_to or start + timedelta(days=1), start + timedelta(days=1))
    if placed_from:
        found = found.filter(**{f"{placed_at}__gte": placed_from})
    if placed_to:
        found = found.filter(**{f"{placed_at}__lt": placed_to})
    if on_hold is False:
        found = found.exclude(Exists(OrderHold.objects.filter(order_id=OuterRef("pk"), released_at=None)))
    if text := text.strip():
        found = found.filter(**{f"{pk}__in": {*matching(text), *also}})
    if after and (cursor := _cursor(after)):
        same_instant = {placed_at: cursor[0], f"{pk}__lt": cursor[1]}
        found = found.filter(Q(**{f"{placed_at}__lt": cursor[0]}) | Q(**same_instant))
    rows = [OrderRow(*row) for row in found.values_list(*(of + name for name in _ROW))[: limit + 1]]
    more = len(rows) > limit
    rows = rows[:limit]
    return OrderPage(tuple(rows), f"{rows[-1].placed_at.isoformat()}_{rows[-1].id}" if more else "")


def _holds() -> QuerySet[Any]:
    """Open holds, one an order."""
    open_holds = OrderHold.objects.filter(released_at=None)
    return open_holds.exclude(Exists(open_holds.filter(order_id=OuterRef("order_id"), id__lt=OuterRef("id"))))


def matching(text: str) -> set[int]:
    """Return orders that a text may mean: by number, recipient's name, e-mail, phone or product. See search.sql."""
    digits = "".join(char for char in text if char.isdecimal())
    homes = {site.country for site in network.warehouses()}  # a number typed without its country is one of these
    product = catalog.by_code(text) if len(text) <= 64 else None
    escaped = re.sub(r"([\\\\%_])", r"\\\1", text.upper())
    values = {
        "id": order_id_of(text) or 0,
        "text": text,
        "prefix": f"{escaped}%",
        "phones": [text, *(e164(text, country) for country in homes)] if len(digits) > 5 else [],
        "product": product.id if product else 0,
    }
    return {row[0] for row in sql.rows("placing", "search", values)}


def _cursor(text: str) -> tuple[datetime, int] | None:
    try:
        placed_at, order_id = text.rsplit("_", 1)
        instant = datetime.fromisoformat(placed_at)
        return (instant, int(order_id)) if instant.tzinfo else None
    except ValueError:
        return None


def rows(order_ids: Iterable[int]) -> dict[int, OrderRow]:
    """Return orders as list rows, by id."""
    return {row[0]: OrderRow(*row) for row in Order.objects.filter(pk__in=set(order_ids)).values_list(*_ROW)}
