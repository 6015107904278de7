"""The demonstration company, whole."""

from dataclasses import dataclass

from packhorse.carriers.rules import NewCarrier
from packhorse.catalog.rules import NewProduct
from packhorse.customers.rules import NewCustomer
from packhorse.demo import freight, sites
from packhorse.demo.goods import goods
from packhorse.demo.orderfile import customers
from packhorse.demo.people import person
from packhorse.inventory.rules import OpeningStock
from packhorse.network.rules import NewWarehouse
from packhorse.packing.rules import NewCarton
from packhorse.sorting.rules import NewLane, NewSlot


@dataclass(frozen=True)
class Company:
    """All that is loaded before the first order. `slots`, `lanes` and `safety` are by warehouse code."""

    products: tuple[NewProduct, ...]
    warehouses: tuple[NewWarehouse, ...]
    stock: tuple[OpeningStock, ...]
    slots: dict[str, tuple[NewSlot, ...]]
    lanes: dict[str, tuple[NewLane, ...]]
    customers: tuple[NewCustomer, ...]
    cartons: tuple[NewCarton, ...]
    carriers: tuple[NewCarrier, ...]
    damaged: tuple[OpeningStock, ...]
    safety: dict[str, dict[str, int]]


def company() -> Company:
    """Return the company; the same every time."""
    return Company(
        products=tuple(product for product, _ in goods()),
        warehouses=tuple(sites.warehouse(place) for place in sites.PLACES),
        stock=tuple(each for place in sites.PLACES for each in sites.stock(place)),
        slots={place.code: sites.slots(place) for place in sites.PLACES},
        lanes={place.code: sites.lanes(place) for place in sites.PLACES},
        customers=tuple(_customer(number, country) for number, country in sorted(customers().items())),
        cartons=freight.cartons(),
        carriers=freight.carriers(),
        damaged=tuple(each for place in sites.PLACES for each in sites.damaged(place)),
        safety={place.code: sites.safety(place) for place in sites.PLACES},
    )


def _customer(number: str, country: str) -> NewCustomer:
    someone = person(country, number)
    return NewCustomer(
        number=number,
        name=someone.name,
        email=someone.email,
        phone=someone.phone,
        line1=someone.line1,
        line2="",
        city=someone.city,
        region="",
        postal_code=someone.postal_code,
        country=country,
        latitude=someone.latitude,
        longitude=someone.longitude,
        assumed=True,
    )
