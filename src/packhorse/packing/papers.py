"""What stands on packing slips: from rows to the document's own dataclass, for many parcels in few questions."""

from collections.abc import Sequence

from packhorse.catalog import queries as catalog
from packhorse.documents.label import Address
from packhorse.documents.packing_slip import PackingSlip, SlipLine
from packhorse.packing import queries
from packhorse.packing.queries import ParcelRow
from packhorse.placing import queries as placing
from packhorse.placing.queries import AddressRow


def slips_of(parcels: Sequence[ParcelRow], *, merchant: str) -> list[PackingSlip]:
    """Return the slips of parcels, in their order."""
    order_ids = {parcel.order_id for parcel in parcels}
    orders, wishes, addresses = placing.rows(order_ids), placing.wishes(order_ids), placing.addresses(order_ids)
    siblings: dict[int, list[int]] = {}
    for each in queries.of_fulfillments(parcel.fulfillment_id for parcel in parcels):
        if each.state != "cancelled":
            siblings.setdefault(each.fulfillment_id, []).append(each.id)
    contents = queries.contents({parcel.id for parcel in parcels}.union(*siblings.values()))
    products = catalog.by_id({line.product_id for lines in contents.values() for line in lines})
    slips = []
    for parcel in parcels:
        order = orders[parcel.order_id]
        _, instructions, gift = wishes[parcel.order_id]
        others = [each for each in siblings.get(parcel.fulfillment_id, []) if each != parcel.id]
        slips.append(
            PackingSlip(
                merchant=merchant,
                order_number=order.number,
                external_id=order.external_id,
                placed_on=order.placed_at.date(),
                recipient=_recipient(addresses[parcel.order_id]),
                parcel_index=parcel.position,
                parcel_count=parcel.of,
                sscc=parcel.sscc,
                lines=tuple(
                    SlipLine(products[line.product_id].sku, products[line.product_id].name, line.quantity)
                    for line in contents.get(parcel.id, [])
                ),
                other_parcels_units=sum(line.quantity for each in others for line in contents.get(each, [])),
                gift_message=gift,
                delivery_instructions=instructions,
            )
        )
    return slips


def _recipient(address: AddressRow) -> Address:
    return Address(
        name=address.name, company="", line1=address.line1, line2=address.line2, city=address.city,
        region=address.region, postal_code=address.postal_code, country=address.country, phone="",
    )  # fmt: skip
