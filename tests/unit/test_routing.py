"""The shortest walk: against the best of all visiting orders, against the rules of thumb, and paced off."""

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packhorse.algorithms.routing import Floor, Walk, largest_gap, length_of, s_shape, shortest, ways_in_order
from packhorse.algorithms.walking import Layout, Stop
from packhorse.algorithms.walking import s_shape as s_shape_of_layout

FAR = 60


@st.composite
def floors(draw, most_cross: int = 5, most_stops: int = 6) -> tuple[Floor, list[Stop]]:
    """Cross aisles and aisles anywhere, the depot on one of them or off it, stops in dead ends and on crossings too."""
    cross = sorted(draw(st.sets(st.integers(0, FAR), min_size=1, max_size=most_cross)))
    door = draw(st.integers(0, len(cross) - 1))
    aisles = draw(st.lists(st.integers(0, 40), min_size=1, max_size=5))
    depot_x = draw(st.one_of(st.integers(-5, 45), st.sampled_from(aisles)))
    floor = Floor(tuple(cross), depot_x, cross[door] + draw(st.integers(-3, 3)), door)
    along = st.one_of(
        st.integers(-5, FAR + 5), st.integers(-1, 6), st.integers(FAR - 6, FAR + 1), st.sampled_from(cross)
    )
    places = st.tuples(st.integers(0, len(aisles) - 1), along)
    found = draw(st.lists(places, min_size=1, max_size=most_stops))
    return floor, [Stop(100 + nth, aisle, aisles[aisle], y) for nth, (aisle, y) in enumerate(found)]


def crowded(seed: int, most_stops: int) -> tuple[Floor, list[Stop]]:
    """A floor on which each part of an aisle has no stops, or many, or some at one of its ends or at both."""
    dice = random.Random(seed)
    cross = sorted(dice.sample(range(0, FAR * 4), dice.choice((2, 2, 2, 3, 4))))
    door = dice.randrange(len(cross))
    stops = []
    for aisle, x in enumerate(sorted(dice.sample(range(50), 5))):
        for low, high in pairwise(cross):
            near = range(low, low + 1 + (high - low) // 6)
            far = range(high - (high - low) // 6, high + 1)
            for where in dice.choice(
                ((), (range(low, high + 1),) * 4, (near, near), (far, far), (near, near, far, far))
            ):
                stops.append(Stop(len(stops), aisle, x, dice.choice(where)))
    stops = dice.sample(stops, min(len(stops), most_stops)) or [Stop(0, 0, 0, 0)]
    return Floor(tuple(cross), dice.randrange(50), cross[door] - dice.randrange(3), door), stops


def best_length(floor: Floor, stops: list[Stop]) -> int:
    """The best of all orders, by Held and Karp over the shortest ways between two stops."""

    def between(a: Stop, b: Stop) -> int:
        if a.aisle == b.aisle:
            return abs(a.y_mm - b.y_mm)
        return abs(a.x_mm - b.x_mm) + min(abs(a.y_mm - y) + abs(b.y_mm - y) for y in floor.cross_mm)

    door = Stop(0, -1, floor.depot_x_mm, floor.door_mm)
    least = {(frozenset([nth]), nth): between(door, stop) for nth, stop in enumerate(stops)}
    for _ in stops[1:]:
        more: dict[tuple[frozenset[int], int], int] = {}
        for (seen, last), length in least.items():
            for nth, stop in enumerate(stops):
                if nth not in seen:
                    key, total = (seen | {nth}, nth), length + between(stops[last], stop)
                    more[key] = min(total, more.get(key, total))
        least = more
    home = min(length + between(stops[last], door) for (_, last), length in least.items())
    return home + 2 * abs(floor.depot_y_mm - floor.door_mm)


def check(walk: Walk, floor: Floor, stops: list[Stop]) -> None:
    """The corners make a way on the floor, as long as it says, that passes the stops in the order it says."""
    assert walk.path[0] == walk.path[-1] == floor.depot
    assert walk.length_mm == sum(abs(x - to_x) + abs(y - to_y) for (x, y), (to_x, to_y) in pairwise(walk.path))
    assert sorted(walk.order) == sorted(stop.key for stop in stops)
    aisles = {stop.x_mm for stop in stops}
    for (x, y), (to_x, to_y) in pairwise(walk.path):
        assert (x == to_x) != (y == to_y), "along one axis, and never on the spot"
        assert y != to_y or y in floor.cross_mm, "across only along cross aisles"
        off_the_aisles = x == to_x and x not in aisles
        assert not off_the_aisles or {(x, y), (to_x, to_y)} == {floor.depot, (floor.depot_x_mm, floor.door_mm)}
    by_key = {stop.key: stop for stop in stops}
    path = [*walk.path, walk.path[-1]]  # a walk that goes nowhere has one corner
    leg, at = 0, path[0]
    for key in walk.order:
        stop = by_key[key]
        while not _on(at, path[leg + 1], (stop.x_mm, stop.y_mm)):
            leg += 1
            at = path[leg]
        at = (stop.x_mm, stop.y_mm)


def _on(start: tuple[int, int], end: tuple[int, int], place: tuple[int, int]) -> bool:
    return all(min(start[axis], end[axis]) <= place[axis] <= max(start[axis], end[axis]) for axis in (0, 1))


@settings(max_examples=100)
@given(floors())
def test_no_order_of_the_stops_makes_a_shorter_walk(case):
    floor, stops = case
    assert shortest(floor, stops).length_mm == best_length(floor, stops)


@settings(max_examples=60)
@given(st.integers(0, 2**32))
def test_no_order_of_crowded_stops_makes_a_shorter_walk(seed):
    floor, stops = crowded(seed, 7)
    assert shortest(floor, stops).length_mm == best_length(floor, stops)


@settings(max_examples=200)
@given(st.one_of(floors(most_stops=40), st.integers(0, 2**32).map(lambda seed: crowded(seed, 99))))
def test_the_walk_passes_every_stop_on_ways_that_exist_and_is_as_long_as_it_says(case):
    floor, stops = case
    for walk in (shortest(floor, stops), s_shape(floor, stops), largest_gap(floor, stops)):
        check(walk, floor, stops)


@settings(max_examples=200)
@given(st.one_of(floors(most_stops=40), st.integers(0, 2**32).map(lambda seed: crowded(seed, 99))))
def test_it_is_never_longer_than_a_rule_of_thumb(case):
    floor, stops = case
    assert shortest(floor, stops).length_mm <= min(s_shape(floor, stops).length_mm, largest_gap(floor, stops).length_mm)


@given(floors(most_cross=3, most_stops=30), st.randoms(use_true_random=False))
def test_it_does_not_depend_on_the_order_in_which_stops_are_named(case, dice):
    floor, stops = case
    assert shortest(floor, dice.sample(stops, len(stops))) == shortest(floor, stops)


@given(floors(most_stops=30), st.integers(1, 59))
def test_a_further_cross_aisle_never_makes_it_longer(case, y):
    floor, stops = case
    cross = tuple(sorted({*floor.cross_mm, y}))
    more = Floor(cross, floor.depot_x_mm, floor.depot_y_mm, cross.index(floor.door_mm))
    assert shortest(more, stops).length_mm <= shortest(floor, stops).length_mm


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 30_000)), max_size=30))
def test_s_shape_is_that_of_the_floor_with_a_front_and_a_back(places):
    layout = Layout(depot_x_mm=500, depot_y_mm=-2000, front_y_mm=0, back_y_mm=30_000)
    stops = [Stop(nth, aisle, aisle * 3000, y) for nth, (aisle, y) in enumerate(places)]
    known, walk = s_shape_of_layout(layout, stops), s_shape(Floor.of(layout), stops)
    assert (walk.order, walk.length_mm) == (known.order, known.length_mm)


