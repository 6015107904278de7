"""What the packer is asked: goods, cartons and freight as it reads them."""

from collections.abc import Iterable
from datetime import datetime

from packhorse.algorithms.packing import goods as packer
from packhorse.carriers import queries as carriers
from packhorse.carriers.queries.rate_rules import rules_in_force
from packhorse.carriers.rules import Ruled, Traits, Trip
from packhorse.catalog.queries import ProductRow
from packhorse.network import queries as network
from packhorse.packing.freight import Freight
from packhorse.packing.models import Carton
from packhorse.placing import queries as placing
from packhorse.sourcing.queries import FulfillmentRow

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
        value_minor=worth.value_minor,
        hazmat=hazmat,
        classes={product.storage_class for product in products},
        tier=worth.tier,
        channel=worth.channel,
        warehouse=site.code,
    )
    rules = Ruled(rules_in_force(since=trip.leaves_on)).of(order, trip.leaves_on)
    return Freight(carriers.rate_book(), trip, promised_on=row.promised_on, hazmat=hazmat, rules=rules)


def item(product: ProductRow, quantity: int) -> packer.Item:
    """Return so many units of a product as the packer reads them."""
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


def box(carton: Carton) -> packer.Carton:
    """Return a carton type as the packer reads it."""
    return packer.Carton(
        code=carton.code,
        inner=(carton.inner_length_mm, carton.inner_width_mm, carton.inner_height_mm),
        tare_g=carton.tare_g,
        max_weight_g=carton.max_weight_g,
        cost_minor=carton.cost_minor,
        outer=(carton.outer_length_mm, carton.outer_width_mm, carton.outer_height_mm),
    )
