"""Goods kept for a checkout: all or nothing, for a time, and never in the way of the shopper's own order."""

import threading
from datetime import timedelta

import pytest
from company import (
    NOW,
    cancel,
    differences,
    level,
    open_company,
    order,
    place,
    receive,
    relay,
    run_sql,
    site,
    state,
)

from db.floor import at_once
from db.locks import in_turn
from db.office import LATER, reserve, reserved
from packhorse.errors import Refusal
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.placing import operations as placing
from packhorse.sourcing import queries as served


def kept(reservation_id):
    return [(each.quantity, each.held) for each in stock.reservation(reservation_id).units]


def units(order_id):
    return sum(row.quantity for row in stock.allocations_of_orders([order_id]).values())


def stocked(units=10):
    open_company(stocked={"BRS": {"A1": ("MUG", units)}})


def test_a_checkout_keeps_its_goods_from_others_and_its_order_takes_them(db):
    stocked(2)
    reservation = reserve({"MUG": 2})
    other = place("2", {"MUG": 1})
    relay()
    assert (state(other), reserved("MUG")) == ("backordered", 2)
    mine = place("1", {"MUG": 2}, checkout="cart")
    relay()
    assert (state(mine), state(other), level("MUG", "BRS"), reserved("MUG")) == ("sourced", "backordered", (2, 2), 0)
    row = stock.reservation(reservation)
    assert (row.state, row.order_id, kept(reservation)) == ("consumed", mine, [(2, 0)])
    assert differences() == {}


def test_nothing_is_reserved_when_not_all_of_it_is_there(db):
    stocked(2)
    with pytest.raises(Refusal) as refused:
        reserve({"MUG": 2, "BOOK": 1})
    assert refused.value.code == "OUT_OF_STOCK"
    assert refused.value.details["lines"] == [{"sku": "BOOK", "wanted": 1, "available": 0}]
    assert reserved("MUG") == 0


def test_a_checkout_that_asks_again_gets_the_new_in_place_of_the_old(db):
    stocked(3)
    first = reserve({"MUG": 3})
    assert reserve({"MUG": 2}) == first
    assert (reserved("MUG"), kept(first)) == (2, [(2, 2)])
    assert reserve({"MUG": 3}) == first  # what it has kept is there for it
    with pytest.raises(Refusal):
        reserve({"MUG": 4})
    assert (reserved("MUG"), kept(first)) == (3, [(3, 3)])
    assert differences() == {}


def test_what_expires_is_free_and_those_who_wait_get_it(db):
    stocked(1)
    reservation = reserve({"MUG": 1})
    waiting = place("1", {"MUG": 1})
    relay()
    assert inventory.expire(now=LATER - timedelta(seconds=1)) == 0
    assert inventory.expire(now=LATER) == 1
    relay(LATER)
    assert (state(waiting), stock.reservation(reservation).state, reserved("MUG")) == ("sourced", "expired", 0)
    assert differences() == {}


def test_a_cart_that_is_over_is_no_longer_in_the_way_though_nobody_has_swept(db):
    stocked(1)
    reserve({"MUG": 1}, "old")
    reserve({"MUG": 1}, "new", now=LATER, until=LATER + timedelta(minutes=5))
    assert reserved("MUG") == 1


def test_an_extended_reservation_lives_on_and_one_that_is_over_does_not(db):
    stocked(1)
    reservation = reserve({"MUG": 1})
    inventory.extend(reservation_id=reservation, expires_at=LATER + timedelta(minutes=5), now=NOW)
    assert inventory.expire(now=LATER) == 0
    inventory.release_reservation(reservation_id=reservation, now=NOW, actor="shop")
    for over in (
        lambda: inventory.extend(reservation_id=reservation, expires_at=LATER, now=NOW),
        lambda: inventory.release_reservation(reservation_id=reservation, now=NOW, actor="shop"),
    ):
        with pytest.raises(Refusal) as refused:
            over()
        assert (refused.value.code, refused.value.details) == ("RESERVATION_OVER", {"state": "released"})
    assert reserved("MUG") == 0


def test_an_order_of_more_does_not_eat_what_another_order_has_kept(db):
    stocked(2)
    reserve({"MUG": 1}, "a")
    reserve({"MUG": 1}, "b")
    first = place("1", {"MUG": 2}, checkout="a")
    second = place("2", {"MUG": 1}, checkout="b")
    relay()
    assert [units(first), units(second)] == [1, 1]
    assert (state(first), state(second), reserved("MUG")) == ("backordered", "sourced", 0)
    assert differences() == {}


