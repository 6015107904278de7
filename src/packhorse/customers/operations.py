"""Keep customers."""

from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction

from packhorse.customers.models import Customer
from packhorse.customers.rules import NewCustomer


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
