"""Scan a parcel into its lane."""

from datetime import datetime

from django.db import transaction

from packhorse.errors import Refusal
from packhorse.events import ParcelStaged
from packhorse.outbox.publish import publish
from packhorse.packing import queries as packing
from packhorse.placing import queries as placing
from packhorse.shipping.models import Shipment


@transaction.atomic
def stage(*, sscc: str, lane_barcode: str, now: datetime, actor: str) -> str:
    """Stage a labelled parcel (its SSCC) in its lane (the lane's barcode); return the lane's code.

    A wrong lane is refused. Scanning it again does nothing.
    """
    parcel = packing.by_sscc(sscc)
    if parcel is None:
        raise Refusal("UNKNOWN_PARCEL", f"The code {sscc[:60]!r} is no parcel. Scan the SSCC on its label.", status=404)
    labels = Shipment.objects.select_related("lane").select_for_update(of=("self",)).filter(parcel_id=parcel.id)
    shipment = labels.order_by("-id").first()
    if shipment is None:
        raise Refusal("NO_LABEL", f"Parcel {parcel.sscc} has no label yet. Close it at the pack bench first.")
    if shipment.state == "voided":
        raise Refusal("ORDER_CANCELLED", "The order was cancelled: take the parcel out and put the goods back.")
    if why := placing.stopped([shipment.order_id]).get(shipment.order_id):
        raise Refusal("ORDER_ON_HOLD", f"The order {why}: lay parcel {parcel.sscc} aside until it may go.")
    if shipment.lane is None:
        raise Refusal("NO_LANE", f"No lane takes parcel {parcel.sscc}. Open a lane for its country.")
    if shipment.lane.barcode != lane_barcode.strip():
        raise Refusal(
            "WRONG_LANE",
            f"Wrong lane: parcel {parcel.sscc} goes into lane {shipment.lane.code}.",
            status=422,
            details={"wanted": shipment.lane.code},
        )
    if shipment.staged_at is None:
        Shipment.objects.filter(pk=shipment.pk).update(staged_at=now)
        publish([ParcelStaged(shipment.order_id, parcel.id, shipment.warehouse_id)], now=now, actor=actor)
    return shipment.lane.code
