"""Hand staged parcels over to a carrier."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from packhorse import sql
from packhorse.errors import Refusal
from packhorse.events import ParcelShipped
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.outbox.publish import publish
from packhorse.packing import queries as packing
from packhorse.packing.queries import ContentRow, ParcelRow
from packhorse.placing import queries as placing
from packhorse.shipping.models import HandlingUnit, Manifest, Shipment
from packhorse.shipping.operations.carrier_forms import want_form
from packhorse.shipping.operations.units import number_unit
from packhorse.shipping.rules import unit_number


@transaction.atomic
def close_manifest(
    *, warehouse_id: int, carrier_id: int, gs1_prefix: str, now: datetime, actor: str, loaded_only: bool = False
) -> int | None:
    """Hand all staged parcels of a carrier over; return the manifest's id, or None when none stands in a lane.

    With `loaded_only` those that were scanned onto its vehicle, and the others stay in their lanes. What stays is named
    in the manifest; where labels were bought with an account, the carrier's own form is asked for.

    The goods leave the books in the same transaction. A parcel whose order was cancelled or is held stays behind, and
    so does a closed pallet or cage with such a parcel on it. Open ones are closed by the same step and leave with their
    SSCC; one on which a parcel stands that must stay is refused, by name: who hands it over would give that away, too.
    """
    sql.rows("shipping", "one_manifest_at_a_time", {"warehouse": warehouse_id})
    staged = list(
        Shipment.objects.select_for_update()
        .filter(warehouse_id=warehouse_id, carrier_id=carrier_id, state="labelled", staged_at__isnull=False)
        .defer("label_zpl", "offers")
        .order_by("id")
    )
    here = staged
    if loaded_only:
        staged = [shipment for shipment in staged if shipment.loaded_at is not None]
    parcels = packing.by_id(shipment.parcel_id for shipment in staged)
    contents = packing.contents(parcels)
    held = stock.picked_units(parcel.fulfillment_id for parcel in parcels.values())
    ids = {shipment.order_id for shipment in staged}
    stopped = placing.held(ids) | _not_whole(ids)
    ready = [
        s for s in staged if s.order_id not in stopped and _is_held(parcels[s.parcel_id], contents[s.parcel_id], held)
    ]
    gone_with, ready = _whole_units(ready, {shipment.pk for shipment in staged})
    if not ready:
        return None
    for unit in gone_with:
        if unit.state == "open":
            number_unit(unit.pk, gs1_prefix=gs1_prefix, now=now, actor=actor)
    for parcel_round in _rounds([parcels[s.parcel_id] for s in ready]):
        inventory.ship(
            {(p.fulfillment_id, line.line_id): line.quantity for p in parcel_round for line in contents[p.id]},
            parcel_ids={p.fulfillment_id: p.id for p in parcel_round},
            now=now,
            actor=actor,
        )
    gone = {s.pk for s in ready}
    behind = packing.by_id(s.parcel_id for s in here if s.pk not in gone)
    manifest = Manifest.objects.create(
        carrier_id=carrier_id,
        warehouse_id=warehouse_id,
        closed_at=now,
        actor=actor,
        left=sorted(parcel.sscc for parcel in behind.values()),
    )
    Shipment.objects.filter(pk__in=[s.pk for s in ready]).update(
        state="handed_over", manifest=manifest, handed_over_at=now
    )
    HandlingUnit.objects.filter(pk__in=[unit.pk for unit in gone_with]).update(state="handed_over", manifest=manifest)
    publish(_events([parcels[s.parcel_id] for s in ready], contents), now=now, actor=actor)
    want_form(manifest_id=manifest.pk, shipment_ids=sorted(gone), now=now)
    return manifest.pk


def _whole_units(ready: Sequence[Shipment], staged: Collection[int]) -> tuple[list[HandlingUnit], list[Shipment]]:
    """Return the units that leave, locked, and the parcels without those on closed units that something holds back.

    Refuses an open unit on which some parcels may leave and others may not.
    """
    ids = {s.unit_id for s in ready if s.unit_id}
    units = {
        unit.pk: unit
        for unit in HandlingUnit.objects.select_for_update(of=("self",))
        .select_related("lane")
        .filter(pk__in=ids)
        .order_by("id")
    }
    leaving = {s.pk for s in ready}
    on_them = Shipment.objects.filter(unit_id__in=ids).exclude(pk__in=leaving).defer("label_zpl", "offers")
    held_back = {stays.unit_id: stays for stays in on_them.order_by("id")}
    for unit_id, unit in units.items():
        if unit_id in held_back and unit.state == "open":
            raise _must_stay(held_back[unit_id], unit, known=held_back[unit_id].pk in staged)
    return [unit for pk, unit in units.items() if pk not in held_back], [s for s in ready if s.unit_id not in held_back]


def _must_stay(stays: Shipment, unit: HandlingUnit, *, known: bool) -> Refusal:
    number, sscc = unit_number(unit.pk), packing.by_id([stays.parcel_id])[stays.parcel_id].sscc
    where, details = f"{unit.kind} {number} in lane {unit.lane.code}", {"parcel": sscc, "unit": number}
    if stays.state != "voided" and not known:
        return Refusal("TRY_AGAIN", f"Parcel {sscc} came onto {where} just now: hand over again.", details=details)
    why = "its label is void" if stays.state == "voided" else "its order is on hold, cancelled or not whole yet"
    text = f"Parcel {sscc} on {where} must not leave: {why}. Take it out, then hand over again."
    return Refusal("TAKE_IT_OUT", text, details=details)


def _not_whole(order_ids: Collection[int]) -> set[int]:
    """Those of the orders that are to leave whole and cannot yet, by what stock and the lanes say now.

    Nothing of them leaves before every unit is picked; and of one that leaves together, before every parcel is staged.
    """
    whole = {pk: rule for pk, (_, rule) in placing.terms(order_ids).items() if rule != "as_available"}
    wanted = dict.fromkeys(whole, 0)
    for line in placing.lines(whole):
        wanted[line.order_id] += line.quantity - line.cancelled
    ready = stock.ready_units(whole)
    found = {order_id for order_id in whole if ready.get(order_id, 0) < wanted[order_id]}
    for order_id in whole.keys() - found:
        if whole[order_id] == "together":
            parcels = [parcel for parcel in packing.of_order(order_id) if parcel.state != "cancelled"]
            inside = sum(
                line.quantity for lines in packing.contents([p.id for p in parcels]).values() for line in lines
            )
            gone = Shipment.objects.filter(order_id=order_id).exclude(state="voided")
            there = gone.filter(Q(state="handed_over") | Q(staged_at__isnull=False)).count()
            if inside < wanted[order_id] or there < len(parcels):
                found.add(order_id)
    return found


def _is_held(parcel: ParcelRow, lines: Sequence[ContentRow], held: dict[tuple[int, int], int]) -> bool:
    return parcel.state == "packed" and all(held.get((parcel.fulfillment_id, li.line_id), 0) for li in lines)


def _rounds(parcels: Sequence[ParcelRow]) -> list[list[ParcelRow]]:
    """Divide parcels so that no round holds two of one fulfillment order: the ledger names one parcel a line."""
    rounds: dict[int, list[ParcelRow]] = defaultdict(list)
    seen: dict[int, int] = defaultdict(int)
    for parcel in parcels:
        rounds[seen[parcel.fulfillment_id]].append(parcel)
        seen[parcel.fulfillment_id] += 1
    return [rounds[nth] for nth in sorted(rounds)]


def _events(parcels: Sequence[ParcelRow], contents: dict[int, list[ContentRow]]) -> list[ParcelShipped]:
    """Tell of each parcel; the last of a fulfillment order is the one after which none is still in the house."""
    siblings = packing.of_fulfillments({parcel.fulfillment_id for parcel in parcels})
    gone = set(
        Shipment.objects.filter(parcel_id__in=[sibling.id for sibling in siblings], state="handed_over").values_list(
            "parcel_id", flat=True
        )
    )
    waiting = {s.fulfillment_id for s in siblings if s.state in ("packing", "packed") and s.id not in gone}
    final = {parcel.fulfillment_id: parcel.id for parcel in parcels if parcel.fulfillment_id not in waiting}
    return [
        ParcelShipped(
            parcel.order_id,
            parcel.fulfillment_id,
            parcel.id,
            parcel.warehouse_id,
            tuple((line.line_id, line.quantity) for line in contents[parcel.id]),
            final.get(parcel.fulfillment_id) == parcel.id,
        )
        for parcel in parcels
    ]
