"""Work out the parcels of a sorted order: those of the least cost, carton and freight, with the reasons."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from packhorse import sql
from packhorse.algorithms.gs1 import sscc
from packhorse.algorithms.packing import goods as packer
from packhorse.algorithms.packing.goods import Packing
from packhorse.algorithms.packing.laying import laid_in_turn
from packhorse.algorithms.packing.loading import UNFIT
from packhorse.catalog import queries as catalog
from packhorse.errors import Refusal, missing
from packhorse.inventory import queries as stock
from packhorse.packing.freight import UNSENT, Freight
from packhorse.packing.models import Parcel, ParcelLine
from packhorse.packing.planning import freight_of, item
from packhorse.packing.rules import kept
from packhorse.packing.shelf import Shelf, lock_shelf, on_offer
from packhorse.placing import queries as placing
from packhorse.sorting import queries as sorting
from packhorse.sourcing import queries as sourcing
from packhorse.sourcing.queries import FulfillmentRow


@transaction.atomic
def begin(*, fulfillment_id: int, gs1_prefix: str, now: datetime, actor: str) -> list[int]:
    """Return the ids of a fulfillment order's parcels, working them out the first time it is asked for.

    Where no carrier's rates go, the cartons are chosen by their own cost, as few as can be. `gs1_prefix` is the
    merchant's GS1 company prefix, which every SSCC begins with. Refuses an order that does not lie whole in its slot
    and did not come whole past the wall.
    """
    sql.rows("packing", "one_at_an_order", {"fulfillment": fulfillment_id})
    row = sourcing.by_id([fulfillment_id]).get(fulfillment_id)
    if row is None:
        raise missing("fulfillment order", fulfillment_id)
    if row.state == "cancelled":
        raise Refusal("ORDER_CANCELLED", "The order was cancelled: put the goods back into their bins.")
    if known := list(Parcel.objects.filter(fulfillment_id=fulfillment_id).order_by("position")):
        return [parcel.pk for parcel in known]
    if not sorting.is_ready(fulfillment_id):
        raise Refusal("NOT_SORTED", "This order does not lie whole in its slot yet. Sort the rest of it first.")
    goods = {line: units for (_, line), units in sorted(stock.picked_units([fulfillment_id]).items())}
    lines = {line.id: line.product_id for line in placing.lines([row.order_id]) if line.id in goods}
    products = catalog.by_id(lines.values())
    # Lines of one product are one thing to the packer: the cartons do not care who ordered which piece.
    units: dict[int, int] = defaultdict(int)
    for line_id, quantity in goods.items():
        units[lines[line_id]] += quantity
    freight = freight_of(row, products.values(), now)
    offer = on_offer(row.warehouse_id, products.values(), freight, now)
    items = [item(products[each], quantity, offer.kept_cold) for each, quantity in sorted(units.items())]
    packing = offer.plan(items, freight)
    if offer.counted:
        # What was free while this was worked out, another bench may have taken since.
        lock_shelf(row.warehouse_id)
        offer = on_offer(row.warehouse_id, products.values(), freight, now)
        packing = packing if offer.holds(packing) else offer.plan(items, freight)
    unboxed = offer.unboxed(packing, items, {product.id: product.sku for product in products.values()})
    return _keep(packing, items, row, goods, lines, offer, unboxed, freight, gs1_prefix, now)


def _reasons(found: Collection[packer.Reason], offer: Shelf, unsent: str) -> list[list[object]]:
    """Return what is kept of the reasons: one for each carton, that with coolant where goods ask for it.

    `unsent`: why a carton that nobody takes is left.
    """
    shelves = {each.code: each.shelf for each in offer.boxes}
    told: dict[str, packer.Reason] = {}
    for reason in found:
        known = told.get(shelves[reason.carton])
        if known is None or known.excluded.startswith(UNFIT):
            told[shelves[reason.carton]] = replace(reason, carton=shelves[reason.carton])
    return [_reason(reason, unsent) for reason in sorted(told.values(), key=lambda each: each.cost_minor)]


def _reason(reason: packer.Reason, unsent: str) -> list[object]:
    if reason.cost_minor < UNSENT:
        return [reason.carton, reason.cost_minor, reason.excluded]
    return [reason.carton, reason.cost_minor - UNSENT, reason.excluded and unsent]


def _keep(
    packing: Packing,
    items: Sequence[packer.Item],
    row: FulfillmentRow,
    goods: Mapping[int, int],
    lines: Mapping[int, int],
    offer: Shelf,
    unboxed: Collection[int],
    freight: Freight,
    gs1_prefix: str,
    now: datetime,
) -> list[int]:
    ids = [each[0] for each in sql.rows("packing", "next_parcel_ids", {"count": len(packing.parcels)})]
    reasons = _reasons(packing.reasons, offer, freight.why_unsent)
    left = dict(goods)
    parcels, contents = [], []
    for position, (parcel_id, packed) in enumerate(zip(ids, packing.parcels, strict=True), start=1):
        units: Counter[int] = Counter()
        for placement in packed.placements:
            units[placement.key] += placement.count
        size, box = packed.size, packed.carton
        sent = freight.known and packed.freight_minor < UNSENT
        parcels.append(
            Parcel(
                id=parcel_id,
                fulfillment_id=row.id,
                order_id=row.order_id,
                warehouse_id=row.warehouse_id,
                position=position,
                of=len(ids),
                sscc=sscc(gs1_prefix, 0, parcel_id),
                carton=offer.cartons[box.shelf] if box else None,
                coolant=offer.coolant.get(box.code) if box else None,
                coolant_packs=box.packs if box else 0,
                coolant_minor=packed.coolant_minor,
                filling_minor=packed.filling_minor,
                unboxed=box is None and packed.placements[0].key in unboxed,
                state="packing",
                length_mm=size[0],
                width_mm=size[1],
                height_mm=size[2],
                expected_g=packed.weight_g,
                carton_cost_minor=packed.carton_minor,
                freight_minor=packed.freight_minor if sent else None,
                expected_service=freight.service(*size, packed.weight_g) if sent else "",
                reasons=reasons if position == 1 else [],
                placement=kept(box.room, laid_in_turn(packed.placements, items)) if box else None,
                created_at=now,
            )
        )
        for line_id, product_id in sorted(lines.items()):
            if quantity := min(units[product_id], left.get(line_id, 0)):
                units[product_id] -= quantity
                left[line_id] -= quantity
                contents.append(
                    ParcelLine(parcel_id=parcel_id, line_id=line_id, product_id=product_id, quantity=quantity)
                )
    if any(left.values()):
        raise ValueError(f"fulfillment order {row.id}: the carton plan left goods out")
    Parcel.objects.bulk_create(parcels)
    ParcelLine.objects.bulk_create(contents)
    return ids
