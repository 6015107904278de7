"""Read the versions of the rules of sourcing, and those that are in force."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from packhorse.catalog import queries as catalog
from packhorse.inbound import queries as inbound
from packhorse.network import queries as network
from packhorse.sourcing.costs import Weights
from packhorse.sourcing.models import SourcingPolicy, SourcingPolicyStep
from packhorse.sourcing.policy import NO_RULES, KeepBack, Policy
from packhorse.sourcing.ruleset import read


@dataclass(frozen=True)
class PolicyRow:
    """A version of the rules, as people wrote them."""

    version: int
    name: str
    note: str
    state: str
    split: int
    late_day: int
    balance: int
    rules: list[dict[str, Any]]
    made_at: datetime
    made_by: str


@dataclass(frozen=True)
class PolicyStepRow:
    """When a version came into a state, and by whom."""

    version: int
    state: str
    at: datetime
    actor: str


_ROW = tuple(PolicyRow.__dataclass_fields__)
MOST = 200
HORIZON_DAYS = 14  # after which more is reckoned to come, where nobody has said when


def policies(*, states: Collection[str] = (), limit: int = MOST) -> list[PolicyRow]:
    """Return versions of the rules, the newest first."""
    found = SourcingPolicy.objects.order_by("-version")
    found = found.filter(state__in=states) if states else found
    return [PolicyRow(*row) for row in found.values_list(*_ROW)[:limit]]


def policy(version: int) -> PolicyRow | None:
    """Return a version of the rules, or None."""
    row = SourcingPolicy.objects.filter(version=version).values_list(*_ROW).first()
    return PolicyRow(*row) if row else None


def policy_steps(versions: Iterable[int]) -> list[PolicyStepRow]:
    """Return what became of these versions, oldest first."""
    found = SourcingPolicyStep.objects.filter(policy_id__in=set(versions)).order_by("id")
    return [PolicyStepRow(*row) for row in found.values_list("policy_id", "state", "at", "actor")]


def live(now: datetime, product_ids: Iterable[int] = ()) -> Policy:
    """Return the rules that orders of these products are decided by now."""
    return _in_state("live", now, product_ids) or NO_RULES


def in_shadow(now: datetime, product_ids: Iterable[int] = ()) -> Policy | None:
    """Return the rules that are only tried, None when none are."""
    return _in_state("shadow", now, product_ids)


def _in_state(state: str, now: datetime, product_ids: Iterable[int]) -> Policy | None:
    row = next(iter(policies(states=[state], limit=1)), None)
    if row is None:
        return None
    weights = Weights(split=row.split, late_day=row.late_day, balance=row.balance)
    found = Policy(row.version, weights, read(row.rules))
    if any(rule.valid_from or rule.valid_until for rule in found.rules):
        found = found.on(*_days(now))
    if any(isinstance(rule, KeepBack) and rule.weeks_of_supply for rule in found.rules):
        found = replace(found, sold=inbound.sold_a_week(product_ids))
    return replace(found, soon=_soon(product_ids, now.date())) if row.balance else found


def _soon(product_ids: Iterable[int], today: date) -> dict[tuple[int, int], float]:
    """Return {(product id, warehouse id): units that are wanted there before more comes}, at the rate they are picked.

    More comes on the first day that is dated: of a delivery or purchase order to that warehouse, or what a person says
    of the product; where no day is known, after HORIZON_DAYS.
    """
    sold = inbound.sold_a_week(product_ids)
    ids = {pk for pk, _ in sold}
    if not ids:
        return {}
    said = {pk: found.expected_on for pk, found in catalog.by_id(ids).items()}
    coming: dict[tuple[int, int], list[date]] = {}
    for pk, some in inbound.incoming(ids).items():
        for each in some:
            if each.expected_on and each.expected_on > today:
                coming.setdefault((pk, each.warehouse_id), []).append(each.expected_on)
    found = {}
    for key, weekly in sold.items():
        day = said.get(key[0])
        days = [*coming.get(key, ()), *([day] if day and day > today else ())]
        left = (min(days) - today).days if days else HORIZON_DAYS
        found[key] = weekly * left / 7
    return found


def _days(now: datetime) -> tuple[date, dict[str, date]]:
    """Return the company's day, that of most of its warehouses, and {warehouse code: the day it is there}."""
    days = {site.code: site.day(now) for site in network.warehouses()}
    most = Counter(days.values()).most_common(1)
    return (most[0][0] if most else now.date()), days
