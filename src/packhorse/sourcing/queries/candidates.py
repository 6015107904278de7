"""Warehouses as candidates for an order."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Count, Q

from packhorse.carriers import queries as carriers
from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow
from packhorse.sourcing.models import FulfillmentOrder
from packhorse.sourcing.rules import Site


def load_of(cutoffs: Mapping[int, datetime]) -> dict[int, int]:
    """Return {warehouse id: fulfillment orders that already leave at the given cut-off}."""
    condition = Q(pk=None)
    for warehouse_id, cutoff in cutoffs.items():
        condition |= Q(warehouse_id=warehouse_id, ship_by=cutoff)
    found = FulfillmentOrder.objects.filter(condition).exclude(state="cancelled")
    return dict.fromkeys(cutoffs, 0) | dict(found.values_list("warehouse_id").annotate(Count("id")).order_by())


def candidate_sites(warehouses: Iterable[WarehouseRow], *, now: datetime) -> list[Site]:
    """Return warehouses as candidates: what they store, where carriers go, and their room until the cut-off."""
    sites = list(warehouses)
    ways, closed = carriers.reached(), network.closed(now)
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
            closed.get(site.id, ""),
        )
        for site in sites
    ]
