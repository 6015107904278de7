"""Find out what became of purchases without an answer, and give labels back that nobody uses."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from packhorse.carriers.adapters import Adapter, open_account
from packhorse.carriers.queries import accounts
from packhorse.outside import Again, Asks, Refused, TryLater
from packhorse.shipping.models import Purchase
from packhorse.shipping.operations.order_labels import settle_later
from packhorse.shipping.rules import LOOKS, TRIES, wait_after


def settle_purchase(*, key: str, private: bool, now: datetime) -> None:
    """Do what is next for one purchase; raises Again when it must be looked at later."""
    open_ones = Purchase.objects.filter(key=key, state__in=["unsure", "to_void"])
    if not open_ones.update(attempts=F("attempts") + 1):
        return
    row = open_ones.get()
    try:
        with open_account(accounts.access(row.account_id), private=private) as (adapter, client):
            state = _next(row, adapter, client, now)
    except TryLater as later:
        Purchase.objects.filter(pk=row.pk).update(said=later.text[:500])
        if row.attempts >= TRIES:
            Purchase.objects.filter(pk=row.pk, state="to_void").update(state="owed", ended_at=now)
            return
        raise Again(max(wait_after(row.attempts), later.seconds)) from None
    if state == "unsure":
        raise Again(wait_after(row.attempts))


def _next(row: Purchase, adapter: Adapter, client: Asks, now: datetime) -> str:
    """Return the state that a purchase comes to."""
    mine = Purchase.objects.filter(pk=row.pk)
    if row.state == "unsure":
        bought = adapter.find(client, row.key)
        if bought is None:
            # It may still be on its way to the carrier: looked for a few times, ever later, it is not.
            if row.attempts < LOOKS:
                return "unsure"
            mine.update(state="absent", said="It was never bought.", ended_at=now)
            return "absent"
        mine.update(state="to_void", ref=bought.ref, price_minor=bought.price_minor)
        row.ref = bought.ref
    try:
        said = adapter.void(client, row.ref)
    except Refused as refused:
        mine.update(state="owed", said=refused.text[:500], ended_at=now)
        return "owed"
    mine.update(state="voided", said=said[:500], ended_at=now)
    return "voided"


@transaction.atomic
def give_back(shipment_ids: Sequence[int]) -> None:
    """Let the labels of voided shipments be given back to the carriers that sold them."""
    sold = Purchase.objects.filter(shipment_id__in=shipment_ids, state="bought")
    keys = list(sold.select_for_update().order_by("id").values_list("key", flat=True))
    Purchase.objects.filter(key__in=keys).update(state="to_void", attempts=0)
    settle_later(keys)


@transaction.atomic
def void_again(keys: Sequence[str], *, now: datetime) -> int:
    """Let labels be given back once more that a carrier wants its money for; return how many."""
    owed = Purchase.objects.select_for_update().filter(key__in=keys, state="owed").order_by("id")
    again = list(owed.values_list("key", flat=True))
    Purchase.objects.filter(key__in=again).update(state="to_void", attempts=0, ended_at=None)
    settle_later(again)
    return len(again)
