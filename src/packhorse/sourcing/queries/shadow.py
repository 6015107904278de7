"""Read how the rules in shadow compare with the live ones."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum
from django.db.models.functions import TruncDate

from packhorse.sourcing.models import SourcingShadowFigure

SUMS = (
    "orders",
    "otherwise",
    *(f"{by}_{what}" for by in ("live", "shadow") for what in ("cost", "splits", "km", "missing")),
)
MOST_DAYS = 60


@dataclass(frozen=True)
class ShadowDay:
    """A day's batches by the live rules and by those in shadow; costs are minor units of freight and handling."""

    day: date
    orders: int
    otherwise: int
    live_cost: int
    live_splits: int
    live_km: int
    live_missing: int
    shadow_cost: int
    shadow_splits: int
    shadow_km: int
    shadow_missing: int


def shadow_days(version: int) -> list[ShadowDay]:
    """Return how a version compared while it was in shadow, day by day (UTC), the newest first."""
    days = SourcingShadowFigure.objects.filter(policy_id=version).annotate(day=TruncDate("at")).values("day")
    found = days.annotate(**{f"all_{name}": Sum(name) for name in SUMS}).order_by("-day")[:MOST_DAYS]
    return [ShadowDay(row["day"], *(row[f"all_{name}"] for name in SUMS)) for row in found]


def shadow_examples(version: int, *, limit: int = 20) -> list[int]:
    """Return some orders that a version would have served otherwise, the newest first."""
    rows = SourcingShadowFigure.objects.filter(policy_id=version, otherwise__gt=0).order_by("-at", "-id")
    ids = [pk for examples in rows.values_list("examples", flat=True)[:limit] for pk in examples]
    return list(dict.fromkeys(ids))[:limit]
