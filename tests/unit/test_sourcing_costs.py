"""Sourcing by cost: which way is the cheapest, who is entitled to what, and that the reasons say so in few bytes."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packhorse.carriers.rules import Band, Lane, RateBook, ServiceTable, Trip
from packhorse.sourcing import together
from packhorse.sourcing.costs import Freight, Weights
from packhorse.sourcing.lanes import NO_PRICE
from packhorse.sourcing.packed import pack, unpack
from packhorse.sourcing.ready import warm
from packhorse.sourcing.rules import LineNeed, OrderNeed, Site, nothing_known
from packhorse.sourcing.scene import Scene

BOOK = RateBook(
    (
        ServiceTable(1, 1, "post", "standard", 5000, 10_000, 2000),
        ServiceTable(2, 2, "van", "standard", 5000, 30_000, 2000),
        ServiceTable(2, 3, "van", "express", 5000, 30_000, 2000),
    ),
    {(1, "GB", "GB"): [Lane(100, "near"), Lane(None, "far")], (2, "GB", "GB"): [Lane(None, "all")]},
    {
        (1, "near"): [Band(2000, 300, 2), Band(10_000, 500, 2)],
        (1, "far"): [Band(2000, 600, 4), Band(10_000, 900, 4)],
        (2, "all"): [Band(30_000, 700, 1)],
        (3, "all"): [Band(30_000, 1500, 1)],
    },
)
AMBIENT = frozenset({"ambient"})
PLAIN = Weights(late_day=0)
MONDAY = date(2026, 3, 2)
LONDON, LEEDS = (51.5, -0.1), (53.8, -1.5)


def place(nth, at, **more):
    return Site(nth, f"S{nth}", *at, AMBIENT, more.pop("room", 99), None, "GB", leaves_on=MONDAY, **more)


def order(nth, lines, at=LONDON, **more):
    needs = tuple(LineNeed(nth * 100 + i, *line) for i, line in enumerate(lines))
    return OrderNeed(nth, *at, needs, "GB", **more)


def decide(orders, sites, available, *, weights=PLAIN, compiled=False):
    return together.decide(orders, Scene(tuple(sites), Freight(BOOK), weights), available, compiled=compiled)


def given_by(decision):
    return [(share.warehouse_id, share.quantity) for share in decision.shares]


def test_freight_takes_the_cheapest_service_and_several_parcels_where_it_must():
    freight = Freight(BOOK)
    near, far = freight.lanes("GB", "GB", "", np.array([100, 101]))
    assert freight.upto.tolist() == [2000, 10_000, 30_000]
    assert freight.tariff[near.row].tolist() == [300, 500, 700]
    assert freight.tariff[far.row].tolist() == [600, 700, 700]
    trip = Trip("GB", "GB", 0, MONDAY)
    days = [[day - MONDAY.toordinal() for day in freight.days(lane, trip).day.tolist()] for lane in (near, far)]
    assert days == [[2, 2, 1], [4, 1, 1]]  # of who is the cheapest at that weight
    (express,) = freight.lanes("GB", "GB", "express", np.array([5]))
    assert freight.tariff[express.row].tolist() == [1500] * 3
    (nowhere,) = freight.lanes("GB", "FR", "", np.array([5]))
    assert nowhere.row == NO_PRICE


def test_a_cheap_far_warehouse_beats_a_dear_near_one_and_says_by_how_much():
    dear, cheap = place(1, LONDON, handling_order_minor=900), place(2, LEEDS, handling_order_minor=100)
    (decision,) = decide([order(1, [(7, 1, "ambient", 500)])], [dear, cheap], {(7, 1): 5, (7, 2): 5})
    assert given_by(decision) == [(2, 1)]
    near, far = decision.candidates
    assert (near.freight, near.handling, near.total, near.given) == (300, 900, 1200, 0)
    assert (far.freight, far.handling, far.total, far.given) == (600, 100, 700, 1)
    assert decision.cost == 700


def test_each_day_later_has_its_price():
    soon = place(1, LEEDS)
    late = replace(place(2, LEEDS), leaves_on=date(2026, 3, 4), handling_order_minor=-10)
    needs, stock = [order(1, [(7, 1, "ambient", 500)])], {(7, 1): 1, (7, 2): 1}
    assert given_by(decide(needs, [soon, late], stock)[0]) == [(2, 1)]
    (decision,) = decide(needs, [soon, late], stock, weights=Weights(late_day=30))
    assert given_by(decision) == [(1, 1)]
    assert [c.late for c in decision.candidates] == [0, 120]  # four days by post: on Friday, and on Tuesday


def test_a_warehouse_without_a_price_is_excluded_by_name_and_the_rest_goes_on():
    abroad = replace(place(1, LONDON), country="FR")
    (decision,) = decide([order(1, [(7, 1, "ambient", 500)])], [abroad, place(2, LEEDS)], {(7, 1): 5, (7, 2): 5})
    assert given_by(decision) == [(2, 1)]
    assert decision.candidates[0].excluded == "no carrier has a price from there to GB at this distance"


@pytest.fixture(scope="module")
def compiled():
    warm()


@st.composite
def crowds(draw):
    """Many orders of few goods in three warehouses: there is not enough for all."""
    sites = [place(nth, at, room=draw(st.integers(5, 60))) for nth, at in ((1, LONDON), (2, LEEDS), (3, (55.9, -3.2)))]
    rules = st.sampled_from(["as_available", "as_available", "complete", "together"])
    dice = np.random.default_rng(draw(st.integers(0, 1000)))
    orders = [
        order(
            nth,
            [(int(pk), int(dice.integers(1, 4)), "ambient", 500) for pk in dice.choice(4, dice.integers(1, 4), False)],
            at=(51.5 + dice.random() * 4, -2 + dice.random()),
            ship_rule=draw(rules),
        )
        for nth in range(1, 51)
    ]
    return orders, sites, {(pk, site.id): draw(st.integers(0, 30)) for pk in range(4) for site in sites}


@settings(max_examples=15, deadline=None)
@given(crowds())
def test_many_together_hold_what_they_must_and_cost_no_more_than_in_turn(compiled, crowd):
    orders, sites, stock = crowd
    decisions = decide(*crowd, compiled=True)
    taken, load = {}, {}
    for need, decision in zip(orders, decisions, strict=True):
        for share in decision.shares:
            key = share.product_id, share.warehouse_id
            taken[key] = taken.get(key, 0) + share.quantity
        used = {share.warehouse_id for share in decision.shares}
        for site in used:
            load[site] = load.get(site, 0) + 1
        wanted = {line.line_id: line.quantity for line in need.lines}
        for share in decision.shares:
            wanted[share.line_id] -= share.quantity
        assert min(wanted.values()) >= 0
        assert dict(decision.missing) == {line: units for line, units in wanted.items() if units}
        if need.ship_rule != "as_available" and decision.shares:
            assert not decision.missing
        if need.ship_rule == "together":
            assert len(used) <= 1
    assert all(units <= stock[key] for key, units in taken.items())
    assert all(count <= next(s.room_today for s in sites if s.id == site) for site, count in load.items())


def test_who_comes_first_has_what_lacks_also_among_many(compiled):
    orders = [order(nth, [(7, 1, "ambient", 500)]) for nth in range(1, 61)]
    decisions = decide(orders, [place(1, LONDON), place(2, LEEDS)], {(7, 1): 20, (7, 2): 5}, compiled=True)
    assert [bool(decision.shares) for decision in decisions] == [True] * 25 + [False] * 35


def test_reasons_come_back_as_they_were_and_take_less_than_a_kilobyte():
    dice = np.random.default_rng(1)
    for count, most in ((20, 400), (100, 1024)):
        sites = [place(n, (50 + dice.random() * 8, -3 + dice.random() * 3)) for n in range(1, count + 1)]
        stock = {(7, site.id): int(dice.integers(0, 3)) for site in sites}
        (decision,) = decide([order(1, [(7, 2, "ambient", 500)])], sites, stock)
        packed = pack(decision.figures())
        assert unpack(packed) == decision.candidates
        assert len(packed) < most
    assert unpack(pack(nothing_known())) == ()
