"""Choose a service for each parcel and buy its label."""

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from packhorse.carriers.queries import accounts
from packhorse.carriers.rules import Offer
from packhorse.errors import Refusal
from packhorse.events import LabelBought
from packhorse.outbox.publish import publish
from packhorse.packing.queries import ParcelRow
from packhorse.shipping.models import Shipment
from packhorse.shipping.operations.order_labels import order_labels
from packhorse.shipping.operations.ruling import hold_back, rules_left_none
from packhorse.shipping.operations.to_label import ToLabel, none_takes, reasons
from packhorse.shipping.rules import tracking_number

ACTOR = "shipping"
NO_TOKENS: Mapping[int, str] = {}


@transaction.atomic
def buy_labels(parcel_ids: Sequence[int], *, now: datetime, tokens: Mapping[int, str] = NO_TOKENS) -> None:
    """Label packed parcels: the cheapest service that keeps the promised day, every offer kept with its reason.

    A parcel that has a label keeps it. A parcel that no carrier takes is refused, which leaves it to a person; one for
    which a manager's rules leave none waits for him, too, without holding up the others.
    `tokens` {parcel id: token} keeps the customer's link of a parcel that is labelled anew. Where labels are bought
    with accounts, their carriers are asked by a job for each parcel: nobody outside is waited for in a transaction.
    """
    ready = ToLabel(parcel_ids, now=now)
    if accounts.in_use():
        order_labels({parcel.id: parcel.order_id for parcel in ready.parcels}, tokens=tokens, now=now)
        return
    before = labels_before(parcel_ids)
    made: list[Shipment] = []
    held: dict[int, tuple[int, str]] = {}
    asked = {parcel.id: ready.ruling.take(parcel, ready.offers(parcel)) for parcel in ready.parcels}
    ready.ruling.choose(asked, lock=True)
    for parcel in ready.parcels:
        found, best = asked[parcel.id].offers, asked[parcel.id].best
        if best is None and (said := rules_left_none(parcel, found)):
            held[parcel.id] = parcel.order_id, said
            continue
        if best is None or best.arrives_on is None:
            raise Refusal("NO_CARRIER", none_takes(parcel, found))
        made.append(our_label(ready, parcel, best, found, before=before[parcel.id], token=tokens.get(parcel.id, "")))
    Shipment.objects.bulk_create(made)
    ready.ruling.count(asked)
    hold_back(held, now=now)
    tell_bought(made, now=now)


def labels_before(parcel_ids: Sequence[int]) -> Counter[int]:
    """Count the labels that parcels had, voided ones too."""
    return Counter(Shipment.objects.filter(parcel_id__in=parcel_ids).values_list("parcel_id", flat=True))


def our_label(
    ready: ToLabel, parcel: ParcelRow, best: Offer, found: Sequence[Offer], *, before: int, token: str
) -> Shipment:
    """Return the shipment of a parcel that goes by a rate table's service, with a number and a label of our own."""
    number = tracking_number(ready.names[best.service_id][2], parcel.id, before)
    shipment = shipment_of(ready, parcel, best, found, number=number, token=token)
    lane = ready.lane(parcel, best.service_id)
    shipment.lane_id = lane.id if lane else None
    shipment.label_zpl = ready.zpl(parcel, best, number, lane, token=shipment.token)
    return shipment


def shipment_of(
    ready: ToLabel, parcel: ParcelRow, best: Offer, found: Sequence[Offer], *, number: str, token: str
) -> Shipment:
    """Return the shipment of a parcel, without its label and lane."""
    fulfillment = ready.fulfillments[parcel.fulfillment_id]
    return Shipment(
        parcel_id=parcel.id,
        order_id=parcel.order_id,
        warehouse_id=parcel.warehouse_id,
        carrier_id=best.carrier_id,
        service_id=best.service_id,
        state="labelled",
        tracking_number=number,
        token=token or secrets.token_urlsafe(24),
        price_minor=best.price_minor,
        billed_g=best.billed_g,
        zone=best.zone,
        offers=reasons(found),
        promised_on=fulfillment.promised_on,
        first_promised_on=fulfillment.first_promised_on or fulfillment.promised_on,
        chance=fulfillment.first_chance,
        expected_on=best.arrives_on or date.max,
        tracking_at=ready.now,
    )


def tell_bought(made: Sequence[Shipment], *, now: datetime) -> None:
    """Publish that parcels have labels."""
    publish(
        [LabelBought(s.order_id, s.parcel_id, s.pk, s.warehouse_id, s.price_minor) for s in made], now=now, actor=ACTOR
    )
