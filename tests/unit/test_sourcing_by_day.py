"""A batch that is more than warehouses can send on one day is spread over days, at what lateness is worth."""

from collections import Counter
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from unit.test_sourcing_costs import BOOK, LEEDS, LONDON, given_by, order, place

from packhorse.sourcing import together
from packhorse.sourcing.by_day import decide_by_day
from packhorse.sourcing.costs import Freight, Weights
from packhorse.sourcing.scene import Scene

THURSDAY, FRIDAY = date(2026, 3, 5), date(2026, 3, 6)  # from afar it takes two days more than from nearby
NEAR = place(1, LONDON, room=1)
NEAR = replace(NEAR, later=((THURSDAY, 1), (FRIDAY, 5)))
FAR = place(2, LEEDS)  # three pounds dearer
STOCK = {(7, 1): 9, (7, 2): 9}
FOUR = [order(nth, [(7, 1, "ambient", 500)]) for nth in range(1, 5)]


def served(late_day, sites=(NEAR, FAR), stock=STOCK):
    scene = Scene(tuple(sites), Freight(BOOK), Weights(late_day=late_day))
    decisions = decide_by_day(FOUR, scene, stock)
    assert [each.order_id for each in decisions] == [1, 2, 3, 4]
    return decisions


def test_who_has_no_room_today_leaves_later_as_long_as_that_is_cheaper():
    assert [given_by(each) for each in served(50)] == [[(1, 1)]] * 4
    assert [given_by(each) for each in served(90)] == [[(1, 1)], [(1, 1)], [(2, 1)], [(2, 1)]]
    assert [given_by(each) for each in served(200)] == [[(1, 1)], [(2, 1)], [(2, 1)], [(2, 1)]]


def test_the_explanation_counts_the_day_on_which_it_would_leave():
    late = [{each.warehouse_id: each.late for each in decision.candidates} for decision in served(90)]
    assert late == [{1: 0, 2: 180}, {1: 270, 2: 0}, {1: 360, 2: 0}, {1: 360, 2: 0}]


def test_what_an_earlier_day_took_is_gone_and_what_is_kept_stays_its_own():
    assert [given_by(each) for each in served(100, [NEAR], {(7, 1): 3})] == [[(1, 1)]] * 3 + [[]]
    mine = replace(FOUR[3], kept={(7, 1): 1})
    decisions = decide_by_day([*FOUR[:3], mine], Scene((NEAR,), Freight(BOOK)), {(7, 1): 2})
    assert [given_by(each) for each in decisions] == [[(1, 1)], [(1, 1)], [], [(1, 1)]]


def test_without_any_room_it_waits():
    full = replace(NEAR, room_today=0, later=())
    decisions = served(100, [full])
    assert [given_by(each) for each in decisions] == [[]] * 4
    assert decisions[0].candidates[0].excluded == "no room in the next 10 days of work"


@given(
    rooms=st.lists(st.tuples(st.integers(0, 3), st.lists(st.integers(1, 2), max_size=7)), min_size=1, max_size=3),
    count=st.integers(1, 12),
    units=st.integers(0, 14),
)
def test_nobody_gets_more_than_there_is_and_nobody_waits_for_room_that_there_is(rooms, count, units):
    sites = [
        replace(
            place(nth, LONDON if nth % 2 else LEEDS, room=room),
            later=tuple((date(2026, 3, 3 + day), more) for day, more in enumerate(later)) if room else (),
        )
        for nth, (room, later) in enumerate(rooms)
    ]
    stock = {(7, site.id): units for site in sites}
    orders = [order(nth, [(7, 1, "ambient", 500)]) for nth in range(count)]
    scene = Scene(tuple(sites), Freight(BOOK), Weights(late_day=50))
    decisions = decide_by_day(orders, scene, stock)
    load = Counter(share.warehouse_id for each in decisions for share in each.shares)
    most = {site.id: min(units, site.room_today + sum(room for _, room in site.later)) for site in sites}
    assert all(load[site] <= most[site] for site in most)
    assert load.total() == min(count, sum(most.values()))
    assert [bool(each.shares) for each in decisions] == sorted((bool(each.shares) for each in decisions), reverse=True)
    if not any(site.later for site in sites):
        plain = together.decide(orders, scene, stock)
        assert [given_by(each) for each in decisions] == [given_by(each) for each in plain]
