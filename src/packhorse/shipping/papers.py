"""What stands on a parcel's papers: from rows to the documents' own dataclasses."""

from datetime import date

from packhorse.documents.label import Address, ShippingLabel
from packhorse.network.queries import WarehouseRow
from packhorse.packing.queries import ParcelRow
from packhorse.placing.queries import AddressRow


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
