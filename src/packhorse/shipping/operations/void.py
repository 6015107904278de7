"""Labels of cancelled parcels are voided; parcels of changed orders are labelled anew."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from packhorse.errors import Refusal
from packhorse.inventory import queries as stock
from packhorse.packing import queries as packing
from packhorse.shipping.models import Shipment
from packhorse.shipping.operations.buy_labels import buy_labels
from packhorse.shipping.operations.print_papers import note_voids, reason_of
from packhorse.shipping.operations.settle import give_back

ACTOR = "shipping"


@transaction.atomic
def void_cancelled(order_ids: Sequence[int], *, now: datetime) -> None:
    """Void the labels of those parcels of these orders whose goods are no longer held for them."""
    labelled = list(
        Shipment.objects.select_for_update().filter(order_id__in=set(order_ids), state="labelled").order_by("id")
    )
    parcels = packing.by_id(shipment.parcel_id for shipment in labelled)
    held = {fulfillment for fulfillment, _ in stock.picked_units(p.fulfillment_id for p in parcels.values())}
    gone = [s.pk for s in labelled if parcels[s.parcel_id].fulfillment_id not in held]
    Shipment.objects.filter(pk__in=gone).update(state="voided")
    note_voids([s for s in labelled if s.pk in set(gone)], reason="Its goods were cancelled.", now=now, actor=ACTOR)
    give_back(gone)


@transaction.atomic
def relabel(order_ids: Sequence[int], *, now: datetime) -> None:
    """Void the labels of these orders' parcels that are still in the house and buy new ones, for what is wanted now.

    The customer's tracking link stays the same; a parcel in a lane must be scanned into its lane again.
    """
    labelled = list(
        Shipment.objects.select_for_update().filter(order_id__in=set(order_ids), state="labelled").order_by("id")
    )
    _label_anew(labelled, reason="The order was changed.", now=now, actor=ACTOR)


@transaction.atomic
def void_label(*, parcel_id: int, reason: str, now: datetime, actor: str) -> None:
    """Void a parcel's label for a `reason` and let another one be bought; refuses once it was handed over."""
    said = reason_of(reason)
    row = Shipment.objects.select_for_update().filter(parcel_id=parcel_id).exclude(state="voided").first()
    if row is None:
        raise Refusal("NO_LABEL", "This parcel has no label to void.")
    if row.state != "labelled":
        raise Refusal("HANDED_OVER", "The carrier has this parcel already: its label cannot be voided any more.")
    _label_anew([row], reason=said, now=now, actor=actor)


def _label_anew(labelled: Sequence[Shipment], *, reason: str, now: datetime, actor: str) -> None:
    tokens = {shipment.parcel_id: shipment.token for shipment in labelled}
    for shipment in labelled:
        Shipment.objects.filter(pk=shipment.pk).update(state="voided", token=secrets.token_urlsafe(24))
    note_voids(labelled, reason=reason, now=now, actor=actor)
    give_back([shipment.pk for shipment in labelled])
    buy_labels(list(tokens), now=now, tokens=tokens)
