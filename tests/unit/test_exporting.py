"""Goods that may not be sent to a country: who is excluded says so, the rest of the order and of the batch goes on."""

from dataclasses import replace

import pytest
from unit.test_sourcing_costs import BOOK, LONDON, PLAIN, given_by, place

from packhorse.carriers.rules import Lane
from packhorse.sourcing import together
from packhorse.sourcing.costs import Freight
from packhorse.sourcing.exporting import limited, never
from packhorse.sourcing.policy import Policy
from packhorse.sourcing.ready import warm
from packhorse.sourcing.reasons import why_waiting
from packhorse.sourcing.rules import TOGETHER, LineNeed, OrderNeed
from packhorse.sourcing.scene import Scene

EVERYWHERE = replace(
    BOOK, lanes={(2, a, b): [Lane(None, "all")] for a in ("GB", "FR") for b in ("GB", "FR", "IE")} | BOOK.lanes
)
BRITISH, FRENCH = place(1, LONDON), replace(place(2, LONDON), country="FR")
SITES = (BRITISH, FRENCH)
KNIFE = LineNeed(1, 7, 1, "ambient", 500, sku="KNIFE", not_to=("FR",))
VASE = LineNeed(2, 8, 1, "ambient", 500, sku="VASE", not_to=("ABROAD",))
MUG = LineNeed(3, 9, 1, "ambient", 500, sku="MUG")
STOCK = {(7, 1): 5, (7, 2): 5, (8, 1): 5, (8, 2): 5, (9, 1): 5}


def need(*lines, country="FR", nth=1, **more):
    lines = [line._replace(line_id=nth * 10 + line.line_id) for line in lines]
    return OrderNeed(nth, *LONDON, tuple(lines), country, **more)


def decide(*orders, stock=STOCK, compiled=False):
    scene = Scene(SITES, Freight(EVERYWHERE), PLAIN, Policy())
    return together.decide(orders, scene, stock, compiled=compiled)


def reasons(decision):
    return [each.excluded for each in decision.candidates]


def test_goods_are_sent_to_a_country_from_nowhere_where_they_may_not_be_and_elsewhere_as_ever():
    lost, served = decide(need(KNIFE), need(KNIFE, country="GB", nth=2))
    assert (reasons(lost), lost.missing) == (["KNIFE may not be sent to FR"] * 2, ((11, 1),))
    assert (given_by(served), reasons(served)) == ([(1, 1)], ["", ""])


def test_goods_that_may_not_be_sent_abroad_come_from_their_own_country():
    (decision,) = decide(need(VASE))
    assert given_by(decision) == [(2, 1)]
    assert reasons(decision) == ["VASE may not be sent abroad, from GB to FR", ""]
    (abroad,) = decide(need(VASE, country="IE"))
    assert abroad.missing


@pytest.mark.parametrize("compiled", [False, True])
def test_the_rest_of_the_order_goes_on_and_other_orders_have_the_goods(compiled):
    if compiled:
        warm()
    stock = STOCK | {(9, 2): 0}
    mixed, home = decide(need(KNIFE, MUG), need(KNIFE, country="GB", nth=2), stock=stock, compiled=compiled)
    assert (given_by(mixed), mixed.missing) == ([(1, 1)], ((11, 1),))
    assert mixed.shares[0].product_id == 9
    assert given_by(home) == [(1, 1)]
    assert mixed.candidates[0].fills_lines == 1
    assert reasons(mixed)[1] == "none of the goods in stock, or KNIFE may not be sent to FR"


def test_orders_that_may_come_whole_from_some_are_placed_together_with_the_others():
    warm()
    orders = [need(each, country="GB", nth=nth) for nth, each in enumerate((VASE, MUG, VASE), 1)]
    decisions = decide(*orders, stock={**STOCK, (8, 2): 1}, compiled=True)
    assert {each.method for each in decisions} == {TOGETHER}
    assert [given_by(each) for each in decisions] == [[(1, 1)]] * 3


def test_what_a_checkout_has_reserved_is_of_no_use_where_it_may_not_be_sent():
    (decision,) = decide(need(VASE, MUG, kept={(8, 1): 1, (9, 1): 1}), stock={})
    assert [(share.product_id, share.warehouse_id) for share in decision.shares] == [(9, 1)]


def test_the_desk_says_which_goods_may_never_be_sent_there_or_that_they_lie_in_the_wrong_country():
    (lost,) = limited([need(MUG, KNIFE)], SITES)
    why = why_waiting(lost, {11: 1}, SITES, STOCK)
    assert (why.code, why.queue, why.text) == ("EXPORT_LIMIT", "unfillable", "KNIFE may not be sent to FR")
    (wrong,) = limited([need(VASE)], SITES)
    why = why_waiting(wrong, {12: 1}, SITES, {(8, 1): 4})
    assert (why.code, why.text) == ("WRONG_PLACE", "S1 has 4, but VASE may not be sent abroad, from GB to FR")
    assert why_waiting(wrong, {12: 1}, SITES, {}).code == "NOT_THERE"  # it may come to the French warehouse
    assert never(need(VASE, country="IE"), [VASE, KNIFE], SITES) == "VASE may not be sent to IE"
