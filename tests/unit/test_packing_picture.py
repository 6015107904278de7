"""The picture of a filled carton: what is farther is painted first, and nothing is outside."""

from dataclasses import replace
from itertools import combinations, permutations, product
from math import pi

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from unit.packing_goods import carton_types, orders

from packhorse.algorithms.packing.check import violations
from packhorse.algorithms.packing.goods import MOSTLY, UPRIGHT, Carton, Item, Placement
from packhorse.algorithms.packing.laying import STEPS, Step, laid_in_turn, steps_of, words_of
from packhorse.algorithms.packing.one import pack_one
from packhorse.algorithms.packing.order import pack_order
from packhorse.algorithms.packing.picture import Box, View, in_turn, painted

ROOM = (60, 40, 30)
TURNS = st.sampled_from([0.0, 0.4, pi / 5, pi / 2, 2.0, pi, 4.1, 5.5])
# Three beams, each before the next: none may be painted first.
RING = [Box((20, 0, 0), (40, 40, 10)), Box((0, 20, 0), (20, 40, 20)), Box((0, 0, 10), (40, 20, 20))]


def sampled(view, box):
    """Points of a box: a grid within it."""
    return [
        tuple(low + (high - low) * part / 8 for low, high, part in zip(box.low, box.high, parts, strict=True))
        for parts in product((1, 4, 7), repeat=3)
    ]


def behind(view, box, point):
    """Say whether a ray from the eye to a point goes through a box first: by steps, unlike the painter."""
    for step in range(1, 400):
        at = tuple(p - a * step * 0.35 for p, a in zip(point, view.away, strict=True))
        if all(low + 0.01 < x < high - 0.01 for x, low, high in zip(at, box.low, box.high, strict=True)):
            return True
    return False


def wrong(boxes, view):
    """Pairs that are painted the wrong way round."""
    return [
        (a, b)
        for a, b in combinations(boxes, 2)  # a is painted before b, and must hide nothing of it
        if any(behind(view, a, point) for point in sampled(view, b))
    ]


def boxes_of(laid):
    return [
        Box(
            (p.x, p.y, p.z),
            (p.x + p.nx * p.dx, p.y + p.ny * p.dy, p.z + p.nz * p.dz),
            (p.nx, p.ny, p.nz),
            nth,
        )
        for nth, p in enumerate(each.placement for each in laid)
    ]


@settings(max_examples=25, deadline=None)
@given(orders(4), carton_types(), TURNS)
def test_of_all_that_the_packer_lays_the_farther_is_painted_first_and_nothing_is_outside(items, cartons, turn):
    for parcel in pack_order(items, cartons, steps=3000).parcels:
        if parcel.carton is None:
            continue
        view = View(parcel.carton.room, 400, 300, turn)
        laid = laid_in_turn(parcel.placements, items)
        boxes = in_turn(boxes_of(laid), view.away)
        assert wrong(boxes[:12], view) == []
        picture = painted(boxes_of(laid), view)
        points = [p for f in picture.faces for p in f.corners] + [p for w in picture.walls for p in w]
        assert all(-0.01 <= x <= 400.01 and -0.01 <= y <= 300.01 for x, y in points)


@settings(max_examples=60, deadline=None)
@given(orders(4), carton_types())
def test_laid_in_turn_goods_pass_the_independent_check(items, cartons):
    for parcel in pack_order(items, cartons, steps=3000).parcels:
        if parcel.carton is None:
            continue
        laid = laid_in_turn(parcel.placements, items)
        again = [each.placement for each in laid]
        assert violations(again, items, parcel.carton, support=MOSTLY) == []
        steps = steps_of(laid)
        assert len(steps) <= STEPS
        units = [part.placement for step in steps for part in step.laid]
        assert violations(units, items, parcel.carton, support=MOSTLY) == []
        assert sum(step.units for step in steps) == sum(p.count for p in parcel.placements)


@given(TURNS)
@example(pi / 5)
def test_what_hides_each_other_in_a_ring_is_cut(turn):
    view = View(ROOM, 400, 300, turn)
    boxes = in_turn(RING, view.away)
    assert wrong(boxes, view) == []
    assert sum(volume(box) for box in boxes) == sum(volume(box) for box in RING)


