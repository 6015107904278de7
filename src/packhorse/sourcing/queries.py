"""Read fulfillment orders and the reasons behind them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from packhorse import sql
from packhorse.carriers import queries as carriers
from packhorse.carriers.rules import Trip, promise
from packhorse.catalog import queries as catalog
from packhorse.inventory import queries as inventory
from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow
from packhorse.sourcing.models import FulfillmentOrder, SourcingDecision
from packhorse.sourcing.rules import Candidate, LineNeed, OrderNeed, Site, decide


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


@dataclass(frozen=True)
class DecisionRow:
    """A stored decision: when, by which method, every candidate, and how many units nobody had."""

    at: datetime
    method: str
    candidates: tuple[Candidate, ...]
    missing_units: int


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


def decisions(order_id: int) -> list[DecisionRow]:
    """Return the decisions on an order, newest first."""
    found = SourcingDecision.objects.filter(order_id=order_id).order_by("-id")
    return [
        DecisionRow(row.at, row.method, tuple(Candidate(*c) for c in row.candidates), row.missing_units)
        for row in found
    ]


def load_of(cutoffs: Mapping[int, datetime]) -> dict[int, int]:
    """Return {warehouse id: fulfillment orders that already leave at the given cut-off}."""
    condition = Q(pk=None)
    for warehouse_id, cutoff in cutoffs.items():
        condition |= Q(warehouse_id=warehouse_id, ship_by=cutoff)
    found = FulfillmentOrder.objects.filter(condition).exclude(state="cancelled")
    return dict.fromkeys(cutoffs, 0) | dict(found.values_list("warehouse_id").annotate(Count("id")).order_by())


def open_by_warehouse() -> dict[int, dict[str, int]]:
    """Return {warehouse id: {state: open fulfillment orders}}."""
    found = FulfillmentOrder.objects.filter(OPEN).values_list("warehouse_id", "state").annotate(Count("id")).order_by()
    table: dict[int, dict[str, int]] = {}
    for warehouse_id, state, count in found:
        table.setdefault(warehouse_id, {})[state] = count
    return table


def to_leave(until: datetime, *, limit: int = 50) -> list[FulfillmentRow]:
    """Return open fulfillment orders whose cut-off comes before `until` or has passed, the latest first."""
    found = FulfillmentOrder.objects.filter(OPEN, ship_by__lt=until).order_by("ship_by", "id")
    return [FulfillmentRow(*row) for row in found.values_list(*_ROW)[:limit]]


def candidate_sites(warehouses: Iterable[WarehouseRow], *, now: datetime) -> list[Site]:
    """Return warehouses as candidates: what they store, where carriers go, and their room until the cut-off."""
    sites = list(warehouses)
    ways = carriers.reached()
    load = load_of({site.id: site.leaves(now) for site in sites})
    return [
        Site(
            site.id,
            site.code,
            site.latitude,
            site.longitude,
            frozenset(site.storage_classes),
            site.capacity_per_day - load[site.id],
            ways.get(site.country, frozenset()),
        )
        for site in sites
    ]


@dataclass(frozen=True)
class PartRow:
    """Units that a warehouse would send, and the day they could be promised for (None: no carrier says)."""

    warehouse: str
    quantity: int
    promised_on: date | None


@dataclass(frozen=True)
class AvailabilityRow:
    """What can be promised of a product: units nobody holds that can reach the address, and who would send them."""

    product_id: int
    wanted: int
    available: int
    parts: tuple[PartRow, ...]


def availability(
    wanted: Mapping[int, int],
    *,
    country: str,
    latitude: float | None,
    longitude: float | None,
    service: str,
    now: datetime,
) -> list[AvailabilityRow]:
    """Answer what an order of `wanted` {product id: units} would get if it were placed now. Nothing is kept.

    The same decision as for real orders, on an order that does not exist; others may be quicker.
    """
    warehouses = {site.id: site for site in network.warehouses()}
    sites = candidate_sites(warehouses.values(), now=now)
    products = catalog.by_id(wanted)
    stock = inventory.available(set(wanted))
    lines = tuple(LineNeed(pk, pk, units, products[pk].storage_class) for pk, units in wanted.items())
    (decision,) = decide([OrderNeed(0, latitude, longitude, lines, country)], sites, stock)
    km = {candidate.warehouse_id: candidate.km or 0 for candidate in decision.candidates}
    book = carriers.rate_book()
    days = {}
    for site_id in {share.warehouse_id for share in decision.shares}:
        site = warehouses[site_id]
        leaves = site.leaves(now).astimezone(ZoneInfo(site.timezone)).date()
        days[site_id] = promise(book, Trip(site.country, country, km[site_id], leaves), service=service)
    reaching = [site for site in sites if country in (site.reaches or ())]
    return [
        AvailabilityRow(
            product_id=pk,
            wanted=units,
            available=sum(
                stock.get((pk, site.id), 0) for site in reaching if products[pk].storage_class in site.storage_classes
            ),
            parts=tuple(
                PartRow(warehouses[share.warehouse_id].code, share.quantity, days[share.warehouse_id])
                for share in decision.shares
                if share.line_id == pk
            ),
        )
        for pk, units in wanted.items()
    ]
