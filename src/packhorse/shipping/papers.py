"""What stands on a parcel's papers: from rows to the documents' own dataclasses."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from packhorse.documents.label import Address, ShippingLabel
from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow
from packhorse.packing.queries import ParcelRow
from packhorse.placing import queries as placing
from packhorse.placing.queries import AddressRow
from packhorse.placing.rules import order_number as number_of
from packhorse.shipping.queries import ShipmentRow
from packhorse.sorting import queries as sorting


def labels_of(parcels: Sequence[tuple[ParcelRow, ShipmentRow]], *, now: datetime) -> list[ShippingLabel]:
    """Return the labels of parcels that have a shipment, in their order."""
    sites = {site.id: site for site in network.warehouses()}
    here = {parcel.warehouse_id for parcel, _ in parcels}
    lanes = {lane.id: lane.code for site_id in here for lane in sorting.lanes(site_id)}
    order_ids = {parcel.order_id for parcel, _ in parcels}
    addresses, wishes = placing.addresses(order_ids), placing.wishes(order_ids)
    labels = []
    for parcel, shipment in parcels:
        site = sites[parcel.warehouse_id]
        leaves = shipment.handed_over_at or next(site.cutoffs(parcel.packed_at or now))
        labels.append(
            label_of(
                site=site,
                address=addresses[parcel.order_id],
                parcel=parcel,
                order_number=number_of(parcel.order_id),
                carrier_name=shipment.carrier,
                service_name=shipment.service,
                tracking=shipment.tracking_number,
                zone=shipment.zone,
                lane=lanes.get(shipment.lane_id or 0, ""),
                ship_date=leaves.astimezone(ZoneInfo(site.timezone)).date(),
                instructions=wishes[parcel.order_id][1],
            )
        )
    return labels


def label_of(
    *,
    site: WarehouseRow,
    address: AddressRow,
    parcel: ParcelRow,
    order_number: str,
    carrier_name: str,
    service_name: str,
    tracking: str,
    zone: str,
    lane: str,
    ship_date: date,
    instructions: str,
) -> ShippingLabel:
    """Return the 4x6 label of a parcel."""
    return ShippingLabel(
        sender=sender_of(site),
        recipient=recipient_of(address),
        carrier_name=carrier_name,
        service_name=service_name,
        tracking_number=tracking,
        sscc=parcel.sscc,
        order_number=order_number,
        parcel_index=parcel.position,
        parcel_count=parcel.of,
        weight_g=parcel.weight_g or parcel.expected_g,
        ship_date=ship_date,
        lane=lane,
        delivery_instructions=instructions,
        marks=(),
        routing_zone=zone,
    )


def sender_of(site: WarehouseRow) -> Address:
    """Return a warehouse's address for a label."""
    return Address(
        name=site.name,
        company="",
        line1=site.line1,
        line2="",
        city=site.city,
        region="",
        postal_code=site.postal_code,
        country=site.country,
        phone="",
    )


def recipient_of(address: AddressRow) -> Address:
    """Return an order's address for a label."""
    return Address(
        name=address.name,
        company="",
        line1=address.line1,
        line2=address.line2,
        city=address.city,
        region=address.region,
        postal_code=address.postal_code,
        country=address.country,
        phone=address.phone,
    )
