"""Five warehouses in real cities: aisles, bins, put walls, lanes, and what lies in them when the books open."""

import random
from dataclasses import dataclass
from datetime import date, time, timedelta

from packhorse.catalog.rules import NewProduct
from packhorse.demo.goods import goods
from packhorse.inventory.rules import OpeningStock
from packhorse.network.rules import NewBin, NewWarehouse
from packhorse.placing.places import coordinates
from packhorse.sorting.rules import NewLane, NewSlot

AISLES, POSITIONS, LEVELS = 13, 28, 5
AISLE_MM, POSITION_MM, END_MM = 3000, 1200, 1500
SHELVES = ((300, 400, 200), (600, 400, 300), (1200, 600, 450))  # width, depth and height of a bin in mm
PERISHABLE = ("INCENSE", "CHOCOLATE", "SOAP", "BATH SALT")
LASTS_FROM, LASTS_FOR = date(2030, 1, 31), 700  # far ahead of any day on which the demonstration is shown
DAMAGED, BEST_SELLERS, HAZMAT_SPARE = 6, 40, 8
WALL_ROWS, WALL_COLUMNS, SLOT_MM = "ABCDE", 8, (450, 350, 600)
WEST = ("IE", "FR", "BE", "NL", "LU", "ES", "PT", "CH", "IT")
EAST = ("DE", "AT", "DK", "NO", "SE", "FI", "PL", "CZ", "LT", "LV", "EE", "GR", "CY", "IS", "MT", "HU", "SK", "SI")


@dataclass(frozen=True)
class Place:
    """A warehouse of the company. `share` of the goods lie there, for so many `weeks` of sales."""

    code: str
    city: str
    line1: str
    postal_code: str
    country: str
    timezone: str
    cutoff: time
    workdays: tuple[int, ...]
    capacity: int
    share: float
    weeks: float
    hazmat: bool


PLACES = (
    Place("BHM", "Birmingham", "Unit 4, Canal Works, Fazeley Street", "B5 5SE", "GB", "Europe/London", time(17, 0),
          (1, 2, 3, 4, 5, 6), 150, 0.997, 3.0, True),
    Place("GLA", "Glasgow", "12 Clydeside Quay", "G3 8HN", "GB", "Europe/London", time(16, 0),
          (1, 2, 3, 4, 5), 60, 0.985, 1.5, True),
    Place("RTM", "Rotterdam", "Waalhaven Z.z. 21", "3089 JH", "NL", "Europe/Amsterdam", time(17, 30),
          (1, 2, 3, 4, 5, 6), 80, 0.99, 1.5, True),
    Place("LEJ", "Leipzig", "Messe-Allee 9", "04356", "DE", "Europe/Berlin", time(17, 0),
          (1, 2, 3, 4, 5), 60, 0.97, 1.0, True),
    Place("LYS", "Lyon", "45 quai Perrache", "69002", "FR", "Europe/Paris", time(16, 30),
          (1, 2, 3, 4, 5), 60, 0.96, 1.0, False),
)  # fmt: skip


def warehouse(place: Place) -> NewWarehouse:
    """Return a place as a warehouse with its bins; x and y in mm from the depot's corner."""
    latitude, longitude = coordinates(place.country, place.city) or (0.0, 0.0)
    return NewWarehouse(
        code=place.code,
        name=f"{place.city} warehouse",
        line1=place.line1,
        city=place.city,
        postal_code=place.postal_code,
        country=place.country,
        latitude=latitude,
        longitude=longitude,
        timezone=place.timezone,
        cutoff=place.cutoff,
        workdays=place.workdays,
        capacity_per_day=place.capacity,
        handling_order_minor=45,
        handling_line_minor=8,
        storage_classes=("ambient", "hazmat") if place.hazmat else ("ambient",),
        depot_x_mm=0,
        depot_y_mm=-2000,
        front_y_mm=0,
        back_y_mm=2 * END_MM + (POSITIONS - 1) * POSITION_MM,
        bins=tuple(_bins(place)),
    )


