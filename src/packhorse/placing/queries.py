"""Read orders."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Max, Min, Q, Sum

from packhorse.placing.models import Channel, Order, OrderAddress, OrderCharge, OrderHold, OrderLine
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
_LINE = tuple(LineRow.__dataclass_fields__)
_ADDRESS = tuple(AddressRow.__dataclass_fields__)


def orders(
    *, state: str = "", text: str = "", channel: str = "", day: date | None = None, after: str = "", limit: int = PAGE
) -> OrderPage:
    """Return a page of orders, newest first.

    `text` is a public number, a channel's number, or the beginning of the recipient's name; `after` is the
    cursor of the page before.
    """
    found = Order.objects.order_by("-placed_at", "-id")
    if state:
        found = found.filter(state=state)
    if channel:
        found = found.filter(channel__code=channel)
    if day:
        found = found.filter(placed_at__date=day)
    if text := text.strip():
        names = OrderAddress.objects.filter(name__istartswith=text).values("order_id")
        found = found.filter(Q(pk=order_id_of(text) or 0) | Q(external_id=text) | Q(pk__in=names))
    if after and (cursor := _cursor(after)):
        found = found.filter(Q(placed_at__lt=cursor[0]) | Q(placed_at=cursor[0], pk__lt=cursor[1]))
    rows = [OrderRow(*row) for row in found.values_list(*_ROW)[: limit + 1]]
    more = len(rows) > limit
    rows = rows[:limit]
    return OrderPage(tuple(rows), f"{rows[-1].placed_at.isoformat()}_{rows[-1].id}" if more else "")


def _cursor(text: str) -> tuple[datetime, int] | None:
    try:
        placed_at, order_id = text.rsplit("_", 1)
        instant = datetime.fromisoformat(placed_at)
        return (instant, int(order_id)) if instant.tzinfo else None
    except ValueError:
        return None


def detail(order_id: int) -> OrderDetail | None:
    """Return an order whole, or None."""
    row = Order.objects.filter(pk=order_id).values_list(*_ROW).first()
    if row is None:
        return None
    order = Order.objects.get(pk=order_id)
    return OrderDetail(
        order=OrderRow(*row),
        service=order.service,
        delivery_instructions=order.delivery_instructions,
        gift_message=order.gift_message,
        taken_at=order.taken_at,
        decided=order.decided,
        address=addresses([order_id])[order_id],
        lines=tuple(lines([order_id])),
        charges=tuple(
            ChargeRow(*charge)
            for charge in OrderCharge.objects.filter(order_id=order_id)
            .order_by("id")
            .values_list("code", "description", "amount_minor")
        ),
    )


def lines(order_ids: Iterable[int]) -> list[LineRow]:
    """Return the lines of orders, by order and position."""
    found = OrderLine.objects.filter(order_id__in=set(order_ids)).order_by("order_id", "position")
    return [LineRow(*row) for row in found.values_list(*_LINE)]


def addresses(order_ids: Iterable[int]) -> dict[int, AddressRow]:
    """Return {order id: where it goes}."""
    found = OrderAddress.objects.filter(order_id__in=set(order_ids)).values_list(*_ADDRESS)
    return {row[0]: AddressRow(*row) for row in found}


def rows(order_ids: Iterable[int]) -> dict[int, OrderRow]:
    """Return orders as list rows, by id."""
    return {row[0]: OrderRow(*row) for row in Order.objects.filter(pk__in=set(order_ids)).values_list(*_ROW)}


def wishes(order_ids: Iterable[int]) -> dict[int, tuple[str, str, str]]:
    """Return {order id: (service, delivery instructions, gift message)}."""
    found = Order.objects.filter(pk__in=set(order_ids))
    return {
        pk: (service, instructions, gift)
        for pk, service, instructions, gift in found.values_list(
            "id", "service", "delivery_instructions", "gift_message"
        )
    }


@dataclass(frozen=True)
class HoldRow:
    """A hold on an order; open while `released_at` is None."""

    order_id: int
    kind: str
    reason: str
    at: datetime
    actor: str
    released_at: datetime | None
    released_by: str


_HOLD = tuple(HoldRow.__dataclass_fields__)


def holds(order_ids: Iterable[int]) -> list[HoldRow]:
    """Return every hold these orders ever had, oldest first."""
    found = OrderHold.objects.filter(order_id__in=set(order_ids)).order_by("id")
    return [HoldRow(*row) for row in found.values_list(*_HOLD)]


def held(order_ids: Iterable[int]) -> set[int]:
    """Return those of these orders that must not go on."""
    found = OrderHold.objects.filter(order_id__in=set(order_ids), released_at=None)
    return set(found.values_list("order_id", flat=True))


def channels() -> list[tuple[str, str, str]]:
    """Return (code, name, currency) of all channels."""
    return list(Channel.objects.order_by("code").values_list("code", "name", "currency"))


def newest_day() -> date | None:
    """Return the day (UTC) on which the newest order was placed."""
    newest = Order.objects.aggregate(newest=Max("placed_at"))["newest"]
    return newest.date() if newest else None


@dataclass(frozen=True)
class DayRow:
    """What a day's orders come to. `by_state` counts orders; `units` and `lines` leave out nothing."""

    by_state: dict[str, int]
    orders: int
    lines: int
    units: int
    cancelled_units: int
    backordered_units: int
    goods_minor: int
    first_at: datetime | None


def of_day(start: datetime) -> DayRow:
    """Return the sums of the orders placed in the 24 hours from `start`."""
    found = Order.objects.filter(placed_at__gte=start, placed_at__lt=start + timedelta(days=1))
    by_state = dict(found.values_list("state").annotate(Count("id")).order_by())
    sums = found.aggregate(goods=Sum("goods_minor"), first=Min("placed_at"))
    of_lines = OrderLine.objects.filter(order__in=found).aggregate(
        n=Count("id"),
        units=Sum("quantity"),
        cancelled_units=Sum("cancelled"),
        lacking=Sum(F("quantity") - F("cancelled") - F("sourced"), filter=Q(order__decided=True)),
    )
    return DayRow(
        by_state=by_state,
        orders=sum(by_state.values()),
        lines=of_lines["n"],
        units=of_lines["units"] or 0,
        cancelled_units=of_lines["cancelled_units"] or 0,
        backordered_units=max(0, of_lines["lacking"] or 0),
        goods_minor=sums["goods"] or 0,
        first_at=sums["first"],
    )
