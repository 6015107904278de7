"""What a customer is shown of an order: its parcels in his words. Of the address only the city leaves this module."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from packhorse.catalog import queries as catalog
from packhorse.languages import CALENDARS, day_in, moment_in, whole_in
from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow
from packhorse.packing import queries as packing
from packhorse.packing.queries import ContentRow, ParcelRow
from packhorse.placing import queries as placing
from packhorse.placing.queries import AddressRow, OrderRow
from packhorse.placing.rules import CHANGEABLE
from packhorse.shipping import queries
from packhorse.shipping.pages.public.way import Step, map_of, state_of, steps, told
from packhorse.shipping.queries import ShipmentRow, TrackingRow
from packhorse.shipping.rules import UNDELIVERED
from packhorse.sourcing import queries as sourcing

Words = Mapping[str, str]
OVER = ("cancelled", "delivered", "merged")  # states of orders whose instructions concern nobody any more
NOTES = {"failure": "write_us", "return_to_sender": "write_us", "available_for_pickup": "collect"}


@dataclass(frozen=True)
class Parcel:
    """A parcel as its customer sees it, all in words; what is not known is empty."""

    title: str
    state: str
    headline: str
    note: str
    day: str
    arrived: bool
    promised: str
    carrier: str
    number: str
    goods: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]
    history: tuple[tuple[str, str], ...]
    times: str


@dataclass(frozen=True)
class Shown:
    """An order as its customer sees it; `changeable`: its instructions still are; `kept`: it has some."""

    heading: str
    state: str
    order: str
    city: str
    parcels: tuple[Parcel, ...]
    rest: bool
    map: str
    changeable: bool
    kept: bool


def shown(order_id: int, *, first: int | None, words: Words, now: datetime) -> Shown | None:
    """Return an order for its page, the parcel `first` before the others; None where there is no such order."""
    row = placing.rows([order_id]).get(order_id)
    if row is None:
        return None
    address = placing.addresses([order_id])[order_id]
    rows = [each for each in packing.of_order(order_id) if each.state != "cancelled"]
    shipments = {pk: each for pk, each in queries.by_parcel(row.id for row in rows).items() if each.state != "voided"}
    inside = packing.contents(each.id for each in rows)
    sites = {site.id: site for site in network.warehouses()}
    parcels = _parcels(rows, shipments, _goods(inside, words), sites, address, words, now)
    lines = placing.lines([order_id])
    units = sum(each.quantity for contents in inside.values() for each in contents)
    wanted = sum(line.quantity - line.cancelled for line in lines)
    from_sites = [sites[pk] for pk in dict.fromkeys(each.warehouse_id for each in rows) if pk in sites]
    named = {"order": row.external_id, "number": row.number, "city": address.city}
    heading, state = _heading(row, tuple(parcels.values()), words)
    return Shown(
        heading=heading,
        state=state,
        order=words["order" if row.external_id != row.number else "order_ours"].format(**named),
        city=address.city,
        parcels=tuple(parcels[pk] for pk in sorted(parcels, key=lambda pk: pk != first)),
        rest=bool(parcels) and wanted > units,
        map=map_of(from_sites, address, words),
        changeable=row.state in CHANGEABLE and not any(line.shipped for line in lines),
        kept=row.state not in OVER and bool(placing.wishes([order_id])[order_id][1]),
    )


def _heading(row: OrderRow, parcels: tuple[Parcel, ...], words: Words) -> tuple[str, str]:
    """Return what stands above all, and the state it tells."""
    if not parcels:
        state = "cancelled" if row.state == "cancelled" else "preparing"
        return words[f"state_{state}"], state
    if len(parcels) == 1:
        return parcels[0].headline, parcels[0].state
    there, of = sum(each.arrived for each in parcels), len(parcels)
    key = "all_there" if there == of else "some_there" if there else "many"
    return words[key].format(there=there, of=of), "delivered" if there == of else "many"


def _parcels(
    rows: list[ParcelRow],
    shipments: dict[int, ShipmentRow],
    goods: dict[int, tuple[tuple[str, str], ...]],
    sites: dict[int, WarehouseRow],
    address: AddressRow,
    words: Words,
    now: datetime,
) -> dict[int, Parcel]:
    events = queries.tracking(each.id for each in shipments.values())
    days = {row.id: row.promised_on for row in sourcing.by_id(row.fulfillment_id for row in rows).values()}
    found = {}
    for nth, row in enumerate(rows, start=1):
        shipment, site = shipments.get(row.id), sites[row.warehouse_id]
        state = state_of(shipment, site.day(now))
        reports = events.get(shipment.id, []) if shipment else []
        arrived_at = shipment.delivered_at if shipment else None
        expected = shipment.due_on if shipment else days.get(row.fulfillment_id)
        found[row.id] = Parcel(
            title=words["parcel"].format(nth=nth, of=len(rows)),
            state=state,
            headline=words[f"state_{state}"],
            note=words[NOTES[state]] if state in NOTES else "",
            day=_moment(arrived_at, site, words) if arrived_at else _day(expected, state, words),
            arrived=state == "delivered",
            promised=day_in(CALENDARS[words["code"]], shipment.first_promised_on) if shipment else "",
            carrier=shipment.carrier if shipment else "",
            number=shipment.tracking_number if shipment else "",
            goods=goods.get(row.id, ()),
            steps=steps(state, words),
            history=_history(row, shipment, reports, site, address, words),
            times=words["times"].format(city=site.city),
        )
    return found


def _day(on: date | None, state: str, words: Words) -> str:
    """Return the expected day; of what does not come there is none."""
    return "" if state in UNDELIVERED else day_in(CALENDARS[words["code"]], on)


def _moment(at: datetime, site: WarehouseRow, words: Words) -> str:
    return moment_in(words["code"], at.astimezone(ZoneInfo(site.timezone)))


def _goods(inside: dict[int, list[ContentRow]], words: Words) -> dict[int, tuple[tuple[str, str], ...]]:
    """Return {parcel id: (units, name) of what is in it}: nobody is told more of the goods."""
    names = catalog.by_id(each.product_id for contents in inside.values() for each in contents)
    found = {}
    for pk, contents in inside.items():
        units: Counter[int] = Counter()
        for each in contents:
            units[each.product_id] += each.quantity
        found[pk] = tuple((whole_in(words["code"], count), names[product].name) for product, count in units.items())
    return found


def _history(
    row: ParcelRow,
    shipment: ShipmentRow | None,
    reports: list[TrackingRow],
    site: WarehouseRow,
    address: AddressRow,
    words: Words,
) -> tuple[tuple[str, str], ...]:
    """Return (what happened, when) of a parcel, the newest first."""
    own = [("packed", row.packed_at, site.city), ("handed_over", shipment and shipment.handed_over_at, "")]
    carrier = shipment.carrier if shipment else ""
    happened = told([each for each in own if each[1]], reports, address)
    return tuple(
        (words[f"event_{kind}"].format(carrier=carrier) + (f", {place}" if place else ""), _moment(at, site, words))
        for kind, at, place in happened
    )
