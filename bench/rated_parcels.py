"""Rate tables and parcels of bench.shipping, and a plain loop over the same tables that rates them, too."""

import random
from datetime import date, timedelta

from packhorse.carriers.rules import Band, Box, Lane, RateBook, ServiceTable, Trip

CARRIERS, SERVICES = 4, 5
COUNTRIES = ("GB", "DE", "FR", "IE", "ES", "IT", "PL", "US")
STEPS_G = (250, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000)
HOLIDAYS = {country: frozenset({date(2024, 5, 20), date(2024, 5, 27)}) for country in COUNTRIES[:4]}
WANTED = 900


def book() -> RateBook:
    """Four carriers with five services each, three zones at home and one abroad per country, eight weights each.

    Half of the services were measured: how long our own parcels took.
    """
    services, lanes, bands, measured = [], {}, {}, {}
    for carrier in range(1, CARRIERS + 1):
        for country in COUNTRIES:
            near = [Lane(150, "NEAR"), Lane(400, "FAR"), Lane(None, "EDGE")]
            lanes[carrier, "GB", country] = near if country == "GB" else [Lane(None, country)]
        for nth in range(SERVICES):
            service = carrier * 10 + nth
            hazmat = frozenset({"LQ", "9"}) if nth % 2 else frozenset()
            services.append(
                ServiceTable(
                    carrier, service, f"C{carrier}", f"S{nth}", (4000, 5000, 6000)[nth % 3],
                    30_000 - 5_000 * (nth == 4), 1_500 - 300 * nth, (1, 2, 3, 4, 5, 6) if nth else (1, 2, 3, 4, 5),
                    takes_hazmat=hazmat,
                )
            )  # fmt: skip
            for place, zone in enumerate(("NEAR", "FAR", "EDGE", *COUNTRIES[1:])):
                days = 1 + place // 2 + nth % 3
                bands[service, zone] = [
                    Band(top, 200 + 37 * carrier + 90 * place + step * (60 + nth * 11) + 150 * (3 - nth % 3), days)
                    for step, top in enumerate(STEPS_G)
                ]
                if nth % 2:
                    measured[service, 1, zone] = ((days, 60_000), (days + 1, 25_000), (days + 3, 4_000))
    return RateBook(tuple(services), lanes, bands, HOLIDAYS, measured, WANTED)


def parcels(count: int) -> list[tuple[Trip, Box, date]]:
    """Return parcels as web shops send them: most at home, most of a few kilograms; and the day promised."""
    dice = random.Random(11)
    found = []
    for _ in range(count):
        country = "GB" if dice.random() < 0.8 else dice.choice(COUNTRIES[1:])
        leaves = date(2024, 5, 13) + timedelta(days=dice.randrange(5))
        trip = Trip("GB", country, dice.randint(2, 900), leaves, 1)
        hazmat = ("LQ",) if dice.random() < 0.03 else ()
        sides = sorted((dice.randint(80, 700) for _ in range(3)), reverse=True)
        box = Box(min(29_000, int(dice.lognormvariate(7, 1)) + 50), *sides, hazmat)
        found.append((trip, box, leaves + timedelta(days=dice.randint(2, 9))))
    return found


def flat(tables: RateBook) -> tuple[list[tuple], list[tuple]]:
    """Return the tables as rows, as a spreadsheet has them: lanes, and prices."""
    lanes = [(*key, lane.max_km, lane.zone) for key, found in tables.lanes.items() for lane in found]
    prices = [
        (*key, band.max_weight_g, band.price_minor, band.transit_days)
        for key, found in tables.bands.items()
        for band in found
    ]
    return lanes, prices


def by_rows(tables: RateBook, lanes: list[tuple], prices: list[tuple], trip: Trip, box: Box) -> int | None:
    """Return the lowest price of a parcel, whatever the day, by walking over all rows for every service."""
    best = None
    for table in tables.services:
        billed = max(box.weight_g, -(-box.length_mm * box.width_mm * box.height_mm // table.dim_divisor))
        fits = box.weight_g <= table.max_weight_g and box.length_mm <= table.max_length_mm
        if not fits or any(each not in table.takes_hazmat for each in box.hazmat):
            continue
        zone = None
        for carrier, origin, dest, max_km, name in lanes:
            way = (carrier, origin, dest) == (table.carrier_id, trip.origin_country, trip.dest_country)
            if way and zone is None and (max_km is None or trip.km <= max_km):
                zone = name
        for service, name, top, price, _ in prices:
            if service == table.service_id and name == zone and billed <= top:
                best = price if best is None else min(best, price)
                break
    return best
