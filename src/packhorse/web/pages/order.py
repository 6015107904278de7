"""An order whole: what was wanted, where it is, what happened, why, and its papers."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from packhorse.catalog import queries as catalog
from packhorse.catalog.queries import ProductRow
from packhorse.network import queries as network
from packhorse.outbox import queries as outbox
from packhorse.packing import queries as packing
from packhorse.packing.queries import ChangeRow, ParcelRow, PhotoRow
from packhorse.picking import queries as picking
from packhorse.picking.rules import list_number
from packhorse.placing import queries as placing
from packhorse.placing.queries import KitRow, LineRow, OrderDetail, OrderRow
from packhorse.placing.rules import HOLDS, PRIORITIES, SERVICES, SHIP_RULES, order_id_of, order_number
from packhorse.retention import queries as retention
from packhorse.returns import queries as returned
from packhorse.returns.rules import WISHES, spoken
from packhorse.shipping import queries as shipping
from packhorse.shipping.queries import NoticeRow, ShipmentRow, TrackingRow, printing, troubles
from packhorse.shipping.rules import TROUBLES
from packhorse.sourcing import queries as sourcing
from packhorse.sourcing.rules import UNTOUCHED
from packhorse.web.pages import notices
from packhorse.web.pages.decisions import decisions
from packhorse.web.pages.order_forms import LineFields, Refused, forms, line_fields, open_units, values
from packhorse.web.pages.ways import standing
from packhorse.web.possible import of_parcel
from packhorse.web.timeline import Moment, moments, of_papers

Goods = tuple[LineRow | KitRow, ProductRow, LineFields | None]


@dataclass(frozen=True)
class FulfillmentPart:
    """One warehouse's part of an order."""

    site: str
    state: str
    km: int
    promised_on: date | None
    chance: int | None
    first_promised_on: date | None
    pick_list: str


@dataclass(frozen=True)
class ParcelPart:
    """A parcel with its shipment and what the carrier told."""

    parcel: ParcelRow
    shipment: ShipmentRow | None
    tracking: list[TrackingRow]
    offers: list[dict[str, Any]]
    notice: NoticeRow | None
    papers: dict[str, str]
    changes: list[ChangeRow]
    photos: list[PhotoRow]


def order(request: HttpRequest, number: str, *, refused: Refused | None = None, status: int = 200) -> HttpResponse:
    """Show an order by its public number; a form that was `refused` with what was typed and what is wrong."""
    order_id = order_id_of(number)
    detail = placing.detail(order_id) if order_id else None
    if detail is None or order_id is None:
        raise Http404
    sites = {site.id: f"{site.city} ({site.code})" for site in network.warehouses()}
    parcels = _parcels(order_id)
    holds = [hold for hold in placing.holds([order_id]) if hold.released_at is None]
    found = placing.rows(placing.mergeable(order_id))
    others = [found[pk] for pk in sorted(found, reverse=True)]
    names = {part.parcel.id: f"Parcel {part.parcel.position}/{part.parcel.of}" for part in parcels}
    return render(
        request,
        "web/order.html",
        {
            "detail": detail,
            "lines": _goods(detail, refused),
            "total": detail.order.goods_minor + detail.order.charges_minor,
            "parts": _parts(order_id, sites),
            **_promised(order_id, sites),
            "parcels": parcels,
            "decisions": decisions(order_id, detail.address),
            "moments": _moments(order_id, sites, names),
            "open_units": sum(open_units(line) for line in detail.lines),
            "holds": holds,
            "hold_kinds": HOLDS,
            "notes": placing.notes(order_id),
            "mails": notices.shown(retention.of_order(order_id)),
            "returns": [(row, spoken(row.rma), WISHES[row.wish]) for row in returned.of_order(order_id)],
            "may_return": any(part.shipment and part.shipment.handed_over_at for part in parcels),
            "services": SERVICES,
            **_parting(detail, others),
            "troubles": troubles.of_order(order_id),
            "trouble_words": {kind: words for kind, (words, _, _) in TROUBLES.items()},
            **standing(order_id),
            "forms": forms(detail, refused=refused, holds=len(holds), others=len(others), **progress(order_id)),
            "values": values(detail, refused),
        },
        status=status,
    )


