"""How the goods of a return were sent, which is the way back: from which warehouse, and with whom."""

from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow
from packhorse.packing import queries as packing
from packhorse.returns.queries import ReturnDetail
from packhorse.shipping import queries as shipping
from packhorse.shipping.queries import ShipmentRow


def _parcel_of(detail: ReturnDetail) -> ShipmentRow | None:
    """Return the newest parcel with goods of a return in it."""
    sent = {row.parcel_id: row for row in shipping.of_order(detail.row.order_id) if row.state == "handed_over"}
    wanted = {line.line_id for line in detail.lines}
    inside = packing.contents(sent)
    mine = [pk for pk, rows in inside.items() if wanted & {row.line_id for row in rows}]
    return sent[max(mine)] if mine else None


def carrier_of(detail: ReturnDetail) -> str:
    """Return the name of the carrier that brought the goods; empty where nobody did."""
    shipment = _parcel_of(detail)
    return shipment.carrier if shipment else ""


def warehouse_of(detail: ReturnDetail) -> WarehouseRow | None:
    """Return the warehouse that the goods go back to: the one that sent them."""
    shipment = _parcel_of(detail)
    sites = {site.id: site for site in network.warehouses()}
    return sites.get(shipment.warehouse_id) if shipment else None
