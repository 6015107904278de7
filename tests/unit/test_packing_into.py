"""All goods of a parcel in one given carton: it fits as the independent check says, or there is a reason."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from unit.packing_goods import carton_types, orders

from packhorse.algorithms.packing.check import violations
from packhorse.algorithms.packing.goods import MOSTLY, UPRIGHT, Carton, Item
from packhorse.algorithms.packing.into import tried

S = Carton("S", (220, 160, 100), 90, 5000, 20, outer=(226, 166, 106), filling_minor=100)
MUG = Item(1, 100, 90, 90, 350)


def price(length, width, height, weight_g):
    return length + width + height + weight_g


@settings(max_examples=80, deadline=None)
@given(orders(3), carton_types().filter(bool), st.booleans())
def test_what_fits_lies_as_the_check_wants_and_all_else_has_a_reason(items, cartons, priced):
    found = tried(items, cartons[0], price=price if priced else None, seconds=1)
    if found.excluded:
        assert found.placements == ()
        return
    goods = [replace(item, alone=False) for item in items]
    assert violations(found.placements, goods, cartons[0], support=MOSTLY) == []
    assert sum(p.count for p in found.placements) == sum(item.quantity for item in items)
    assert not found.too_heavy
    assert found.weight_g >= sum(item.weight_g * item.quantity for item in items)


def test_costs_are_carton_filling_and_freight():
    found = tried([MUG], S, price=price)
    void = 220 * 160 * 100 - 100 * 90 * 90
    assert (found.weight_g, found.freight_minor) == (440, 226 + 166 + 106 + 440)
    assert found.cost_minor == 20 + -(-void * 100 // 1_000_000) + found.freight_minor


def test_reasons_say_what_keeps_the_goods_out():
    def why(item, **more):
        return tried([replace(item, **more)], S).excluded

    assert why(MUG) == why(MUG, alone=True) == ""
    assert why(MUG, height_mm=300) == "too small for item 1: 100x90x300 mm, 350 g"
    assert why(MUG, quantity=15) == "5340 g is over its limit of 5000 g"
    assert why(MUG, quantity=5) == "the goods have more volume"
    assert why(MUG, quantity=4) == "does not all fit"
    assert why(MUG, length_mm=50, width_mm=50, height_mm=100, quantity=9, stands=UPRIGHT) == ""
    assert tried([replace(MUG, quantity=15)], S).too_heavy
