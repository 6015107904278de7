"""Customers over the API: the tier by which rules of sourcing tell them apart. Nothing of a person is told or taken."""

from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Router, Status
from pydantic import BaseModel, Field, StringConstraints

from packhorse.customers import operations as customers
from packhorse.customers import queries as reads
from packhorse.customers.rules import LONGEST_NUMBER, TIER
from packhorse.errors import Refusal, missing
from packhorse.placing.api import REFUSED
from packhorse.placing.schemas import NO_NUL, In, example, text
from packhorse.web.keys import whole_house

router = Router(tags=["customers"])
Tier = Annotated[str, StringConstraints(pattern=f"^({TIER})?$")]


class TierIn(In):
    """A customer and the tier; empty: none."""

    number: text(LONGEST_NUMBER, 1)
    tier: Tier


class TiersIn(In):
    """Tiers to be set, all or none; of other customers they stay."""

    model_config = example(customers=[{"number": "C-1042", "tier": "GOLD"}, {"number": "C-1043", "tier": ""}])

    customers: list[TierIn] = Field(min_length=1, max_length=1000)


class CustomerOut(BaseModel):
    """A customer by number, and the tier; empty: none."""

    number: str
    tier: str


class TiersOut(BaseModel):
    """How many customers have their tiers as they were told."""

    kept: int


@router.put("/customers/tiers", response={200: TiersOut, **REFUSED}, summary="Set tiers of customers")
def set_tiers(request: HttpRequest, body: TiersIn) -> Status:
    """A number that is not known yet is kept with its tier, so that orders that name it later are of it."""
    whole_house(request)
    told = {each.number: each.tier for each in body.customers}
    if len(told) < len(body.customers):
        raise Refusal("CUSTOMER_TWICE", "customers: a number stands twice. Say each once.", status=422)
    customers.set_tiers(told, now=timezone.now())
    return Status(200, TiersOut(kept=len(told)))


@router.get("/customers/{number}", response={200: CustomerOut, **REFUSED}, summary="Read a customer's tier")
def read_customer(
    request: HttpRequest, number: str = Path(..., max_length=LONGEST_NUMBER, pattern=NO_NUL, examples=["C-1042"])
) -> CustomerOut:
    """The number and the tier: what else is known of a customer stays in the house."""
    whole_house(request)
    tier = reads.tier_of(number)
    if tier is None:
        raise missing("customer", number)
    return CustomerOut(number=number, tier=tier)
