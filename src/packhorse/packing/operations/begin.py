"""Work out the parcels of a sorted order: those of the least cost, carton and freight, with the reasons."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from packhorse import sql
from packhorse.algorithms.gs1 import sscc
from packhorse.algorithms.packing import goods as packer
from packhorse.algorithms.packing.goods import Packing
from packhorse.algorithms.packing.order import pack_order
from packhorse.carriers import queries as carriers
from packhorse.carriers.rules import Trip
from packhorse.catalog import queries as catalog
from packhorse.catalog.queries import ProductRow
from packhorse.errors import Refusal, missing
from packhorse.inventory import queries as stock
from packhorse.network import queries as network
from packhorse.packing.freight import UNSENT, Freight
from packhorse.packing.models import Carton, Parcel, ParcelLine
from packhorse.placing import queries as placing
from packhorse.sorting import queries as sorting
from packhorse.sourcing import queries as sourcing
from packhorse.sourcing.queries import FulfillmentRow

SECONDS = 0.7  # nobody at a bench waits longer; all but huge orders are packed in some milliseconds


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
    cartons = {carton.code: carton for carton in Carton.objects.order_by("id")}
    # Lines of one product are one thing to the packer: the cartons do not care who ordered which piece.
    units: dict[int, int] = defaultdict(int)
    for line_id, quantity in goods.items():
        units[lines[line_id]] += quantity
    freight = _freight(row, products.values(), now)
    packing = pack_order(
        [_item(products[product_id], quantity) for product_id, quantity in sorted(units.items())],
        [_box(carton) for carton in cartons.values()],
        price=freight.price if freight.known else None,
        fewest=not freight.known,
        seconds=SECONDS,
    )
    return _keep(packing, row, goods, lines, cartons, freight, gs1_prefix, now)


def _freight(row: FulfillmentRow, products: Iterable[ProductRow], now: datetime) -> Freight:
    """Read what carriers take for parcels of a fulfillment order that leave next."""
    site = next(each for each in network.warehouses() if each.id == row.warehouse_id)
    door = placing.addresses([row.order_id])[row.order_id]
    trip = Trip(site.country, door.country, row.km, site.day(next(site.cutoffs(now))), site.id, door.postal_code)
    hazmat = sorted({product.hazmat_class for product in products} - {""})
    return Freight(carriers.rate_book(), trip, promised_on=row.promised_on, hazmat=hazmat)


def _item(product: ProductRow, quantity: int) -> packer.Item:
    return packer.Item(
        key=product.id,
        length_mm=product.length_mm,
        width_mm=product.width_mm,
        height_mm=product.height_mm,
        weight_g=product.weight_g,
        quantity=quantity,
        stands=packer.UPRIGHT if product.this_side_up else packer.ALL_WAYS,
        bears_g=product.bears_g,
        cushion_mm=product.cushion_mm,
        apart=product.keep_apart,
        together=product.keep_together,
        alone=product.own_container,
    )


def _box(carton: Carton) -> packer.Carton:
    return packer.Carton(
        code=carton.code,
        inner=(carton.inner_length_mm, carton.inner_width_mm, carton.inner_height_mm),
        tare_g=carton.tare_g,
        max_weight_g=carton.max_weight_g,
        cost_minor=carton.cost_minor,
        outer=(carton.outer_length_mm, carton.outer_width_mm, carton.outer_height_mm),
    )


def _reason(reason: packer.Reason) -> list[object]:
    if reason.cost_minor < UNSENT:
        return [reason.carton, reason.cost_minor, reason.excluded]
    return [reason.carton, reason.cost_minor - UNSENT, reason.excluded and "no carrier takes such a parcel"]


def _keep(
    packing: Packing,
    row: FulfillmentRow,
    goods: Mapping[int, int],
    lines: Mapping[int, int],
    cartons: Mapping[str, Carton],
    freight: Freight,
    gs1_prefix: str,
    now: datetime,
) -> list[int]:
    ids = [each[0] for each in sql.rows("packing", "next_parcel_ids", {"count": len(packing.parcels)})]
    reasons = [_reason(reason) for reason in packing.reasons]
    left = dict(goods)
    parcels, contents = [], []
    for position, (parcel_id, packed) in enumerate(zip(ids, packing.parcels, strict=True), start=1):
        units: Counter[int] = Counter()
        for placement in packed.placements:
            units[placement.key] += placement.count
        # What ships in its own packaging is as large as itself.
        only = packed.placements[0]
        size = (packed.carton.outer or packed.carton.inner) if packed.carton else (only.dx, only.dy, only.dz)
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
                carton=cartons[packed.carton.code] if packed.carton else None,
                state="packing",
                length_mm=size[0],
                width_mm=size[1],
                height_mm=size[2],
                expected_g=packed.weight_g,
                carton_cost_minor=packed.carton_minor,
                freight_minor=packed.freight_minor if sent else None,
                expected_service=freight.service(*size, packed.weight_g) if sent else "",
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
        raise ValueError(f"fulfillment order {row.id}: the carton plan left goods out")
    Parcel.objects.bulk_create(parcels)
    ParcelLine.objects.bulk_create(contents)
    return ids
