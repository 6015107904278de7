"""Lines that no carrier takes: they are ruled out warehouse by warehouse, and the rest of the order leaves."""

from dataclasses import replace
from functools import partial

import pytest
from unit.test_hazmat import CELL, MUG, PAINT, STOCK, TAKING, VAN, need
from unit.test_sourcing_costs import LONDON, PLAIN, given_by, place

from packhorse.carriers.rules import Lane
from packhorse.sourcing import together
from packhorse.sourcing.costs import Freight
from packhorse.sourcing.packed import next_best_of, pack, unpack, unsent_of
from packhorse.sourcing.pose import hole
from packhorse.sourcing.ready import warm
from packhorse.sourcing.reasons import why_waiting
from packhorse.sourcing.rules import TOGETHER, LineNeed
from packhorse.sourcing.scene import Scene
from packhorse.sourcing.untaken import without_untaken

LONG = LineNeed(4, 10, 1, "ambient", 500, longest_mm=2500, sku="POLE")
BRITISH, FRENCH = place(1, LONDON), replace(place(2, LONDON), country="FR")
# From France only the van goes, and takes paint; the post, which goes from Britain, takes no paint.
POST, _, _ = TAKING.services
APART = replace(
    TAKING,
    services=(replace(POST, max_length_mm=3000), replace(VAN, takes_hazmat=frozenset({"3"}))),
    lanes={(1, "GB", "GB"): [Lane(None, "near")], (2, "FR", "GB"): [Lane(None, "all")]},
)
CELL_WORDS = "CELL: no carrier takes dangerous goods of class 9 from {} to GB"


def decide(*orders, sites=(BRITISH,), book=TAKING, stock=STOCK, compiled=False):
    return together.decide(orders, Scene(tuple(sites), Freight(book), PLAIN), stock, compiled=compiled)


def sent(decision):
    return sorted((share.product_id, share.warehouse_id) for share in decision.shares)


@pytest.mark.parametrize("compiled", [False, True])
def test_the_rest_of_the_order_leaves_and_the_decision_names_line_and_reason(compiled):
    if compiled:
        warm()
    mixed, plain = decide(need(CELL, MUG), need(MUG, nth=2), compiled=compiled)
    assert (sent(mixed), mixed.missing, mixed.cost) == ([(9, 1)], ((2, 1),), 300)
    assert given_by(plain) == [(1, 1)]
    reasons = pack(mixed.figures())
    assert unsent_of(reasons) == [CELL_WORDS.format("S1")]
    assert (unpack(reasons), next_best_of(reasons)) == (mixed.candidates, (None, False))
    assert [each.excluded for each in mixed.candidates] == [""]


def test_each_warehouse_sends_what_its_carriers_take():
    stock = {(9, 1): 1, (7, 2): 1}
    (decision,) = decide(need(PAINT, MUG), sites=(BRITISH, FRENCH), book=APART, stock=stock)
    assert (sent(decision), decision.missing) == ([(7, 2), (9, 1)], ())
    # The pole is too long for the van, and the paint no letter: each is taken from where it lies.
    (decision,) = decide(need(PAINT, LONG), sites=(BRITISH, FRENCH), book=APART, stock={(10, 1): 1, (7, 2): 1})
    assert (sent(decision), decision.missing) == ([(7, 2), (10, 1)], ())


def test_goods_that_are_taken_each_but_not_together_leave_from_where_only_some_lie():
    book = replace(APART, lanes={(1, "GB", "GB"): [Lane(None, "near")], (2, "GB", "GB"): [Lane(None, "all")]})
    sites = (BRITISH, place(3, LONDON))
    (decision,) = decide(need(PAINT, LONG), sites=sites, book=book, stock={(10, 1): 1, (7, 3): 1})
    assert (sent(decision), decision.missing) == ([(7, 3), (10, 1)], ())
    (decision,) = decide(need(PAINT, LONG), book=book, stock={(10, 1): 1, (7, 1): 1})
    assert [each.excluded for each in decision.candidates] == [
        "no carrier takes dangerous goods of class 3 from there to GB"
    ]


def test_an_order_that_leaves_together_names_the_line_that_keeps_it():
    (decision,) = decide(need(MUG, CELL, ship_rule="together"))
    assert ([each.excluded for each in decision.candidates], decision.shares) == ([CELL_WORDS.format("there")], ())


def test_what_is_reserved_where_nobody_takes_it_is_of_no_use_and_the_rest_is():
    (decision,) = decide(need(MUG, CELL, kept={(8, 1): 1, (9, 1): 1}), stock={})
    assert sent(decision) == [(9, 1)]


def test_orders_with_such_goods_do_not_put_the_batch_out_of_turn():
    warm()
    orders = [need(each, nth=nth) for nth, each in enumerate((CELL, MUG, MUG), 1)]
    decisions = decide(*orders, compiled=True)
    assert {each.method for each in decisions} == {TOGETHER}


def test_the_desk_names_what_no_carrier_takes_or_where_it_lies_in_the_wrong_place():
    freight = Freight(APART)
    sites = (BRITISH, FRENCH)

    def why(lines, stock, lacking):
        (ruled,) = without_untaken([need(*lines)], sites, freight, stock)
        return why_waiting(ruled, lacking, sites, stock, hole=partial(hole, ruled, freight=freight))

    found = why((MUG, CELL), {(9, 1): 1}, {2: 1, 3: 1})
    assert (found.code, found.text) == ("NO_CARRIER_TAKES_IT", CELL_WORDS.format("any warehouse"))
    found = why((PAINT, MUG), {(7, 1): 4}, {1: 1, 3: 1})
    words = "S1 has 4, but PAINT: no carrier takes dangerous goods of class 3 from there to GB"
    assert (found.code, found.text, found.warehouse_id) == ("WRONG_PLACE", words, 1)
    assert why((PAINT, MUG), {}, {1: 1, 3: 1}).code == "NOT_THERE"  # paint may come to the French warehouse
