"""Two carriers with rate tables, and the cartons. All prices are pence and assumed."""

from dataclasses import replace

from packhorse.carriers.rules import NewCarrier, NewRate, NewService, NewZone
from packhorse.demo.sites import EAST, PLACES, WEST
from packhorse.packing.rules import NewCarton

WORLD = ("AU", "NZ", "JP", "US", "CA", "SG", "HK", "IL", "BH", "AE", "SA", "ZA", "BR", "LB")
EUROPE = ("GB", *WEST, *EAST)
HOME_KM = ((100, "H1"), (300, "H2"), (None, "H3"))
EUROPE_KM = ((700, "E1"), (1500, "E2"), (None, "E3"))
LIMITED = ("LQ",)  # matches
BANDS_G = (500, 1_000, 2_000, 5_000, 10_000, 15_000, 20_000, 30_000)

# zone: (pence for a parcel, pence a kilogram, weekdays to the door)
Prices = dict[str, tuple[int, int, int]]
ECONOMY: Prices = {
    "H1": (240, 22, 3), "H2": (260, 26, 3), "H3": (285, 30, 4),
    "E1": (620, 75, 5), "E2": (760, 95, 6), "E3": (880, 120, 8), "W1": (1250, 420, 12),
}  # fmt: skip
STANDARD: Prices = {
    "H1": (310, 28, 1), "H2": (340, 32, 2), "H3": (375, 38, 2),
    "E1": (790, 90, 3), "E2": (960, 115, 4), "E3": (1120, 140, 5), "W1": (1900, 560, 7),
}  # fmt: skip
RAPID_STANDARD: Prices = {
    "H1": (295, 34, 1), "H2": (350, 36, 2), "H3": (410, 40, 2),
    "E1": (720, 82, 3), "E2": (890, 105, 4), "E3": (1180, 150, 5), "W1": (2150, 610, 6),
}  # fmt: skip
EXPRESS: Prices = {
    "H1": (520, 45, 1), "H2": (560, 52, 1), "H3": (640, 60, 1),
    "E1": (1350, 140, 1), "E2": (1620, 180, 2), "E3": (1980, 230, 2), "W1": (3400, 880, 3),
}  # fmt: skip


def carriers() -> tuple[NewCarrier, ...]:
    """Return both carriers with lanes from every country that has a warehouse."""
    return (
        NewCarrier("ALB", "Albion Post", "AP", "GBP", _zones(), (
            NewService("economy", "Albion Economy", 6000, 30_000, 1_500, _rates(ECONOMY), takes_hazmat=LIMITED),
            NewService("standard", "Albion Tracked", 6000, 30_000, 1_500, _rates(STANDARD), takes_hazmat=LIMITED),
        ), simulated=True),
        NewCarrier("ERX", "EuroRapid", "ER", "GBP", _zones(), (
            NewService("standard", "Rapid Parcel", 5000, 30_000, 1_750, _rates(RAPID_STANDARD), takes_hazmat=LIMITED),
            NewService("express", "Rapid Express", 5000, 25_000, 1_200, _rates(EXPRESS), takes_hazmat=LIMITED),
        ), simulated=True),
    )  # fmt: skip


def _zones() -> tuple[NewZone, ...]:
    found = []
    for origin in sorted({place.country for place in PLACES}):
        found += [NewZone(origin, origin, km, zone) for km, zone in HOME_KM]
        found += [NewZone(origin, to, km, zone) for to in EUROPE if to != origin for km, zone in EUROPE_KM]
        found += [NewZone(origin, to, None, "W1") for to in WORLD]
    return tuple(found)


def _rates(prices: Prices) -> tuple[NewRate, ...]:
    return tuple(
        NewRate(zone, grams, parcel + per_kg * grams // 1000, days)
        for zone, (parcel, per_kg, days) in prices.items()
        for grams in BANDS_G
    )


def cartons() -> tuple[NewCarton, ...]:
    """Return the carton types; a wall is 3 mm thick. A litre of paper that fills a box costs 2 pence and weighs 8 g."""
    sizes = (
        ("M1", "Mailer", 250, 180, 40, 35, 2_000, 14),
        ("C1", "Small", 220, 160, 100, 90, 5_000, 22),
        ("C2", "Flat", 310, 230, 100, 150, 8_000, 31),
        ("C3", "Medium", 310, 230, 200, 220, 12_000, 42),
        ("C4", "Large", 400, 300, 250, 380, 18_000, 68),
        ("C5", "Long", 600, 300, 200, 460, 18_000, 79),
        ("C6", "Extra large", 500, 400, 350, 640, 25_000, 104),
        ("C7", "Double wall", 600, 400, 400, 980, 27_000, 148),
    )
    found = []
    for code, name, length, width, height, tare, most, cost in sizes:
        box = NewCarton(code, name, length, width, height, length + 6, width + 6, height + 6, tare, most, cost)
        found.append(replace(box, kind="mailer") if code == "M1" else replace(box, filling_minor=2, filling_g=8))
    return tuple(found)
