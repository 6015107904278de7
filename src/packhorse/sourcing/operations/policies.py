"""The rules that a manager sets, version by version: written as drafts, tried in shadow, live, and retired."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from packhorse import sql
from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal, missing
from packhorse.events import RulesChanged
from packhorse.network import queries as network
from packhorse.outbox.publish import publish
from packhorse.placing import queries as placing
from packhorse.sourcing.costs import Weights
from packhorse.sourcing.models import SourcingPolicy, SourcingPolicyStep
from packhorse.sourcing.policy import Rule
from packhorse.sourcing.rules import POLICY_STATES
from packhorse.sourcing.ruleset import Known, prove, read

MOST_WORTH = 100_000
Given = Sequence[Mapping[str, Any]]


@transaction.atomic
def draft_policy(*, name: str, note: str, weights: Mapping[str, int], rules: Given, now: datetime, actor: str) -> int:
    """Write a new version of the rules as a draft; return its number. Refuses what is wrong or contradicts itself.

    `weights` may name `split`, `late_day` and `balance`; what it leaves out is worth what it is without rules.
    """
    values = _values(name, note, weights, rules)
    version = 1 + (_locked().order_by("-version").values_list("version", flat=True).first() or 0)
    SourcingPolicy.objects.create(version=version, state="draft", made_at=now, made_by=actor, **values)
    _keep_step(version, "draft", now, actor)
    return version


@transaction.atomic
def change_policy(
    *, version: int, name: str, note: str, weights: Mapping[str, int], rules: Given, now: datetime, actor: str
) -> None:
    """Write a draft anew. Refuses a version that is none any more: copy it into a new draft instead."""
    values = _values(name, note, weights, rules)
    if not _locked().filter(version=version, state="draft").update(**values, made_at=now, made_by=actor):
        raise _no_draft(version)


@transaction.atomic
def try_policy(*, version: int, now: datetime, actor: str) -> None:
    """Put a draft in shadow, in place of the one that is; nothing is served otherwise by it."""
    _enter(version, "shadow", now, actor)


@transaction.atomic
def go_live(*, version: int, now: datetime, actor: str) -> None:
    """Let orders be decided by a version from now on, in place of the one that is live; those that wait are tried."""
    _enter(version, "live", now, actor)
    publish([RulesChanged(version)], now=now, actor=actor)


@transaction.atomic
def retire_policy(*, version: int, now: datetime, actor: str) -> None:
    """Let a version rest for ever; when it was live, orders are decided without rules from now on."""
    row = _row(version)
    _move(row, "retired", now, actor)
    if row.state == "live":
        publish([RulesChanged(version)], now=now, actor=actor)


@transaction.atomic
def prove_again() -> None:
    """Refuse when what warehouses are by now contradicts the rules that are live, or in shadow."""
    for row in _locked().filter(state__in=["live", "shadow"]).order_by("version"):
        try:
            _prove(read(row.rules))
        except Refusal as refusal:
            words = "live" if row.state == "live" else "in shadow"
            text = f"Version {row.version} of the rules is {words}, and would be wrong: {refusal.text}"
            raise Refusal("RULES_STAND", text) from refusal


def _enter(version: int, state: str, now: datetime, actor: str) -> None:
    """Only one may be in a state: the one that is goes."""
    row = _row(version)
    _prove(read(row.rules))  # a warehouse or a channel may be gone since it was written
    for other in SourcingPolicy.objects.filter(state=state).exclude(version=version):
        _move(other, "retired", now, actor)
    _move(row, state, now, actor)


def _move(row: SourcingPolicy, state: str, now: datetime, actor: str) -> None:
    if state not in POLICY_STATES[row.state]:
        text = f"Version {row.version} is {row.state}: it cannot become {state}. Copy it into a new draft."
        raise Refusal("WRONG_STATE", text)
    SourcingPolicy.objects.filter(version=row.version, state=row.state).update(state=state)
    _keep_step(row.version, state, now, actor)


def _keep_step(version: int, state: str, now: datetime, actor: str) -> None:
    SourcingPolicyStep.objects.create(policy_id=version, state=state, at=now, actor=actor)


def _locked() -> Any:
    """Let no batch be decided, and no other version be changed, until this transaction is over."""
    sql.rows("sourcing", "one_at_a_time", {})
    return SourcingPolicy.objects


def _row(version: int) -> SourcingPolicy:
    row = _locked().filter(version=version).first()
    if row is None:
        raise missing("version of the rules", version)
    return row


def _no_draft(version: int) -> Refusal:
    if not SourcingPolicy.objects.filter(version=version).exists():
        return missing("version of the rules", version)
    return Refusal("NO_DRAFT", f"Version {version} is no draft any more: copy it into a new one and change that.")


def _values(name: str, note: str, weights: Mapping[str, int], rules: Given) -> dict[str, Any]:
    named, noted = " ".join(name.split()), " ".join(note.split())
    if not named or len(named) > 80:
        raise Refusal("NO_NAME", "name: give the rules a name, of 80 letters at most.", status=422)
    if len(noted) > 300:
        raise Refusal("NOTE_TOO_LONG", f"note: {len(noted)} letters, 300 at most.", status=422)
    worth = {field: getattr(Weights(), field) for field in ("split", "late_day", "balance")} | dict(weights)
    for field, minor in worth.items():
        if type(minor) is not int or not 0 <= minor <= MOST_WORTH:
            text = f"{field}: give a whole number of minor units from 0 to {MOST_WORTH}."
            raise Refusal("WEIGHT_WRONG", text, status=422)
    _prove(read(rules))
    return {"name": named, "note": noted, **worth, "rules": [dict(rule) for rule in rules]}


def _prove(rules: Sequence[Rule]) -> None:
    products = {sku for rule in rules for sku in rule.what.products}
    prefixes = {each for rule in rules for each in rule.what.sku_prefixes}
    sites = network.warehouses()
    known = Known(
        warehouses=[site.code for site in sites],
        channels=[code for code, _, _ in placing.channels()],
        products=catalog.ids_by_sku(products),
        sku_prefixes=[each for each in prefixes if catalog.begins(each)],
        stores={site.code: site.storage_classes for site in sites},
    )
    prove(rules, known)
