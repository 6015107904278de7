"""Parcels of cancelled orders are unpacked; parcels handed over are gone."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from packhorse.inventory import queries as stock
from packhorse.packing.models import Parcel


@transaction.atomic
def cancel_parcels(order_ids: Sequence[int], *, now: datetime) -> None:
    """Cancel those parcels of these orders whose goods are no longer held for them."""
    parcels = list(
        Parcel.objects.select_for_update()
        .filter(order_id__in=set(order_ids), state__in=["packing", "packed"])
        .order_by("id")
    )
    held = {fulfillment for fulfillment, _ in stock.picked_units(parcel.fulfillment_id for parcel in parcels)}
    gone = [parcel.pk for parcel in parcels if parcel.fulfillment_id not in held]
    Parcel.objects.filter(pk__in=gone).update(state="cancelled")


def follow_shipped(parcel_ids: Sequence[int], *, now: datetime) -> None:
    """Note that parcels were handed over."""
    Parcel.objects.filter(pk__in=set(parcel_ids), state="packed").update(state="shipped")
