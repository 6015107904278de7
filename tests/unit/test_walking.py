"""Walking: the S-shape tour against a graph of the aisles, and against the best of all orders."""

from itertools import groupby, pairwise, permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from packhorse.algorithms.walking import Layout, Stop, length_of, s_shape

LAYOUT = Layout(depot_x_mm=500, depot_y_mm=-2000, front_y_mm=0, back_y_mm=30_000)
AISLE_MM = 3000


def stops(most: int) -> st.SearchStrategy[list[Stop]]:
    place = st.tuples(st.integers(0, 5), st.integers(0, 30_000))
    return st.lists(place, max_size=most).map(
        lambda places: [Stop(10 + nth, aisle, aisle * AISLE_MM, y) for nth, (aisle, y) in enumerate(places)]
    )


def walked(order: list[Stop]) -> int:
    """The tour on a graph of stops, aisle ends and depot: shortest ways by Floyd and Warshall."""
    if not order:
        return 0
    depot = (LAYOUT.depot_x_mm, LAYOUT.depot_y_mm)
    door = (LAYOUT.depot_x_mm, LAYOUT.front_y_mm)
    columns: dict[int, set[int]] = {LAYOUT.depot_x_mm: {LAYOUT.front_y_mm, LAYOUT.depot_y_mm}}
    for stop in order:
        columns.setdefault(stop.x_mm, set()).update({LAYOUT.front_y_mm, LAYOUT.back_y_mm, stop.y_mm})
    ways = {((x, a), (x, b)): b - a for x, ys in columns.items() for a, b in pairwise(sorted(ys))}
    for y in (LAYOUT.front_y_mm, LAYOUT.back_y_mm):
        crossings = sorted(x for x, ys in columns.items() if y in ys)
        ways |= {((a, y), (b, y)): b - a for a, b in pairwise(crossings)}
    nodes = {node for way in ways for node in way} | {depot, door}
    far = {(a, b): ways.get((a, b), ways.get((b, a), 10**9)) if a != b else 0 for a in nodes for b in nodes}
    for middle in nodes:
        for a in nodes:
            for b in nodes:
                far[a, b] = min(far[a, b], far[a, middle] + far[middle, b])
    tour = [depot, *((stop.x_mm, stop.y_mm) for stop in order), depot]
    return sum(far[leg] for leg in pairwise(tour))


def in_order(route_order: tuple[int, ...], places: list[Stop]) -> list[Stop]:
    by_key = {stop.key: stop for stop in places}
    return [by_key[key] for key in route_order]


@given(stops(40))
def test_every_stop_is_visited_once(places):
    assert sorted(s_shape(LAYOUT, places).order) == [stop.key for stop in places]


@settings(max_examples=60)
@given(stops(9))
def test_the_length_is_that_of_the_order_walked_on_the_floor(places):
    route = s_shape(LAYOUT, places)
    assert route.length_mm == walked(in_order(route.order, places))


@settings(max_examples=60)
@given(stops(5))
def test_the_tour_is_never_shorter_than_the_best_of_all_orders(places):
    best = min(length_of(LAYOUT, order) for order in permutations(places))
    assert s_shape(LAYOUT, places).length_mm >= best


@given(stops(40))
def test_aisles_come_in_turn_and_are_walked_up_and_down_alternately(places):
    order = in_order(s_shape(LAYOUT, places).order, places)
    aisles = [list(group) for _, group in groupby(order, key=lambda stop: stop.aisle)]
    assert [group[0].aisle for group in aisles] == sorted({stop.aisle for stop in places})
    for nth, group in enumerate(aisles):
        ys = [stop.y_mm for stop in group]
        assert ys == sorted(ys, reverse=nth % 2 == 1)


@given(stops(40))
def test_no_tour_is_longer_than_every_aisle_walked_there_and_back(places):
    xs = [stop.x_mm for stop in places] or [LAYOUT.depot_x_mm]
    across = 2 * (max(*xs, LAYOUT.depot_x_mm) - min(*xs, LAYOUT.depot_x_mm))
    aisles = len({stop.aisle for stop in places})
    assert s_shape(LAYOUT, places).length_mm <= across + aisles * 2 * LAYOUT.back_y_mm + 2 * 2000


@given(st.permutations([Stop(1, 0, 0, 900), Stop(2, 0, 0, 100), Stop(3, 1, 3000, 5), Stop(4, 1, 3000, 5)]))
def test_the_tour_does_not_depend_on_the_order_in_which_stops_are_named(places):
    assert s_shape(LAYOUT, places) == s_shape(LAYOUT, sorted(places, key=lambda stop: stop.key))


def test_one_aisle_is_walked_to_its_farthest_stop_and_back():
    places = [Stop(1, 2, 6000, 9000), Stop(2, 2, 6000, 4000), Stop(3, 2, 6000, 20_000)]
    route = s_shape(LAYOUT, places)
    assert route.order == (2, 1, 3)
    assert route.length_mm == 2 * (2000 + 5500 + 20_000)


def test_two_aisles_are_one_loop():
    route = s_shape(LAYOUT, [Stop(1, 0, 0, 20_000), Stop(2, 1, 3000, 25_000)])
    assert route.order == (1, 2)
    assert route.length_mm == (2000 + 500 + 20_000) + (10_000 + 3000 + 5000) + (25_000 + 2500 + 2000)


def test_nothing_to_visit_is_no_way():
    route = s_shape(LAYOUT, [])
    assert (route.order, route.length_mm) == ((), 0)