@given(floors(most_stops=40))
def test_the_ways_from_stop_to_stop_are_the_walk(case):
    floor, stops = case
    walk, by_key = shortest(floor, stops), {stop.key: stop for stop in stops}
    ways = ways_in_order(floor, [by_key[key] for key in walk.order])
    assert sum(length_of(way) for way in ways) == walk.length_mm
    if not stops:
        assert ways == []
        return
    assert len(ways) == len(stops) + 1 and ways[0][0] == ways[-1][-1] == floor.depot
    assert all(here[-1] == there[0] for here, there in pairwise(ways))


def test_largest_gap_goes_round_and_into_the_aisles_between_from_both_ends():
    stops = [Stop(1, 0, 0, 50), Stop(2, 1, 10, 20), Stop(3, 1, 10, 90), Stop(4, 2, 20, 80), Stop(5, 3, 30, 50)]
    walk = largest_gap(Floor((0, 100), 0, 0), stops)
    assert walk.order == (1, 3, 4, 5, 2)
    assert walk.length_mm == 2 * (100 + 30) + 2 * (10 + 20 + 20)


def test_an_aisle_with_stops_at_both_ends_is_entered_from_both():
    outer = [Stop(nth, aisle, aisle * 10, 50) for nth, aisle in enumerate((0, 2))]
    inner = [Stop(10 + y, 1, 10, y) for y in (5, 8, 90, 95)]
    walk = shortest(Floor((0, 100), 0, 0), outer + inner)
    assert walk.length_mm == 2 * (100 + 20) + 2 * (8 + 10)
    check(walk, Floor((0, 100), 0, 0), outer + inner)


def test_a_middle_cross_aisle_is_used_where_it_saves():
    stops = [Stop(1, 0, 0, 40), Stop(2, 1, 10, 40)]
    assert shortest(Floor((0, 100), 0, 0), stops).length_mm == 2 * 40 * 2 + 20
    walk = shortest(Floor((0, 50, 100), 0, 0), stops)
    assert walk.length_mm == 2 * 50 + 20
    assert walk.path in {
        ((0, 0), (0, 50), (10, 50), (10, 0), (0, 0)),
        ((0, 0), (10, 0), (10, 50), (0, 50), (0, 0)),
    }


def test_nothing_to_visit_is_no_walk():
    for rule in (shortest, s_shape, largest_gap):
        assert rule(Floor((0, 10), 0, 0), []) == Walk((), 0, ())


@pytest.mark.parametrize(("cross", "door"), [((), 0), ((0, 0), 0), ((10, 0), 0), ((0, 10), 2), ((0, 10), -1)])
def test_a_floor_that_cannot_be_is_refused(cross, door):
    with pytest.raises(ValueError, match="cross aisle"):
        Floor(cross, 0, 0, door)
