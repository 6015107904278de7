"""Read a manager's rules on the choice of services."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from packhorse.carriers.models import RateRule as Row
from packhorse.carriers.models import Service
from packhorse.carriers.rule_reading import FIELDS, LISTS
from packhorse.carriers.rules import About, RateRule


@dataclass(frozen=True)
class RateRuleRow:
    """A rule as it is kept; `given` holds its fields as they are written."""

    id: int
    place: int
    given: dict[str, object]
    changed_at: datetime
    changed_by: str

    @property
    def rule(self) -> RateRule:
        """The rule as it is asked."""
        return rule_of(self.given, id=self.id, place=self.place)


def rate_rules() -> list[RateRuleRow]:
    """Return all rules in the order they are asked, those that are off, too."""
    found = Row.objects.order_by("place", "id").values("id", "place", "changed_at", "changed_by", *FIELDS)
    return [
        RateRuleRow(
            *(row["id"], row["place"], {name: row[name] for name in FIELDS}), row["changed_at"], row["changed_by"]
        )
        for row in found
    ]


def rules_in_force(*, since: date) -> tuple[RateRule, ...]:
    """Return the rules that are on and do not end before a day, in the order they are asked."""
    rows = [row for row in rate_rules() if row.given["on"]]
    return tuple(rule for rule in (row.rule for row in rows) if rule.valid_until is None or rule.valid_until >= since)


def rule_of(given: Mapping[str, Any], *, id: int, place: int) -> RateRule:
    """Return a rule from its fields, as `carriers.rule_reading.read_rule` returns them."""
    facts = {name: value for name, value in given.items() if name not in ("on", "over_g", "over_minor", *LISTS)}
    facts["targets"] = frozenset(facts["targets"])
    lists = {name: frozenset(given[name]) for name in LISTS}
    about = About(**lists, over_g=given["over_g"], over_minor=given["over_minor"])
    return RateRule(id=id, place=place, about=about, **facts)


def targets() -> list[str]:
    """Return what rules may name: carriers, and services that are sold."""
    sold = Service.objects.filter(max_weight_g__gt=0).order_by("carrier__code", "code")
    found: dict[str, None] = {}
    for carrier, service in sold.values_list("carrier__code", "code"):
        found |= {carrier: None, f"{carrier} {service}": None}
    return list(found)
