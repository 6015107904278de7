"""The rules of sourcing by JSON: write versions, try them in shadow, let them go live."""

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Path, Router, Status
from pydantic import BaseModel, Field

from packhorse.errors import missing
from packhorse.placing.api import REFUSED, when_and_who
from packhorse.placing.rules import order_number
from packhorse.placing.schemas import In, example, text
from packhorse.sourcing import operations
from packhorse.sourcing import queries as sourcing
from packhorse.sourcing.rules import POLICY_STATES
from packhorse.sourcing.ruleset import KINDS, MOST_NAMED, MOST_RULES
from packhorse.web.keys import Key

COMPANY = Key("company")
router = Router(tags=["rules"])
Version = Path(..., ge=1, le=2**31 - 1, examples=[7], description="the version's number")
Words = list[text(64, 1)]


class WhatIn(In):
    """Which goods and orders a rule is about: what every field that is given names. Nothing: everything."""

    classes: Words = Field([], max_length=MOST_NAMED)
    products: Words = Field([], max_length=MOST_NAMED, description="SKUs")
    sku_prefixes: Words = Field([], max_length=MOST_NAMED)
    countries: Words = Field([], max_length=MOST_NAMED)
    channels: Words = Field([], max_length=MOST_NAMED)
    tiers: Words = Field([], max_length=MOST_NAMED, description="of customers, as `PUT /customers/tiers` sets them")


class RuleIn(In):
    """One rule; which fields it has is told by its kind (docs/sourcing.md). Days are included."""

    kind: Literal[tuple(KINDS)]
    what: WhatIn = WhatIn()
    warehouses: list[text(20, 1)] = Field([], max_length=MOST_NAMED)
    minor: int | None = Field(None, strict=True)
    km_minor: int | None = Field(None, strict=True, description="for every 100 km")
    units: int | None = Field(None, strict=True)
    weeks_of_supply: int | None = Field(None, strict=True)
    valid_from: date | None = None
    valid_until: date | None = None


class WeightsIn(In):
    """What things are worth, in minor units: a further parcel, a day later, the last unit where it will be wanted."""

    split: int = Field(50, strict=True, ge=0, le=100_000)
    late_day: int = Field(30, strict=True, ge=0, le=100_000)
    balance: int = Field(0, strict=True, ge=0, le=100_000)


class PolicyIn(In):
    """A draft of the rules, whole."""

    model_config = example(
        name="Peak season",
        note="as agreed on 3 November",
        weights={"split": 80, "late_day": 30, "balance": 0},
        rules=[
            {"kind": "tie", "what": {"classes": ["hazmat"]}, "warehouses": ["LDS"]},
            {"kind": "prefer", "what": {"countries": ["FR"]}, "warehouses": ["LIL"], "minor": -200},
            {"kind": "first", "what": {"tiers": ["GOLD"]}},
        ],
    )

    name: text(80, 1)
    note: text(300) = ""
    weights: WeightsIn = WeightsIn()
    rules: list[RuleIn] = Field([], max_length=MOST_RULES)

    def given(self) -> dict[str, Any]:
        """Return it as the operations take it."""
        rules = [rule.model_dump(mode="json", exclude_defaults=True) for rule in self.rules]
        weights = self.weights.model_dump()
        return {"name": self.name, "note": self.note, "weights": weights, "rules": rules}


class StepOut(BaseModel):
    """When a version came into a state, and by whom."""

    state: str
    at: datetime
    actor: str


class PolicyOut(BaseModel):
    """A version of the rules, and what became of it."""

    version: int
    name: str
    note: str
    state: Literal[tuple(POLICY_STATES)]
    weights: dict[str, int]
    rules: list[dict[str, Any]] = Field(description="as they were given")
    made_at: datetime
    made_by: str
    steps: list[StepOut]


class ShadowDayOut(BaseModel):
    """A day's batches by the live rules and by these; costs are minor units of freight and handling."""

    day: date
    orders: int
    otherwise: int = Field(description="orders that these rules serve otherwise")
    live_cost: int
    live_splits: int = Field(description="further parcels")
    live_km: int
    live_missing: int = Field(description="units that nobody sends")
    shadow_cost: int
    shadow_splits: int
    shadow_km: int
    shadow_missing: int


