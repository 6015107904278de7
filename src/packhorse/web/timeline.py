"""An order's history in words: one sentence an event."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from packhorse.outbox.queries import EventRow
from packhorse.picking.rules import list_number
from packhorse.placing.rules import order_number
from packhorse.shipping.queries.printing import PaperRow
from packhorse.sourcing.rules import WISHES

NO_WHYS: Mapping[int, str] = {}
TOLD_TWICE = ("delivered", "delayed", "failure", "return_to_sender")  # these have an event of their own
BOOKMARKS = ("QueueTried", "WarehouseLeft")  # how far some work came: nothing happened to the order that they name


@dataclass(frozen=True)
class Moment:
    """A line of the timeline: when, what, by whom, where."""

    at: datetime
    what: str
    who: str
    where: str


def moments(
    events: list[EventRow], *, sites: Mapping[int, str], parcels: Mapping[int, str], whys: Mapping[int, str] = NO_WHYS
) -> list[Moment]:
    """Tell events; `sites` and `parcels` name warehouses and parcels by id, `whys` the reasons of what people did."""
    return [
        Moment(event.at, _sentence(event, parcels, whys), event.actor, sites.get(event.warehouse_id or 0, ""))
        for event in events
        if not (event.kind == "ParcelTracked" and event.payload.get("state") in TOLD_TWICE)
        and event.kind not in BOOKMARKS
    ]


def of_papers(records: list[PaperRow], *, parcels: Mapping[int, str]) -> list[Moment]:
    """Tell what was printed, handed out and voided of an order's parcels."""
    return [
        Moment(row.ended_at or row.at, _paper(row, parcels.get(row.parcel_id or 0, "Parcel")), row.actor, "")
        for row in records
        if row.state != "dropped"
    ]


def _paper(row: PaperRow, parcel: str) -> str:
    what, why = f"{parcel}, {row.title.lower()}", f": {row.reason}" if row.reason else ""
    if row.act == "void":
        return f"{parcel}: label {row.place} voided{why}"
    if row.act == "download":
        return f"{what} handed out as a file"
    if row.state == "done":
        return f"{what} printed on {row.place}{why}"
    return f"{what} {'could not be printed' if row.state == 'failed' else 'is to be printed'} on {row.place}{why}"


def _sentence(event: EventRow, parcels: Mapping[int, str], whys: Mapping[int, str]) -> str:
    facts = event.payload
    parcel = parcels.get(facts.get("parcel_id", 0), "Parcel")
    units = _units(facts)
    sentences: dict[str, str] = {
        "OrderPlaced": "Order placed",
        "OrderHeld": f"Held: {_hold(facts)}",
        "HoldReleased": f"Hold released: {_hold(facts)}" + ("" if facts.get("last") else ", others remain"),
        "OrderEdited": f"Changed: {facts.get('what')}",
        "OrderSplit": f"{units} split off as {order_number(facts.get('child_id', 0))}",
        "OrderMerged": f"Merged into {order_number(facts.get('into_id', 0))}",
        "OrderSteered": _steered(facts, whys),
        "OrderCancelled": f"{units} cancelled",
        "CancelRefused": f"Cancellation came too late for {units}",
        "StockReleased": f"{units} given back to stock",
        "OrderSourced": f"Sourced: {units} allocated",
        "OrderBackordered": f"Backordered: {units} wait for goods",
        "PromiseRenewed": "Promised anew: the day is another one",
        "OrderUnreached": "It cannot be sent to the address from the warehouse that has it at work",
        "WaveReleased": f"Released to the floor on {list_number(facts.get('list_id', 0))}",
        "PickingStarted": f"Picking started on {list_number(facts.get('list_id', 0))}",
        "PickShort": f"Short pick: {units} were not there",
        "AllocationLost": f"{units} are not to be had after all, other goods are looked for",
        "PicksDone": f"Picked: {facts.get('units')} units",
        "OrderSorted": "Sorted: whole in its slot" if facts.get("slot_id") else "Whole: to the bench without a slot",
        "CartonChosen": f"{parcel}: another carton was taken",
        "ParcelPacked": f"{parcel} packed, {facts.get('weight_g', 0) / 1000:.2f} kg",
        "OrderPacked": "All packed",
        "LabelBought": f"{parcel} labelled",
        "ParcelStaged": f"{parcel} stands in its lane",
        "ParcelShipped": f"{parcel} handed over to the carrier",
        "ParcelTracked": f"{parcel}: {str(facts.get('state', '')).replace('_', ' ')}",
        "ParcelDelayed": f"{parcel} is delayed",
        "ParcelUndelivered": f"{parcel} is not delivered: the carrier brings it back, or has lost it",
        "ParcelDelivered": f"{parcel} delivered",
        "ReturnRequested": f"Return asked for, {_count(facts.get('units', 0))}",
        "ReturnApproved": "Return authorised",
        "ReturnDeclined": "Return declined",
        "ReturnCancelled": "Return cancelled",
        "ReturnReceived": "Returned goods came",
        "ReturnInspected": "Returned goods inspected",
        "ReturnClosed": _returned(facts),
    }
    return sentences.get(event.kind, event.kind)


def _steered(facts: Mapping[str, Any], whys: Mapping[int, str]) -> str:
    words = WISHES.get(str(facts.get("what")), str(facts.get("what"))).capitalize()
    why = whys.get(facts.get("change_id", 0), "")
    return f"{words}: {why}" if why else words


def _returned(facts: Mapping[str, Any]) -> str:
    if facts.get("exchange_id"):
        return f"Return settled: exchanged by {order_number(facts['exchange_id'])}"
    return "Return settled: refunded" if facts.get("resolution") == "refund" else "Return closed without money or goods"


def _hold(facts: Mapping[str, Any]) -> str:
    return str(facts.get("kind", "")).replace("_", " ").lower()


def _units(facts: Mapping[str, Any]) -> str:
    return _count(sum(units for _, units in facts.get("lines", ())))


def _count(units: int) -> str:
    return f"{units} unit" if units == 1 else f"{units} units"