def test_an_order_may_be_served_from_nearer_than_it_was_kept(db):
    open_company(stocked={"LDS": {"A1": ("MUG", 1)}})
    reserve({"MUG": 1})
    receive("BRS", "A1", "MUG", 1)
    order_id = place("1", {"MUG": 1}, checkout="cart")
    relay()
    assert [row.warehouse_id for row in served.of_order(order_id)] == [site("BRS")]
    assert (reserved("MUG", "LDS"), level("MUG", "LDS")) == (0, (1, 0))
    assert differences() == {}


def test_a_held_or_waiting_order_keeps_what_its_checkout_had_until_it_is_cancelled(db):
    stocked(2)
    reserve({"MUG": 2})
    order_id = place("1", {"MUG": 2}, checkout="cart", awaiting_payment=True)
    relay()
    assert inventory.expire(now=LATER + timedelta(days=3)) == 0
    assert reserved("MUG") == 2
    cancel(order_id)
    relay()
    assert (state(order_id), reserved("MUG")) == ("cancelled", 0)
    assert differences() == {}


def test_without_a_place_goods_are_kept_where_most_of_them_lie(db):
    open_company(stocked={"BRS": {"A1": ("MUG", 2)}, "LDS": {"A1": ("MUG", 5)}})
    reserve({"MUG": 6}, where=None)
    assert (reserved("MUG", "LDS"), reserved("MUG", "BRS")) == (5, 1)


@pytest.mark.parametrize("minutes", [0, -1, 24 * 60 + 1])
def test_a_reservation_ends_within_a_day(db, minutes):
    stocked()
    with pytest.raises(Refusal) as refused:
        reserve({"MUG": 1}, until=NOW + timedelta(minutes=minutes))
    assert refused.value.code == "WRONG_EXPIRY"


def test_a_hundred_checkouts_and_orders_at_once_keep_exactly_what_is_there(own_db):
    stocked(30)

    def shop(nth):
        try:
            reserve({"MUG": 1 + nth % 2}, f"cart {nth}")
        except Refusal:
            return 0
        if nth % 3 == 0:
            return 0  # left standing
        placing.place([order(str(nth), {"MUG": 1 + nth % 2}, checkout=f"cart {nth}")], now=NOW, actor="web")
        relay()
        return 1 + nth % 2

    bought = sum(at_once(32, shop))
    relay()
    on_hand, allocated = level("MUG", "BRS")
    assert (on_hand, allocated) == (30, bought)
    assert allocated + reserved("MUG") <= 30
    assert run_sql("SELECT count(*) FROM placing_order WHERE state <> 'sourced'") == [(0,)]
    inventory.expire(now=LATER)
    assert (reserved("MUG"), differences()) == (0, {})


def test_one_checkout_that_asks_many_times_at_once_has_one_reservation(own_db):
    stocked(10)
    ids = at_once(16, lambda nth: reserve({"MUG": 1 + nth % 4}))
    assert len(set(ids)) == 1
    assert reserved("MUG") == sum(held for _, held in kept(ids[0]))
    assert differences() == {}


def test_an_extension_and_the_end_of_it_at_once_leave_one_truth(own_db):
    stocked(20)
    ids = [reserve({"MUG": 1}, f"cart {nth}") for nth in range(20)]
    done = threading.Barrier(2)

    def race(nth):
        done.wait()
        if nth:
            return inventory.expire(now=LATER)
        extended = 0
        for each in ids:
            try:
                inventory.extend(reservation_id=each, expires_at=LATER + timedelta(hours=1), now=LATER)
                extended += 1
            except Refusal:
                continue
        return extended

    extended, expired = at_once(2, race)
    assert extended + expired == 20
    assert reserved("MUG") == extended
    assert differences() == {}


def test_orders_of_two_checkouts_and_the_sweeper_do_not_deadlock(own_db):
    open_company(stocked={"BRS": {"A1": ("MUG", 5)}})
    reserve({"MUG": 1}, "b")
    reserve({"MUG": 1}, "a")
    both = [order("1", {"MUG": 1}, checkout="a"), order("2", {"MUG": 1}, checkout="b")]
    answers = in_turn(
        "SELECT 1 FROM inventory_reservation WHERE checkout = 'b' FOR UPDATE",
        lambda: inventory.expire(now=LATER),
        lambda: placing.place(both, now=LATER, actor="web"),
    )
    assert not [each for each in answers if "deadlock" in str(each)], answers
