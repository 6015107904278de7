"""A difference that two people have seen is a manager's to approve, and then the books follow it."""

import pytest
from company import (
    differences,
    in_bin,
    level,
    open_company,
    place_and_source,
    relay,
    run_sql,
)
from company import state as order_state

from db.counting import LATER, approve, ask, booked, count, refused, state
from packhorse.counting import operations as counting
from packhorse.counting import queries as counts
from packhorse.inventory import queries as stock

# In Bristol: A1 holds 10 mugs, A2 20 books, A3 5 lamps.


@pytest.fixture(autouse=True)
def company(db):
    open_company()
    yield
    assert differences() == {}


def test_a_difference_is_counted_twice_confirmed_approved_and_booked():
    ct = ask("BRS", "A1")
    assert count(ct, {"MUG": 8}) == "recount"
    assert in_bin("BRS", "A1", "MUG") == (10, 0)
    assert count(ct, {"MUG": 8}, "ben") == "approval"
    assert in_bin("BRS", "A1", "MUG") == (10, 0)
    assert approve(ct)
    assert in_bin("BRS", "A1", "MUG") == (8, 0)
    (line,) = stock.moved("count", ct)
    assert (line.kind, line.delta, line.actor, line.reason) == (
        "counted",
        -2,
        "boss",
        f"CT{ct + 1_000_000}: looked behind the shelf",
    )
    assert booked(ct) == [(8, 0), (8, -2)]
    assert counts.count(ct).result == "approved"
    refused("NOTHING_TO_APPROVE", approve, ct)


def test_goods_that_nobody_expected_are_booked_and_orders_are_told():
    ct = ask("BRS", "A1")
    for actor in ("ann", "ben"):
        count(ct, {"MUG": 10, "BOOK": 3}, actor)
    assert approve(ct)
    assert in_bin("BRS", "A1", "BOOK") == (3, 0)
    assert level("BOOK", "BRS") == (23, 0)
    assert run_sql("SELECT kind FROM outbox_event ORDER BY id DESC LIMIT 1") == [("StockReceived",)]


def test_a_third_number_goes_to_approval_with_both():
    ct = ask("BRS", "A1")
    count(ct, {"MUG": 9, "BOOK": 1})
    assert count(ct, {"MUG": 7}, "ben") == "approval"
    seen = [(line.nth, line.units, line.difference) for line in counts.lines(ct)]
    assert seen == [(1, 1, 1), (1, 9, -1), (2, 0, 0), (2, 7, -3)]  # a book that only one of them saw is shown too
    counting.reject(count_id=ct, again=True, note="count once more", now=LATER, actor="boss")
    assert state(ct) == "recount"
    assert count(ct, {"MUG": 9}, "cid") == "approval"
    assert approve(ct)
    assert in_bin("BRS", "A1", "MUG") == (9, 0)


def test_a_manager_may_believe_neither_number():
    ct = ask("BRS", "A1")
    count(ct, {"MUG": 9})
    count(ct, {"MUG": 9}, "ben")
    counting.reject(count_id=ct, again=False, note="the rest is at the photographer's", now=LATER, actor="boss")
    row = counts.count(ct)
    assert (row.state, row.closed_by, in_bin("BRS", "A1", "MUG")) == ("dropped", "boss", (10, 0))


@pytest.mark.parametrize("note", ["", "  "])
def test_nothing_is_decided_without_a_reason(note):
    ct = ask("BRS", "A1")
    refused("REASON_WANTED", counting.drop, count_id=ct, note=note, now=LATER, actor="boss")
    count(ct, {"MUG": 9})
    count(ct, {"MUG": 9}, "ben")
    refused("REASON_WANTED", approve, ct, note)
    refused("REASON_WANTED", counting.reject, count_id=ct, again=True, note=note, now=LATER, actor="boss")
    assert state(ct) == "approval"


def test_what_was_promised_and_is_not_there_is_looked_for_elsewhere():
    order_id = place_and_source("1", {"LAMP": 5})
    assert level("LAMP", "BRS") == (5, 5)
    ct = ask("BRS", "A3")
    count(ct, {"LAMP": 1})
    count(ct, {"LAMP": 1}, "ben")
    assert approve(ct)
    relay(LATER)
    assert level("LAMP", "BRS") == (1, 1)
    assert order_state(order_id) == "backordered"  # Leeds has two more, two are nowhere
    assert level("LAMP", "LDS") == (2, 2)
