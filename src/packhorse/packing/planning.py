"""What the packer is asked: goods, cartons, coolant and freight as it reads them."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from packhorse.algorithms.packing import goods as packer
from packhorse.carriers import queries as carriers
from packhorse.carriers.queries.rate_rules import rules_in_force
from packhorse.carriers.rules import Ruled, Traits, Trip
from packhorse.catalog.queries import ProductRow
from packhorse.network import queries as network
from packhorse.network.queries import WarehouseRow
from packhorse.packing.freight import Freight
from packhorse.packing.models import Carton, Coolant
from packhorse.packing.rules import DOOR_HOUR, MOST_PACKS, USUAL_HOURS, packs_needed
from packhorse.placing import queries as placing
from packhorse.sourcing.queries import FulfillmentRow

Cold = tuple[packer.Carton, Coolant | None]
HEAVIEST = 2**31  # grams: heavier than any rule says
SECONDS = 0.7  # nobody at a bench waits longer; all but huge orders are packed in some milliseconds


def freight_of(row: FulfillmentRow, products: Iterable[ProductRow], now: datetime) -> Freight:
    """Read what carriers take for parcels of a fulfillment order that leave next."""
    site = next(each for each in network.warehouses() if each.id == row.warehouse_id)
    door = placing.addresses([row.order_id])[row.order_id]
    trip = Trip(site.country, door.country, row.km, site.day(next(site.cutoffs(now))), site.id, door.postal_code)
    products = list(products)
    hazmat = sorted({product.hazmat_class for product in products} - {""})
    worth = placing.worth([row.order_id])[row.order_id]
    order = Traits(
        country=door.country,
        postal_code=door.postal_code,
        weight_g=HEAVIEST,  # rules on weight, too: which parcels are heavy enough is seen when there are any
        value_minor=worth.value_minor,
        hazmat=hazmat,
        classes={product.storage_class for product in products},
        tier=worth.tier,
        channel=worth.channel,
        warehouse=site.code,
    )
    rules = Ruled(rules_in_force(since=trip.leaves_on)).of(order, trip.leaves_on)
    return Freight(carriers.rate_book(), trip, promised_on=row.promised_on, hazmat=hazmat, rules=rules)


def item(product: ProductRow, quantity: int, kept_cold: Collection[str] = ()) -> packer.Item:
    """Return so many units of a product as the packer reads them; `kept_cold`: climates that are kept on the way."""
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
        hazard=product.hazmat_class,
        needs=frozenset({product.storage_class} & set(kept_cold)),
        apart=product.keep_apart,
        together=product.keep_together,
        alone=product.own_container,
    )


def box(carton: Carton, stock: int | None = None) -> packer.Carton:
    """Return a carton type as the packer reads it; `stock`: how many are free (None: enough)."""
    return packer.Carton(
        code=carton.code,
        inner=(carton.inner_length_mm, carton.inner_width_mm, carton.inner_height_mm),
        tare_g=carton.tare_g,
        max_weight_g=carton.max_weight_g,
        cost_minor=carton.cost_minor,
        outer=(carton.outer_length_mm, carton.outer_width_mm, carton.outer_height_mm),
        stock=stock,
        around_mm=carton.around_mm,
        soft=carton.kind == "mailer",
        filling_minor=carton.filling_minor,
        filling_g=carton.filling_g,
    )


def cold_box(
    plain: packer.Carton, carton: Carton, coolants: Iterable[Coolant], climate: str, hours: int
) -> Cold | None:
    """Return what a carton is with the cheapest coolant that keeps a climate in it for so many hours; None: none does.

    An insulated one that holds out by itself takes none.
    """
    kinds = frozenset([climate])
    code = f"{plain.code}, {climate}"
    if carton.kind == "insulated" and carton.holds_hours >= hours:
        return replace(plain, code=code, type=plain.code, kinds=kinds), None
    found: list[tuple[tuple[int, int, str], Cold]] = []
    for each in coolants:
        packs = packs_needed(
            hours=hours,
            holds_hours=carton.holds_hours if carton.kind == "insulated" else 0,
            hold_hours=each.hold_hours,
            hold_litres=each.hold_litres,
            room_mm3=plain.volume,
        )
        pack = packer.Coolant(
            each.code, (each.length_mm, each.width_mm, each.height_mm), each.weight_g, each.cost_minor
        )
        cold = replace(plain, code=code, type=plain.code, kinds=kinds, coolant=pack, packs=packs)
        if each.climate == climate and packs <= MOST_PACKS and min(cold.room) > 0 and cold.room_g > 0:
            found.append(((cold.coolant_minor, cold.coolant_g, each.code), (cold, each)))
    return min(found, key=lambda one: one[0])[1] if found else None


def hours_to_door(freight: Freight, site: WarehouseRow, now: datetime) -> int:
    """Return the hours until the parcels of an order are sure to be at the door."""
    day = freight.last_day()
    if day is None:
        return USUAL_HOURS
    there = datetime.combine(day, time(DOOR_HOUR), tzinfo=ZoneInfo(site.timezone))
    return max(1, -(-int((there - now).total_seconds()) // 3600))