class FiguresOut(BaseModel):
    """How a version compared while it was in shadow, the newest day first; `examples`: orders that differ."""

    days: list[ShadowDayOut]
    examples: list[str]


class PoliciesOut(BaseModel):
    """Versions of the rules."""

    versions: list[PolicyOut]


@router.get("/sourcing/rules", auth=COMPANY, response={200: PoliciesOut, **REFUSED}, summary="List versions of rules")
def list_policies(request: HttpRequest) -> PoliciesOut:
    """The newest 200, the newest first."""
    return PoliciesOut(versions=_told(sourcing.policies()))


@router.get(
    "/sourcing/rules/{version}", auth=COMPANY, response={200: PolicyOut, **REFUSED}, summary="Read a version of rules"
)
def read_policy(request: HttpRequest, version: int = Version) -> PolicyOut:
    """With what became of it."""
    return _one(version)


@router.get(
    "/sourcing/rules/{version}/figures", auth=COMPANY, response={200: FiguresOut, **REFUSED}, summary="Compare rules"
)
def figures(request: HttpRequest, version: int = Version) -> FiguresOut:
    """What a version in shadow would have cost, beside what was live, day by day (UTC): the last 60 days with any."""
    if sourcing.policy(version) is None:
        raise missing("version of the rules", version)
    return FiguresOut(
        days=[ShadowDayOut(**vars(each)) for each in sourcing.shadow_days(version)],
        examples=[order_number(pk) for pk in sourcing.shadow_examples(version)],
    )


@router.post("/sourcing/rules", auth=COMPANY, response={201: PolicyOut, **REFUSED}, summary="Write new rules")
def draft(request: HttpRequest, wanted: PolicyIn) -> Status:
    """A draft; it decides nothing. Refuses rules that are wrong or contradict each other: which, and in which field."""
    return Status(201, _one(operations.draft_policy(**wanted.given(), **when_and_who(request))))


@router.put(
    "/sourcing/rules/{version}", auth=COMPANY, response={200: PolicyOut, **REFUSED}, summary="Write a draft anew"
)
def change(request: HttpRequest, wanted: PolicyIn, version: int = Version) -> Status:
    """Whole. What was live or in shadow once is never changed: write new rules instead."""
    operations.change_policy(version=version, **wanted.given(), **when_and_who(request))
    return Status(200, _one(version))


@router.post(
    "/sourcing/rules/{version}/shadow",
    auth=COMPANY,
    response={200: PolicyOut, **REFUSED},
    summary="Try rules in shadow",
)
def shadow(request: HttpRequest, version: int = Version) -> Status:
    """Instead of the version that is in shadow now, if any. Orders are served as before."""
    operations.try_policy(version=version, **when_and_who(request))
    return Status(200, _one(version))


@router.post(
    "/sourcing/rules/{version}/live", auth=COMPANY, response={200: PolicyOut, **REFUSED}, summary="Let rules go live"
)
def live(request: HttpRequest, version: int = Version) -> Status:
    """Instead of the version that is live now, if any. What is sourced from now on is decided by it."""
    operations.go_live(version=version, **when_and_who(request))
    return Status(200, _one(version))


@router.post(
    "/sourcing/rules/{version}/retire", auth=COMPANY, response={200: PolicyOut, **REFUSED}, summary="Retire rules"
)
def retire(request: HttpRequest, version: int = Version) -> Status:
    """For ever. When it was live, orders are decided without rules from now on."""
    operations.retire_policy(version=version, **when_and_who(request))
    return Status(200, _one(version))


def _one(version: int) -> PolicyOut:
    row = sourcing.policy(version)
    if row is None:
        raise missing("version of the rules", version)
    return _told([row])[0]


def _told(rows: list[sourcing.PolicyRow]) -> list[PolicyOut]:
    steps = sourcing.policy_steps(row.version for row in rows)
    return [
        PolicyOut(
            version=row.version,
            name=row.name,
            note=row.note,
            state=row.state,
            weights={"split": row.split, "late_day": row.late_day, "balance": row.balance},
            rules=row.rules,
            made_at=row.made_at,
            made_by=row.made_by,
            steps=[
                StepOut(state=each.state, at=each.at, actor=each.actor) for each in steps if each.version == row.version
            ],
        )
        for row in rows
    ]
