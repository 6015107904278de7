"""What a day is asked about as it goes on: orders taken in, which were placed on it, and what is open over all days."""

from datetime import date, datetime

from django.db.models import Count, F, Max, Subquery, Value
from django.db.models.functions import Coalesce

from packhorse.placing.models import Order, OrderHold

OPEN_STATES = ("placed", "backordered", "sourced", "shipped")
AT_ONCE = 1000  # ids grow with time but for orders that were being taken in at the same moment


def any_order() -> bool:
    """Say whether there is an order at all."""
    return Order.objects.exists()


def taken_in(start: datetime, end: datetime) -> int:
    """Return how many orders were taken in from `start` until before `end`, whenever they were placed."""
    # `taken_at` has no index: walking back from the newest order reads only what came since `start`.
    before = Order.objects.filter(taken_at__lt=start).order_by("-id").values("id")[:1]
    found = Order.objects.filter(taken_at__gte=start, taken_at__lt=end)
    return found.filter(id__gt=Coalesce(Subquery(before), Value(0)) - Value(AT_ONCE)).count()


def ids_placed(start: datetime, end: datetime) -> list[int]:
    """Return the ids of the orders placed from `start` until before `end`."""
    return list(Order.objects.filter(placed_at__gte=start, placed_at__lt=end).values_list("id", flat=True))


def newest_day_before(end: datetime) -> date | None:
    """Return the day (UTC) on which the newest order dated before `end` was placed."""
    newest = Order.objects.filter(placed_at__lt=end).aggregate(newest=Max("placed_at"))["newest"]
    return newest.date() if newest else None


def open_now() -> dict[str, int]:
    """Return {state: orders that are not at their end}; those on hold are counted as `held` and nowhere else."""
    held = OrderHold.objects.filter(released_at=None, order__state__in=OPEN_STATES)
    by_held = dict(held.values_list(F("order__state")).annotate(Count("order_id", distinct=True)).order_by())
    counts = Order.objects.filter(state__in=OPEN_STATES).values_list("state").annotate(Count("id")).order_by()
    by_state = dict(counts)
    free = {state: max(0, by_state.get(state, 0) - by_held.get(state, 0)) for state in OPEN_STATES}
    return {"placed": free.pop("placed"), "held": sum(by_held.values()), **free}
