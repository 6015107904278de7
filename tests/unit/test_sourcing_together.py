"""Orders that compete for stock are served together: never beyond it, below the bound, or worse than greedy."""

from itertools import product as every

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packhorse.algorithms.sourcing import Problem, cost_of, faults
from packhorse.algorithms.sourcing.solve import greedy, solve

TARIFF = np.array([[300, 400, 700], [450, 600, 1000], [800, 1100, 1900]])
UPTO = np.array([1000, 5000, 20_000])


def problem(lines, stock, zone, *, room=None, whole=None, per_line=3, split=40, late=None):
    """`lines`: by order {product: (units, grams)}."""
    stock, zone = np.array(stock, np.int64), np.array(zone, np.int64)
    flat = [(item, units, grams) for goods in lines for item, (units, grams) in sorted(goods.items())]
    columns = (np.array(each, np.int64) for each in zip(*flat, strict=True)) if flat else np.zeros((3, 0), np.int64)
    item, units, grams = columns
    sites = stock.shape[1]
    return Problem(
        first=np.concatenate([[0], np.cumsum([len(goods) for goods in lines])]).astype(np.int64),
        product=item,
        units=units,
        grams=grams,
        zone=zone,
        tariff=TARIFF,
        upto=UPTO,
        fixed=np.full(zone.shape, 20.0),
        per_line=np.full(sites, per_line, np.int64),
        stock=stock,
        room=np.array(room or [99] * sites, np.int64),
        toll=np.zeros(stock.shape),
        km=zone * 100,
        whole=np.array(whole or [False] * len(lines)),
        split=split,
        missing=10_000,
        late=np.zeros(zone.shape, np.int64) if late is None else np.array(late, np.int64).reshape(zone.shape),
    )


def check(given, **more):
    """Solve it; return the solution after all that must hold of any."""
    found = solve(given, budget_ms=100, **more)
    assert faults(given, found.line, found.site, found.units) == []
    assert found.cost == pytest.approx(cost_of(given, found.line, found.site, found.units))
    assert found.bound <= found.cost + 1e-6
    assert found.cost <= greedy(given).cost + 1e-6
    return found


def test_who_has_no_other_choice_gets_the_last_piece_near_both():
    # Both orders are nearest to the first warehouse, which has one; for the second order the other one is far.
    given = problem([{0: (1, 500)}, {0: (1, 500)}], [[1, 1]], [[0, 1], [0, 2]])
    found = check(given)
    assert dict(zip(found.line.tolist(), found.site.tolist(), strict=True)) == {0: 1, 1: 0}
    assert greedy(given).cost - found.cost == 800 + 300 - 300 - 450


def test_a_place_in_a_full_warehouse_goes_to_whom_it_saves_most():
    given = problem([{0: (1, 500)}, {0: (1, 500)}], [[9, 9]], [[0, 1], [0, 2]], room=[1, 9])
    assert dict(zip(*(each.tolist() for each in (check(given).line, check(given).site)), strict=True)) == {0: 1, 1: 0}


def test_one_dear_parcel_beats_two_cheap_ones_and_the_other_way_round():
    goods = [{0: (1, 400), 1: (1, 400)}]
    assert len(set(check(problem(goods, [[1, 0, 1], [0, 1, 1]], [[0, 0, 1]])).site)) == 1
    assert len(set(check(problem(goods, [[1, 0, 1], [0, 1, 1]], [[0, 0, 2]], split=0)).site)) == 2


def test_of_an_orders_parcels_only_the_latest_counts():
    goods = [{0: (1, 400), 1: (1, 400)}]
    given = problem(goods, [[1, 0, 1], [0, 1, 1]], [[0, 0, 1]], split=0, late=[[60, 60, 250]])
    assert set(check(given).site) == {0, 1}
    assert check(given).cost == 2 * (300 + 20 + 3) + 60
    given = problem(goods, [[1, 0, 1], [0, 1, 1]], [[0, 0, 1]], split=0, late=[[60, 60, 190]])
    assert set(check(given).site) == {2}


def test_an_order_that_leaves_together_is_not_divided():
    goods = [{0: (1, 400), 1: (1, 400)}]
    found = check(problem(goods, [[1, 0, 1], [0, 1, 1]], [[0, 0, 2]], split=0, whole=[True]))
    assert set(found.site) == {2}
    assert len(check(problem(goods, [[1, 0], [0, 1]], [[0, 0]], whole=[True])).line) == 0


def test_what_nobody_has_or_can_send_is_missing_and_the_rest_goes_on():
    found = check(problem([{0: (5, 100)}, {1: (1, 100)}], [[2, 1], [1, 1]], [[0, 1], [-1, -1]]))
    assert (found.units.sum(), found.cost) == (3, check(problem([{0: (3, 100)}], [[2, 1]], [[0, 1]])).cost + 3 * 10_000)


def test_no_orders_are_served_at_no_cost():
    assert check(problem([], [[1]], np.zeros((0, 1)))).cost == 0


def test_the_same_seed_gives_the_same_answer():
    dice = np.random.default_rng(3)
    lines = [{int(item): (int(dice.integers(1, 4)), 300) for item in dice.choice(8, 3, False)} for _ in range(40)]
    given = problem(lines, dice.integers(2, 9, (8, 4)), dice.integers(0, 3, (40, 4)))
    first, again = check(given, seed=5), check(given, seed=5)
    assert first.cost == again.cost and first.bound == again.bound


SMALL = st.integers(1, 3)


@settings(max_examples=40, deadline=None)
@given(
    lines=st.lists(
        st.dictionaries(st.integers(0, 2), st.tuples(SMALL, st.sampled_from([200, 900, 3000])), min_size=1, max_size=2),
        min_size=1,
        max_size=2,
    ),
    stock=st.lists(st.lists(st.integers(0, 3), min_size=2, max_size=2), min_size=3, max_size=3),
    zone=st.lists(st.lists(st.integers(-1, 2), min_size=2, max_size=2), min_size=3, max_size=3),
    room=st.lists(st.integers(0, 3), min_size=2, max_size=2),
    together=st.lists(st.booleans(), min_size=3, max_size=3),
    late=st.lists(st.lists(st.sampled_from([0, 30, 400]), min_size=2, max_size=2), min_size=3, max_size=3),
)
def test_the_bound_is_below_and_the_cost_not_far_above_the_best_of_all_ways(lines, stock, zone, room, together, late):
    more = {"whole": together[: len(lines)], "late": late[: len(lines)]}
    given = problem(lines, stock, zone[: len(lines)], room=room, **more)
    best = _best(given)
    found = check(given)
    assert found.bound <= best + 1e-6
    assert found.cost >= best - 1e-6


def _best(given):
    """The least cost of all ways to give each line from two warehouses, by looking at every one."""
    ways = [[(a, b) for a in range(u + 1) for b in range(u + 1 - a)] for u in given.units.tolist()]
    best = float("inf")
    for way in every(*ways):
        shares = [(at, w, part) for at, parts in enumerate(way) for w, part in enumerate(parts) if part]
        columns = [np.array(each, np.int64) for each in zip(*shares, strict=True)] or [np.zeros(0, np.int64)] * 3
        if not faults(given, *columns):
            best = min(best, cost_of(given, *columns))
    return best
