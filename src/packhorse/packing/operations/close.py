"""Weigh a parcel and close it."""

from datetime import datetime

from django.db import transaction

from packhorse.errors import Refusal, missing
from packhorse.events import OrderPacked, ParcelPacked
from packhorse.outbox.publish import publish
from packhorse.packing import queries
from packhorse.packing.models import Parcel, ParcelLine
from packhorse.packing.offers import offers_for
from packhorse.packing.operations.carton_stock import use_carton
from packhorse.packing.rules import weight_is_plausible

OFF = "WEIGHT_IMPLAUSIBLE"


def close(*, parcel_id: int, measured_g: int, now: datetime, actor: str) -> bool:
    """Close a parcel at its measured gross weight in grams; return whether it was the last of its fulfillment order.

    Refuses while items are missing, a weight that cannot be right (it is noted for the desk), and a carton of which by
    the count none is left. Closing it again at any weight does nothing.
    """
    try:
        return _close(parcel_id, measured_g, now, actor)
    except Refusal as refusal:
        if refusal.code == OFF:
            note_off_weight(parcel_id=parcel_id, measured_g=measured_g, now=now)
        raise


def note_off_weight(*, parcel_id: int, measured_g: int, now: datetime) -> None:
    """Keep for the desk the weight that was refused. Whoever closes within a larger transaction repeats it after it."""
    Parcel.objects.filter(pk=parcel_id, state="packing").update(refused_g=measured_g, refused_at=now)


@transaction.atomic
def _close(parcel_id: int, measured_g: int, now: datetime, actor: str) -> bool:
    mine = Parcel.objects.filter(pk=parcel_id).first()
    if mine is None:
        raise missing("parcel", parcel_id)
    parcels = list(Parcel.objects.select_for_update().filter(fulfillment_id=mine.fulfillment_id).order_by("id"))
    parcel = next(each for each in parcels if each.pk == parcel_id)
    others_open = any(each.state == "packing" for each in parcels if each.pk != parcel_id)
    if parcel.state == "cancelled":
        raise Refusal("ORDER_CANCELLED", "The order was cancelled: put the goods back into their bins.")
    if parcel.state != "packing":
        return not others_open
    lines = ParcelLine.objects.filter(parcel_id=parcel_id).values_list("quantity", "packed")
    if left := sum(quantity - packed for quantity, packed in lines):
        units = "units are" if left > 1 else "unit is"
        raise Refusal("ITEMS_MISSING", f"{left} {units} not scanned into this parcel yet. Scan what is left first.")
    if not weight_is_plausible(expected_g=parcel.expected_g, measured_g=measured_g):
        _weigh_anew(parcel, measured_g, now)
    use_carton(parcel, now=now, actor=actor)
    Parcel.objects.filter(pk=parcel_id).update(state="packed", weight_g=measured_g, packed_at=now, packer=actor)
    order, fulfillment, site = parcel.order_id, parcel.fulfillment_id, parcel.warehouse_id
    publish([ParcelPacked(order, fulfillment, site, parcel_id, measured_g)], now=now, actor=actor)
    if not others_open:
        publish([OrderPacked(order, fulfillment, site, len(parcels))], now=now, actor=actor)
    return not others_open


def _weigh_anew(parcel: Parcel, measured_g: int, now: datetime) -> None:
    """Refuse a weight that is not right by the products' weights of now either: one may have been corrected."""
    expected_g = parcel.expected_g
    if parcel.carton_id is None:
        lines = ParcelLine.objects.filter(parcel_id=parcel.pk).values_list("quantity", "product__weight_g")
        expected_g = sum(quantity * weight_g for quantity, weight_g in lines)
    else:
        row = queries.by_id([parcel.pk])[parcel.pk]
        offers = offers_for(row, now=now, only=row.carton or "")
        expected_g = offers[0].weight_g if offers else expected_g
    if not weight_is_plausible(expected_g=expected_g, measured_g=measured_g):
        raise Refusal(
            OFF,
            f"The scale says {measured_g} g, the goods and carton should weigh {expected_g} g. "
            "Check the content and weigh again. Is all right? Then the office corrects the product's weight.",
            status=422,
            details={"expected_g": expected_g},
        )
    Parcel.objects.filter(pk=parcel.pk).update(expected_g=expected_g)