def _moments(order_id: int, sites: dict[int, str], parcels: dict[int, str]) -> list[Moment]:
    """Return what happened to an order and was done with its papers, the first first."""
    told = moments(outbox.history(order_id), sites=sites, parcels=parcels, whys=_whys(order_id, sites))
    return sorted([*told, *of_papers(printing.records_of_order(order_id), parcels=parcels)], key=lambda each: each.at)


def _goods(detail: OrderDetail, refused: Refused | None) -> list[Goods]:
    """Return what was ordered, line by line with its fields; after a kit come its parts, which have none."""
    products = catalog.by_id(each.product_id for each in (*detail.lines, *detail.kits))
    fields, kits = line_fields(detail, refused), {kit.id: kit for kit in detail.kits}
    rows: list[Goods] = []
    for line in detail.lines:
        if line.kit_id is not None and (kit := kits.pop(line.kit_id, None)):
            rows.append((kit, products[kit.product_id], fields[True, kit.id]))
        rows.append((line, products[line.product_id], fields.get((False, line.id)) if line.kit_id is None else None))
    return rows


def _parts(order_id: int, sites: dict[int, str]) -> list[FulfillmentPart]:
    found = []
    for row in sourcing.of_order(order_id):
        list_id = picking.list_of(row.id)
        number = list_number(list_id) if list_id else ""
        said = (row.promised_on, row.chance, row.first_promised_on)
        found.append(FulfillmentPart(sites[row.warehouse_id], row.state, row.km, *said, number))
    return found


def _promised(order_id: int, sites: dict[int, str]) -> dict[str, Any]:
    """Return the order's promise, and each that was made, where there was more than one of a warehouse."""
    made = sourcing.promises_of([order_id])
    rows = [(sites[row.warehouse_id], row) for row in made] if len({row.at for row in made}) > 1 else []
    return {"promise": sourcing.order_promise(sourcing.of_order(order_id)), "promises": rows}


def _parting(detail: OrderDetail, others: list[OrderRow]) -> dict[str, Any]:
    """What is shown of turns, ship rules, splits and mergers."""
    return {
        "priorities": PRIORITIES,
        "ship_rules": SHIP_RULES,
        "waits": sourcing.waiting([detail.order.id]).get(detail.order.id),
        "mergeable": others,
        "split_from": order_number(detail.split_from) if detail.split_from else "",
        "merged_into": order_number(detail.merged_into) if detail.merged_into else "",
        "replaces": order_number(detail.replaces) if detail.replaces else "",
        "replaced": [order_number(each) for each in detail.replaced],
        "splits": [order_number(each) for each in detail.splits],
    }


def progress(order_id: int) -> dict[str, bool]:
    """Say whether all of an order is on pick lists or further, and whether news of it is under way."""
    states = [row.state for row in sourcing.of_order(order_id) if row.state != "cancelled"]
    untouched = any(state in UNTOUCHED for state in states) or bool(sourcing.waiting([order_id]))
    return {"at_work": bool(states) and not untouched, "news": bool(outbox.under_way([order_id]))}


def _parcels(order_id: int) -> list[ParcelPart]:
    parcels = packing.of_order(order_id)
    shipments = shipping.by_parcel(parcel.id for parcel in parcels)
    tracking = shipping.tracking(shipment.id for shipment in shipments.values())
    notices = shipping.notices(parcel.id for parcel in parcels)
    changes = packing.carton_changes(parcel.id for parcel in parcels)
    photos = packing.photos(parcel.id for parcel in parcels)
    found = []
    for parcel in parcels:
        shipment = shipments.get(parcel.id)
        told = tracking.get(shipment.id, []) if shipment else []
        papers = of_parcel(parcel.state, shipment.state if shipment else None)
        offers = shipment.offers if shipment else []
        notice, taken = notices.get(parcel.id), photos.get(parcel.id, [])
        found.append(ParcelPart(parcel, shipment, told, offers, notice, papers, changes.get(parcel.id, []), taken))
    return found


def _whys(order_id: int, sites: dict[int, str]) -> dict[int, str]:
    """Return {id of what a person did to how the order is served: where, and why}."""
    return {
        change.id: ": ".join(part for part in (sites.get(change.warehouse_id or 0, ""), change.why) if part)
        for change in sourcing.changes(order_id)
    }
