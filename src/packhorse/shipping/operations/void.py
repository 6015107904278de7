"""Labels of cancelled parcels are voided; parcels of changed orders are labelled anew."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from packhorse.inventory import queries as stock
from packhorse.packing import queries as packing
from packhorse.shipping.models import Shipment
from packhorse.shipping.operations.buy_labels import buy_labels
from packhorse.shipping.operations.settle import give_back


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
    give_back(gone)


@transaction.atomic
def relabel(order_ids: Sequence[int], *, now: datetime) -> None:
    """Void the labels of these orders' parcels that are still in the house and buy new ones, for what is wanted now.

    The customer's tracking link stays the same; a parcel in a lane must be scanned into its lane again.
    """
    labelled = list(
        Shipment.objects.select_for_update().filter(order_id__in=set(order_ids), state="labelled").order_by("id")
    )
    tokens = {shipment.parcel_id: shipment.token for shipment in labelled}
    for shipment in labelled:
        Shipment.objects.filter(pk=shipment.pk).update(state="voided", token=secrets.token_urlsafe(24))
    give_back([shipment.pk for shipment in labelled])
    buy_labels(list(tokens), now=now, tokens=tokens)
