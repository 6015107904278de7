"""Choose a service for each parcel and buy its label."""

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from packhorse.carriers import queries as carriers
from packhorse.carriers.rules import Box, Offer, Trip, choose, offers
from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal
from packhorse.events import LabelBought
from packhorse.inventory import queries as stock
from packhorse.network import queries as network
from packhorse.outbox.publish import publish
from packhorse.packing import queries as packing
from packhorse.packing.queries import ParcelRow
from packhorse.placing import queries as placing
from packhorse.shipping.models import Shipment
from packhorse.shipping.operations.choose_lane import Lanes
from packhorse.shipping.papers import label_of
from packhorse.shipping.rules import tracking_number
from packhorse.sourcing import queries as sourcing

ACTOR = "shipping"
NO_TOKENS: Mapping[int, str] = {}


@transaction.atomic
def buy_labels(parcel_ids: Sequence[int], *, now: datetime, tokens: Mapping[int, str] = NO_TOKENS) -> None:
    """Label packed parcels: the cheapest service that keeps the promised day, every offer kept with its reason.

    A parcel that has a label keeps it. A parcel that no carrier takes is refused, which leaves it to a person.
    `tokens` {parcel id: token} keeps the customer's link of a parcel that is labelled anew.
    """
    before = Counter(Shipment.objects.filter(parcel_id__in=parcel_ids).values_list("parcel_id", flat=True))
    live = Shipment.objects.filter(parcel_id__in=parcel_ids).exclude(state="voided")
    known = set(live.values_list("parcel_id", flat=True))
    packed = [p for p in packing.by_id(set(parcel_ids) - known).values() if p.state == "packed"]
    held = {fulfillment for fulfillment, _ in stock.picked_units(parcel.fulfillment_id for parcel in packed)}
    parcels = sorted((p for p in packed if p.fulfillment_id in held), key=lambda parcel: parcel.id)
    book, names = carriers.rate_book(), carriers.names()
    sites = {site.id: site for site in network.warehouses()}
    lanes = {site: Lanes(site) for site in {parcel.warehouse_id for parcel in parcels}}
    fulfillments = sourcing.by_id(parcel.fulfillment_id for parcel in parcels)
    addresses = placing.addresses(parcel.order_id for parcel in parcels)
    wishes = placing.wishes(parcel.order_id for parcel in parcels)
    hazmat = _hazmat(parcels)
    rows = placing.rows(parcel.order_id for parcel in parcels)
    made: list[Shipment] = []
    # Imported late: fonts and barcodes cost every command a tenth of its start, and few draw labels.
    from packhorse.documents import label_zpl

    for parcel in parcels:
        site, fulfillment = sites[parcel.warehouse_id], fulfillments[parcel.fulfillment_id]
        address = addresses[parcel.order_id]
        leaves = site.day(next(site.cutoffs(now)))
        trip = Trip(site.country, address.country, fulfillment.km, leaves, site.id)
        found = offers(book, trip, _box(parcel, hazmat.get(parcel.id, ())))
        best = choose(found, promised_on=fulfillment.promised_on)
        if best is None or best.arrives_on is None:
            why = "; ".join(f"{o.carrier} {o.service}: {o.excluded}" for o in found)
            raise Refusal("NO_CARRIER", f"No carrier takes parcel {parcel.sscc}: {why}.")
        local = now.astimezone(ZoneInfo(site.timezone)).time()
        lane = lanes[parcel.warehouse_id].take(address, best.service_id, at=local)
        carrier_name, service_name, prefix = names[best.service_id]
        number = tracking_number(prefix, parcel.id, before[parcel.id])
        shown = label_of(
            site=site,
            address=address,
            parcel=parcel,
            order_number=rows[parcel.order_id].number,
            carrier_name=carrier_name,
            service_name=service_name,
            tracking=number,
            zone=best.zone,
            lane=lane.code if lane else "",
            ship_date=leaves,
            instructions=wishes[parcel.order_id][1],
        )
        made.append(
            Shipment(
                parcel_id=parcel.id,
                order_id=parcel.order_id,
                warehouse_id=parcel.warehouse_id,
                carrier_id=best.carrier_id,
                service_id=best.service_id,
                state="labelled",
                tracking_number=number,
                token=tokens.get(parcel.id) or secrets.token_urlsafe(24),
                price_minor=best.price_minor,
                billed_g=best.billed_g,
                zone=best.zone,
                offers=[_reason(offer) for offer in found],
                label_zpl=label_zpl.render(shown),
                lane_id=lane.id if lane else None,
                promised_on=fulfillment.promised_on,
                first_promised_on=fulfillment.first_promised_on or fulfillment.promised_on,
                chance=fulfillment.first_chance,
                expected_on=best.arrives_on,
                tracking_at=now,
            )
        )
    Shipment.objects.bulk_create(made)
    publish(
        [LabelBought(s.order_id, s.parcel_id, s.pk, s.warehouse_id, s.price_minor) for s in made], now=now, actor=ACTOR
    )


def _hazmat(parcels: Sequence[ParcelRow]) -> dict[int, tuple[str, ...]]:
    """Return {parcel id: the classes of dangerous goods in it}."""
    contents = packing.contents(parcel.id for parcel in parcels)
    products = catalog.by_id(row.product_id for rows in contents.values() for row in rows)
    return {
        pk: tuple(sorted({products[row.product_id].hazmat_class for row in rows} - {""}))
        for pk, rows in contents.items()
    }


def _box(parcel: ParcelRow, hazmat: tuple[str, ...]) -> Box:
    return Box(parcel.weight_g or parcel.expected_g, parcel.length_mm, parcel.width_mm, parcel.height_mm, hazmat)


def _reason(offer: Offer) -> dict[str, object]:
    days = ("arrives_on", "kept_on")
    facts = {k: v.isoformat() if k in days and v else v for k, v in asdict(offer).items()}
    return {name: value for name, value in facts.items() if value not in ("", None, 0)}
