"""Read orders."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import F, Q

from packhorse import sql
from packhorse.carriers import queries as carriers
from packhorse.customers import queries as customers
from packhorse.placing.models import Channel, Order, OrderAddress, OrderCharge
from packhorse.placing.queries.days import DayRow, newest_day, of_day
from packhorse.placing.queries.goods import KitRow, LineRow, as_ordered, kits, lines, still_wanted
from packhorse.placing.queries.holds import HoldRow, HoldRuleRow, NoteRow, held, hold_rules, holds, notes
from packhorse.placing.queries.listing import OrderPage, OrderRow, orders, rows
from packhorse.placing.queries.mergeable import mergeable
from packhorse.placing.queries.shops import ShopRow, of_shops, shop_access, shops
from packhorse.placing.queries.views import ViewRow, views
from packhorse.placing.rules import PRIORITIES, order_id_of

__all__ = [
    "AddressRow",
    "ChargeRow",
    "DayRow",
    "HoldRow",
    "HoldRuleRow",
    "KitRow",
    "LineRow",
    "NoteRow",
    "OrderDetail",
    "OrderPage",
    "OrderRow",
    "ShopRow",
    "ViewRow",
    "addresses",
    "as_ordered",
    "ask_wishes",
    "channel_id",
    "channels",
    "channels_of",
    "charges",
    "detail",
    "held",
    "hold_rules",
    "holds",
    "kits",
    "lines",
    "mergeable",
    "newest_day",
    "notes",
    "numbered",
    "of_day",
    "of_shops",
    "orders",
    "rows",
    "shop_access",
    "shops",
    "still_wanted",
    "stopped",
    "terms",
    "views",
    "wishes",
    "worth",
]


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
    """An order whole; `split_from`, `merged_into`, `splits`, `replaces` and `replaced` are ids of other orders."""

    order: OrderRow
    service: str
    delivery_instructions: str
    gift_message: str
    taken_at: datetime
    decided: bool
    ship_rule: str
    priority: str
    split_from: int | None
    merged_into: int | None
    splits: tuple[int, ...]
    replaces: int | None
    replaced: tuple[int, ...]
    address: AddressRow
    lines: tuple[LineRow, ...]
    kits: tuple[KitRow, ...]
    charges: tuple[ChargeRow, ...]


_ADDRESS = tuple(AddressRow.__dataclass_fields__)


def detail(order_id: int) -> OrderDetail | None:
    """Return an order whole, or None."""
    row = rows([order_id]).get(order_id)
    if row is None:
        return None
    order = Order.objects.get(pk=order_id)
    goods = lines([order_id])
    return OrderDetail(
        order=row,
        service=order.service,
        delivery_instructions=order.delivery_instructions,
        gift_message=order.gift_message,
        taken_at=order.taken_at,
        decided=order.decided,
        ship_rule=order.ship_rule,
        priority=next(name for name, value in PRIORITIES.items() if value == order.priority),
        split_from=order.split_from_id,
        merged_into=order.merged_into_id,
        splits=tuple(Order.objects.filter(split_from=order).order_by("id").values_list("id", flat=True)),
        replaces=order.replaces_id,
        replaced=tuple(Order.objects.filter(replaces=order).order_by("id").values_list("id", flat=True)),
        address=addresses([order_id])[order_id],
        lines=tuple(goods),
        kits=tuple(kits(goods)),
        charges=tuple(charges([order_id]).get(order_id, ())),
    )


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
    return ask_wishes(order_ids).read()


def ask_wishes(order_ids: Iterable[int]) -> sql.Answer[dict[int, tuple[str, str, str]]]:
    """Ask what customers wish, as `wishes` says it, together with other questions."""
    orders = {"orders": sorted(set(order_ids))}
    return sql.ask("placing", "wishes", orders, lambda found: {pk: tuple(wish) for pk, *wish in found})


def terms(order_ids: Iterable[int]) -> dict[int, tuple[int, str]]:
    """Return {order id: (priority, ship rule)}."""
    found = Order.objects.filter(pk__in=set(order_ids)).values_list("id", "priority", "ship_rule")
    return {pk: (priority, ship_rule) for pk, priority, ship_rule in found}


def stopped(order_ids: Iterable[int]) -> dict[int, str]:
    """Return {order id: why} of those of these orders that must not leave: held, or not whole though it is to be."""
    ids = set(order_ids)
    found = dict.fromkeys(held(ids), "is on hold")
    whole = Order.objects.filter(pk__in=ids).exclude(ship_rule="as_available")
    lacking = whole.filter(lines__sourced__lt=F("lines__quantity") - F("lines__cancelled"))
    for order_id in lacking.values_list("id", flat=True):
        found.setdefault(order_id, "leaves only when all of it is there, and it waits for goods")
    return found


def numbered(text: str, *, limit: int = 10) -> dict[int, int]:
    """Return {order id: the order it was merged into, else itself} of orders with this number, ours or the shop's.

    Of the shop's number a # before it may lack, and small letters may be large. Several shops may count alike.
    """
    plain = text.strip().removeprefix("#")
    theirs = {mark + word for word in (plain, plain.upper()) for mark in ("", "#")} if plain else set()
    found = Order.objects.filter(Q(pk=order_id_of(text) or 0) | Q(external_id__in=theirs)).order_by("-id")
    return {pk: merged or pk for pk, merged in found.values_list("id", "merged_into_id")[:limit]}


def channels() -> list[tuple[str, str, str]]:
    """Return (code, name, currency) of all channels."""
    return list(Channel.objects.order_by("code").values_list("code", "name", "currency"))


def channels_of(order_ids: Iterable[int]) -> dict[int, int]:
    """Return {order id: id of its channel}."""
    return dict(Order.objects.filter(pk__in=set(order_ids)).values_list("id", "channel_id"))


class Worth(NamedTuple):
    """What rules tell orders apart by: channel, customer's tier, and minor units of the company's currency.

    None for orders in another currency: what that is worth by now nobody knows here.
    """

    channel: str
    value_minor: int | None
    tier: str


def worth(order_ids: Iterable[int]) -> dict[int, Worth]:
    """Return {order id: what rules tell it apart by}."""
    fields = ("id", "channel__code", "currency", "goods_minor", "customer_id")
    found, own = list(Order.objects.filter(pk__in=set(order_ids)).values_list(*fields)), carriers.company_currency()
    tiers = customers.tiers(row[4] for row in found if row[4] is not None)
    return {
        pk: Worth(channel, minor if currency == own else None, tiers.get(customer, "") if tiers else "")
        for pk, channel, currency, minor, customer in found
    }


def channel_id(code: str) -> int | None:
    """Return the id of the channel with this code."""
    return Channel.objects.filter(code=code).values_list("id", flat=True).first()
