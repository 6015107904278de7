"""Freight that is foreseen when cartons are chosen is that of the label that will be bought."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from packhorse.carriers.rules import (
    Band,
    Box,
    Lane,
    RateBook,
    RateRule,
    Ruled,
    ServiceTable,
    Surcharges,
    Trip,
    choose,
    offers,
)
from packhorse.packing.freight import UNSENT, Freight

TRIP = Trip("GB", "FR", 300, date(2024, 5, 15), 1, "20137")
SIDES = st.integers(1, 900)
BANDS = st.lists(
    st.builds(Band, st.integers(1, 9_000), st.integers(0, 900), st.integers(0, 6)), max_size=4,
    unique_by=lambda band: band.max_weight_g,
)  # fmt: skip
STEPS = st.dictionaries(st.integers(1, 4_000), st.integers(0, 300), max_size=2).map(lambda d: tuple(sorted(d.items())))
EXTRAS = st.just(Surcharges()) | st.builds(
    Surcharges, STEPS, STEPS, STEPS, st.sampled_from([(), (("FR", 70),)]),
    st.sampled_from([(), (("FR", "201", 90), ("FR", "20", 50)), (("FR", "9", 40),)]), st.integers(0, 2_500),
)  # fmt: skip


@st.composite
def books(draw):
    """Up to four services of two carriers, of which some do not go there or take nothing dangerous."""
    services = [
        ServiceTable(
            nth % 2, nth, f"C{nth % 2}", f"s{nth}", draw(st.sampled_from([3000, 5000])), draw(st.integers(500, 9_000)),
            draw(st.integers(200, 900)), takes_hazmat=draw(st.sampled_from([frozenset(), frozenset(["3"])])),
            surcharges=draw(EXTRAS),
        )
        for nth in range(draw(st.integers(0, 4)))
    ]  # fmt: skip
    lanes = {(0, "GB", "FR"): [Lane(200, "A"), Lane(draw(st.sampled_from([250, 400, None])), "B")]}
    lanes |= {(1, "GB", draw(st.sampled_from(["FR", "IE"]))): [Lane(None, "A")]}
    bands = {
        (nth, zone): sorted(draw(BANDS), key=lambda band: band.max_weight_g)
        for nth in range(len(services))
        for zone in "AB"
    }
    return RateBook(tuple(services), lanes, bands)


@given(
    books(), SIDES, SIDES, SIDES, st.integers(1, 9_000), st.sampled_from([None, 16, 17, 21]),
    st.sampled_from([(), ("3",)]),
)  # fmt: skip
def test_it_is_the_price_of_the_label_that_would_be_bought(book, length, width, height, grams, day, hazmat):
    promised = day and date(2024, 5, day)
    freight = Freight(book, TRIP, promised_on=promised, hazmat=hazmat)
    bought = choose(offers(book, TRIP, Box(grams, length, width, height, hazmat)), promised_on=promised)
    assert freight.price(length, width, height, grams) == (bought.price_minor if bought else UNSENT)
    assert freight.service(length, width, height, grams) == (f"{bought.carrier} {bought.service}" if bought else "")
    assert freight.known or not bought


RULES = st.lists(
    st.builds(
        RateRule, st.just(1), st.just("r"), st.sampled_from(["never", "only", "prefer"]),
        targets=st.sets(st.sampled_from(["C0", "C1", "C0 s0", "C1 s1", "C0 s2"]), min_size=1).map(frozenset),
        minor=st.integers(-300, 300), percent=st.sampled_from([0, -50, 30]),
    ),
    min_size=1, max_size=2,
).map(lambda rules: [replace(rule, id=nth) for nth, rule in enumerate(rules)])  # fmt: skip


PRICES = st.lists(st.tuples(st.integers(100, 900), st.integers(0, 6)), min_size=3, max_size=3)


def three(prices):
    """Three services of two carriers that take everything there, at these prices and days."""
    services = [ServiceTable(nth % 2, nth, f"C{nth % 2}", f"s{nth}", 5000, 9_000, 900) for nth in range(3)]
    bands = {(nth, "A"): [Band(200_000, *each)] for nth, each in enumerate(prices)}
    return RateBook(tuple(services), {(nth, "GB", "FR"): [Lane(None, "A")] for nth in range(2)}, bands)


@given(PRICES.map(three), SIDES, st.integers(1, 9_000), st.sampled_from([None, 16, 17, 21]), RULES)
def test_it_is_so_under_a_managers_rules_too(book, side, grams, day, rules):
    promised = day and date(2024, 5, day)
    freight = Freight(book, TRIP, promised_on=promised, rules=rules)
    found = offers(book, TRIP, Box(grams, side, side, side))
    bought = choose(Ruled(rules).offers(found, rules), promised_on=promised)
    if bought:
        assert freight.price(side, side, side, grams) == bought.price_minor
        assert freight.service(side, side, side, grams) == f"{bought.carrier} {bought.service}"


@given(EXTRAS, st.integers(1, 5_000), st.integers(1, 5_000), st.integers(1, 5_000), st.integers(1, 5_000))
def test_surcharges_and_fuel_are_foreseen(extra, length, width, height, grams):
    table = ServiceTable(1, 1, "C", "s", 10**9, 9_000, 9_000, surcharges=extra)
    book = RateBook((table,), {(1, "GB", "FR"): [Lane(None, "A")]}, {(1, "A"): [Band(9_000, 300, 1)]})
    (offer,) = offers(book, TRIP, Box(grams, length, width, height))
    assert Freight(book, TRIP, promised_on=None).price(length, width, height, grams) == offer.price_minor


def test_without_a_lane_prices_or_a_taker_nothing_is_known():
    table = ServiceTable(1, 1, "C", "s", 5000, 9_000, 900)
    lanes, bands = {(1, "GB", "FR"): [Lane(None, "A")]}, {(1, "A"): [Band(9_000, 300, 1)]}
    assert Freight(RateBook((table,), lanes, bands), TRIP, promised_on=None).known
    assert not Freight(RateBook((table,), {}, bands), TRIP, promised_on=None).known
    assert not Freight(RateBook((table,), lanes, {}), TRIP, promised_on=None).known
    assert not Freight(RateBook((table,), lanes, bands), TRIP, promised_on=None, hazmat=["3"]).known
