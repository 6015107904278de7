"""Turn decides who is served: nobody lacks what somebody later in turn was given; and no cost is left lying about."""

import random
import threading
from dataclasses import replace
from datetime import date
from itertools import product as every

import numpy as np
import pytest
import structlog
from unit.test_sourcing_costs import BOOK, LEEDS, LONDON, PLAIN, given_by, order, place

from packhorse.algorithms.sourcing import cost_of, plain
from packhorse.sourcing import ready, together
from packhorse.sourcing.costs import Freight, Weights
from packhorse.sourcing.policy import Policy, Prefer
from packhorse.sourcing.pose import pose
from packhorse.sourcing.scene import Scene

ABERDEEN = (57.1, -2.1)
YORK = (54.0, -1.1)


@pytest.fixture(scope="module")
def compiled():
    ready.warm()


def decide(orders, sites, available, *, compiled=True):
    return together.decide(orders, Scene(tuple(sites), Freight(BOOK), PLAIN), available, compiled=compiled)


def world(seed, count):
    """A small world in which goods and room are short, and some orders may not be served from everywhere."""
    dice = random.Random(seed)
    places = (LONDON, LEEDS, YORK, ABERDEEN)
    sites = [place(n, at, room=dice.choice([3, 8, 20, 60])) for n, at in enumerate(places, 1)]
    sites[3] = replace(sites[3], country=dice.choice(["GB", "FR"]))  # from FR nobody goes to GB
    rules = ["as_available"] * 4 + ["complete", "together"]
    orders = []
    for nth in range(1, count + 1):
        goods = dice.sample(range(4), dice.randint(1, 3))
        more = {"ship_rule": dice.choice(rules), "undivided": dice.random() < 0.05}
        if dice.random() < 0.3:
            more["barred"] = {dice.randint(1, 4): "no"}
        if dice.random() < 0.1:
            more["kept"] = {(goods[0], dice.randint(1, 4)): 1}
        lines = [(pk, dice.randint(1, 3), "ambient", dice.choice([300, 500, 2500])) for pk in goods]
        orders.append(order(nth, lines, at=dice.choice(places), **more))
    stock = {(pk, site.id): dice.choice([0, 0, 5, 20, 60]) for pk in range(4) for site in sites}
    return orders, sites, stock


def passed_by(orders, sites, stock, decisions):
    """Pairs (order, later one): with all that the later one has, the order could have more. By trying all ways."""
    found = []
    codes = {site.id: site for site in sites}
    uses = {d.order_id: {share.warehouse_id for share in d.shares} for d in decisions}
    taken, load = {}, {}
    for need, d in zip(orders, decisions, strict=True):
        own = dict(need.kept)
        for share in d.shares:
            key = share.product_id, share.warehouse_id
            mine = min(own.get(key, 0), share.quantity)
            own[key] = own.get(key, 0) - mine
            taken[key] = taken.get(key, 0) + share.quantity - mine
        for site in uses[d.order_id]:
            load[site] = load.get(site, 0) + 1
    assert all(units <= stock.get(key, 0) for key, units in taken.items())
    assert all(count <= codes[site].room_today for site, count in load.items())
    for nth, (need, d) in enumerate(zip(orders, decisions, strict=True)):
        if not d.missing:
            continue
        for later in [d, *decisions[nth + 1 :]]:
            free = {key: units - taken.get(key, 0) for key, units in stock.items()}
            room = {site.id: site.room_today - load.get(site.id, 0) for site in sites}
            for each in {d.order_id: d, later.order_id: later}.values():
                kept = dict(next(other for other in orders if other.order_id == each.order_id).kept)
                for share in each.shares:
                    key = share.product_id, share.warehouse_id
                    own = min(kept.get(key, 0), share.quantity)
                    kept[key] = kept.get(key, 0) - own
                    free[key] = free.get(key, 0) + share.quantity - own
                for site in uses[each.order_id]:
                    room[site] += 1
            for key, units in need.kept.items():
                free[key] = free.get(key, 0) + units
            open_sites = [s for s in sites if s.country == "GB" and room[s.id] > 0 and s.id not in need.barred]
            best = 0
            for chosen in every((False, True), repeat=len(open_sites)):
                some = [site.id for site, yes in zip(open_sites, chosen, strict=True) if yes]
                if len(some) > 1 and (need.undivided or need.ship_rule == "together"):
                    continue
                got = sum(min(li.quantity, sum(free.get((li.product_id, s), 0) for s in some)) for li in need.lines)
                if need.ship_rule == "as_available" or got == sum(line.quantity for line in need.lines):
                    best = max(best, got)
            if best > sum(share.quantity for share in d.shares):
                found.append((need.order_id, later.order_id))
    return found


@pytest.mark.parametrize("seed", range(25))
def test_nobody_lacks_what_a_later_one_got_and_he_could_have_used(compiled, seed):
    made = world(seed, 45)
    assert passed_by(*made, decide(*made)) == []


