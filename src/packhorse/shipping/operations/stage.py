"""Scan a parcel into its lane."""

from datetime import datetime

from django.db import transaction

from packhorse.algorithms.gs1_elements import sscc_digits
from packhorse.errors import Refusal
from packhorse.events import ParcelStaged
from packhorse.outbox.publish import publish
from packhorse.packing import queries as packing
from packhorse.placing import queries as placing
from packhorse.shipping.models import HandlingUnit, Shipment
from packhorse.shipping.operations.units import open_unit
from packhorse.shipping.rules import unit_id_of, unit_number


@transaction.atomic
def stage(*, sscc: str, lane_barcode: str, now: datetime, actor: str) -> str:
    """Stage a labelled parcel (its SSCC) in its lane; return the lane's code. Scanning it again does nothing.

    `lane_barcode` is the lane's, or that of the pallet or cage in it. A wrong lane is refused, and so is a pallet that
    is closed. The first parcel of a lane and carrier opens a pallet or cage, where the lane has such.
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
    code = lane_barcode.strip()
    lane = shipment.lane
    if code != lane.barcode and not _is_unit(code, shipment):
        raise Refusal(
            "WRONG_LANE",
            f"Wrong lane: parcel {parcel.sscc} goes into lane {shipment.lane.code}. Scan the code at it.",
            status=422,
            details={"wanted": lane.code},
        )
    if shipment.staged_at is None:
        unit_id = None
        if lane.holds:
            place = {"lane_id": lane.pk, "carrier_id": shipment.carrier_id, "warehouse_id": shipment.warehouse_id}
            unit_id = open_unit(kind=lane.holds, now=now, actor=actor, **place)
        # Wherever it stood with a label that is void, it stands here now.
        Shipment.objects.filter(parcel_id=parcel.id, state="voided").update(staged_at=None, loaded_at=None, unit=None)
        Shipment.objects.filter(pk=shipment.pk).update(staged_at=now, unit_id=unit_id)
        publish([ParcelStaged(shipment.order_id, parcel.id, shipment.warehouse_id)], now=now, actor=actor)
    return lane.code


def _is_unit(code: str, shipment: Shipment) -> bool:
    """Say whether a code is that of the open pallet or cage this parcel belongs on; refuses a closed one."""
    digits, unit_id = sscc_digits(code), unit_id_of(code)
    found = HandlingUnit.objects.filter(pk=unit_id) if unit_id else HandlingUnit.objects.filter(sscc=digits or "-")
    unit = found.first()
    if unit is None or unit.lane_id != shipment.lane_id:
        return False
    if unit.carrier_id != shipment.carrier_id:
        raise Refusal(
            "WRONG_CARRIER", f"{unit_number(unit.pk)} is another carrier's: use the one beside it.", status=422
        )
    if unit.state != "open" and shipment.unit_id != unit.pk:
        raise Refusal(
            "UNIT_CLOSED", f"{unit_number(unit.pk)} is closed: scan the lane, and put the parcel onto the next one."
        )
    return True
