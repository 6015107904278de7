"""What stands on a parcel's papers: from rows to the documents' own dataclasses."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from packhorse.carriers import queries as carriers
from packhorse.catalog import queries as catalog
from packhorse.catalog.queries import ProductRow
from packhorse.documents.country_numbers import COUNTRY_NUMBERS
from packhorse.documents.customs import CustomsLine, Declaration
from packhorse.documents.label import Address, MaxiCode, ShippingLabel
from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow
from packhorse.packing import queries as packing
from packhorse.packing.queries import ContentRow, ParcelRow
from packhorse.placing import queries as placing
from packhorse.placing.queries import AddressRow, goods
from packhorse.placing.rules import order_number as number_of
from packhorse.shipping.queries import PUBLIC_PAGE, ShipmentRow
from packhorse.sorting import queries as sorting


def labels_of(
    parcels: Sequence[tuple[ParcelRow, ShipmentRow]], *, now: datetime, public_url: str = ""
) -> list[ShippingLabel]:
    """Return the labels of parcels that have a shipment, in their order.

    `public_url` is where this house is known to buyers: with it, labels have a QR code of the parcel's own page.
    """
    sites = {site.id: site for site in network.warehouses()}
    here = {parcel.warehouse_id for parcel, _ in parcels}
    lanes = {lane.id: lane.code for site_id in here for lane in sorting.lanes(site_id)}
    order_ids = {parcel.order_id for parcel, _ in parcels}
    addresses, wishes = placing.addresses(order_ids), placing.wishes(order_ids)
    contents, products = goods_of([parcel for parcel, _ in parcels])
    classes = carriers.maxicodes()
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
                tracking_url=public_link(public_url, shipment.token),
                hazmat=_told(products[row.product_id].hazmat_class for row in contents.get(parcel.id, [])),
                un_numbers=_told(products[row.product_id].un_number for row in contents.get(parcel.id, [])),
                maxicode_class=classes.get(shipment.service_id),
            )
        )
    return labels


def declarations_of(
    parcels: Sequence[tuple[ParcelRow, ShipmentRow]],
    *,
    today: date,
    category: str = "sale",
    signed_by: str = "",
    seller_number: str = "",
) -> list[Declaration]:
    """Return what is declared to customs of parcels that have a shipment, in their order.

    Goods have the price of their order line; what was free, the product's own price in the order's currency, or none.
    """
    order_ids = {parcel.order_id for parcel, _ in parcels}
    orders, addresses = placing.rows(order_ids), placing.addresses(order_ids)
    prices = {line.id: line.unit_price_minor for line in goods.lines(order_ids)}
    sites = {site.id: site for site in network.warehouses()}
    contents, products = goods_of([parcel for parcel, _ in parcels])

    def line_of(row: ContentRow, currency: str) -> CustomsLine:
        product = products[row.product_id]
        price = prices.get(row.line_id) or (product.price_minor if product.currency == currency else 0)
        return CustomsLine(
            product.name, row.quantity, product.weight_g * row.quantity, price * row.quantity, product.hs_code,
            product.origin, product.sku,
        )  # fmt: skip

    return [
        Declaration(
            number=shipment.tracking_number,
            sender=sender_of(sites[parcel.warehouse_id]),
            recipient=recipient_of(addresses[parcel.order_id]),
            lines=tuple(line_of(row, orders[parcel.order_id].currency) for row in contents.get(parcel.id, [])),
            gross_g=parcel.weight_g or parcel.expected_g,
            currency=orders[parcel.order_id].currency,
            category=category,
            declared_on=today,
            order_number=number_of(parcel.order_id),
            signed_by=signed_by,
            seller_number=seller_number,
        )
        for parcel, shipment in parcels
    ]


def goods_of(parcels: Sequence[ParcelRow]) -> tuple[Mapping[int, list[ContentRow]], Mapping[int, ProductRow]]:
    """Return what lies in parcels, and the products of it."""
    contents = packing.contents(parcel.id for parcel in parcels)
    return contents, catalog.by_id({row.product_id for rows in contents.values() for row in rows})


def _told(facts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(facts) - {""}))


def public_link(public_url: str, token: str) -> str:
    """Return where a parcel's buyer follows it; empty where this house is not known to buyers by an address."""
    return public_url and f"{public_url.rstrip('/')}{PUBLIC_PAGE}{token}"


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
    tracking_url: str = "",
    hazmat: tuple[str, ...] = (),
    un_numbers: tuple[str, ...] = (),
    maxicode_class: int | None = None,
) -> ShippingLabel:
    """Return the label of a parcel; with a `maxicode_class`, its carrier wants a MaxiCode with that service class."""
    maxicode, lacks = None, ""
    if maxicode_class is not None:
        maxicode, lacks = _maxicode(address, tracking, maxicode_class)
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
        tracking_url=tracking_url,
        maxicode=maxicode,
        hazmat=hazmat,
        un_numbers=un_numbers,
        lacks=(lacks,) if lacks else (),
    )


def _maxicode(address: AddressRow, tracking: str, service_class: int) -> tuple[MaxiCode | None, str]:
    """Return the MaxiCode to an address, or why there can be none; its message is the tracking number."""
    country = COUNTRY_NUMBERS.get(address.country)
    if country is None:
        return None, f"No MaxiCode, which the carrier wants: {address.country[:2]!r} has no number in ISO 3166."
    code = MaxiCode(address.postal_code, country, service_class, tracking)
    if not code.routable:
        text = f"No MaxiCode, which the carrier wants: it cannot hold the postal code {address.postal_code[:20]!r}."
        return None, text
    return code, ""


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