@pytest.mark.parametrize("seed", range(100, 110))
def test_nor_among_few_who_are_served_in_turn_and_bettered(seed):
    made = world(seed, 14)
    assert passed_by(*made, decide(*made, compiled=False)) == []


def test_the_last_places_of_the_day_go_by_turn_not_to_the_cheapest(compiled):
    first = [order(n, [(7, 1, "ambient", 500)], at=ABERDEEN) for n in range(1, 6)]
    later = [order(n, [(7, 3, "ambient", 500)]) for n in range(6, 46)]
    decisions = decide([*first, *later], [place(1, LONDON, room=5)], {(7, 1): 500})
    assert [bool(each.shares) for each in decisions] == [True] * 5 + [False] * 40


def test_goods_that_lie_where_an_order_is_not_served_from_entitle_nobody(compiled):
    first = [order(n, [(7, 1, "ambient", 500)], at=ABERDEEN, barred={2: "no"}) for n in range(1, 11)]
    later = [order(n, [(7, 1, "ambient", 500)], barred={2: "no"}) for n in range(11, 51)]
    decisions = decide([*first, *later], [place(1, LONDON), place(2, LEEDS)], {(7, 1): 10, (7, 2): 1000})
    assert [bool(each.shares) for each in decisions] == [True] * 10 + [False] * 40


def test_who_comes_first_is_moved_to_another_warehouse_rather_than_a_later_one_left_out(compiled):
    anywhere = [order(n, [(7, 1, "ambient", 500)]) for n in range(1, 21)]
    here_only = [order(n, [(7, 1, "ambient", 500)], barred={2: "no"}) for n in range(21, 41)]
    decisions = decide([*anywhere, *here_only], [place(1, LONDON), place(2, LEEDS)], {(7, 1): 20, (7, 2): 20})
    assert not any(each.missing for each in decisions)


@pytest.mark.parametrize("seed", range(10))
def test_an_order_alone_costs_what_is_counted_for_it_whoever_helps(seed):
    """Who is added to a way is chosen by its cost with each of the others: the same as when shares are counted."""
    dice = random.Random(seed)
    orders, sites, stock = crowd(seed, 6)
    posed = pose(orders, Scene(tuple(sites), Freight(BOOK), PLAIN), stock)
    toll = np.array([[dice.randrange(40) for _ in sites] for _ in posed.products], np.float64)
    late = np.array([[dice.randrange(3) * 30 for _ in sites] for _ in orders], np.int64)
    problem = replace(posed.problem, toll=toll, late=late)
    for o in range(len(orders)):
        lines = slice(problem.first[o], problem.first[o + 1])
        can = np.minimum(problem.stock[problem.product[lines]], problem.units[lines, None])
        first, *others = dice.sample(range(len(sites)), 6)
        for chosen in ([first], [first, others.pop()], [first, others.pop(), others.pop()]):
            costs = plain._costs(problem, o, can, chosen, np.array(others))
            for w, cost in zip(others, costs.tolist(), strict=True):
                give = plain._give(problem, o, can, [*chosen, w])
                line, nth = np.nonzero(give)
                mine = line + problem.first[o], np.array([*chosen, w])[nth], give[line, nth]
                missing = problem.missing * int(problem.units.sum() - problem.units[lines].sum())
                assert abs(cost_of(problem, *mine) - missing - cost) < 0.01


def crowd(seed, count=39):
    dice = random.Random(seed)
    at = lambda: (50 + dice.random() * 6, -4 + dice.random() * 5)  # noqa: E731
    sites = [place(n, at(), handling_order_minor=dice.randrange(40, 200)) for n in range(1, 9)]
    lines = [
        [(p, dice.randrange(1, 3), "ambient", 700) for p in dice.sample(range(6), dice.randrange(1, 4))]
        for _ in range(count)
    ]
    orders = [order(n, goods, at=at()) for n, goods in enumerate(lines)]
    return orders, sites, {(p, site.id): dice.randrange(0, 6) for p in range(6) for site in sites}


def summed(decisions):
    return sum(each.cost for each in decisions), sum(units for each in decisions for _, units in each.missing)


def test_few_that_compete_are_served_in_the_best_turn_there_is_and_that_is_said(compiled):
    """The first one takes the last piece near both: in its turn alone the second pays far more than the first saves."""
    near, far = place(1, LONDON), place(2, LEEDS)
    dear = [order(1, [(7, 1, "ambient", 500)], at=(53.2, -1.2)), order(2, [(7, 1, "ambient", 500)], at=LONDON)]
    sites = [near, replace(far, handling_order_minor=-250), place(3, ABERDEEN, handling_order_minor=500)]
    stock = {(7, 1): 1, (7, 2): 1, (7, 3): 1}
    for some in (dear, dear[::-1]):
        decisions = decide(some, sites, stock, compiled=False)
        assert summed(decisions) == summed(decide(some, sites, stock))
    assert {each.method for each in decisions} <= {"in turn", "in turn, improved"}


