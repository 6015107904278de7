"""Choosing cartons: every parcel can be packed as it says, nothing is lost, and the cheapest is taken."""

from dataclasses import replace

import pytest
from carton_goods import LARGE, assert_right, carton_types, counted, fits_somewhere, goods, most_in_rows, turns
from hypothesis import given, settings
from hypothesis import strategies as st

from packhorse.algorithms.carton_check import violations
from packhorse.algorithms.cartons import Carton, Item, pack_cheapest

MUG = Item(1, 110, 90, 100, 400, 1)
BUDGET = 20


@settings(max_examples=120)
@given(goods(), carton_types())
def test_every_parcel_can_be_packed_as_it_says_and_every_unit_is_packed_once(items, cartons):
    plan = pack_cheapest(items, cartons, budget_ms=BUDGET)
    for parcel in plan.parcels:
        assert_right(parcel, items)
        assert violations(parcel, items) == []
    assert counted(plan.parcels) == {item.key: item.quantity for item in items}


@settings(max_examples=80)
@given(goods(), carton_types())
def test_only_what_fits_no_carton_ships_in_its_own_packaging(items, cartons):
    bare = counted([p for p in pack_cheapest(items, cartons, budget_ms=BUDGET).parcels if p.carton is None])
    assert bare == {item.key: item.quantity for item in items if not fits_somewhere(item, cartons)}


@settings(max_examples=80)
@given(goods(most=1), carton_types())
def test_a_single_unit_takes_the_cheapest_carton_that_holds_it(items, cartons):
    item = replace(items[0], quantity=1)
    (parcel,) = pack_cheapest([item], cartons, budget_ms=BUDGET).parcels
    holding = [carton.cost_minor for carton in cartons if most_in_rows(item, carton)]
    assert (parcel.carton.cost_minor if parcel.carton else None) == min(holding, default=None)


@settings(max_examples=80)
@given(goods(most=1), carton_types().filter(bool), st.data())
def test_as_many_equal_units_as_fill_a_grid_take_that_carton_or_a_cheaper_one(items, cartons, data):
    strong = [replace(carton, max_weight_g=10**6) for carton in cartons]
    carton = data.draw(st.sampled_from(strong))
    if rows := most_in_rows(items[0], carton):
        (parcel,) = pack_cheapest([replace(items[0], quantity=rows)], strong, budget_ms=BUDGET).parcels
        assert parcel.carton.cost_minor <= carton.cost_minor


@settings(max_examples=80)
@given(goods(most=1), carton_types())
def test_every_parcel_of_equal_units_is_a_full_grid_or_takes_half_of_the_rest(items, cartons):
    strong = [replace(carton, max_weight_g=10**6) for carton in cartons]
    rows = max((most_in_rows(items[0], carton) for carton in strong), default=0)
    most = items[0].quantity // rows + rows.bit_length() if rows else items[0].quantity
    assert len(pack_cheapest(items, strong, budget_ms=BUDGET).parcels) <= most


@settings(max_examples=60)
@given(goods(), carton_types())
def test_there_are_never_more_parcels_than_units_and_no_parcel_is_empty(items, cartons):
    parcels = pack_cheapest(items, cartons, budget_ms=BUDGET).parcels
    assert len(parcels) <= sum(item.quantity for item in items)
    assert all(counted([parcel]).total() for parcel in parcels)


@settings(max_examples=60)
@given(goods(), carton_types())
def test_the_same_goods_give_the_same_answer_in_whatever_order_cartons_are_named(items, cartons):
    plan = pack_cheapest(items, cartons, budget_ms=BUDGET)
    assert pack_cheapest(list(items), cartons[::-1], budget_ms=BUDGET) == plan


