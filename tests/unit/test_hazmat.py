"""Dangerous goods: one rule says which services take them, for prices and promises as for labels."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from unit.test_carriers import BOOK as RATES
from unit.test_carriers import SMALL, trip
from unit.test_sourcing_costs import BOOK, LONDON, MONDAY, PLAIN, given_by, place

from packhorse.algorithms.dangerous import HAZMAT_CLASSES, unknown_class
from packhorse.carriers.rules import Trip, offers
from packhorse.sourcing import together
from packhorse.sourcing.costs import Freight
from packhorse.sourcing.lanes import NO_PRICE
from packhorse.sourcing.load import Load
from packhorse.sourcing.pose import hole
from packhorse.sourcing.rules import LineNeed, OrderNeed
from packhorse.sourcing.scene import Scene

POST, VAN, EXPRESS = BOOK.services
TAKING = replace(BOOK, services=(POST, replace(VAN, takes_hazmat=frozenset({"3", "LQ"})), EXPRESS))
PAINT = LineNeed(1, 7, 1, "ambient", 500, sku="PAINT", hazmat="3")
CELL = LineNeed(2, 8, 1, "ambient", 500, sku="CELL", hazmat="9")
MUG = LineNeed(3, 9, 1, "ambient", 500, sku="MUG")
STOCK = {(pk, 1): 9 for pk in (7, 8, 9)}


def need(*lines, nth=1, **more):
    return OrderNeed(nth, *LONDON, lines, "GB", **more)


def decide(*orders):
    return together.decide(orders, Scene((place(1, LONDON),), Freight(TAKING), PLAIN), STOCK)


def test_classes_are_those_of_carriage():
    assert {"3", "4.1", "9", "LQ"} <= set(HAZMAT_CLASSES)
    assert (unknown_class(["3", "LQ"]), unknown_class(["3", "10"]), unknown_class([""])) == ("", "10", "(empty)")


def test_only_services_that_take_the_class_are_counted_in_price_and_day():
    freight = Freight(TAKING)
    plain, paint = (freight.lanes("GB", "GB", "", np.array([9]), hazmat=each)[0] for each in ((), ("3",)))
    assert [freight.tariff[lane.row][0] for lane in (plain, paint)] == [300, 700]
    (wish,) = freight.lanes("GB", "GB", "express", np.array([9]), hazmat=("3",))
    assert freight.tariff[wish.row][0] == 700  # the one that was wished for does not take it
    assert freight.foresee(Trip("GB", "GB", 9, MONDAY), Load(500), service="").day == date(2026, 3, 4)
    seen = freight.foresee(Trip("GB", "GB", 9, MONDAY), Load(500, hazmat=("3",)), service="")
    assert seen.day == date(2026, 3, 3)
    assert freight.taker("GB", "GB", "", 9, Load(500, hazmat=("3",))) == ("van standard", 1)
    (none,) = freight.lanes("GB", "GB", "", np.array([9]), hazmat=("3", "9"))
    assert (none.row, none.why) == (NO_PRICE, "hazmat")


def test_what_no_carrier_takes_is_excluded_in_words_and_the_rest_of_the_batch_goes_on():
    lost, paint, mug = decide(need(CELL), need(PAINT, nth=2), need(MUG, nth=3))
    words = "CELL: no carrier takes dangerous goods of class 9 from there to GB"
    assert ([each.excluded for each in lost.candidates], lost.shares) == ([words], ())
    assert (given_by(paint), paint.cost, given_by(mug), mug.cost) == ([(1, 1)], 700, [(1, 1)], 300)
    assert hole(need(CELL), place(1, LONDON), Freight(TAKING)) == ("NO_CARRIER_TAKES_IT", words)
    assert hole(need(PAINT), place(1, LONDON), Freight(TAKING)) == ("", "")


@pytest.mark.parametrize(("classes", "taken"), [((), 2), (("LQ",), 1), (("3", "LQ"), 0)])
def test_a_label_is_bought_by_the_same_rule(classes, taken):
    slow, fast = RATES.services
    book = replace(RATES, services=(slow, replace(fast, takes_hazmat=frozenset({"LQ"}))))
    found = offers(book, trip(50), replace(SMALL, hazmat=classes))
    assert sum(not each.excluded for each in found) == taken
    if classes:
        assert found[0].excluded == f"takes no dangerous goods of class {classes[0]}"
