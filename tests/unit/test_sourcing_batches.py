"""What is worked out once for a whole batch is what it is for each order by itself."""

import random
from datetime import date, timedelta

import numpy as np

from packhorse.carriers.rules import Band, Box, Foreseen, Lane, RateBook, ServiceTable, Trip, offers
from packhorse.sourcing.costs import TARE_G, Freight
from packhorse.sourcing.load import Load

MONDAY = date(2026, 3, 2)


def book() -> RateBook:
    services = (
        ServiceTable(1, 11, "ALB", "standard", 5000, 30_000, 1500),
        ServiceTable(2, 21, "BEE", "express", 5000, 20_000, 1200, pickup_days=(1, 3, 5)),
    )
    near, far = Lane(100, "NEAR"), Lane(None, "FAR")
    lanes = {
        (1, "GB", "GB"): (near, far),
        (1, "GB", "FR"): (near, far),
        (2, "GB", "GB"): (Lane(250, "NEAR"),),
    }
    bands = {
        (11, "NEAR"): (Band(5000, 300, 1), Band(30_000, 800, 2)),
        (11, "FAR"): (Band(5000, 500, 3), Band(30_000, 900, 3)),
        (21, "NEAR"): (Band(20_000, 800, 1),),
    }
    measured = {(11, 7, "FAR"): ((4, 90_000),)}
    return RateBook(services, lanes, bands, {"FR": frozenset({MONDAY + timedelta(days=2)})}, measured)


def bought(rates: RateBook, trip: Trip, load: Load, service: str) -> Foreseen | None:
    """What the label of one likely parcel would be bought of: the cheapest offer, the quickest of equals."""
    box = Box(load.grams + TARE_G, load.longest_mm, 1, 1)
    found = [each for each in offers(rates, trip, box) if not each.excluded]
    found = [each for each in found if each.service == service] or found
    best = min(found, key=lambda each: (each.price_minor, each.sure_on, each.service_id), default=None)
    return Foreseen(best.sure_on, best.chance) if best else None


def test_a_way_is_foreseen_as_its_label_will_be_bought():
    dice, rates = random.Random(1), book()
    freight = Freight(rates)
    for _ in range(600):
        dest, service = dice.choice(["GB", "FR", "US"]), dice.choice(["standard", "express", "economy"])
        km = dice.choice([0, 99, 100, 101, 249, 250, 251, 900])
        grams = dice.choice([1, 4850, 4851, 9000, 19_850, 19_851, 29_850])
        load = Load(grams, grams, 1, dice.choice([1, 1200, 1201, 1500, 1501]))
        trip = Trip("GB", dest, km, MONDAY + timedelta(days=dice.randrange(9)), dice.choice([6, 7]))
        assert freight.foresee(trip, load, service=service) == bought(rates, trip, load, service)


def test_lanes_of_the_same_prices_are_one_row():
    freight = Freight(book())
    near, far = freight.lanes("GB", "GB", "standard", np.array([50, 500]))
    assert freight.lanes("GB", "FR", "standard", np.array([50, 500])) == [near, far]
    assert near.row != far.row
    assert len(freight.tariff) == 2
