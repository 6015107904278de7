"""Surcharges and fuel: what a parcel costs beside the price of its band, and that sourcing counts on the same."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from packhorse.carriers.rules import (
    Band,
    Box,
    Lane,
    NewSurcharge,
    RateBook,
    ServiceTable,
    Surcharges,
    Trip,
    choose,
    offers,
    surcharges_of,
)
from packhorse.sourcing.costs import Freight
from packhorse.sourcing.load import Load

MONDAY = date(2025, 3, 3)
STEPS = st.dictionaries(st.integers(1, 4_000), st.integers(0, 300), max_size=2).map(lambda d: tuple(sorted(d.items())))
TO_LEWIS = Trip("GB", "GB", 700, MONDAY, 1, "HS2 0XP")
GIVEN = [
    NewSurcharge("*", "weight_over", "10000", 200),
    NewSurcharge("*", "weight_over", "20000", 500),
    NewSurcharge("*", "longest_over", "1000", 300),
    NewSurcharge("*", "girth_over", "2000", 700),
    NewSurcharge("*", "country", "IE", 150),
    NewSurcharge("*", "postal_prefix", "GB HS", 600),
    NewSurcharge("*", "postal_prefix", "GB HS2", 800),
    NewSurcharge("express", "country", "FR", 90),
]


def priced(box, trip=TO_LEWIS, service="standard", fuel=0, base=1000):
    table = ServiceTable(1, 1, "POST", service, 5000, 30_000, 2_000, surcharges=surcharges_of(GIVEN, service, fuel))
    lanes = {(1, "GB", trip.dest_country): [Lane(None, "Z")]}
    (found,) = offers(RateBook((table,), lanes, {(1, "Z"): [Band(90_000, base, 2)]}), trip, box)
    assert found.price_minor == found.base_minor + sum(minor for _, minor in found.surcharges) + found.fuel_minor
    return found


@pytest.mark.parametrize(
    ("box", "to", "parts"),
    [
        (Box(500, 300, 200, 100), ("GB", "SW1A 1AA"), {}),
        (Box(10_000, 300, 200, 100), ("GB", ""), {}),  # up to the limit nothing
        (Box(10_001, 300, 200, 100), ("GB", ""), {"weight_over": 200}),
        (Box(20_001, 300, 200, 100), ("GB", ""), {"weight_over": 500}),  # the highest that is exceeded, alone
        (Box(500, 100, 1001, 100), ("GB", ""), {"longest_over": 300}),  # whichever side it is
        (Box(500, 600, 600, 100), ("GB", ""), {}),  # 600 + 2 x 700 is 2,000
        (Box(500, 601, 600, 100), ("GB", ""), {"girth_over": 700}),
        (Box(500, 9, 9, 9), ("IE", "D02"), {"country": 150}),
        (Box(500, 9, 9, 9), ("GB", "HS1 2AB"), {"postal_prefix": 600}),
        (Box(500, 9, 9, 9), ("GB", "hs2  0xp"), {"postal_prefix": 800}),  # the longest that fits
        (Box(500, 9, 9, 9), ("IE", "HS1 2AB"), {"country": 150}),  # a prefix is one of its country
        (Box(20_500, 1500, 600, 9), ("GB", "HS1"), {"weight_over": 500, "longest_over": 300, "girth_over": 700,
                                                   "postal_prefix": 600}),
    ],
)  # fmt: skip
def test_each_kind_counts_once(box, to, parts):
    country, code = to
    assert dict(priced(box, replace(TO_LEWIS, dest_country=country, postal_code=code)).surcharges) == parts


def test_a_services_own_of_a_kind_stand_in_for_those_of_all():
    to_ireland, to_france = (replace(TO_LEWIS, dest_country=country) for country in ("IE", "FR"))
    small = Box(500, 9, 9, 9)
    assert dict(priced(small, to_france, "express").surcharges) == {"country": 90}
    assert priced(small, to_ireland, "express").surcharges == ()
    assert dict(priced(small, service="express").surcharges) == {"postal_prefix": 800}


@pytest.mark.parametrize(
    ("fuel", "base", "minor"), [(0, 333, 0), (1250, 333, 42), (1000, 5, 1), (1000, 4, 0), (50, 100, 1)]
)
def test_fuel_is_rounded_half_up(fuel, base, minor):
    assert priced(Box(500, 9, 9, 9), replace(TO_LEWIS, postal_code=""), fuel=fuel, base=base).fuel_minor == minor


def test_fuel_is_upon_surcharges_too():
    found = priced(Box(500, 9, 9, 9), fuel=1000)
    assert (found.base_minor, found.surcharges, found.fuel_minor) == (1000, (("postal_prefix", 800),), 180)


def test_with_surcharges_another_service_is_the_cheapest():
    cheap = ServiceTable(1, 1, "A", "s", 5000, 9_000, 900, surcharges=Surcharges(prefixes=(("GB", "HS", 500),)))
    lanes = {(nth, "GB", "GB"): [Lane(None, "Z")] for nth in (1, 2)}
    book = RateBook(
        (cheap, ServiceTable(2, 2, "B", "s", 5000, 9_000, 900)),
        lanes,
        {(1, "Z"): [Band(9_000, 300, 1)], (2, "Z"): [Band(9_000, 400, 1)]},
    )
    box = Box(500, 9, 9, 9)
    assert choose(offers(book, TO_LEWIS, box), promised_on=None).carrier == "B"
    assert choose(offers(book, replace(TO_LEWIS, postal_code="LS1 1AA"), box), promised_on=None).carrier == "A"


BANDS = st.dictionaries(
    st.integers(1, 9_000), st.tuples(st.integers(0, 900), st.integers(0, 6)), min_size=1, max_size=4
)
LANDS = st.dictionaries(st.sampled_from(["FR", "IE"]), st.integers(0, 200), max_size=2)


@st.composite
def books(draw):
    """Up to four services of two carriers to France and Ireland, in one zone each, with all that sourcing knows of."""
    services, bands = [], {}
    for nth in range(draw(st.integers(1, 4))):
        extra = Surcharges(
            draw(STEPS), draw(STEPS), (), tuple(sorted(draw(LANDS).items())), (), draw(st.integers(0, 2_500))
        )
        most, longest = draw(st.integers(500, 9_000)), draw(st.integers(200, 2_000))
        services.append(ServiceTable(nth % 2, nth, f"C{nth % 2}", f"s{nth}", 10**6, most, longest, surcharges=extra))
        bands[nth, "A"] = [Band(grams, *band) for grams, band in sorted(draw(BANDS).items())]
    lanes = {(carrier, "GB", to): [Lane(None, "A")] for carrier in (0, 1) for to in ("FR", "IE")}
    return RateBook(tuple(services), lanes, bands)


@given(books(), st.integers(1, 9_000), st.integers(1, 2_000), st.sampled_from(["FR", "IE"]))
def test_sourcing_counts_on_the_price_and_day_of_the_label_that_will_be_bought(book, grams, longest, to):
    freight, trip = Freight(book), Trip("GB", to, 300, MONDAY, 1)
    # Both countries are asked for: what is remembered of one is not taken for the other.
    lanes = {
        land: freight.lanes("GB", land, "", np.array([300]), freight.alike((1, 1, longest)))[0] for land in ("FR", "IE")
    }
    bought = choose(offers(book, trip, Box(grams, longest, 1, 1)), promised_on=None)
    assume(bought is not None)
    nth = int(np.searchsorted(freight.upto, grams))
    for land, lane in lanes.items():
        freight.days(lane, replace(trip, dest_country=land))
    assert freight.tariff[lanes[to].row][nth] == bought.price_minor
    quickest = min(
        offer.sure_on
        for offer in offers(book, trip, Box(grams, longest, 1, 1))
        if not offer.excluded and offer.price_minor == bought.price_minor
    )
    assert date.fromordinal(int(freight.days(lanes[to], trip).day[nth])) == quickest


def test_the_day_is_that_of_who_is_the_cheapest_in_that_country():
    slow = ServiceTable(1, 1, "A", "s", 5000, 9_000, 900, surcharges=Surcharges(countries=(("IE", 500),)))
    lanes = {(nth, "GB", to): [Lane(None, "Z")] for nth in (1, 2) for to in ("FR", "IE")}
    quick = ServiceTable(2, 2, "B", "s", 5000, 9_000, 900)
    freight = Freight(
        RateBook((slow, quick), lanes, {(1, "Z"): [Band(9_000, 300, 4)], (2, "Z"): [Band(9_000, 400, 1)]})
    )
    days = [
        freight.foresee(Trip("GB", to, 300, MONDAY), Load(500, 500), service="").day.day - MONDAY.day
        for to in ("FR", "IE")
    ]
    assert days == [4, 1]


def test_several_parcels_pay_surcharges_each():
    extra = Surcharges(countries=(("FR", 50),), fuel=1000)
    table = ServiceTable(1, 1, "A", "s", 5000, 5_000, 900, surcharges=extra)
    heavy = ServiceTable(2, 2, "B", "s", 5000, 9_000, 900)
    lanes = {(1, "GB", "FR"): [Lane(None, "Z")]}
    book = RateBook((table, heavy), lanes, {(1, "Z"): [Band(5_000, 300, 1)], (2, "Z"): [Band(9_000, 1, 1)]})
    freight = Freight(book)
    (lane,) = freight.lanes("GB", "FR", "", np.array([300]), freight.alike(Load(9_000, 900).size))
    assert freight.tariff[lane.row].tolist() == [385, 770]  # 350 and fuel, at 5 kg; twice that at 9 kg
