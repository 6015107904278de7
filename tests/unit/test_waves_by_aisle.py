"""Waves: they may be picked, are never worse than the baseline, best where all can be tried, and below their bound."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packhorse.algorithms.waves import Problem, Wave
from packhorse.algorithms.waves.bound import Bound
from packhorse.algorithms.waves.check import faults
from packhorse.algorithms.waves.greedy import by_aisle


def choose(*given, **how) -> Wave:
    from packhorse.algorithms.waves.solve import choose

    return choose(*given, **how)


@st.composite
def cases(draw, orders: int = 6, aisles: int = 5):
    """Orders, aisles, and the least and the most units of a wave."""

    def lines(least: int):
        return st.lists(st.tuples(st.integers(0, 4), st.integers(least, 4)), min_size=0, max_size=3)

    lower = draw(st.integers(0, 12))
    return (
        draw(st.lists(lines(1), max_size=orders)),
        draw(st.lists(lines(0), max_size=aisles)),
        lower,
        lower + draw(st.integers(0, 20)),
    )


def subsets(count: int):
    return (each for size in range(count + 1) for each in combinations(range(count), size))


def best_by_trying(orders, aisles, lower, upper) -> float:
    best = 0.0
    for visited in subsets(len(aisles)):
        for taken in subsets(len(orders)):
            units = sum(count for order in taken for _, count in orders[order])
            if visited and lower <= units <= upper and units / len(visited) > best:
                lies = [line for aisle in visited for line in aisles[aisle]]
                wanted = [line for order in taken for line in orders[order]]
                if all(
                    sum(n for i, n in wanted if i == item) <= sum(n for i, n in lies if i == item) for item in range(5)
                ):
                    best = units / len(visited)
    return best


@settings(max_examples=150, deadline=None)
@given(cases())
def test_of_few_orders_it_finds_the_best_wave(case):
    wave = choose(*case, moves=4000)
    assert faults(*case, wave) == []
    assert wave.per_aisle == pytest.approx(best_by_trying(*case))


@settings(max_examples=60, deadline=None)
@given(cases(orders=40, aisles=15), st.integers(0, 500))
def test_a_wave_may_be_picked_is_not_worse_than_the_baseline_and_not_above_the_bound(case, moves):
    wave = choose(*case, moves=moves)
    problem = Problem(*case)
    plain = problem.wave(*by_aisle(problem), bound=float("inf"))
    assert faults(*case, wave) == [] and faults(*case, plain) == []
    assert plain.per_aisle <= wave.per_aisle <= wave.bound + 1e-9


@settings(max_examples=150, deadline=None)
@given(cases(), st.floats(0, 5))
def test_no_wave_of_any_band_is_above_the_bound(case, rate):
    orders, aisles, lower, upper = case
    problem = Problem(*case)
    bound = Bound(problem.arrays(), rate)
    for low, high in ((lower, upper), (lower, (lower + upper) // 2), ((lower + upper) // 2, upper)):
        assert best_by_trying(orders, aisles, low, high) <= bound.per_aisle(low, high) + 1e-9


@settings(max_examples=30, deadline=None)
@given(cases(orders=40, aisles=15), st.integers(0, 2**40))
def test_the_same_seed_gives_the_same_wave(case, seed):
    assert choose(*case, seed=seed, moves=1500) == choose(*case, seed=seed, moves=1500)


def test_orders_that_share_aisles_go_together():
    # Greedily, aisle 0 comes first, for most lies there; but what it holds completes no order with one other aisle.
    orders = [[("a", 1), ("b", 1)], [("c", 1), ("d", 1)], [("e", 2), ("f", 1), ("g", 1)]]
    aisles = [[("a", 1), ("c", 1), ("e", 2)], [("b", 1)], [("d", 1)], [("f", 1)], [("g", 1)], [("c", 1), ("d", 1)]]
    assert choose(orders, aisles, 2, 4, moves=2000) == Wave((1,), (5,), 2, 2.0)


def test_numbers_are_those_of_what_was_given():
    orders = [[("nowhere", 1)], [], [("here", 9)], [("here", 3)]]
    aisles = [[("unwanted", 5)], [("here", 0)], [("here", 3)]]
    assert choose(orders, aisles, 1, 5, moves=100) == Wave((3,), (2,), 3, 3.0)


def test_where_the_least_units_are_out_of_reach_there_is_no_wave():
    assert choose([[(1, 2)], [(2, 2)]], [[(1, 2)]], 3, 9, moves=500) == Wave((), (), 0, 0.0)
    assert choose([], [], 0, 9, moves=500) == Wave()


def test_it_ends_when_its_time_is_over():
    import time

    orders = [[(nth * 7 % 50, 1), (nth * 11 % 60, 2)] for nth in range(300)]
    aisles = [[((nth * 13 + k * 7) % 60, 3) for k in range(5)] for nth in range(80)]
    choose(orders, aisles, 50, 200, moves=10)
    begun = time.perf_counter()
    wave = choose(orders, aisles, 50, 200, budget_ms=300)
    assert time.perf_counter() - begun < 20 and faults(orders, aisles, 50, 200, wave) == []


@pytest.mark.parametrize(
    ("case", "words"),
    [
        (([[(7, 0)]], [], 0, 5), "order 0: 0 units of item 7, which must be at least 1"),
        (([], [[], [(7, -1)]], 0, 5), "aisle 1: -1 units of item 7, which must be at least 0"),
        (([], [], 6, 5), "a wave of 6 to 5 units cannot be: say 0 <= lower <= upper"),
    ],
)
def test_what_is_no_order_no_stock_or_no_range_is_said(case, words):
    with pytest.raises(ValueError, match=words):
        choose(*case, moves=1)


def test_how_long_to_search_must_be_said():
    with pytest.raises(ValueError, match="budget_ms or moves"):
        choose([[(1, 1)]], [[(1, 1)]], 0, 1)


@pytest.mark.parametrize(
    ("wave", "words"),
    [
        (Wave((0, 0), (0,), 4, 9), "order 0 is chosen 2 times"),
        (Wave((0,), (0, 5), 2, 9), "there is no aisle 5"),
        (Wave((0, 1), (0,), 4, 9), "item 'b': 2 units wanted, 1 there"),
        (Wave((0,), (0, 1), 2, 9), "2 units are not between 3 and 5"),
        (Wave((0, 1), (0, 1), 5, 9), "4 units are said to be 5"),
        (Wave((0, 1), (0, 1), 4, 1.5), "2.0 units per aisle are more than the bound of 1.5"),
    ],
)
def test_what_is_wrong_with_a_wave_is_found(wave, words):
    case = [[("a", 2)], [("b", 2)]], [[("a", 2), ("b", 1)], [("b", 1)]], 3, 5
    assert faults(*case, Wave((0, 1), (0, 1), 4, 2.0)) == []
    assert words in faults(*case, wave)
