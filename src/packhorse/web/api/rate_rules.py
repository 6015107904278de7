"""Rules on the choice of carriers by JSON: kept, tried on the last parcels, dropped."""

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Router, Status
from pydantic import BaseModel, Field

from packhorse.carriers import operations
from packhorse.carriers.queries import rate_rules as queries
from packhorse.carriers.rule_reading import LONGEST_NAME, MOST_NAMED
from packhorse.carriers.rules.rate_rules import KINDS, PERIODS
from packhorse.placing.api import REFUSED
from packhorse.placing.schemas import In, example, text
from packhorse.web import rate_rules
from packhorse.web.keys import Key, now_and_actor, whole_house

router = Router(tags=["carriers"], auth=Key("company"))
RuleId = Path(..., ge=1, lt=2**63, examples=[3], description="the rule's id")
Words = list[text(60, 1)]


class RateRuleIn(In):
    """A rule; which fields it has is told by its kind (docs/carriers.md). What it is about: all that is given."""

    model_config = example(name="No batteries by air", kind="never", targets=["ALB"], hazmat=["9"])

    name: text(LONGEST_NAME, 1)
    kind: Literal[tuple(KINDS)]
    on: bool = True
    targets: Words = Field([], max_length=MOST_NAMED, description="carriers (`ALB`) or services (`ALB express`)")
    hazmat: Words = Field([], max_length=MOST_NAMED, description="classes of dangerous goods; `any`")
    classes: Words = Field([], max_length=MOST_NAMED, description="storage classes")
    places: Words = Field([], max_length=MOST_NAMED, description="`GB`, or `GB BT` for postal codes that begin so")
    tiers: Words = Field([], max_length=MOST_NAMED)
    channels: Words = Field([], max_length=MOST_NAMED)
    warehouses: Words = Field([], max_length=MOST_NAMED)
    over_g: int | None = Field(None, strict=True, description="heavier than so many grams")
    over_minor: int | None = Field(None, strict=True, description="of orders worth more, in minor units")
    minor: int = Field(0, strict=True)
    percent: int = Field(0, strict=True)
    per: Literal[PERIODS] = "day"
    all_sites: bool = False
    valid_from: date | None = None
    valid_until: date | None = None
    who: text(60) = ""


class RateRuleOut(BaseModel):
    """A rule as it is kept."""

    id: int
    name: str
    kind: str
    on: bool
    targets: list[str]
    hazmat: list[str]
    classes: list[str]
    places: list[str]
    tiers: list[str]
    channels: list[str]
    warehouses: list[str]
    over_g: int | None
    over_minor: int | None
    minor: int
    percent: int
    per: str
    all_sites: bool
    valid_from: date | None
    valid_until: date | None
    changed_at: datetime
    changed_by: str


class RateRulesOut(BaseModel):
    """All rules in the order they are asked."""

    rules: list[RateRuleOut]


class RatePreviewOut(BaseModel):
    """Of so many parcels those that would go otherwise, what all cost more, and those that nobody would take.

    Late: the day that may be relied on, as the choice knows it, is after the promised day. What nobody would take is
    neither in the money nor in these.
    """

    parcels: int
    otherwise: int
    extra_minor: int
    held: int
    late_before: int = Field(description="parcels that would come late with the rules as they are")
    late: int = Field(description="parcels that would come late with this rule")
    more_late: int = Field(description="the difference; less than nothing: fewer come late")


@router.get("/carriers/rules", response={200: RateRulesOut, **REFUSED}, summary="Read rules on carriers")
def read_rules(request: HttpRequest) -> RateRulesOut:
    """Those that are off, too."""
    whole_house(request)
    return RateRulesOut(
        rules=[
            RateRuleOut(id=row.id, changed_at=row.changed_at, changed_by=row.changed_by, **row.given)
            for row in queries.rate_rules()
        ]
    )


@router.post("/carriers/rules", response={201: RateRulesOut, **REFUSED}, summary="Keep a new rule on carriers")
def add_rule(request: HttpRequest, body: RateRuleIn) -> Status:
    """It is asked after all others; 422 names the field that is wrong."""
    whole_house(request)
    operations.keep_rate_rule(given=_given(body), known=rate_rules.known(), **now_and_actor(request, body.who))
    return Status(201, read_rules(request))


@router.post("/carriers/rules/preview", response={200: RatePreviewOut, **REFUSED}, summary="Try a rule on carriers")
def preview(request: HttpRequest, body: RateRuleIn, rule: int | None = None) -> Status:
    """On the last 500 parcels, by the offers they had; `rule`: in place of that one. Nothing is kept."""
    whole_house(request)
    seen = rate_rules.tried(_given(body), rule_id=rule, now=timezone.now())
    return Status(200, RatePreviewOut(**vars(seen), more_late=seen.more_late))


@router.put("/carriers/rules/{rule_id}", response={200: RateRulesOut, **REFUSED}, summary="Change a rule on carriers")
def change_rule(request: HttpRequest, body: RateRuleIn, rule_id: int = RuleId) -> Status:
    """Whole: what is not given is as usual."""
    whole_house(request)
    who = now_and_actor(request, body.who)
    operations.keep_rate_rule(given=_given(body), known=rate_rules.known(), rule_id=rule_id, **who)
    return Status(200, read_rules(request))


@router.delete("/carriers/rules/{rule_id}", response={200: RateRulesOut, **REFUSED}, summary="Drop a rule on carriers")
def drop_rule(request: HttpRequest, rule_id: int = RuleId) -> Status:
    """For ever; to let it rest, keep it with `on` false."""
    whole_house(request)
    operations.drop_rate_rule(rule_id=rule_id, **now_and_actor(request))
    return Status(200, read_rules(request))


def _given(body: RateRuleIn) -> dict[str, Any]:
    return body.model_dump(exclude={"who"})
