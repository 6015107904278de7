"""One carton filled: always right, never more than fits, as full as can be where that is known; and what checks it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packing_goods import carton_types, orders

from packhorse.algorithms.packing.check import faults, violations
from packhorse.algorithms.packing.goods import UPRIGHT, Carton, Coolant, Item, Limits, Packing, Parcel, Placement
from packhorse.algorithms.packing.one import pack_one
from packhorse.algorithms.packing.simple import fill_simply

STEPS = 20_000
BOX = Item(1, 20, 10, 10, 100, 8)
CRATE = Carton("CRATE", (40, 20, 20), 50, 2_000, 1)
KINDS = frozenset(["chilled"])


def free(items):
    return [replace(item, alone=False, needs=frozenset()) for item in items]


@settings(max_examples=120, deadline=None)
@given(orders(), carton_types().filter(bool), st.sampled_from([0, 500, 1000]))
def test_a_loading_is_right_and_says_what_it_holds(items, cartons, support):
    items = free(items)
    filled = pack_one(items, cartons[0], support=support, steps=STEPS)
    assert violations(filled.placements, items, cartons[0], support=support) == []
    held = {item.key: 0 for item in items}
    for p in filled.placements:
        held[p.key] += p.count
    assert tuple(held.values()) == filled.packed
    assert all(units <= item.quantity for units, item in zip(filled.packed, items, strict=True))
    assert filled.volume == sum(p.dx * p.dy * p.dz * p.count for p in filled.placements)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 3), st.integers(1, 3), st.integers(1, 3), st.integers(5, 20), st.integers(5, 20))
def test_what_fills_a_carton_to_the_last_is_found(nx, ny, nz, side, height):
    item = Item(1, side, side + 1, height, 1, nx * ny * nz, stands=UPRIGHT)
    carton = Carton("FULL", (nx * side, ny * (side + 1), nz * height), 0, 1_000, 1)
    assert pack_one([item], carton, steps=STEPS).volume == carton.volume


@settings(max_examples=40, deadline=None)
@given(orders(), carton_types().filter(bool))
def test_the_simple_baseline_is_right_too(items, cartons):
    items = [replace(item, apart="") for item in free(items)]
    filled = fill_simply(items, cartons[0])
    assert violations(filled.placements, items, cartons[0]) == []


def test_more_steps_never_make_it_worse_and_more_than_simple_blocks_fits():
    goods = [Item(n, 31 + 7 * n, 23 + 5 * n, 17 + 6 * n, 5, 30) for n in range(4)]
    carton = Carton("C", (140, 110, 95), 0, 9_000, 1)
    volumes = [pack_one(goods, carton, steps=steps).volume for steps in (0, 20_000, 200_000)]
    assert volumes == sorted(volumes) and volumes[-1] > volumes[0]
    assert volumes[-1] > fill_simply(goods, carton).volume


def test_seconds_end_the_search_and_one_of_the_two_must_be_said():
    assert pack_one([BOX], CRATE, steps=None, seconds=0.01).packed == (8,)
    with pytest.raises(ValueError, match="say how long to search"):
        pack_one([BOX], CRATE, steps=None)


def at(x, y, z, size=(20, 10, 10), grid=(1, 1, 1), key=1):
    return Placement(key, x, y, z, *size, *grid)


@pytest.mark.parametrize(
    ("placements", "item", "said"),
    [
        ([at(30, 0, 0)], BOX, "is outside"),
        ([at(0, 0, -1)], BOX, "is outside"),
        ([at(0, 0, 0), at(19, 9, 9)], BOX, "overlap"),
        ([at(0, 0, 0, size=(10, 10, 20))], replace(BOX, stands=UPRIGHT), "lies as it must not"),
        ([at(0, 0, 0, size=(10, 20, 10))], replace(BOX, turns=False), "lies as it must not"),
        ([at(0, 0, 0, size=(20, 10, 9))], BOX, "lies as it must not"),
        ([at(0, 0, 0), at(10, 0, 10)], BOX, "is not supported enough"),
        ([at(0, 0, 10), at(0, 0, 0)], BOX, "is to be laid under one that lies already"),
        ([at(0, 0, 0), at(0, 0, 10)], replace(BOX, bears_g=99), "bears 100 g, more than 99 g"),
        ([at(0, 0, 0)], replace(BOX, weight_g=1_951), "2001 g are over the limit of 2000 g"),
        ([at(0, 0, 0)], replace(BOX, needs=KINDS), "needs another kind of carton"),
        ([at(0, 0, 0)], replace(BOX, alone=True), "ships in its own packaging"),
        ([at(0, 0, 0, key=2)], BOX, "no such goods"),
    ],
)
def test_the_check_finds_what_is_wrong(placements, item, said):
    assert any(said in fault for fault in violations(placements, [item], CRATE))


def test_the_check_knows_shares_of_support_and_goods_to_be_kept_apart():
    assert violations([at(0, 0, 0), at(10, 0, 10)], [BOX], CRATE, support=500) == []
    assert violations([at(0, 0, 0), at(11, 0, 10)], [BOX], CRATE, support=500) != []
    goods = [replace(BOX, apart="food"), replace(BOX, key=2, apart="hazmat")]
    found = violations([at(0, 0, 0), at(20, 0, 0, key=2)], goods, CRATE)
    assert found == ["goods to be kept apart lie together: food, hazmat"]


def test_the_check_of_an_order_finds_what_is_missing_miscounted_or_not_there():
    parcel = Parcel(CRATE, (at(0, 0, 0, grid=(2, 2, 2)),), 850, 1)
    assert faults(Packing((parcel,), ()), [BOX], [CRATE]) == []
    assert "not what was ordered" in faults(Packing((parcel,), ()), [replace(BOX, quantity=9)], [CRATE])[0]
    assert "there are 0" in faults(Packing((parcel,), ()), [BOX], [replace(CRATE, stock=0)])[0]
    assert "the goods say 850 g" in faults(Packing((replace(parcel, weight_g=849),), ()), [BOX], [CRATE])[0]
    assert "the parcel costs" in faults(Packing((replace(parcel, freight_minor=3),), ()), [BOX], [CRATE])[0]


ICE = Coolant("ICE", (10, 10, 3), 100, 5)


@pytest.mark.parametrize(
    ("carton", "item", "said"),
    [
        (replace(CRATE, coolant=ICE, packs=100), BOX, "100 packs of coolant do not go in above the goods"),
        (replace(CRATE, coolant=ICE, packs=17), replace(BOX, weight_g=300), "2050 g are over the limit of 2000 g"),
        (replace(CRATE, filling_g=500_000), BOX, "are over the limit of 2000 g"),
        (CRATE, replace(BOX, cushion_mm=1), "lies as it must not"),
        (replace(CRATE, around_mm=15), BOX, "is outside"),
        (CRATE, replace(BOX, hazard="3"), "too much of class 3 in a parcel: 100 g, 150 g gross"),
        (CRATE, replace(BOX, hazard="8"), "too much of class 8 in a parcel: 100 g, 150 g gross"),
    ],
)
def test_the_check_counts_padding_coolant_filling_and_dangerous_goods(carton, item, said):
    limits = Limits({"3": 99}, {"8": 149})
    found = violations([at(0, 0, 0)], [item], carton, limits=limits)
    assert any(said in fault for fault in found), found
    assert violations([at(0, 0, 0)], [BOX], CRATE, limits=limits) == []
