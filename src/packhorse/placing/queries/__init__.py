"""Read orders."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from packhorse.placing.models import Channel, Order, OrderAddress, OrderCharge, OrderLine, ShopConnection
from packhorse.placing.queries.days import DayRow, newest_day, of_day
from packhorse.placing.queries.holds import HoldRow, HoldRuleRow, NoteRow, held, hold_rules, holds, notes
from packhorse.placing.queries.listing import OrderPage, OrderRow, orders, rows
from packhorse.placing.queries.views import ViewRow, views

__all__ = [
    "AddressRow",
    "ChargeRow",
    "DayRow",
    "HoldRow",
    "HoldRuleRow",
    "LineRow",
    "NoteRow",
    "OrderDetail",
    "OrderPage",
    "OrderRow",
    "ViewRow",
    "addresses",
    "channels",
    "charges",
    "detail",
    "held",
    "hold_rules",
    "holds",
    "lines",
    "newest_day",
    "notes",
    "of_day",
    "orders",
    "rows",
    "shops",
    "views",
    "wishes",
]


@dataclass(frozen=True)
class LineRow:
    """An order line with its counters, in units."""

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


@dataclass(frozen=True)
class AddressRow:
    """Where an order goes."""

    order_id: int
    name: str
    line1: str
    line2: str
    city: str
    region: str
    postal_code: str
    country: str
    email: str
    phone: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class ChargeRow:
    """Money that is not goods."""

    code: str
    description: str
    amount_minor: int


@dataclass(frozen=True)
class OrderDetail:
    """An order whole."""

    order: OrderRow
    service: str
    delivery_instructions: str
    gift_message: str
    taken_at: datetime
    decided: bool
    address: AddressRow
    lines: tuple[LineRow, ...]
    charges: tuple[ChargeRow, ...]


_LINE = tuple(LineRow.__dataclass_fields__)
_ADDRESS = tuple(AddressRow.__dataclass_fields__)


def detail(order_id: int) -> OrderDetail | None:
    """Return an order whole, or None."""
    row = rows([order_id]).get(order_id)
    if row is None:
        return None
    order = Order.objects.get(pk=order_id)
    return OrderDetail(
        order=row,
        service=order.service,
        delivery_instructions=order.delivery_instructions,
        gift_message=order.gift_message,
        taken_at=order.taken_at,
        decided=order.decided,
        address=addresses([order_id])[order_id],
        lines=tuple(lines([order_id])),
        charges=tuple(charges([order_id]).get(order_id, ())),
    )


def lines(order_ids: Iterable[int]) -> list[LineRow]:
    """Return the lines of orders, by order and position."""
    found = OrderLine.objects.filter(order_id__in=set(order_ids)).order_by("order_id", "position")
    return [LineRow(*row) for row in found.values_list(*_LINE)]


def charges(order_ids: Iterable[int]) -> dict[int, list[ChargeRow]]:
    """Return {order id: money on it that is not goods}."""
    found: dict[int, list[ChargeRow]] = {}
    rows = OrderCharge.objects.filter(order_id__in=set(order_ids)).order_by("id")
    for order_id, *charge in rows.values_list("order_id", "code", "description", "amount_minor"):
        found.setdefault(order_id, []).append(ChargeRow(*charge))
    return found


def addresses(order_ids: Iterable[int]) -> dict[int, AddressRow]:
    """Return {order id: where it goes}."""
    found = OrderAddress.objects.filter(order_id__in=set(order_ids)).values_list(*_ADDRESS)
    return {row[0]: AddressRow(*row) for row in found}


def wishes(order_ids: Iterable[int]) -> dict[int, tuple[str, str, str]]:
    """Return {order id: (service, delivery instructions, gift message)}."""
    found = Order.objects.filter(pk__in=set(order_ids))
    return {
        pk: (service, instructions, gift)
        for pk, service, instructions, gift in found.values_list(
            "id", "service", "delivery_instructions", "gift_message"
        )
    }


def shops() -> dict[str, str]:
    """Return {channel code: kind of its shop} of the channels whose shop is connected."""
    return dict(ShopConnection.objects.values_list("channel__code", "kind"))


def channels() -> list[tuple[str, str, str]]:
    """Return (code, name, currency) of all channels."""
    return list(Channel.objects.order_by("code").values_list("code", "name", "currency"))
