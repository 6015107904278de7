"""What a day's orders come to."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Max, Min, Q, Sum

from packhorse.placing.models import Order, OrderLine


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
