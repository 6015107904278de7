"""Which bins are counted next, and by which rules a warehouse counts."""

from collections import defaultdict
from dataclasses import astuple
from datetime import UTC, datetime, time, timedelta

from django.db import transaction

from packhorse.catalog import queries as catalog
from packhorse.counting import queries
from packhorse.counting.models import Count, CountPlan
from packhorse.counting.rules import REASONS, WEEK, Plan, PlannedBin, best, choose, classes, share_of_night
from packhorse.errors import Refusal
from packhorse.inventory import queries as stock
from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow

MOVED_DAYS = 90  # a product's class is that of the value picked in so many days
COUNTED_USES = ("pick", "reserve", "quarantine", "damaged")  # goods in a receiving bin only wait to be put away
MOST = {"days": 3650, "per_night": 100_000, "units": 100_000, "percent": 100, "minor": 10**12}


def plan_counts(*, now: datetime, actor: str, warehouse_id: int | None = None) -> int:
    """Plan tonight's counts of every warehouse, or of one; return how many are new. A second time a day adds none."""
    sites = [site for site in network.warehouses() if warehouse_id in (None, site.id)]
    picked = stock.picked_since(now - timedelta(days=MOVED_DAYS))
    products = catalog.by_id(product for product, _ in picked)
    made = 0
    for site in sites:
        moved = {p: units * products[p].price_minor for (p, where), units in picked.items() if where == site.id}
        made += _plan(site, classes(moved), now=now, actor=actor)
    return made


@transaction.atomic
def _plan(site: WarehouseRow, letters: dict[int, str], *, now: datetime, actor: str) -> int:
    plan = queries.plan(site.id)
    bins = _bins(site.id, letters)
    share = share_of_night(bins, plan)
    midnight = datetime.combine(now.date(), time(), UTC)
    most = min(share - queries.asked_on(site.id, midnight), WEEK * share - queries.undone_cycle(site.id))
    busy = queries.busy_bins(site.id)
    chosen = choose([each for each in bins if each.bin_id not in busy], plan, today=now.date(), most=most)
    Count.objects.bulk_create(
        [
            Count(
                warehouse_id=site.id,
                bin_id=each.bin_id,
                reason="cycle",
                priority=REASONS["cycle"],
                state="due",
                due_on=day,
                asked_by=actor,
                asked_at=now,
            )
            for each, day in chosen
        ],
        ignore_conflicts=True,  # a bin that somebody wants counted at this very moment
    )
    return len(chosen)


def _bins(warehouse_id: int, letters: dict[int, str]) -> list[PlannedBin]:
    """Return what can be counted in a warehouse, with class and last count; an empty bin is C."""
    rows = network.bins(warehouse_id, uses=COUNTED_USES)
    lying: dict[int, list[str]] = defaultdict(list)
    for row in stock.in_bins(each.id for each in rows):
        lying[row.bin_id].append(letters.get(row.product_id, "C"))
    last = queries.counted_on(warehouse_id)
    return [
        PlannedBin(each.id, best(lying[each.id]), last[each.id].date() if each.id in last else None) for each in rows
    ]


@transaction.atomic
def keep_plan(*, warehouse_id: int, plan: Plan) -> None:
    """Keep by which rules a warehouse counts."""
    limits = {
        "days": (plan.a_days, plan.b_days, plan.c_days),
        "per_night": (plan.per_night,),
        "units": (plan.tolerance_units,),
        "percent": (plan.tolerance_percent,),
        "minor": (plan.tolerance_minor,),
    }
    for name, given in limits.items():
        least = 1 if name == "days" else 0
        if wrong := [each for each in given if not least <= each <= MOST[name]]:
            raise Refusal("WRONG_PLAN", f"{name}: {wrong[0]} is not between {least} and {MOST[name]}.", status=422)
    CountPlan.objects.update_or_create(
        warehouse_id=warehouse_id, defaults=dict(zip(queries.PLAN_FIELDS, astuple(plan), strict=True))
    )
