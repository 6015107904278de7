"""Work out the parcels of a sorted order: the cheapest cartons it fits, with the reasons."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from packhorse import sql
from packhorse.algorithms.cartons import Carton as Box
from packhorse.algorithms.cartons import Item, Plan, pack_cheapest
from packhorse.algorithms.gs1 import sscc
from packhorse.catalog import queries as catalog
from packhorse.catalog.queries import ProductRow
from packhorse.errors import Refusal, missing
from packhorse.inventory import queries as stock
from packhorse.packing.models import Carton, Parcel, ParcelLine
from packhorse.placing import queries as placing
from packhorse.sorting import queries as sorting
from packhorse.sourcing import queries as sourcing

BUDGET_MS = 500


@transaction.atomic
def begin(*, fulfillment_id: int, gs1_prefix: str, now: datetime, actor: str) -> list[int]:
    """Return the ids of a fulfillment order's parcels, working them out the first time it is asked for.

    `gs1_prefix` is the merchant's GS1 company prefix, which every SSCC begins with. Refuses an order that does
    not lie whole in its slot and did not come whole past the wall.
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
    cartons = {carton.code: carton for carton in Carton.objects.order_by("id")}
    # Lines of one product are one thing to the packer: the cartons do not care who ordered which piece.
    units: dict[int, int] = defaultdict(int)
    for line_id, quantity in goods.items():
        units[lines[line_id]] += quantity
    plan = pack_cheapest(
        [_item(products[product_id], quantity) for product_id, quantity in sorted(units.items())],
        [_box(carton) for carton in cartons.values()],
        budget_ms=BUDGET_MS,
    )
    return _keep(plan, row.id, row.order_id, row.warehouse_id, goods, lines, products, cartons, gs1_prefix, now)


def _item(product: ProductRow, quantity: int) -> Item:
    return Item(
        key=product.id,
        length_mm=product.length_mm,
        width_mm=product.width_mm,
        height_mm=product.height_mm,
        weight_g=product.weight_g,
        quantity=quantity,
        this_side_up=product.this_side_up,
        own_container=product.own_container,
    )


def _box(carton: Carton) -> Box:
    return Box(
        code=carton.code,
        inner_length_mm=carton.inner_length_mm,
        inner_width_mm=carton.inner_width_mm,
        inner_height_mm=carton.inner_height_mm,
        tare_g=carton.tare_g,
        max_weight_g=carton.max_weight_g,
        cost_minor=carton.cost_minor,
    )


def _keep(
    plan: Plan,
    fulfillment_id: int,
    order_id: int,
    warehouse_id: int,
    goods: dict[int, int],
    lines: dict[int, int],
    products: dict[int, ProductRow],
    cartons: dict[str, Carton],
    gs1_prefix: str,
    now: datetime,
) -> list[int]:
    ids = [row[0] for row in sql.rows("packing", "next_parcel_ids", {"count": len(plan.parcels)})]
    reasons = [[reason.carton, reason.cost_minor, reason.excluded] for reason in plan.reasons]
    left = dict(goods)
    parcels, contents = [], []
    for position, (parcel_id, packed) in enumerate(zip(ids, plan.parcels, strict=True), start=1):
        carton = cartons[packed.carton.code] if packed.carton else None
        units: dict[int, int] = defaultdict(int)
        for placement in packed.placements:
            units[placement.key] += placement.count
        # What ships in its own packaging is as large as itself.
        only = products[next(iter(units))]
        size = (
            (carton.outer_length_mm, carton.outer_width_mm, carton.outer_height_mm)
            if carton
            else (only.length_mm, only.width_mm, only.height_mm)
        )
        parcels.append(
            Parcel(
                id=parcel_id,
                fulfillment_id=fulfillment_id,
                order_id=order_id,
                warehouse_id=warehouse_id,
                position=position,
                of=len(ids),
                sscc=sscc(gs1_prefix, 0, parcel_id),
                carton=carton,
                state="packing",
                length_mm=size[0],
                width_mm=size[1],
                height_mm=size[2],
                expected_g=packed.weight_g,
                carton_cost_minor=carton.cost_minor if carton else 0,
                reasons=reasons if position == 1 else [],
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
        raise ValueError(f"fulfillment order {fulfillment_id}: the carton plan left goods out")
    Parcel.objects.bulk_create(parcels)
    ParcelLine.objects.bulk_create(contents)
    return ids
