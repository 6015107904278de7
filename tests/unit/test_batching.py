"""Orders on carts: each on one, none overfull, never worse than savings, and walks as long as they are said to be."""

import random
from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packhorse.algorithms.batching import Batches, Job, Problem
from packhorse.algorithms.batching.plain import by_hand
from packhorse.algorithms.routing import Floor, shortest
from packhorse.algorithms.walking import Layout, Stop

LAYOUT = Layout(depot_x_mm=700, depot_y_mm=-500, front_y_mm=0, back_y_mm=6000)


@st.composite
def problems(draw, most: int = 12) -> Problem:
    rule = draw(st.sampled_from(["s_shape", "shortest"]))
    layout, beyond = LAYOUT, 0
    if rule == "shortest":
        front, back = draw(st.sampled_from([(0, 6000), (6000, 0), (3000, 3000)]))
        layout, beyond = replace(LAYOUT, front_y_mm=front, back_y_mm=back), draw(st.sampled_from([0, 5]))
    jobs = []
    for nth in range(draw(st.integers(1, most))):
        places = draw(st.lists(st.tuples(st.integers(0, 5), st.integers(-beyond, 60 + beyond)), min_size=1, max_size=4))
        stops = tuple(Stop(10 * nth + k, aisle, aisle * 400, 100 * y) for k, (aisle, y) in enumerate(places))
        jobs.append(Job(draw(st.integers(1, 6)), stops))
    return Problem(layout, jobs, draw(st.integers(6, 15)), rule)


def batch(problem: Problem, **how) -> Batches:
    from packhorse.algorithms.batching.solve import batch

    return batch(problem, **how)


def by_savings(problem: Problem) -> Batches:
    from packhorse.algorithms.batching.solve import by_savings

    return by_savings(problem)


def stops_of(problem: Problem, cart: tuple[int, ...]) -> list[Stop]:
    return [stop for order in cart for stop in problem.jobs[order].stops]


