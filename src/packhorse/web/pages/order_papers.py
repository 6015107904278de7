"""Papers of several orders as one PDF: their packing slips, or their labels."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from packhorse.documents import label_pdf, packing_slip
from packhorse.packing import queries as packing
from packhorse.packing.papers import slips_of
from packhorse.packing.queries import ParcelRow
from packhorse.shipping import queries as shipping
from packhorse.shipping.papers import labels_of
from packhorse.web import settings

PACKED = ("packed", "shipped")


@dataclass(frozen=True)
class Papers:
    """The orders that have something to print, {order id: papers}, and why the others have nothing."""

    name: str
    words: str
    of: dict[int, int]
    lacking: dict[int, str]
    pdf: Callable[[], bytes]
    paper: str
    parcels: dict[int, int]  # {parcel id: order id} of what is handed out


def slips(order_ids: Sequence[int]) -> Papers:
    """Return the packing slips of all packed parcels of orders, in the orders' order."""
    parcels = _packed(order_ids)
    lacking = {order_id: "has no packed parcel yet" for order_id in order_ids if not parcels[order_id]}
    chosen = [parcel for order_id in order_ids for parcel in parcels[order_id]]
    return Papers(
        "packing-slips",
        "packing slip",
        {order_id: len(found) for order_id, found in parcels.items() if found},
        lacking,
        lambda: packing_slip.render_all(slips_of(chosen, merchant=settings.CONFIG.merchant)),
        "slip",
        {parcel.id: parcel.order_id for parcel in chosen},
    )


def labels(order_ids: Sequence[int]) -> Papers:
    """Return the labels of all parcels of orders that have one, in the orders' order."""
    parcels = _packed(order_ids)
    shipments = shipping.by_parcel(parcel.id for found in parcels.values() for parcel in found)
    live = {parcel_id: shipment for parcel_id, shipment in shipments.items() if shipment.state != "voided"}
    labelled = {order_id: [p for p in found if p.id in live] for order_id, found in parcels.items()}
    lacking = {
        order_id: "has parcels, but no label was bought yet" if parcels[order_id] else "has no packed parcel yet"
        for order_id in order_ids
        if not labelled[order_id]
    }
    chosen = [(parcel, live[parcel.id]) for order_id in order_ids for parcel in labelled[order_id]]
    return Papers(
        "labels",
        "label",
        {order_id: len(found) for order_id, found in labelled.items() if found},
        lacking,
        lambda: label_pdf.render_all(labels_of(chosen, now=timezone.now())),
        "label",
        {parcel.id: parcel.order_id for parcel, _ in chosen},
    )


def _packed(order_ids: Sequence[int]) -> dict[int, list[ParcelRow]]:
    found: dict[int, list[ParcelRow]] = {order_id: [] for order_id in order_ids}
    for parcel in packing.of_orders(order_ids):
        if parcel.state in PACKED:
            found[parcel.order_id].append(parcel)
    return found
