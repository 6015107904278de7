"""The carrier's own form of a manifest, where its labels were bought with an account: asked for by a job."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from packhorse.carriers.adapters import open_account
from packhorse.carriers.queries import accounts
from packhorse.deferring import Later, defer
from packhorse.errors import Refusal
from packhorse.outside import Again, Refused, TryLater
from packhorse.shipping.models import CarrierForm, Purchase
from packhorse.shipping.operations.order_labels import QUEUE
from packhorse.shipping.rules import TRIES, wait_after

GET_FORM = "shipping.get_form"
MADE = "The carrier's form is there."


@transaction.atomic
def want_form(*, manifest_id: int, shipment_ids: Sequence[int], now: datetime) -> None:
    """Let the form of a manifest be asked for; where none of its labels was bought with an account, nothing is."""
    sold = Purchase.objects.filter(shipment_id__in=shipment_ids, state="bought")
    account = sold.order_by("-account_id").values_list("account_id", flat=True).first()
    if account is not None:
        CarrierForm.objects.create(manifest_id=manifest_id, account_id=account, at=now)
        defer(QUEUE, [Later(GET_FORM, {"manifest_id": manifest_id}, f"manifest {manifest_id}")])


def get_form(*, manifest_id: int, private: bool, now: datetime) -> None:
    """Ask for a manifest's form and keep it; raises Again when it must be tried later.

    The carrier makes one for its parcels, however often it is asked: so an answer that was lost costs nothing.
    """
    mine = CarrierForm.objects.filter(pk=manifest_id, state="waiting")
    if not mine.update(attempts=F("attempts") + 1):
        return
    row = mine.get()
    sold = Purchase.objects.filter(shipment__manifest_id=manifest_id, account_id=row.account_id, state="bought")
    refs = list(sold.order_by("id").values_list("ref", flat=True))
    try:
        with open_account(accounts.access(row.account_id), private=private) as (adapter, client):
            content = adapter.manifest(client, refs)
    except TryLater as later:
        mine.update(said=later.text[:500])
        if row.attempts >= TRIES:
            mine.update(state="failed", ended_at=now)
            return
        raise Again(max(wait_after(row.attempts), later.seconds)) from None
    except Refused as refused:
        mine.update(state="failed", said=refused.text[:500], ended_at=now)
        return
    mine.update(state="made", said="", content=content, ended_at=now)


@transaction.atomic
def try_form_again(*, manifest_id: int) -> None:
    """Let a form be asked for once more. Refuses where none failed."""
    failed = CarrierForm.objects.filter(pk=manifest_id, state="failed")
    if not failed.update(state="waiting", attempts=0, ended_at=None):
        raise Refusal("NOT_FAILED", "The carrier's form of this manifest did not fail: load the page again.")
    defer(QUEUE, [Later(GET_FORM, {"manifest_id": manifest_id}, f"manifest {manifest_id}")])
