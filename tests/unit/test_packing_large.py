"""Orders of hundreds of lines: packed by every rule, in about as few cartons as can be, and nobody waits for it."""

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packing_goods import carton_types, orders

from packhorse.algorithms.packing import loops, order
from packhorse.algorithms.packing.check import faults
from packhorse.algorithms.packing.goods import UPRIGHT, Carton, Item
from packhorse.algorithms.packing.offering import FEW, TIMES, offered
from packhorse.algorithms.packing.order import STEPS, pack_order

CARTONS = [
    Carton("SMALL", (300, 200, 150), 100, 10_000, 30),
    Carton("LARGE", (500, 400, 350), 640, 25_000, 104),
]


def lines(count, weight=7, **rules):
    """So many products of many sizes, a few units of each; `weight`: grams for each centimetre of a side."""
    return [
        Item(n, 30 + 37 * n % 190, 20 + 53 * n % 170, 15 + 71 * n % 130, 20 + weight * (n % 23), 1 + n % 4, **rules)
        for n in range(count)
    ]


@pytest.fixture
def compiled():
    loops.warm_up()


@pytest.fixture
def plain(monkeypatch):
    """The loops are not compiled yet; what asks for them is noted."""
    asked = []
    monkeypatch.setattr(loops, "_made", [])
    monkeypatch.setattr(loops, "MANY", 10**9)
    monkeypatch.setattr(order, "get_ready", lambda: asked.append(True))
    return asked


@pytest.mark.parametrize("weight", [7, 60])  # by volume; by weight
def test_an_order_of_hundreds_of_lines_costs_little_more_work_than_its_budget(compiled, weight):
    goods = lines(400, weight)
    packing = pack_order(goods, CARTONS, fewest=True)
    assert faults(packing, goods, CARTONS) == []
    volume, grams = sum(i.volume * i.quantity for i in goods), sum(i.weight_g * i.quantity for i in goods)
    least = max(volume / CARTONS[1].volume / 0.8, grams / CARTONS[1].room_g)
    assert len(packing.parcels) <= least + 2
    assert packing.steps < 2 * STEPS
    assert pack_order(goods[::-1], CARTONS, fewest=True) == packing


def test_nobody_waits_for_a_large_order_before_the_loops_are_compiled(plain):
    goods = [replace(i, bears_g=0) if i.key % 9 == 0 else i for i in lines(300)]
    goods = [replace(i, apart="food" if i.key % 5 else "paint", stands=UPRIGHT) for i in goods]
    begun = time.perf_counter()
    packing = pack_order(goods, CARTONS, seconds=0.2)
    assert time.perf_counter() - begun < 4  # a minute without it; about half a second on an idle machine
    assert plain == [True]  # they are made beside the work, for the next one
    assert faults(packing, goods, CARTONS) == []


@settings(max_examples=60, deadline=None)
@given(orders(), carton_types(), st.booleans())
def test_when_no_time_is_left_every_rule_is_still_kept(items, cartons, fewest):
    kept = loops._made[:]
    loops._made.clear()
    try:
        assert faults(pack_order(items, cartons, fewest=fewest, seconds=0), items, cartons) == []
    finally:
        loops._made[:] = kept


def test_few_goods_or_no_more_than_the_carton_may_take_are_offered_whole():
    goods = lines(FEW + 40)
    few = dict.fromkeys(range(FEW), 9)
    assert offered(goods, few, CARTONS[0], set()) == few
    light = dict.fromkeys(range(FEW + 40), 1)
    assert offered(goods, light, Carton("HUGE", (5000, 5000, 5000), 0, 10**9, 1), set()) == light


def test_of_many_goods_a_mixture_of_all_sizes_is_offered_and_more_than_goes_in():
    goods = lines(400)
    found = offered(goods, dict.fromkeys(range(400), 4), CARTONS[0], set())
    assert len(found) < 100
    assert sum(goods[nth].volume * units for nth, units in found.items()) > TIMES * CARTONS[0].volume
    by_size = sorted(range(400), key=lambda nth: goods[nth].volume)
    halves = [sum(nth in found for nth in half) for half in (by_size[:200], by_size[200:])]
    assert max(halves) <= min(halves) + 2


def test_sets_are_offered_whole_and_only_one_of_the_groups_that_are_kept_apart():
    goods = [replace(i, together=f"kit{i.key // 3}" if i.key < 90 else "") for i in lines(400)]
    found = offered(goods, dict.fromkeys(range(400), 4), CARTONS[0], {f"kit{n}" for n in range(30)})
    assert found and all(len([n for n in found if n // 3 == nth // 3]) == 3 for nth in found if nth < 90)
    parted = [replace(i, apart=("food", "paint", "")[i.key % 3]) for i in goods]
    found = offered(parted, dict.fromkeys(range(400), 4), CARTONS[0], set())
    assert len({parted[nth].apart for nth in found}) == 2
