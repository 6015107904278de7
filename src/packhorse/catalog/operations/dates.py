"""Say when a product may be sent and when goods come next."""

from datetime import date, datetime

from django.db import transaction

from packhorse.catalog.models import KitPart, Product
from packhorse.catalog.operations.turn import alone
from packhorse.errors import Refusal, missing
from packhorse.events import ProductDated
from packhorse.outbox.publish import publish


@transaction.atomic
def set_dates(*, sku: str, released_on: date | None, expected_on: date | None, now: datetime, actor: str) -> None:
    """Say from when on a product may be sent (a pre-order until then), and when goods are expected next.

    None: nobody says. Orders that wait for it are looked at again.
    """
    alone()
    if KitPart.objects.filter(kit__sku=sku).exists():
        text = f"{sku} is a kit: it is sent when its parts may be. Give the days to its parts."
        raise Refusal("KIT_HAS_NO_DAYS", text, status=422)
    found = Product.objects.filter(sku=sku)
    if not found.update(released_on=released_on, expected_on=expected_on):
        raise missing("product", sku[:64])
    publish([ProductDated(tuple(found.values_list("id", flat=True)))], now=now, actor=actor)
