"""Who asks before buying stands behind all who wait, however many they are: what they take is summed up."""

import sys
from collections import Counter
from datetime import date

import pytest
from company import NOW, open_company, place_and_source, product, receive, relay, run_sql, site
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.office import BATH
from db.test_policies import NOT_BRS, draft
from packhorse.network import queries as network
from packhorse.placing import operations as placing
from packhorse.sourcing import operations, queries
from packhorse.sourcing.queries.crowds import crowds_of
from packhorse.sourcing.queries.leaving import queue_of

ASKED = sys.modules[queries.availability.__module__]
LENS = queries.Where("FR", 50.43, 2.83)


def ask(sku="MUG", units=1, where=BATH, **more):
    (row,) = queries.availability({product(sku).id: units}, where=where, service="standard", now=NOW, **more)
    return row.available, [(part.warehouse, part.quantity, part.promised_on) for part in row.parts]


@pytest.fixture
def answers(db, monkeypatch):
    """The answer with each of those ahead decided for itself, and with all of them summed up."""

    def both(*args, **more):
        found = []
        for most in (200, 1):
            monkeypatch.setattr(ASKED, "AHEAD", most)
            found.append(ask(*args, **more))
        return found

    return both


def test_goods_that_just_came_are_those_that_wait_for_them(answers):
    open_company(stocked={})
    for number in "ABCDE":
        place_and_source(number, {"MUG": 2})
    receive("BRS", "A1", "MUG", 9)  # nobody is told yet
    assert answers() == [(0, [])] * 2
    receive("BRS", "A1", "MUG", 4)
    one, other = answers(units=9)
    assert one == other and (one[0], [part[:2] for part in one[1]]) == (3, [("BRS", 3)])


def test_they_take_from_where_they_are_served_from(answers):
    open_company(stocked={})
    for nth in range(3):
        place_and_source(f"Y{nth}", {"MUG": 2}, city="York")
        place_and_source(f"L{nth}", {"MUG": 1}, city="Lens")
    for code in ("LDS", "BRS", "LIL"):
        receive(code, "A1", "MUG", 7)
    one, other = answers(units=30)
    assert (one[0], other[0]) == (12, 12)  # decided together with who asks, they may be served otherwise
    assert {part[:2] for part in other[1]} == {("LDS", 1), ("BRS", 7), ("LIL", 4)}
    assert [each[0] for each in answers(units=30, where=LENS)] == [12, 12]


def test_those_that_cannot_be_served_take_nothing(answers):
    open_company(stocked={})
    ids = {name: place_and_source(name, {"MUG": 1}) for name in ("held", "aside", "pinned", "barred", "open")}
    place_and_source("late", {"MUG": 1}, priority="low")
    place_and_source("abroad", {"MUG": 1}, city="Cork")
    place_and_source("whole", {"MUG": 1, "LAMP": 1}, ship_rule="complete")
    place_and_source("both", {"MUG": 1, "LAMP": 1})
    placing.hold(order_id=ids["held"], kind="MANUAL", reason="x", now=NOW, actor="a")
    operations.take_aside(order_id=ids["aside"], why="x", now=NOW, actor="a")
    operations.pin(order_id=ids["pinned"], warehouse_id=site("LDS"), why="x", now=NOW, actor="a")
    operations.bar(order_id=ids["barred"], warehouse_id=site("BRS"), why="x", now=NOW, actor="a")
    relay()
    receive("BRS", "A1", "MUG", 5)
    one, other = answers(units=9)
    assert one == other and one[0] == 3  # one is open, and one has a mug while its lamp is to come
    receive("LDS", "A1", "MUG", 5)
    one, other = answers(units=20)
    assert (one[0], other[0]) == (6, 6) and {part[:2] for part in other[1]} == {("BRS", 3), ("LDS", 3)}
    operations.go_live(version=draft(NOT_BRS), now=NOW, actor="boss")  # nobody is told yet
    assert [each[0] for each in answers(units=20)] == [1, 1]  # three may be served from Leeds, and one is pinned to it


def test_they_leave_before(answers):
    open_company(stocked={}, capacity=2)
    for number in "ABCDE":
        place_and_source(number, {"MUG": 1})
    receive("BRS", "A1", "MUG", 9)
    one, other = answers()
    assert one == other and one[1] == [("BRS", 1, date(2024, 5, 21))]


def test_a_long_queue_is_read_as_a_few_rows(db):
    open_company(stocked={})
    for nth in range(6):
        place_and_source(f"{nth}", {"MUG": 2}, city=("Bath", "Lens")[nth % 2])
    found = [(each.country, each.units, each.orders) for each in crowds_of([product("MUG").id], priority=0)]
    assert found == [("FR", 6, 3), ("GB", 6, 3)]
    run_sql("UPDATE sourcing_waitingorder SET code = 'NO_CARRIER'")
    assert crowds_of([product("MUG").id], priority=0) == []


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(orders=st.integers(0, 9), before=st.integers(0, 4), capacity=st.integers(2, 4))
def test_many_join_a_queue_as_one_by_one(db_once, orders, before, capacity):
    run_sql("UPDATE network_warehouse SET capacity_per_day = %s", capacity)
    (home,) = (row for row in network.warehouses() if row.code == "BRS")
    one, many = (queue_of([home.id], now=NOW) for _ in range(2))
    for queue in (one, many):
        queue.ahead[home.id] = before
    for _ in range(orders):
        one.join(home)
    many.join_many(home, orders)
    assert +Counter(many.load.get(home.id)) == +Counter(one.load.get(home.id))


@pytest.fixture
def db_once(db):
    open_company()
