"""Rules on the choice of services: keep, move, switch on and off, drop."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from packhorse.carriers.models import RateRule
from packhorse.carriers.rule_reading import MOST_RULES, KnownNames, read_rule
from packhorse.errors import Refusal, missing
from packhorse.events import CarriersChanged
from packhorse.outbox.publish import publish


@transaction.atomic
def keep_rate_rule(
    *, given: Mapping[str, Any], known: KnownNames, now: datetime, actor: str, rule_id: int | None = None
) -> int:
    """Keep a rule, a new one after all others, or change the one of that id; return its id.

    It counts for labels from now on. Orders that wait for a carrier are tried again.
    """
    facts = read_rule(given, known)
    rows = list(RateRule.objects.select_for_update().order_by("id"))
    if any(row.name == facts["name"] and row.pk != rule_id for row in rows):
        raise Refusal("NAME_TAKEN", f"name: there is a rule {facts['name']!r} already.", status=409)
    facts |= {"changed_at": now, "changed_by": actor}
    if rule_id is None:
        if len(rows) >= MOST_RULES:
            raise Refusal("TOO_MANY_RULES", f"There are {MOST_RULES} rules, as many as may be: drop one.", status=409)
        last = RateRule.objects.aggregate(last=Max("place"))["last"] or 0
        rule_id = RateRule.objects.create(place=last + 1, **facts).pk
    elif not RateRule.objects.filter(pk=rule_id).update(**facts):
        raise missing("rule", rule_id)
    publish([CarriersChanged()], now=now, actor=actor)
    return rule_id


@transaction.atomic
def use_rate_rule(*, rule_id: int, on: bool, now: datetime, actor: str) -> None:
    """Let a rule count, or keep it without."""
    if not RateRule.objects.filter(pk=rule_id).update(on=on, changed_at=now, changed_by=actor):
        raise missing("rule", rule_id)
    publish([CarriersChanged()], now=now, actor=actor)


@transaction.atomic
def drop_rate_rule(*, rule_id: int, now: datetime, actor: str) -> None:
    """Forget a rule."""
    if not RateRule.objects.filter(pk=rule_id).delete()[0]:
        raise missing("rule", rule_id)
    publish([CarriersChanged()], now=now, actor=actor)


@transaction.atomic
def raise_rate_rule(*, rule_id: int) -> None:
    """Let a rule be asked before the one that stands above it; the first stays where it is."""
    rows = list(RateRule.objects.select_for_update().order_by("place", "id"))
    nth = next((nth for nth, row in enumerate(rows) if row.pk == rule_id), None)
    if nth is None:
        raise missing("rule", rule_id)
    if nth:
        rows[nth - 1 : nth + 1] = rows[nth], rows[nth - 1]
    for place, row in enumerate(rows, 1):
        RateRule.objects.filter(pk=row.pk).exclude(place=place).update(place=place)