def test_the_ring_is_one():
    """Else the test above shows nothing."""
    view = View(ROOM, 400, 300)
    assert len(in_turn(RING, view.away)) > len(RING)
    assert all(wrong(turn, view) for turn in permutations(RING))


def volume(box):
    return (box.high[0] - box.low[0]) * (box.high[1] - box.low[1]) * (box.high[2] - box.low[2])


def test_a_cut_block_has_its_own_edges_only_and_its_middle_once():
    view = View(ROOM, 400, 300)
    whole = Box((0, 0, 0), (40, 20, 20), (2, 1, 1), 7)
    pieces = [replace(whole, low=(low, 0, 0), high=(high, 20, 20), whole=whole) for low, high in ((0, 15), (15, 40))]
    left, right = (painted([piece], view).faces for piece in pieces)
    assert [face.axis for face in left] == [1, 2]  # where it was cut there is no side
    assert [face.axis for face in right] == [0, 1, 2]
    assert sum(face.middle is not None for face in left + right) == 1
    assert [len(face.seams) for face in right] == [0, 1, 1]


def test_steps_say_what_is_laid_where_and_how():
    items = [Item(1, 100, 90, 90, 350, 2), Item(2, 210, 150, 20, 400), Item(3, 50, 50, 50, 9), Item(4, 9, 9, 70, 9)]
    items[3] = replace(items[3], stands=UPRIGHT)
    lie = [
        Placement(2, 0, 0, 90, 210, 150, 20, 1, 1, 1),
        Placement(1, 0, 0, 0, 90, 100, 90, 2, 1, 1),
        Placement(3, 0, 100, 0, 50, 50, 50, 1, 1, 1),
        Placement(4, 200, 150, 0, 9, 9, 70, 1, 1, 1),
    ]
    assert (
        violations([lie[nth] for nth in (1, 2, 3, 0)], items, Carton("S", (220, 160, 120), 90, 5000, 20), support=500)
        == []
    )
    names = {1: "MUG", 2: "BOOK", 3: "DIE", 4: "PEN"}
    assert words_of(steps_of(laid_in_turn(lie, items)), names, (220, 160, 120)) == [
        "MUG at left back, on the bottom, lying flat",
        "MUG at the back, on the bottom, lying flat",
        "DIE at left front, on the bottom, any way up",
        "PEN at right front, on the bottom, upright, this side up",
        "BOOK in the middle, on 1 and 2, 90 mm up, lying flat",
    ]
    turned = [Placement(2, 0, 0, 0, 20, 210, 150, 1, 1, 1), Placement(2, 20, 0, 0, 20, 150, 210, 1, 1, 1)]
    assert [each.stands for each in laid_in_turn(turned, items)] == ["edge", "end"]


@pytest.mark.parametrize(("quantity", "steps", "each"), [(24, 24, 1), (96, 4, 24)])
def test_many_units_are_laid_by_layers(quantity, steps, each):
    items = [Item(1, 100, 100, 100, 100, quantity)]
    filled = pack_one(items, Carton("L", (600, 400, 400), 0, 10**6, 0))
    found = steps_of(laid_in_turn(filled.placements, items))
    assert sum(step.units for step in found) == quantity
    assert (len(found), found[0].units) == (steps, each) or len(found) <= STEPS


def test_very_many_blocks_are_laid_some_at_once():
    items = [Item(key, 10 + key % 7, 10 + key % 5, 10 + key % 3, 100, 1) for key in range(1, 60)]
    room = (600, 400, 400)
    filled = pack_one(items, Carton("L", room, 0, 10**6, 0), steps=20_000)
    assert len(filled.placements) > STEPS
    found = steps_of(laid_in_turn(filled.placements, items))
    assert len(found) == STEPS and sum(step.units for step in found) == 59
    words = words_of([Step(tuple(laid_in_turn(filled.placements, items)))], dict.fromkeys(range(1, 60), "X"), room)
    assert words[0].startswith("X, X") and "and 54 more products" in words[0] and len(words[0]) < 120
    assert all(words_of(found, dict.fromkeys(range(1, 60), "X"), room))
