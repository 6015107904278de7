"""A parcel's label in the form that a printer or a person wants: our own, or the carrier's as it came."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from packhorse.documents import label_pdf
from packhorse.documents import label_zpl as zpl
from packhorse.documents.label import ShippingLabel
from packhorse.errors import Refusal
from packhorse.outbox import queries as outbox
from packhorse.packing.queries import ParcelRow
from packhorse.shipping import queries
from packhorse.shipping.labelling import LabelNews, label_news
from packhorse.shipping.papers import labels_of
from packhorse.shipping.queries import ShipmentRow
from packhorse.shipping.queries import labels as label_rows
from packhorse.shipping.rules import PRINTER_MEDIA


def live(parcel: ParcelRow) -> ShipmentRow | None:
    """Return a parcel's way with a carrier, unless its label was voided."""
    shipment = queries.by_parcel([parcel.id]).get(parcel.id)
    return shipment if shipment and shipment.state != "voided" else None


def how_far(parcel: ParcelRow, *, now: datetime) -> tuple[bool, LabelNews]:
    """Return whether a parcel's label is there, and what is to be said where it is not."""
    # In this order: what is told between the two questions has its label when it is asked for.
    untold = outbox.untold("ParcelPacked", order_id=parcel.order_id, parcel_id=parcel.id)
    order = label_rows.label_orders([parcel.id]).get(parcel.id)
    there = queries.label_zpl(parcel.id) is not None
    return there, label_news(parcel.state, untold=untold, waited=now - (parcel.packed_at or now), order=order)


def zpl_of(parcel: ParcelRow, *, dpi: int) -> str:
    """Return a parcel's label for a label printer; refuses where there is none, or only a PDF of the carrier's."""
    text = queries.label_zpl(parcel.id)
    if text is None:
        raise no_label()
    if not text:
        raise Refusal("NO_ZPL", "The carrier gave this label as PDF only: print that.", status=409)
    return zpl.render(own_label(parcel), dpi=300) if dpi == 300 else text


def pdf_of(parcel: ParcelRow, *, medium: str) -> bytes:
    """Return a parcel's label as PDF; refuses where there is none, or only the carrier's for label printers."""
    if medium not in PRINTER_MEDIA:
        raise Refusal("NO_SUCH_MEDIUM", f"medium: use {', '.join(PRINTER_MEDIA)}, not {medium[:10]!r}.", status=422)
    return label_rows.label_pdf(parcel.id) or label_pdf.render(own_label(parcel), medium)


def own_label(parcel: ParcelRow) -> ShippingLabel:
    """Return our own label of a parcel; refuses where there is none, or it is the carrier's."""
    shipment = live(parcel)
    if shipment is None:
        raise no_label()
    if label_rows.is_carriers(shipment.id):
        text = "The carrier gave this label as ZPL at 203 dpi: print that, or let its account's labels come as PDF."
        raise Refusal("NO_PDF", text, status=409)
    (paper,) = labels_of([(parcel, shipment)], now=timezone.now(), public_url=settings.PUBLIC_URL)
    return paper


def no_label() -> Refusal:
    """Return the refusal for a parcel that has no label."""
    return Refusal(
        "NO_LABEL", "This parcel has no label: close it at the bench, or wait until it is bought.", status=409
    )
