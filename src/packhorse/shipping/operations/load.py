"""Scan parcels, pallets and cages onto a carrier's vehicle."""

from datetime import datetime

from django.db import transaction

from packhorse.errors import Refusal
from packhorse.packing import queries as packing
from packhorse.placing import queries as placing
from packhorse.shipping.models import Shipment
from packhorse.shipping.queries import units
from packhorse.shipping.rules import unit_number


@transaction.atomic
def load(*, code: str, warehouse_id: int, carrier_id: int, now: datetime, actor: str) -> int:
    """Scan a parcel (SSCC), or a pallet or cage with all on it, onto the vehicle; return how many are new there.

    Scanned again, nothing is. Refuses what stands in no lane, is another carrier's, must not leave, or stands on a
    pallet or cage, which is scanned instead.
    """
    if unit := units.unit_by_code(code):
        mine = Shipment.objects.filter(unit_id=unit.id)
    else:
        parcel = packing.by_sscc(code)
        if parcel is None:
            text = f"{code[:40]!r} is no parcel, pallet or cage. Scan the SSCC on its label."
            raise Refusal("UNKNOWN_PARCEL", text, status=422)
        mine = Shipment.objects.filter(parcel_id=parcel.id).exclude(state="voided")
    rows = list(
        mine.select_for_update(of=("self",)).select_related("carrier").defer("label_zpl", "offers").order_by("id")
    )
    if not rows:
        raise Refusal("TAKE_IT_OUT", "This parcel must not leave: its label is void, or it has none.")
    stopped = placing.stopped({row.order_id for row in rows})
    for row in rows:
        _must_go(row, warehouse_id, carrier_id, alone=unit is None, stopped=stopped.get(row.order_id, ""))
    fresh = [row.pk for row in rows if row.loaded_at is None]
    Shipment.objects.filter(pk__in=fresh).update(loaded_at=now)
    return len(fresh)


def _must_go(row: Shipment, warehouse_id: int, carrier_id: int, *, alone: bool, stopped: str) -> None:
    sscc = packing.by_id([row.parcel_id])[row.parcel_id].sscc
    if row.state == "handed_over":
        raise Refusal("HANDED_OVER", f"Parcel {sscc} has been handed over already.")
    if row.state == "voided":
        raise Refusal("TAKE_IT_OUT", f"Parcel {sscc} must not leave: its label is void. Take it off first.")
    if row.warehouse_id != warehouse_id:
        raise Refusal("OTHER_WAREHOUSE", f"Parcel {sscc} is another warehouse's.", status=422)
    if row.carrier_id != carrier_id:
        raise Refusal("WRONG_CARRIER", f"Wrong vehicle: parcel {sscc} goes with {row.carrier.name}.", status=422)
    if row.staged_at is None:
        raise Refusal("NOT_STAGED", f"Parcel {sscc} stands in no lane yet: scan it into its lane first.")
    if stopped:
        raise Refusal("ORDER_ON_HOLD", f"The order {stopped}: lay parcel {sscc} aside until it may go.")
    if alone and row.unit_id:
        raise Refusal("ON_A_UNIT", f"Parcel {sscc} stands on {unit_number(row.unit_id)}: scan that.", status=422)