def test_who_may_be_served_from_one_place_only_is_served_by_moving_who_may_from_others():
    both, only = (order(n, [(7, 1, "ambient", 500)], barred={2: "no"} if n == 2 else {}) for n in (1, 2))
    decisions = decide([both, only], [place(1, LONDON), place(2, LEEDS)], {(7, 1): 1, (7, 2): 1}, compiled=False)
    assert [given_by(each) for each in decisions] == [[(2, 1)], [(1, 1)]]
    assert [each.method for each in decisions] == ["in turn, improved"] * 2


def test_39_orders_in_turn_cost_less_than_a_sixteenth_more_than_together(compiled):
    apart, at_once = ([summed(decide(*crowd(seed), compiled=way)) for seed in range(3)] for way in (False, True))
    assert [lacks for _, lacks in apart] == [lacks for _, lacks in at_once]
    assert sum(cost for cost, _ in apart) < sum(cost for cost, _ in at_once) * 17 / 16
    assert apart == [summed(decide(*crowd(seed), compiled=False)) for seed in range(3)]  # the same every time


def test_small_batches_are_placed_together_once_the_loops_are_there(monkeypatch, compiled):
    assert [ready.ready(count) for count in (1, 2, 39)] == [False, True, True]
    monkeypatch.setattr(ready, "_made", threading.Event())
    assert [ready.ready(count) for count in (1, 2, 39)] == [False] * 3


def test_a_batch_says_how_close_it_is_to_the_best_there_could_be(compiled):
    orders = [order(n, [(7, 1, "ambient", 500)]) for n in range(1, 4)]
    with structlog.testing.capture_logs() as said:
        decisions = decide(orders, [place(1, LONDON)], {(7, 1): 2})
    (line,) = [each for each in said if each["event"] == "sourcing.placed"]
    assert (line["orders"], line["cost_minor"], line["gap_percent"]) == (2, 600, 0.0)
    assert sum(each.cost for each in decisions) == 600 and line["seconds"] >= 0
    assert line["log_level"] == "debug"  # of few orders it would be a line for each
    with structlog.testing.capture_logs() as said:
        decide([order(n, [(7, 1, "ambient", 500)]) for n in range(1, 41)], [place(1, LONDON)], {(7, 1): 99})
    assert [(each["log_level"], each["orders"]) for each in said] == [("info", 40)]


def test_a_split_is_found_where_one_parcel_from_afar_costs_more():
    near = [place(1, LONDON), place(2, LONDON)]
    far = place(3, LEEDS, handling_order_minor=700)
    stock = {(7, 1): 1, (8, 2): 1, (7, 3): 1, (8, 3): 1}
    (decision,) = decide(
        [order(1, [(7, 1, "ambient", 500), (8, 1, "ambient", 500)])], [*near, far], stock, compiled=False
    )
    assert given_by(decision) == [(1, 1), (2, 1)]
    assert decision.cost == 300 + 300 + 50


def test_days_late_count_once_for_the_order_and_only_beside_who_has_something_of_it(compiled):
    soon = place(9, LONDON)
    later = [replace(place(n, LONDON), leaves_on=date(2026, 3, 4)) for n in (1, 2)]
    goods = [order(1, [(7, 1, "ambient", 500), (8, 1, "ambient", 500)])]
    scene = Scene((*later, soon), Freight(BOOK), Weights(late_day=30))
    for way in (False, True):
        # Nothing of it is at the soonest: nobody is late beside it.
        assert together.decide(goods, scene, {(7, 1): 1, (8, 2): 1}, compiled=way)[0].cost == 650
        some = together.decide(goods, scene, {(7, 1): 1, (8, 2): 1, (8, 9): 1, (7, 2): 1}, compiled=way)[0]
        assert some.cost == 300 + 60 + (0 if len(some.km) == 1 else 350)
        both = together.decide(goods, scene, {(7, 1): 1, (8, 2): 1, (6, 9): 1}, compiled=way)[0]
        assert both.cost == 650


def test_a_preference_for_who_has_nothing_of_it_makes_no_split_dearer(compiled):
    scene_of = lambda rules: Scene(sites, Freight(BOOK), PLAIN, Policy(1, PLAIN, rules))  # noqa: E731
    sites = (place(1, LONDON), place(2, LONDON), place(3, LEEDS, handling_order_minor=700), place(9, LONDON))
    goods = [order(1, [(7, 1, "ambient", 500), (8, 1, "ambient", 500)])]
    stock = {(7, 1): 1, (8, 2): 1, (7, 3): 1, (8, 3): 1}
    nine = (Prefer(1, warehouses=frozenset({"S9"}), minor=-1000),)
    for way in (False, True):
        plain, asked = (together.decide(goods, scene_of(rules), stock, compiled=way)[0] for rules in ((), nine))
        assert (asked.cost, given_by(asked)) == (plain.cost, given_by(plain)) == (650, [(1, 1), (2, 1)])
