"""Where goods are put away: what forbids a bin, which is best, and how far fast movers are walked to."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packhorse.inbound.rules import Goods, Place, forbids, nearest_empty, propose, score

BOOK = Goods(1, None, 4, 200, 150, 20, 400, "ambient")


def place(bin_id, travel=1000, **more):
    facts = {"use": "pick", "storage_class": "ambient"} | more
    return Place(bin_id, f"B{bin_id}", travel_mm=travel, **facts)


places = st.builds(
    Place,
    bin_id=st.integers(1, 10**6),
    code=st.text("ABC", min_size=1, max_size=3),
    use=st.sampled_from(["pick", "reserve", "receiving", "quarantine", "damaged"]),
    storage_class=st.sampled_from(["ambient", "chilled"]),
    travel_mm=st.integers(0, 10**5),
    width_mm=st.sampled_from([0, 100, 400]),
    depth_mm=st.sampled_from([0, 100, 400]),
    height_mm=st.sampled_from([0, 100, 400]),
    max_weight_g=st.sampled_from([0, 300, 5000]),
    used=st.integers(0, 10**8),
    used_g=st.integers(0, 6000),
    spots=st.frozensets(st.tuples(st.integers(1, 3), st.sampled_from([None, 7, 8])), max_size=2),
)
goods = st.builds(
    Goods,
    product_id=st.integers(1, 3),
    lot_id=st.sampled_from([None, 7]),
    units=st.integers(1, 50),
    length_mm=st.integers(1, 400),
    width_mm=st.integers(1, 400),
    height_mm=st.integers(1, 400),
    weight_g=st.integers(1, 2000),
    storage_class=st.sampled_from(["ambient", "chilled"]),
    slowness=st.floats(0, 1),
)


@given(goods, st.lists(places, max_size=12, unique_by=lambda each: each.bin_id))
def test_what_is_proposed_is_allowed_and_nothing_is_proposed_only_where_nothing_is(goods, places):
    found = propose(goods, places)
    if found is None:
        one = Goods(**{**vars(goods), "units": 1})
        floor = ("receiving", "quarantine", "damaged")
        assert all(each.use in floor or forbids(one, each) for each in places)
        return
    (chosen,) = [each for each in places if each.bin_id == found.bin_id]
    part = Goods(**{**vars(goods), "units": found.units})
    assert 0 < found.units <= goods.units
    assert (forbids(part, chosen), chosen.use in ("pick", "reserve")) == ("", True)
    whole = [each for each in places if each.use in ("pick", "reserve") and not forbids(goods, each)]
    assert found.units == goods.units or not whole


@given(goods, st.lists(places, max_size=12, unique_by=lambda each: each.bin_id))
def test_a_bin_gets_a_second_lot_only_where_no_other_has_room(goods, places):
    found = propose(goods, places)
    if not found or found.units < goods.units:
        return
    (chosen,) = [each for each in places if each.bin_id == found.bin_id]
    if {lot for pk, lot in chosen.spots if pk == goods.product_id} - {goods.lot_id}:
        others = [each for each in places if each.use in ("pick", "reserve") and not forbids(goods, each)]
        assert all({pk for pk, _ in each.spots} & {goods.product_id} for each in others)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"storage_class": "chilled"}, "B1 is for chilled goods, these are ambient."),
        ({"width_mm": 10, "depth_mm": 300, "height_mm": 300}, "A unit is too large for B1: 20×150×200 mm."),
        ({"max_weight_g": 399}, "B1 bears 0.399 kg, one unit weighs 0.4 kg."),
        ({"max_weight_g": 1000}, "B1 has room for 2 of 4 units only."),
        ({"width_mm": 200, "depth_mm": 150, "height_mm": 70}, "B1 has room for 3 of 4 units only."),
        ({"use": "quarantine", "storage_class": "chilled"}, ""),
        ({}, ""),
    ],
)
def test_what_forbids_a_bin_is_said(more, words):
    assert forbids(BOOK, place(1, **more)) == words


def test_a_bin_with_the_same_goods_comes_before_a_nearer_empty_one():
    found = propose(BOOK, [place(1, 10), place(2, 9000, spots=frozenset({(1, None)}))])
    assert (found.bin_id, found.units) == (2, 4)


def test_without_room_for_all_the_roomiest_gets_what_fits():
    found = propose(BOOK, [place(1, 10, max_weight_g=400), place(2, 90, max_weight_g=1200)])
    assert (found.bin_id, found.units) == (2, 3)


@pytest.mark.parametrize(("slowness", "bin_id"), [(0.0, 1), (0.5, 2), (1.0, 3)])
def test_the_slower_the_farther(slowness, bin_id):
    mine = Goods(**{**vars(BOOK), "slowness": slowness})
    assert propose(mine, [place(3, 300), place(1, 100), place(2, 200)]).bin_id == bin_id


def test_fast_movers_are_walked_to_less_far_than_with_the_nearest_empty_bin():
    """Goods arrive in any order; after each arrival its bin is taken."""
    dice = random.Random(7)
    costs = {"proposed": 0.0, "nearest": 0.0}
    for _ in range(40):
        speeds = [dice.paretovariate(1.1) for _ in range(30)]
        for name, choose in (("proposed", propose), ("nearest", nearest_empty)):
            free = {nth: place(nth, travel=1000 * nth) for nth in range(1, 31)}
            chosen = []
            for nth, speed in enumerate(speeds):
                slow = sum(each > speed for each in speeds) / (len(speeds) - 1)
                found = choose(Goods(**{**vars(BOOK), "product_id": nth, "slowness": slow}), list(free.values()))
                chosen.append((free.pop(found.bin_id), speed))
            costs[name] += score(chosen)
    assert costs["proposed"] < 0.8 * costs["nearest"], costs
