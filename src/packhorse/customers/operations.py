"""Keep customers."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from packhorse.customers.models import Customer
from packhorse.customers.rules import LONGEST_NUMBER, NewCustomer, is_tier
from packhorse.errors import Refusal
from packhorse.events import TiersChanged
from packhorse.outbox.publish import publish


@transaction.atomic
def keep_customers(customers: Sequence[NewCustomer]) -> None:
    """Keep customers, or bring known ones (by number) up to date. All or none."""
    fields = [field for field in NewCustomer.__dataclass_fields__ if field != "number"]
    Customer.objects.bulk_create(
        [Customer(**asdict(customer)) for customer in customers],
        update_conflicts=True,
        unique_fields=["number"],
        update_fields=fields,
        batch_size=1000,
    )


@transaction.atomic
def set_tiers(tiers: Mapping[str, str], *, now: datetime) -> None:
    """Set the tiers of customers {number: tier; empty: none}. One that is not known yet is kept by number and tier.

    All or none; refuses what is no number and what is no tier. Orders that rules keep waiting are tried again.
    """
    for number, tier in tiers.items():
        if not number.strip() or number != number.strip() or len(number) > LONGEST_NUMBER or "\x00" in number:
            text = f"{number[:LONGEST_NUMBER]!r} is no customer's number: 1 to {LONGEST_NUMBER} characters."
            raise Refusal("CUSTOMER_WRONG", text, status=422, details={"number": number[:LONGEST_NUMBER]})
        if tier and not is_tier(tier):
            text = (
                f"Customer {number}: {tier[:30]!r} is no tier: up to 20 capitals, figures, - or _, such as GOLD; "
                "empty for none."
            )
            raise Refusal("TIER_WRONG", text, status=422, details={"number": number})
    unknown = {"name": "", "line1": "", "city": "", "country": "", "assumed": False}
    Customer.objects.bulk_create(
        [Customer(number=number, tier=tier, **unknown) for number, tier in sorted(tiers.items())],
        update_conflicts=True,
        unique_fields=["number"],
        update_fields=["tier"],
        batch_size=1000,
    )
    publish([TiersChanged()], now=now, actor="customers")
