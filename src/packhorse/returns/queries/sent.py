"""How the goods of a return were sent, which is the way back: from which warehouse, with whom, and in which box."""

from dataclasses import dataclass

from packhorse.catalog import queries as catalog
from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow
from packhorse.packing import queries as packing
from packhorse.packing.queries import ContentRow
from packhorse.returns.queries.returns import ReturnDetail
from packhorse.shipping import queries as shipping
from packhorse.shipping.queries import ShipmentRow


@dataclass(frozen=True)
class Box:
    """What is likely to be handed to a carrier: gross grams, outer mm, the classes of dangerous goods in it."""

    weight_g: int
    length_mm: int
    width_mm: int
    height_mm: int
    hazmat: tuple[str, ...]


def carrier_of(detail: ReturnDetail) -> str:
    """Return the name of the carrier that brought the goods; empty where nobody did."""
    sent = _sent(detail)
    return sent[max(sent)].carrier if sent else ""


def warehouse_of(detail: ReturnDetail) -> WarehouseRow | None:
    """Return the warehouse that the goods go back to: the one that sent them last."""
    sent = _sent(detail)
    sites = {site.id: site for site in network.warehouses()}
    return sites.get(sent[max(sent)].warehouse_id) if sent else None


def box_of(detail: ReturnDetail) -> Box | None:
    """Return the box in which a return is likely to come: the largest in which its goods were sent, with all of them.

    None where nothing was sent. It weighs what the goods weigh, and what that box weighed beside its goods.
    """
    sent = _sent(detail)
    if not sent:
        return None
    inside, parcels = packing.contents(sent), packing.by_id(sent)
    there = {row.product_id for rows in inside.values() for row in rows}
    products = catalog.by_id(there | {line.product_id for line in detail.lines})

    def grams(rows: list[ContentRow]) -> int:
        return sum(row.quantity * products[row.product_id].weight_g for row in rows)

    largest = max(parcels.values(), key=lambda each: (each.length_mm * each.width_mm * each.height_mm, each.id))
    tare = max(0, largest.expected_g - grams(inside[largest.id]))
    goods = sum(line.units * products[line.product_id].weight_g for line in detail.lines)
    hazmat = {products[line.product_id].hazmat_class for line in detail.lines} - {""}
    sides = largest.length_mm, largest.width_mm, largest.height_mm
    return Box(max(1, goods + tare), *sides, tuple(sorted(hazmat)))


def _sent(detail: ReturnDetail) -> dict[int, ShipmentRow]:
    """Return {parcel id: its way} of the parcels with goods of a return in them."""
    sent = {row.parcel_id: row for row in shipping.of_order(detail.row.order_id) if row.state == "handed_over"}
    wanted = {line.line_id for line in detail.lines}
    inside = packing.contents(sent)
    return {pk: sent[pk] for pk, rows in inside.items() if wanted & {row.line_id for row in rows}}
