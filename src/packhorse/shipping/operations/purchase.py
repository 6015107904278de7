"""One label of one account: written down, bought, and kept; or, without an answer, left to be found out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from packhorse.carriers.adapters import Bought, open_account
from packhorse.carriers.queries import accounts
from packhorse.carriers.rules import Offer
from packhorse.outside import Refused, TryLater
from packhorse.packing.queries import ParcelRow
from packhorse.shipping.models import LabelOrder, Purchase, Shipment
from packhorse.shipping.operations.asked import Quoted, note_away
from packhorse.shipping.operations.buy_labels import shipment_of, tell_bought
from packhorse.shipping.operations.order_labels import settle_later
from packhorse.shipping.operations.ruling import Ruling
from packhorse.shipping.operations.to_label import ToLabel


@dataclass(frozen=True)
class Outcome:
    """What came of buying. `done`: nothing is to be bought any more; `answered`: the carrier said no, in words."""

    done: bool
    answered: bool = True
    said: str = ""


def buy(
    ready: ToLabel,
    parcel: ParcelRow,
    purchase: Purchase,
    quoted: Quoted,
    found: Sequence[Offer],
    attempt: int,
    *,
    private: bool,
) -> Outcome:
    """Buy what was quoted and is written down. A lost answer is looked for once at once; then it is left unsure."""
    try:
        with open_account(accounts.access(quoted.account_id), private=private) as (adapter, client):
            try:
                bought = adapter.buy(client, quoted.quote, quoted.rate)
            except TryLater as later:
                try:
                    again = adapter.find(client, quoted.key)
                except Refused:  # of looking: that says nothing of the purchase
                    again = None
                if again is None:
                    raise later from None
                bought = again
    except TryLater as later:
        _unsure(purchase, later.text, ready.ruling)
        return Outcome(done=False, answered=False, said=later.text)
    except Refused as refused:
        _refused(purchase, refused.text, ready.ruling)
        return Outcome(done=False, said=refused.text)
    _keep(ready, parcel, purchase, bought, quoted.offer, found, attempt)
    return Outcome(done=True)


def find_lost(ready: ToLabel, lost: Purchase, attempt: int, *, private: bool) -> bool:
    """Look for what a try bought whose worker died; return whether it was found and is kept."""
    (parcel,) = ready.parcels
    table = next(each for each in ready.book.services if each.service_id == lost.service_id)
    named = table.carrier_id, table.service_id, table.carrier, table.service
    expected = ready.fulfillments[parcel.fulfillment_id].promised_on or ready.leaves_on(parcel)
    offer = Offer(*named, "", 0, lost.price_minor, expected)
    ruling = Ruling(ready)
    ruling.today = {pk: site.day(lost.at) for pk, site in ready.sites.items()}  # the day for which it was counted
    ruling.take(parcel, [offer]).best = offer
    try:
        with open_account(accounts.access(lost.account_id), private=private) as (adapter, client):
            bought = adapter.find(client, lost.key)
    except (TryLater, Refused) as error:
        _unsure(lost, error.text, ruling)
        return False
    if bought is None:  # it may still arrive there
        _unsure(lost, "The worker ended while it was asked for", ruling)
        return False
    _keep(ready, parcel, lost, bought, offer, [offer], attempt)
    return True


@transaction.atomic
def write_down(parcel: ParcelRow, quoted: Quoted, attempt: int, now: datetime) -> Purchase | None:
    """Keep that a label is asked for, before it is; None when another try has taken over."""
    if not LabelOrder.objects.select_for_update().filter(pk=parcel.id, state="waiting", attempts=attempt).exists():
        return None
    return Purchase.objects.create(
        key=quoted.key,
        parcel_id=parcel.id,
        account_id=quoted.account_id,
        service_id=quoted.offer.service_id,
        quote=quoted.quote,
        rate=quoted.rate,
        price_minor=quoted.offer.price_minor,
        state="asked",
        at=now,
    )


@transaction.atomic
def _keep(
    ready: ToLabel,
    parcel: ParcelRow,
    purchase: Purchase,
    bought: Bought,
    offer: Offer,
    found: Sequence[Offer],
    attempt: int,
) -> None:
    """Make a label that was paid for the parcel's; where that is not wanted any more, let it be given back."""
    row = LabelOrder.objects.select_for_update().filter(pk=parcel.id, state="waiting", attempts=attempt).first()
    facts = {"ref": bought.ref, "price_minor": bought.price_minor, "ended_at": ready.now}
    mine = Purchase.objects.filter(pk=purchase.pk, state="asked")
    if row is None or not ToLabel([parcel.id], now=ready.now).parcels:
        if mine.update(state="bought", **facts):
            Purchase.objects.filter(pk=purchase.pk).update(state="to_void")
            settle_later([purchase.key])
        return
    shipment = shipment_of(ready, parcel, offer, found, number=bought.tracking_number, token=row.token)
    lane = ready.lane(parcel, offer.service_id)
    shipment.lane_id = lane.id if lane else None
    shipment.price_minor = bought.price_minor
    if bought.form == "zpl":
        shipment.label_zpl = bought.label.decode("utf-8", "replace")
    else:
        shipment.label_pdf = bought.label
    Shipment.objects.bulk_create([shipment])
    mine.update(state="bought", shipment_id=shipment.pk, **facts)
    LabelOrder.objects.filter(pk=parcel.id).update(state="bought", begun_at=None, said="", ended_at=ready.now)
    tell_bought([shipment], now=ready.now)


@transaction.atomic
def _unsure(purchase: Purchase, said: str, ruling: Ruling) -> None:
    """Nobody knows whether it was bought: that is found out later, and others are asked meanwhile."""
    if Purchase.objects.filter(pk=purchase.pk, state="asked").update(state="unsure", said=said[:500]):
        note_away(purchase.account_id, said, ruling.ready)
        settle_later([purchase.key])
        ruling.uncount([purchase.parcel_id])


@transaction.atomic
def _refused(purchase: Purchase, said: str, ruling: Ruling) -> None:
    mine = Purchase.objects.filter(pk=purchase.pk, state="asked")
    if mine.update(state="refused", said=said[:500], ended_at=ruling.ready.now):
        ruling.uncount([purchase.parcel_id])