def walk(problem: Problem, cart: tuple[int, ...]) -> int:
    """The length by the rule, counted apart."""
    stops = stops_of(problem, cart)
    if problem.rule == "shortest":
        return shortest(Floor.of(problem.layout), stops).length_mm
    first, last = min(stop.x_mm for stop in stops), max(stop.x_mm for stop in stops)
    across = abs(first - LAYOUT.depot_x_mm) + last - first + abs(last - LAYOUT.depot_x_mm)
    aisles = len({stop.aisle for stop in stops})
    deepest = max(stop.y_mm for stop in stops if stop.x_mm == last)
    return 2 * 500 + across + (aisles // 2 * 2) * 6000 + (2 * deepest if aisles % 2 else 0)


def check(problem: Problem, found: Batches) -> None:
    assert sorted(order for cart in found.carts for order in cart) == list(range(len(problem.jobs)))
    assert all(sum(problem.jobs[order].size for order in cart) <= problem.capacity for cart in found.carts)
    assert found.lengths_mm == tuple(walk(problem, cart) for cart in found.carts)


@settings(max_examples=60, deadline=None)
@given(problems())
def test_every_order_is_on_one_cart_none_is_overfull_and_walks_are_as_long_as_said(problem):
    check(problem, batch(problem, moves=3000))
    check(problem, by_savings(problem))


def test_the_compiled_walk_is_as_long_as_the_shortest():
    dice = random.Random(5)
    ends = ((), (range(61),) * 3, (range(9),) * 2, (range(51, 61),) * 2, (range(-3, 9), range(9), range(51, 63)))
    for _ in range(900):
        stops = [Stop(7, 0, 0, 100 * dice.randrange(60))]
        pitch, depot = dice.choice((100, 400, 1500)), dice.randrange(-500, 3500)
        for aisle in range(7):
            places = [dice.choice(where) for where in dice.choice(ends)]
            stops += [Stop(7, aisle, aisle * pitch, 100 * y) for y in places]
        layout = replace(LAYOUT, depot_x_mm=depot)
        found = by_savings(Problem(layout, [Job(1, tuple(stops))], 1, "shortest"))
        assert found.length_mm == shortest(Floor.of(layout), stops).length_mm


@settings(max_examples=60, deadline=None)
@given(problems(most=30), st.integers(0, 3))
def test_it_is_never_worse_than_savings(problem, thousands):
    assert batch(problem, moves=1000 * thousands).length_mm <= by_savings(problem).length_mm


@settings(max_examples=30, deadline=None)
@given(problems(), st.integers(0, 2**40))
def test_the_same_seed_gives_the_same_answer(problem, seed):
    assert batch(problem, seed=seed, moves=7000) == batch(problem, seed=seed, moves=7000)


@settings(max_examples=40, deadline=None)
@given(problems(most=5))
def test_of_few_orders_it_finds_the_best_carts(problem):
    best = min(
        sum(walk(problem, cart) for cart in carts)
        for carts in partitions(tuple(range(len(problem.jobs))))
        if all(sum(problem.jobs[order].size for order in cart) <= problem.capacity for cart in carts)
    )
    assert batch(problem, moves=40_000).length_mm == best


def partitions(orders: tuple[int, ...]):
    if not orders:
        yield ()
        return
    for count in range(len(orders)):
        for others in combinations(orders[1:], count):
            left = tuple(order for order in orders[1:] if order not in others)
            for rest in partitions(left):
                yield ((orders[0], *others), *rest)


def test_more_aisles_than_fit_a_word():
    jobs = [Job(1, tuple(Stop(nth, a, a * 400, 100) for a in (nth, nth + 70, 150))) for nth in range(60)]
    problem = Problem(LAYOUT, jobs, 7)
    check(problem, batch(problem, moves=20_000))


def test_a_large_wave_goes_on_from_savings():
    dice = random.Random(2)
    places = [[(dice.randrange(12), dice.randrange(60)) for _ in range(2)] for _ in range(450)]
    jobs = [
        Job(1, tuple(Stop(nth, aisle, aisle * 400, 100 * y) for aisle, y in each)) for nth, each in enumerate(places)
    ]
    problem = Problem(LAYOUT, jobs, 8)
    found = batch(problem, moves=100_000)
    check(problem, found)
    assert found.length_mm < by_savings(problem).length_mm


def test_carts_that_are_exactly_full_are_found():
    """All walks are alike, so the fewest carts are best: 30 of 100, if not one place is left empty on any of them."""
    dice = random.Random(4)
    cuts = [sorted(dice.sample(range(6, 95), 3)) for _ in range(30)]
    sizes = [high - low for cut in cuts for low, high in pairwise([0, *cut, 100])]
    dice.shuffle(sizes)
    problem = Problem(LAYOUT, [Job(size, (Stop(nth, 3, 1200, 500),)) for nth, size in enumerate(sizes)], 100)
    assert len(by_savings(problem).carts) > 30
    assert len(batch(problem, moves=300_000).carts) == 30


def test_time_ends_it_too():
    problem = Problem(LAYOUT, [Job(1, (Stop(nth, nth, nth * 400, 0),)) for nth in range(9)], 3)
    check(problem, batch(problem, budget_ms=20))


def test_nothing_to_pick_needs_no_cart():
    assert batch(Problem(LAYOUT, [], 5), moves=10) == by_savings(Problem(LAYOUT, [], 5)) == Batches((), ())


STOP = Stop(7, 0, 0, 100)


@pytest.mark.parametrize(
    ("job", "says"),
    [
        (Job(6, (STOP,)), "order 0: size 6 fits no cart of 5"),
        (Job(-1, (STOP,)), "order 0: size -1 fits no cart of 5"),
        (Job(1, ()), "order 0: has no stops"),
        (Job(1, (replace(STOP, y_mm=6001),)), "order 0: stop 7 is not between"),
    ],
)
def test_an_order_that_cannot_be_picked_is_refused(job, says):
    with pytest.raises(ValueError, match=says):
        Problem(LAYOUT, [job], 5)


def test_a_search_without_end_is_refused():
    with pytest.raises(ValueError, match="budget_ms or moves"):
        batch(Problem(LAYOUT, [Job(1, (STOP,))], 5))


@st.composite
def tighter(draw) -> Problem:
    """A problem whose carts have two further capacities."""
    problem = draw(problems())
    jobs = [replace(job, more=(draw(st.integers(0, 9)), draw(st.integers(0, 3)))) for job in problem.jobs]
    return replace(problem, jobs=jobs, more=(draw(st.integers(9, 20)), draw(st.integers(3, 6))))


def check_all(problem: Problem, found: Batches) -> None:
    check(problem, found)
    for cart in found.carts:
        for nth, room in enumerate(problem.more):
            assert sum(problem.jobs[order].more[nth] for order in cart) <= room


@settings(max_examples=80, deadline=None)
@given(tighter())
def test_no_cart_exceeds_any_of_several_capacities(problem):
    check_all(problem, batch(problem, moves=3000))
    check_all(problem, by_savings(problem))
    if problem.rule == "shortest":
        check_all(problem, by_hand(problem))


@settings(max_examples=20, deadline=None)
@given(tighter())
def test_a_capacity_that_never_binds_changes_nothing(problem):
    free = replace(problem, jobs=[replace(job, more=()) for job in problem.jobs], more=())
    loose = replace(problem, more=(10_000, 10_000))
    assert batch(loose, moves=3000) == batch(free, moves=3000)


@settings(max_examples=25, deadline=None)
@given(problems(most=30), st.integers(0, 3))
def test_by_hand_orders_are_together_as_well(problem, _):
    problem = replace(problem, rule="shortest")
    found = by_hand(problem)
    check(problem, found)
    assert found == by_hand(problem)
    assert found.length_mm <= sum(walk(problem, (nth,)) for nth in range(len(problem.jobs)))


def test_by_hand_many_orders_are_about_as_well_together_as_by_savings():
    dice = random.Random(2)
    jobs = [
        Job(1, tuple(Stop(9 * nth + k, a := dice.randrange(8), a * 400, 100 * dice.randrange(60)) for k in range(2)))
        for nth in range(80)
    ]
    problem = Problem(LAYOUT, jobs, 8, "shortest")
    apart = sum(walk(problem, (nth,)) for nth in range(80))
    assert by_hand(problem).length_mm < 0.45 * apart
    assert by_hand(problem).length_mm < 1.25 * by_savings(problem).length_mm


@pytest.mark.parametrize("more", [(4,), (1, 2)])
def test_a_size_that_fits_no_cart_is_refused(more):
    with pytest.raises(ValueError, match="fit no cart"):
        Problem(LAYOUT, [Job(1, (Stop(1, 0, 0, 100),), more)], 5, "shortest", (3,))
