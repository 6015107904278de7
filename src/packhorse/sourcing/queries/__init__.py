"""Read fulfillment orders and the reasons behind them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from packhorse import sql
from packhorse.algorithms.odds import all_kept
from packhorse.sourcing.models import FulfillmentOrder, WaitingOrder
from packhorse.sourcing.queries.availability import AvailabilityRow, PartRow, Where, availability
from packhorse.sourcing.queries.candidates import candidate_sites, line_need, scene, value_of
from packhorse.sourcing.queries.cost_of_way import PartCost, Way, WayRow, way_now, ways
from packhorse.sourcing.queries.desk import COUNTED, DeskPage, DeskRow, desk, sizes
from packhorse.sourcing.queries.explain import Explanation, explanations
from packhorse.sourcing.queries.lacking import lacking_of
from packhorse.sourcing.queries.policies import (
    PolicyRow,
    PolicyStepRow,
    in_shadow,
    live,
    policies,
    policy,
    policy_steps,
)
from packhorse.sourcing.queries.promised import PromiseRow, promises_of
from packhorse.sourcing.queries.runs import RunRow, RunSums, run_sums, runs, runs_by_id
from packhorse.sourcing.queries.shadow import ShadowDay, shadow_days, shadow_examples
from packhorse.sourcing.queries.wishes import ChangeRow, WishRow, changes, pooled, wishes
from packhorse.sourcing.rules import STATES_AT_WORK

__all__ = [
    "COUNTED",
    "OPEN",
    "AvailabilityRow",
    "ChangeRow",
    "DeskPage",
    "DeskRow",
    "Explanation",
    "FulfillmentRow",
    "OrderPromise",
    "PartCost",
    "PartRow",
    "PolicyRow",
    "PolicyStepRow",
    "PromiseRow",
    "RunRow",
    "RunSums",
    "ShadowDay",
    "WaitingRow",
    "Way",
    "WayRow",
    "Where",
    "WishRow",
    "ask_states",
    "at_work_in",
    "availability",
    "by_id",
    "candidate_sites",
    "changes",
    "desk",
    "explanations",
    "in_shadow",
    "lacking_of",
    "line_need",
    "live",
    "of_order",
    "of_orders",
    "open_by_warehouse",
    "open_for_wave",
    "order_promise",
    "policies",
    "policy",
    "policy_steps",
    "pooled",
    "promises_of",
    "run_sums",
    "runs",
    "runs_by_id",
    "scene",
    "shadow_days",
    "shadow_examples",
    "sizes",
    "to_leave",
    "value_of",
    "waiting",
    "way_now",
    "ways",
    "wishes",
]


@dataclass(frozen=True)
class FulfillmentRow:
    """A fulfillment order."""

    id: int
    order_id: int
    warehouse_id: int
    state: str
    created_at: datetime
    ship_by: datetime
    promised_on: date | None
    km: int
    chance: int | None = None
    first_promised_on: date | None = None
    first_chance: int | None = None


_ROW = tuple(FulfillmentRow.__dataclass_fields__)
OPEN = Q(state__in=["open", "on_hold", "released", "picking", "picked", "sorted", "packed"])


def open_for_wave(warehouse_id: int, *, limit: int) -> list[FulfillmentRow]:
    """Return fulfillment orders of a warehouse that are on no pick list yet, the first to leave first."""
    found = FulfillmentOrder.objects.filter(warehouse_id=warehouse_id, state="open").order_by("ship_by", "id")
    return [FulfillmentRow(*row) for row in found.values_list(*_ROW)[:limit]]


def by_id(ids: Iterable[int]) -> dict[int, FulfillmentRow]:
    """Return fulfillment orders by id."""
    found = FulfillmentOrder.objects.filter(pk__in=set(ids)).values_list(*_ROW)
    return {row[0]: FulfillmentRow(*row) for row in found}


def ask_states(ids: Iterable[int]) -> sql.Answer[dict[int, str]]:
    """Ask for {fulfillment id: state}."""
    return sql.ask("sourcing", "states", {"ids": sorted(set(ids))}, dict)


def of_order(order_id: int) -> list[FulfillmentRow]:
    """Return an order's fulfillment orders."""
    found = FulfillmentOrder.objects.filter(order_id=order_id).order_by("id")
    return [FulfillmentRow(*row) for row in found.values_list(*_ROW)]


def of_orders(order_ids: Iterable[int]) -> list[FulfillmentRow]:
    """Return the fulfillment orders of many orders."""
    found = FulfillmentOrder.objects.filter(order_id__in=set(order_ids)).order_by("id")
    return [FulfillmentRow(*row) for row in found.values_list(*_ROW)]


def open_by_warehouse() -> dict[int, dict[str, int]]:
    """Return {warehouse id: {state: open fulfillment orders}}."""
    found = FulfillmentOrder.objects.filter(OPEN).values_list("warehouse_id", "state").annotate(Count("id")).order_by()
    table: dict[int, dict[str, int]] = {}
    for warehouse_id, state, count in found:
        table.setdefault(warehouse_id, {})[state] = count
    return table


def at_work_in(warehouse_id: int, *, limit: int = 50) -> list[FulfillmentRow]:
    """Return a warehouse's fulfillment orders that are on a pick list or further on and have not left."""
    found = FulfillmentOrder.objects.filter(warehouse_id=warehouse_id, state__in=STATES_AT_WORK).order_by(
        "ship_by", "id"
    )
    return [FulfillmentRow(*row) for row in found.values_list(*_ROW)[:limit]]


def to_leave(until: datetime, *, limit: int = 50) -> list[FulfillmentRow]:
    """Return open fulfillment orders whose cut-off comes before `until` or has passed, the latest first."""
    found = FulfillmentOrder.objects.filter(OPEN, ship_by__lt=until).order_by("ship_by", "id")
    return [FulfillmentRow(*row) for row in found.values_list(*_ROW)[:limit]]


@dataclass(frozen=True)
class WaitingRow:
    """An order that waits for goods: since when, how many units, from when on all of them may be there, and why."""

    order_id: int
    since: datetime
    units: int
    expected_on: date | None
    queue: str
    code: str
    reason: str


def waiting(order_ids: Iterable[int]) -> dict[int, WaitingRow]:
    """Return {order id: what it waits for} of those of these orders that wait."""
    found = WaitingOrder.objects.filter(order_id__in=set(order_ids))
    return {row[0]: WaitingRow(*row) for row in found.values_list(*WaitingRow.__dataclass_fields__)}


@dataclass(frozen=True)
class OrderPromise:
    """What an order is promised: the latest of its parts, and the chance (permille) that all of them are kept.

    The first is what the customer was told. None where a part goes where no carrier says a day.
    """

    promised_on: date | None
    chance: int | None
    first_promised_on: date | None


def order_promise(parts: Iterable[FulfillmentRow]) -> OrderPromise:
    """Return the promise of an order with these fulfillment orders."""
    live = [part for part in parts if part.state != "cancelled"]
    days = [part.promised_on for part in live if part.promised_on]
    firsts = [part.first_promised_on for part in live if part.first_promised_on]
    chances = [part.chance for part in live if part.chance is not None]
    return OrderPromise(
        max(days) if days and len(days) == len(live) else None,
        all_kept(chances) if chances and len(chances) == len(live) else None,
        max(firsts) if firsts and len(firsts) == len(live) else None,
    )
