"""Kinds of lists, what fits a cart, and which tote goods go into."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from packhorse.algorithms.batching.plain import by_hand
from packhorse.algorithms.routing import Floor
from packhorse.algorithms.walking import Layout
from packhorse.picking.rules import Cart, Setup, Visit, faults, groups, parts_of, problem_of, totes

FLOOR = Floor.of(Layout(0, -1000, 0, 20_000))


def visit(key, order, product=1, *, bin=1, units=1, grams=0, mm3=0, zone="A"):
    return Visit(key, order, product, bin, 3000 * (bin % 5), 1000 * (bin % 19), zone, units, grams, mm3)


@st.composite
def days(draw):
    visits = [
        visit(
            nth,
            draw(st.integers(1, 9)),
            draw(st.integers(1, 12)),
            bin=draw(st.integers(0, 40)),
            units=draw(st.integers(1, 3)),
            grams=draw(st.integers(0, 900)),
            mm3=draw(st.integers(0, 900)),
            zone=draw(st.sampled_from("AB")),
        )
        for nth in range(draw(st.integers(1, 40)))
    ]
    cart = {"cart_totes": draw(st.integers(1, 5)), "cart_tasks": draw(st.integers(1, 12))}
    limits = {"cart_g": draw(st.sampled_from([0, 1000])), "tote_mm3": draw(st.sampled_from([0, 1000]))}
    return visits, Setup(**cart, **limits, zones=draw(st.booleans()), singles=draw(st.booleans()))


@given(days())
def test_every_visit_is_on_one_cart_and_no_cart_carries_too_much(day):
    visits, setup = day
    cart, seen = setup.cart, []
    for kind, zone, parts in groups(parts_of(visits, setup), cart):
        for load in by_hand(problem_of(kind, parts, cart, FLOOR)).carts:
            here = [each for nth in load for each in parts[nth].visits]
            seen += [each.key for each in here]
            assert not setup.zones or {each.zone for each in here} == {zone}
            alone = len(here) == 1
            assert len(here) <= cart.tasks
            assert alone or not cart.grams or sum(each.grams for each in here) <= cart.grams
            orders = list(dict.fromkeys(each.fulfillment_id for each in here))
            into = totes(kind, orders, here, cart)
            assert min(into) == 1 and (alone or max(into) <= cart.totes or kind != "cluster")
            if kind == "cluster":
                owners = {(tote, each.fulfillment_id) for tote, each in zip(into, here, strict=True)}
                assert max(Counter(tote for tote, _ in owners).values()) == 1
    assert sorted(seen) == sorted(each.key for each in visits)


def kinds(visits, **how):
    return {part.fulfillment_id: part.kind for part in parts_of(visits, Setup(**how))}


def test_orders_of_one_unit_go_together_when_there_are_several():
    four = [visit(nth, nth) for nth in range(4)]
    assert kinds(four) == dict.fromkeys(range(4), "single")
    assert kinds(four[:3]) == dict.fromkeys(range(3), "cluster")
    assert kinds(four, singles=False) == dict.fromkeys(range(4), "cluster")
    assert kinds(four, singles=False, clusters=False) == dict.fromkeys(range(4), "batch")
    assert kinds([*four, visit(9, 9, units=2)])[9] == "cluster"


def test_large_orders_that_share_products_are_picked_in_sum():
    def large(order, first):
        return [visit(10 * order + nth, order, first + nth, bin=nth) for nth in range(6)]

    assert kinds([*large(1, 0), *large(2, 3)]) == {1: "batch", 2: "batch"}
    assert kinds([*large(1, 0), *large(2, 4)]) == {1: "cluster", 2: "cluster"}
    assert kinds(large(1, 0)) == {1: "cluster"}


def test_an_order_in_several_zones_has_a_part_in_each():
    visits = [visit(1, 1, zone="B"), visit(2, 1, zone="A"), visit(3, 2, zone="B", units=2)]
    parts = parts_of(visits, Setup(zones=True))
    assert [(part.fulfillment_id, part.kind, part.zone) for part in parts] == [
        (1, "zone", "A"),
        (1, "zone", "B"),
        (2, "cluster", "B"),
    ]
    assert {part.zone for part in parts_of(visits, Setup())} == {""}


def test_goods_go_into_the_next_tote_where_one_is_full():
    cart = Cart(totes=4, tote_mm3=100)
    mine = [visit(1, 7, mm3=60), visit(2, 8, mm3=50), visit(3, 7, mm3=60), visit(4, 7, mm3=10)]
    assert totes("cluster", [7, 8], mine, cart) == [1, 3, 1, 2]
    assert totes("cluster", [8, 7], mine, cart) == [2, 1, 2, 3]
    assert totes("batch", [7, 8], mine, cart) == [1, 1, 2, 2]


def test_what_no_floor_is_like_is_named():
    assert faults(Setup()) == []
    assert faults(Setup(pickers=0, cart_g=-1)) == [
        "cart_g: -1 is not between 0 and 2000000",
        "pickers: 0 is not between 1 and 500",
    ]