def _bins(place: Place) -> list[NewBin]:
    """Return the bins in walking order, each as large as what lies in it at the opening wants it to be."""
    room = {
        code: product.length_mm * product.width_mm * product.height_mm * units for product, code, units in _lying(place)
    }
    fiery = {code for product, code, _ in _lying(place) if product.storage_class == "hazmat"}
    fiery |= {code for code, _, _ in _codes()[-HAZMAT_SPARE:]} if place.hazmat else set()
    found = []
    for code, aisle, position in _codes():
        width, depth, height = next((s for s in SHELVES if s[0] * s[1] * s[2] > room.get(code, 0)), SHELVES[-1])
        found.append(
            NewBin(
                code=code,
                barcode=f"{place.code}-{code}",
                zone="ABC"[min(2, aisle * 3 // AISLES)],
                aisle=aisle,
                x_mm=aisle * AISLE_MM,
                y_mm=END_MM + position * POSITION_MM,
                storage_class="hazmat" if code in fiery else "ambient",
                width_mm=width,
                depth_mm=depth,
                height_mm=height,
            )
        )
    return found


def _codes() -> list[tuple[str, int, int]]:
    """Return (code, aisle, position) of each bin.

    Nearest first, so that what sells most lies nearest: both sides and all levels of a position in a row.
    """
    spots = [(aisle, position) for aisle in range(AISLES) for position in range(POSITIONS)]
    spots.sort(key=lambda spot: (spot[0] * AISLE_MM + spot[1] * POSITION_MM, spot))
    return [
        (f"{aisle + 1:02d}-{position + 1:02d}-{side}{level}", aisle, position)
        for aisle, position in spots
        for side in "LR"
        for level in range(1, LEVELS + 1)
    ]


def stock(place: Place) -> list[OpeningStock]:
    """Return the opening stock: every product a bin of its own, what sells most nearest to the depot."""
    found = []
    for product, spot, units in _lying(place):
        lot, lasts = "", None
        if any(word in product.name for word in PERISHABLE):
            dice = random.Random(f"lot {place.code} {product.sku}")
            lot, lasts = f"{place.code}{dice.randint(1000, 9999)}", LASTS_FROM + timedelta(dice.randint(0, LASTS_FOR))
        found.append(OpeningStock(place.code, product.sku, spot, units, lot, lasts))
    return found


def damaged(place: Place) -> list[OpeningStock]:
    """Return a few units that lie broken on the floor when the books open."""
    broken = [each for each in _lying(place) if each[0].this_side_up][:DAMAGED]
    return [OpeningStock(place.code, product.sku, "DAMAGED", 1 + nth % 3) for nth, (product, _, _) in enumerate(broken)]


def safety(place: Place) -> dict[str, int]:
    """Return {sku: units kept back from new buyers} of what sells best: about two days' sales."""
    best = sorted(goods(), key=lambda each: (-each[1], each[0].sku))[:BEST_SELLERS]
    kept = {product.sku: round(weekly * place.weeks / 10) for product, weekly in best}
    return {sku: units for sku, units in kept.items() if units}


def _lying(place: Place) -> list[tuple[NewProduct, str, int]]:
    """Return each product that lies there, with its bin's code and the units."""
    by_sales = sorted(goods(), key=lambda each: (-each[1], each[0].sku))
    found = []
    for (product, weekly), (code, _, _) in zip(by_sales, _codes(), strict=False):
        dice = random.Random(f"stock {place.code} {product.sku}")
        if dice.random() > place.share or (product.storage_class == "hazmat" and not place.hazmat):
            continue
        found.append((product, code, max(6, round(max(weekly, 8) * place.weeks * dice.uniform(0.6, 1.6)))))
    return found


def slots(place: Place) -> tuple[NewSlot, ...]:
    """Return the put wall's slots."""
    return tuple(
        NewSlot("W1", f"{row}{column}", f"SLOT-{place.code}-{row}{column}", column, nth, *SLOT_MM)
        for nth, row in enumerate(WALL_ROWS, start=1)
        for column in range(1, WALL_COLUMNS + 1)
    )


def lanes(place: Place) -> tuple[NewLane, ...]:
    """Return the lanes: home, west, east, and the rest of the world."""
    groups = {
        place.country: (place.country,),
        "WEST": tuple(c for c in ("GB", *WEST) if c != place.country),
        "EAST": tuple(c for c in EAST if c != place.country),
        "WORLD": (),
    }
    return tuple(NewLane(code, f"LANE-{place.code}-{code}", countries) for code, countries in groups.items())
