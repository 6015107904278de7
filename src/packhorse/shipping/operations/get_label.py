"""Buy one parcel's label of whichever carrier suits best: by rate table, or with an account whose carrier is asked.

The network is never waited for in a transaction. What is bought is written down first, under a key of its own: so a
lost answer is found again by that key; when it is not, the purchase is looked for later and given back (`settle`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction

from packhorse.carriers.rules import Asked, Offer
from packhorse.errors import Refusal
from packhorse.outside import Again
from packhorse.packing.queries import ParcelRow
from packhorse.shipping.models import LabelOrder, Purchase, Shipment
from packhorse.shipping.operations.asked import Quoted, ask_all
from packhorse.shipping.operations.buy_labels import labels_before, our_label, tell_bought
from packhorse.shipping.operations.order_labels import settle_later
from packhorse.shipping.operations.purchase import buy, find_lost, write_down
from packhorse.shipping.operations.ruling import rules_left_none
from packhorse.shipping.operations.to_label import ToLabel, none_takes
from packhorse.shipping.rules import ONE_TRY, TRIES, wait_after


@dataclass
class _Choice:
    """What may still be bought: offers of all carriers under the rules, and what stands behind those of accounts."""

    asked: Asked
    quoted: dict[int, Quoted] = field(default_factory=dict)  # by service

    @property
    def offers(self) -> list[Offer]:
        """All of them."""
        return self.asked.offers

    def without(self, service_ids: Sequence[int], why: str) -> None:
        """Take services out of the choice."""
        gone = set(service_ids)
        self.asked.offers = [
            Offer(o.carrier_id, o.service_id, o.carrier, o.service, excluded=why)
            if o.service_id in gone and not o.excluded
            else o
            for o in self.offers
        ]


def get_label(*, parcel_id: int, private: bool, now: datetime) -> None:
    """Buy a parcel's label, and keep what came of it; raises Again when it must be tried later.

    A carrier that does not answer is passed by for the next best at once.
    """
    attempt = _begin(parcel_id, now)
    if not attempt:
        return
    try:
        said = _bought(parcel_id, attempt, private=private, now=now)
    except DatabaseError:
        raise  # the try is over when its time is; the job comes again then
    except Refusal as refusal:
        final, ruled = refusal.code in ("NO_CARRIER", "RULED_OUT"), refusal.code == "RULED_OUT"
        said = _end(parcel_id, attempt, refusal.text, final=final, ruled=ruled, now=now)
    except Exception as error:
        _end(parcel_id, attempt, f"This went wrong here: {type(error).__name__}", final=True, now=now)
        raise
    if said:
        raise Again(wait_after(attempt))


@transaction.atomic
def _begin(parcel_id: int, now: datetime) -> int:
    """Return the number of this try, or nothing when there is nothing to do.

    What an earlier try asked for and never heard of is looked for apart from this one, and given back when it is found.
    """
    row = LabelOrder.objects.select_for_update().filter(pk=parcel_id, state="waiting").first()
    if row is None:
        return 0
    if row.begun_at and now - row.begun_at < timedelta(seconds=ONE_TRY):
        raise Again(ONE_TRY)
    if row.attempts >= TRIES:
        LabelOrder.objects.filter(pk=parcel_id).update(state="failed", begun_at=None, ended_at=now)
        return 0
    LabelOrder.objects.filter(pk=parcel_id).update(attempts=row.attempts + 1, begun_at=now)
    return row.attempts + 1


def _bought(parcel_id: int, attempt: int, *, private: bool, now: datetime) -> bool:
    """Return whether it is to be tried again."""
    if _found_again(parcel_id, attempt, private=private, now=now):
        return False
    ready = ToLabel([parcel_id], now=now)
    if not ready.parcels:
        return _drop(parcel_id, attempt, now)
    (parcel,) = ready.parcels
    asked = ask_all(ready, parcel, private=private)
    away = asked.away
    taken = ready.ruling.take(parcel, [*ready.offers(parcel), *asked.offers])
    choice = _Choice(taken, {quoted.offer.service_id: quoted for quoted in asked.live})
    while True:
        with transaction.atomic():
            # What is chosen is counted before others choose on the same share; the carrier is asked after that lock.
            ready.ruling.choose([parcel.id], lock=True)
            best = taken.best
            if best is None or best.arrives_on is None:
                raise _none_left(parcel, choice.offers, away=away)
            quoted = choice.quoted.get(best.service_id)
            if quoted is None:
                _keep_ours(ready, parcel, best, choice.offers, attempt)
                return False
            purchase = write_down(parcel, quoted, attempt, now)
            if purchase is None:
                return False
            ready.ruling.count([parcel.id])
        outcome = buy(ready, parcel, purchase, quoted, choice.offers, attempt, private=private)
        if outcome.done:
            return False
        same = [pk for pk, each in choice.quoted.items() if each.account_id == quoted.account_id]
        choice.without([best.service_id] if outcome.answered else same, outcome.said)
        away = away or not outcome.answered


def _none_left(parcel: ParcelRow, found: Sequence[Offer], *, away: bool) -> Refusal:
    """Return why no label can be bought."""
    if away:
        return Refusal("CARRIER_AWAY", f"{none_takes(parcel, found)} It is tried again.")
    if said := rules_left_none(parcel, found):
        return Refusal("RULED_OUT", said)
    return Refusal("NO_CARRIER", none_takes(parcel, found))


def _found_again(parcel_id: int, attempt: int, *, private: bool, now: datetime) -> bool:
    """Find what an earlier try bought whose end was lost with its worker; what stays unknown is left to `settle`."""
    lost = Purchase.objects.filter(parcel_id=parcel_id, state="asked").first()
    ready = ToLabel([parcel_id], now=now) if lost else None
    return bool(lost and ready and ready.parcels) and find_lost(ready, lost, attempt, private=private)


@transaction.atomic
def _keep_ours(ready: ToLabel, parcel: ParcelRow, best: Offer, found: Sequence[Offer], attempt: int) -> None:
    row = LabelOrder.objects.select_for_update().filter(pk=parcel.id, state="waiting", attempts=attempt).first()
    if row is None:
        return
    before = labels_before([parcel.id])[parcel.id]
    made = our_label(ready, parcel, best, found, before=before, token=row.token)
    Shipment.objects.bulk_create([made])
    ready.ruling.count([parcel.id])
    LabelOrder.objects.filter(pk=parcel.id).update(state="bought", begun_at=None, said="", ended_at=ready.now)
    tell_bought([made], now=ready.now)


@transaction.atomic
def _drop(parcel_id: int, attempt: int, now: datetime) -> bool:
    """The order does not want it any more, or it has a label: there is nothing to buy."""
    waiting = LabelOrder.objects.filter(pk=parcel_id, state="waiting", attempts=attempt)
    waiting.update(state="dropped", begun_at=None, said="nothing is wanted any more", ended_at=now)
    lost = list(Purchase.objects.filter(parcel_id=parcel_id, state="asked").values_list("key", flat=True))
    Purchase.objects.filter(key__in=lost).update(state="unsure")
    settle_later(lost)
    return False


@transaction.atomic
def _end(parcel_id: int, attempt: int, said: str, *, final: bool, now: datetime, ruled: bool = False) -> bool:
    """Keep that it did not go; return whether it is to be tried again."""
    final = final or attempt >= TRIES
    LabelOrder.objects.filter(pk=parcel_id, state="waiting", attempts=attempt).update(
        state="failed" if final else "waiting",
        said=said[:500],
        begun_at=None,
        ended_at=now if final else None,
        ruled=ruled,
    )
    return not final
