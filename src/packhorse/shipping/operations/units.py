"""Pallets and cages: opened by the first parcel of a lane, closed by hand with a number of their own."""

from datetime import datetime

from django.db import transaction

from packhorse import sql
from packhorse.algorithms.gs1 import sscc
from packhorse.errors import Refusal, missing
from packhorse.packing import queries as packing
from packhorse.shipping.models import HandlingUnit, Shipment
from packhorse.shipping.rules import UNIT_EXTENSION, unit_number


def open_unit(*, lane_id: int, carrier_id: int, warehouse_id: int, kind: str, now: datetime, actor: str) -> int:
    """Return the open pallet or cage of a lane and carrier, locked; one is opened when there is none.

    The caller is in a transaction.
    """
    values = {"lane": lane_id, "carrier": carrier_id, "warehouse": warehouse_id, "kind": kind} | {
        "now": now,
        "actor": actor,
    }
    for _ in range(3):
        if found := sql.rows("shipping", "open_unit", values):
            return int(found[0][0])
        sql.rows("shipping", "new_unit", values)  # or somebody else's, which is found next
    raise Refusal("TRY_AGAIN", "Somebody closed this lane's pallet just now: scan the parcel again.")


@transaction.atomic
def close_unit(*, unit_id: int, gs1_prefix: str, now: datetime, actor: str) -> str:
    """Close a pallet or cage; return its SSCC. Closing it again does nothing. Nothing more is put onto it."""
    unit = HandlingUnit.objects.select_for_update().filter(pk=unit_id).first()
    if unit is None:
        raise missing("pallet or cage", unit_number(unit_id))
    if unit.state == "closed":
        return unit.sscc
    if unit.state != "open":
        raise Refusal("UNIT_GONE", f"{unit_number(unit_id)} has been handed over.")
    on_it = Shipment.objects.filter(unit_id=unit_id)
    if gone := on_it.filter(state="voided").first():
        parcel = packing.by_id([gone.parcel_id])[gone.parcel_id]
        raise Refusal("TAKE_IT_OUT", f"Take parcel {parcel.sscc} off {unit_number(unit_id)} first: its label is void.")
    if not on_it.exists():
        raise Refusal("UNIT_EMPTY", f"No parcel stands on {unit_number(unit_id)}: there is nothing to close.")
    return number_unit(unit_id, gs1_prefix=gs1_prefix, now=now, actor=actor)


def number_unit(unit_id: int, *, gs1_prefix: str, now: datetime, actor: str) -> str:
    """Close an open pallet or cage, which the caller has locked and looked at; return its SSCC."""
    number = sscc(gs1_prefix, UNIT_EXTENSION, unit_id)
    HandlingUnit.objects.filter(pk=unit_id, state="open").update(
        state="closed", sscc=number, closed_at=now, closed_by=actor
    )
    return number


@transaction.atomic
def take_out(*, sscc: str, now: datetime, actor: str) -> str:
    """Take a parcel out of its lane, and off its pallet or cage, before it is handed over; return where it stood.

    A parcel whose label is good must be scanned into its lane again before it leaves.
    """
    parcel = packing.by_sscc(sscc)
    if parcel is None:
        raise Refusal("UNKNOWN_PARCEL", f"The code {sscc[:60]!r} is no parcel. Scan the SSCC on its label.", status=404)
    mine = Shipment.objects.select_for_update(of=("self",)).select_related("lane", "unit").filter(parcel_id=parcel.id)
    labels = list(mine.order_by("id"))
    if any(label.state == "handed_over" for label in labels):
        raise Refusal("HANDED_OVER", f"Parcel {parcel.sscc} has been handed over.")
    standing = [label for label in labels if label.staged_at is not None]
    if not standing:
        raise Refusal("NOT_STAGED", f"Parcel {parcel.sscc} stands in no lane.")
    Shipment.objects.filter(pk__in=[label.pk for label in standing]).update(staged_at=None, loaded_at=None, unit=None)
    units = {label.unit_id for label in standing if label.unit_id}
    on_them = set(Shipment.objects.filter(unit_id__in=units).values_list("unit_id", flat=True))
    HandlingUnit.objects.filter(pk__in=units - on_them).delete()  # empty: its number is never given again
    where = standing[-1]
    lane = where.lane.code if where.lane else ""
    return f"{unit_number(where.unit_id)} in lane {lane}" if where.unit_id else f"lane {lane}"
