"""Rules on the choice of carriers, as the page and the API keep and try them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from packhorse.carriers.queries.rate_rules import rate_rules, rule_of, rules_in_force, targets
from packhorse.carriers.rule_reading import KnownNames, read_rule
from packhorse.catalog.rules import STORAGE_CLASSES
from packhorse.network import queries as network
from packhorse.placing import queries as placing
from packhorse.shipping.operations.preview import Preview, preview_rules


def known() -> KnownNames:
    """Return the names that rules may use. What a kept rule names stays known: its service may be sold no more."""
    kept = {each for row in rate_rules() for each in row.rule.targets}
    return KnownNames(
        targets=[*targets(), *sorted(kept - set(targets()))],
        warehouses=[site.code for site in network.warehouses()],
        channels=[code for code, _, _ in placing.channels()],
        classes=STORAGE_CLASSES,
    )


def tried(given: Mapping[str, Any], *, rule_id: int | None, now: datetime) -> Preview:
    """Return what a rule, new or in place of a kept one, would change for the last parcels. Refuses what is no rule."""
    facts = read_rule(given, known())
    before = rules_in_force(since=now.date() - timedelta(days=1))
    place = next((row.place for row in rate_rules() if row.id == rule_id), 2**31)
    after = [rule for rule in before if rule.id != rule_id]
    if facts["on"]:
        after.append(replace(rule_of(facts, id=rule_id or 0, place=place), place=place))
    return preview_rules(before=before, after=sorted(after, key=lambda rule: rule.place), now=now)
