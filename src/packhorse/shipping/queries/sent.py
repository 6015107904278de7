"""What shops are told of a parcel that has left."""

from collections import defaultdict
from dataclasses import dataclass

from packhorse.catalog import queries as catalog
from packhorse.packing import queries as packing
from packhorse.placing import queries as placing
from packhorse.placing.queries import LineRow
from packhorse.shipping.models import Shipment
from packhorse.shipping.queries import PUBLIC_PAGE, by_parcel
from packhorse.shops.connector import Sent


@dataclass(frozen=True)
class SentRow:
    """A parcel that has left, as its shop is to be told of it, and the channel whose shop that is."""

    channel: str
    parcel: Sent


def sent(parcel_id: int, *, public_url: str) -> list[SentRow]:
    """Return what shops are to be told of a parcel that was handed over: one for each order it was ordered in.

    They hear of kits as they sold them, with the parcel that completes them; an order of which the parcel completes
    nothing is left out.
    """
    shipment = by_parcel([parcel_id])[parcel_id]
    inside = {row.line_id for row in packing.contents([parcel_id])[parcel_id]}
    ordered = sorted({li.ordered_in_id or li.order_id for li in placing.lines([shipment.order_id]) if li.id in inside})
    lines = placing.as_ordered(ordered)
    orders = {line.order_id for line in lines}
    gone = Shipment.objects.filter(order_id__in=orders, state="handed_over").values_list("parcel_id", flat=True)
    left = {line.id: line.quantity - line.cancelled for line in lines}
    for row in (row for rows in packing.contents({parcel_id, *gone}).values() for row in rows):
        if row.line_id in left:
            left[row.line_id] -= row.quantity
    rows = placing.rows(ordered)
    found = []
    for order_id in ordered:
        mine = [line for line in lines if (line.ordered_in_id or line.order_id) == order_id]
        parcel = Sent(
            key=packing.by_id([parcel_id])[parcel_id].sscc,
            order=rows[order_id].external_id,
            units=_completed(parcel_id, mine),
            carrier=shipment.carrier,
            number=shipment.tracking_number,
            url=f"{public_url}{PUBLIC_PAGE}{shipment.token}" if public_url else "",
            last=all(left[line.id] <= 0 for line in mine),
        )
        if parcel.units:
            found.append(SentRow(channel=rows[order_id].channel, parcel=parcel))
    return found


def _completed(parcel_id: int, lines: list[LineRow]) -> tuple[tuple[str, int], ...]:
    """Return (SKU, units) of an order's lines in a parcel, and of its kits those that are complete with it.

    Parcels count in the order they were made in, handed over or not: so each kit is told once, whichever leaves first.
    """
    parcels = {row.id for row in packing.of_orders({line.order_id for line in lines}) if row.state != "cancelled"}
    before = _units({each for each in parcels if each < parcel_id})
    after = _units({each for each in parcels if each <= parcel_id})
    kits = {kit.id: kit for kit in placing.kits(lines)}
    names = catalog.by_id([line.product_id for line in lines] + [kit.product_id for kit in kits.values()])
    units: dict[str, int] = defaultdict(int)
    for line in lines:
        if line.kit_id is None:
            units[names[line.product_id].sku] += after[line.id] - before[line.id]
    for kit in kits.values():
        parts = [line for line in lines if line.kit_id == kit.id]
        units[names[kit.product_id].sku] += _complete(parts, after) - _complete(parts, before)
    return tuple(sorted((sku, count) for sku, count in units.items() if count))


def _complete(parts: list[LineRow], units: dict[int, int]) -> int:
    """Return how many kits are complete with `units` {order line: units}; nobody waits for what was cancelled."""
    return min((line.cancelled + units[line.id]) // line.kit_units for line in parts)


def _units(parcel_ids: set[int]) -> dict[int, int]:
    """Return {order line: its units in these parcels}."""
    found: dict[int, int] = defaultdict(int)
    for row in (row for rows in packing.contents(parcel_ids).values() for row in rows):
        found[row.line_id] += row.quantity
    return found