@settings(max_examples=80)
@given(goods(), carton_types())
def test_every_carton_has_a_reason_and_the_cheapest_that_fits_is_the_one_taken(items, cartons):
    plan = pack_cheapest(items, cartons, budget_ms=BUDGET)
    if not any(fits_somewhere(item, cartons) for item in items):
        assert plan.reasons == ()
        return
    costs = {carton.code: carton.cost_minor for carton in cartons}
    assert {reason.carton: reason.cost_minor for reason in plan.reasons} == costs
    assert len(plan.reasons) == len(cartons)
    assert [r.cost_minor for r in plan.reasons] == sorted(costs.values())
    taken = [nth for nth, reason in enumerate(plan.reasons) if not reason.excluded]
    boxed = [parcel.carton.code for parcel in plan.parcels if parcel.carton]
    if taken:
        assert boxed == [plan.reasons[taken[0]].carton] and len(taken) == 1
        assert all("dearer" in reason.excluded for reason in plan.reasons[taken[0] + 1 :])
    else:
        assert len(boxed) > 1


@settings(max_examples=40)
@given(goods(), carton_types())
def test_without_any_budget_the_parcels_are_still_right(items, cartons):
    plan = pack_cheapest(items, cartons, budget_ms=0)
    for parcel in plan.parcels:
        assert_right(parcel, items)
    assert counted(plan.parcels) == {item.key: item.quantity for item in items}


@pytest.mark.parametrize("field", ["length_mm", "width_mm", "height_mm", "weight_g", "quantity"])
@pytest.mark.parametrize("value", [0, -1])
def test_sizes_weights_and_quantities_not_above_zero_are_refused(field, value):
    with pytest.raises(ValueError, match="item 1: sizes, weight and quantity must be above zero"):
        pack_cheapest([replace(MUG, **{field: value})], [LARGE], budget_ms=BUDGET)


def test_nothing_to_pack_is_no_parcel():
    assert pack_cheapest([], [LARGE], budget_ms=BUDGET).parcels == ()


@pytest.mark.parametrize(
    ("carton", "why"),
    [
        (Carton("X", 109, 89, 99, 0, 9000, 1), "too small for item 1: 110x90x100 mm, 400 g"),
        (Carton("X", 300, 300, 300, 10, 409, 1), "too small for item 1: 110x90x100 mm, 400 g"),
        (Carton("X", 300, 300, 300, 10, 809, 1), "810 g is over its limit of 809 g"),
        (Carton("X", 110, 90, 199, 10, 9000, 1), "the goods have more volume"),
        (Carton("X", 170, 150, 150, 10, 9000, 1), "does not all fit"),
        (Carton("X", 400, 300, 250, 380, 18_000, 69), "dearer than the one chosen"),
        (Carton("X", 220, 90, 100, 10, 810, 1), ""),
    ],
)
def test_a_reason_says_the_rule_that_keeps_the_carton_out(carton, why):
    plan = pack_cheapest([replace(MUG, quantity=2)], [LARGE, carton], budget_ms=BUDGET)
    assert {reason.carton: reason.excluded for reason in plan.reasons}["X"] == why


def test_of_two_cartons_of_one_cost_the_smaller_is_taken():
    small = replace(LARGE, code="SMALL", inner_height_mm=200)
    (parcel,) = pack_cheapest([MUG], [LARGE, small], budget_ms=BUDGET).parcels
    assert parcel.carton is small


def test_what_stands_upright_is_not_laid_down_to_fit():
    bottle = Item(7, 70, 70, 300, 500, 1, this_side_up=True)
    low = Carton("LOW", 400, 300, 250, 100, 9000, 1)
    assert turns(bottle) == {(70, 70, 300)}
    assert pack_cheapest([bottle], [low], budget_ms=BUDGET).parcels[0].carton is None
    assert pack_cheapest([replace(bottle, this_side_up=False)], [low], budget_ms=BUDGET).parcels[0].carton is low


def test_what_has_a_container_of_its_own_gets_no_carton():
    drill, book = Item(1, 300, 200, 100, 900, 2, own_container=True), Item(2, 200, 150, 20, 400, 1)
    box = Carton("S", 400, 300, 200, 90, 5_000, 20)
    plan = pack_cheapest([drill, book], [box], budget_ms=50)
    assert [(each.carton and each.carton.code, each.weight_g) for each in plan.parcels] == [
        ("S", 490),
        (None, 900),
        (None, 900),
    ]
    alone = pack_cheapest([drill], [box], budget_ms=50)
    assert [each.carton for each in alone.parcels] == [None, None]
    with pytest.raises(ValueError, match="item 1"):
        pack_cheapest([replace(drill, weight_g=0)], [box], budget_ms=50)
