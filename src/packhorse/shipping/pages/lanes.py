"""The lanes: scan a parcel, see where it goes, scan the lane; hand over to a carrier."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from packhorse.carriers import queries as carriers
from packhorse.errors import Refusal
from packhorse.network.queries import WarehouseRow
from packhorse.packing import queries as packing
from packhorse.shipping import operations, queries
from packhorse.shipping.queries import handover
from packhorse.shipping.queries import units as unit_rows
from packhorse.shipping.queries.handover import HandOverRow
from packhorse.shipping.queries.units import UnitRow
from packhorse.shipping.rules import manifest_number
from packhorse.sorting import queries as sorting
from packhorse.sorting.queries import LaneRow


def lanes(request: HttpRequest, *, site: WarehouseRow) -> HttpResponse:
    """Show parcels to be staged; POST scans a parcel (`sscc`), then its lane (`lane`). A pallet's code opens it."""
    answer, status = None, 200
    sscc, lane = request.POST.get("sscc", "").strip(), request.POST.get("lane", "").strip()
    here = sorting.lanes(site.id)
    to: dict[str, Any] = {}
    try:
        if lane:
            code = operations.stage(sscc=sscc, lane_barcode=lane, now=timezone.now(), actor=request.user.get_username())
            answer, sscc = {"kind": "good", "text": f"Stands in lane {code}{_on(sscc)}"}, ""
        elif sscc and (found := unit_rows.unit_by_code(sscc)):
            return HttpResponseRedirect(reverse("unit", args=[found.number]))
        elif sscc:
            to = _goes_to(sscc, here)
    except Refusal as refusal:
        answer, status = {"kind": "bad", "text": refusal.text}, refusal.status
        if lane and refusal.code in ("WRONG_LANE", "UNIT_CLOSED", "WRONG_CARRIER"):
            to = _goes_to(sscc, here)
        else:
            sscc = ""
    names = {row.id: row.code for row in here}
    waiting = queries.to_stage(site.id, limit=50)
    parcels = packing.by_id(row.parcel_id for row in waiting)
    carrier_names = carriers.carrier_names()
    context = {
        "site": site,
        "answer": answer,
        "sscc": sscc,
        "to": to,
        "waiting": [(parcels[row.parcel_id], row, names.get(row.lane_id or 0, "no lane")) for row in waiting],
        "staged": [(c, carrier_names[c], count) for w, c, count in queries.staged() if w == site.id],
        "units": unit_rows.units(site.id),
        "take_out": unit_rows.to_take_out(site.id),
        "manifests": _manifests(site),
    }
    return render(request, "shipping/lanes.html", context, status=status)


def _manifests(site: WarehouseRow) -> list[tuple[str, HandOverRow, list[UnitRow]]]:
    """The last manifests with the pallets and cages that left with each: their labels can be printed still."""
    rows = handover.hand_overs(site.id, limit=5)
    left = unit_rows.units_of_manifests([row.id for row in rows])
    return [(manifest_number(row.id), row, left.get(row.id, [])) for row in rows]


def _goes_to(sscc: str, lanes: list[LaneRow]) -> dict[str, Any]:
    """Where a parcel goes: its lane named large, its cut-off, and where it stands already."""
    parcel = packing.by_sscc(sscc)
    if parcel is None:
        raise Refusal("UNKNOWN_PARCEL", f"{sscc[:40]!r} is no parcel. Scan the SSCC on its label.", status=422)
    found = unit_rows.where(parcel.id)
    if found is None:
        if queries.by_parcel([parcel.id]):
            text = f"Parcel {parcel.sscc} must not leave: the order was cancelled. Take it out and put the goods back."
            raise Refusal("ORDER_CANCELLED", text)
        raise Refusal("NO_LABEL", f"Parcel {parcel.sscc} has no label yet. Close it at the pack bench first.")
    lane = next((each for each in lanes if each.id == found.lane_id), None)
    return {
        "lane": lane.code if lane else "no lane",
        "holds": lane.rules.holds if lane else "",
        "cutoff": lane.cutoff if lane else None,
        "staged": found.staged,
        "unit": found.unit,
    }


def _on(sscc: str) -> str:
    parcel = packing.by_sscc(sscc)
    found = unit_rows.where(parcel.id) if parcel else None
    return f", on {found.unit}" if found and found.unit else ""
