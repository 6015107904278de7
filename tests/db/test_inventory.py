"""Stock: whole or not at all, never oversold, and every unit is somewhere."""

from datetime import timedelta

import pytest
from company import NOW, bin_id, differences, in_bin, level, open_company, order, place, product, receive, relay, site

from db.floor import at_once
from packhorse.errors import Refusal
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.inventory.rules import Receipt, Want
from packhorse.placing import operations as placing
from packhorse.placing import queries as orders


def want(nth, sku, quantity, code="BRS"):
    """A wish of an order, its line and its fulfillment order, which all have number `nth`."""
    return Want(nth, nth, nth, product(sku).id, site(code), quantity)


def allocate(*wants):
    return inventory.allocate(list(wants), now=NOW)


def plan(*numbers, code="BRS"):
    return inventory.plan_picks(warehouse_id=site(code), fulfillment_ids=list(numbers), now=NOW)


def pick(planned):
    return inventory.pick(allocation_id=planned.allocation_id, task_id=1, now=NOW, actor="picker")


def release(units, *, picked=True):
    return inventory.release(units, picked=picked, now=NOW, actor="test", cause="cancelled")


def ship(number, units):
    inventory.ship({(number, number): units}, parcel_ids={number: 1}, now=NOW, actor="loader")


def states(number):
    rows = stock.allocations_of_orders([number]).values()
    return sorted((row.state, row.quantity) for row in rows)


def stock_differences():
    return {name: rows for name, rows in differences().items() if name.startswith("inventory.")}


def test_wishes_are_granted_whole_or_not_at_all_and_in_their_order(db):
    open_company()  # ten mugs in Bristol
    wants = [want(1, "MUG", 7), want(2, "MUG", 4), want(3, "MUG", 3), want(4, "MUG", 1)]
    assert allocate(*wants) == [wants[1], wants[3]]
    assert level("MUG", "BRS") == (10, 10)
    assert states(2) == []


@pytest.mark.parametrize("units", [0, -1])
def test_a_wish_for_nothing_is_refused(db, units):
    open_company()
    assert allocate(want(1, "MUG", units)) == [want(1, "MUG", units)]
    assert level("MUG", "BRS") == (10, 0)


def test_a_product_a_warehouse_never_had_is_refused(db):
    open_company()
    assert allocate(want(1, "PAINT", 1)) == [want(1, "PAINT", 1)]


@pytest.mark.parametrize("units", [0, -3])
def test_goods_are_received_by_the_piece_or_not_at_all(db, units):
    open_company()
    with pytest.raises(Refusal) as refused:
        receive("BRS", "A1", "MUG", units)
    assert (refused.value.code, refused.value.status) == ("QUANTITY_NOT_POSITIVE", 422)
    assert level("MUG", "BRS") == (10, 0)


def test_one_receipt_of_many_goods_is_summed_by_level_and_bin(db):
    open_company(stocked={})
    bins = [bin_id("BRS", spot) for spot in ("A1", "A1", "A2")]
    receipts = [Receipt(site("BRS"), product("MUG").id, each, 2) for each in bins]
    inventory.receive(receipts, now=NOW, actor="dock", cause="delivery")
    assert level("MUG", "BRS") == (6, 0)
    assert (in_bin("BRS", "A1", "MUG"), in_bin("BRS", "A2", "MUG")) == ((4, 0), (2, 0))
    assert stock_differences() == {}


def test_a_pick_comes_from_the_nearest_bin_that_is_enough_else_from_the_fullest(db):
    open_company(stocked={"BRS": {"A1": ("MUG", 2), "A2": ("MUG", 6), "A3": ("MUG", 4)}})
    allocate(want(1, "MUG", 4), want(2, "MUG", 7))
    picks = [(each.order_id, each.bin_id, each.quantity) for each in plan(1, 2)]
    first, second, third = (bin_id("BRS", spot) for spot in ("A1", "A2", "A3"))
    # A2 comes before A3, A1 before both; of one order's bins none is first.
    assert sorted(picks) == sorted([(1, second, 4), (2, third, 4), (2, first, 2), (2, second, 1)])
    assert stock_differences() == {}


def test_a_short_pick_writes_the_missing_units_off_and_ends_the_right_to_them(db):
    open_company()
    allocate(want(1, "MUG", 4))
    (task,) = plan(1)
    lost = inventory.pick_short(allocation_id=task.allocation_id, found=1, task_id=9, now=NOW, actor="picker")
    assert (lost.lost, lost.lacking, lost.picks) == (3, 3, ())
    assert level("MUG", "BRS") == (7, 1)
    assert states(1) == [("picked", 1), ("shorted", 3)]
    newest = stock.movements(product("MUG").id)[0]
    assert (newest.kind, newest.quantity, newest.delta) == ("adjusted", 3, -3)
    assert stock_differences() == {}


@pytest.mark.parametrize("found", [-1, 4, 5])
def test_a_short_pick_must_be_short(db, found):
    open_company()
    allocate(want(1, "MUG", 4))
    (task,) = plan(1)
    with pytest.raises(Refusal) as refused:
        inventory.pick_short(allocation_id=task.allocation_id, found=found, task_id=9, now=NOW, actor="picker")
    assert refused.value.code == "NOT_SHORT"
    assert level("MUG", "BRS") == (10, 4)


def test_what_is_let_go_is_first_what_nobody_walks_for_then_what_is_planned_then_what_is_picked(db):
    open_company()
    allocate(want(1, "MUG", 1))
    pick(plan(1)[0])
    allocate(want(1, "MUG", 2))
    plan(1)
    allocate(want(1, "MUG", 4))
    assert release({1: 5}) == {1: 5}
    assert states(1) == [("allocated", 1), ("picked", 1), ("released", 1), ("released", 4)]
    assert in_bin("BRS", "A1", "MUG") == (9, 1)
    assert stock_differences() == {}


def test_picked_goods_go_back_to_their_bin_when_they_are_let_go(db):
    open_company()
    allocate(want(1, "MUG", 3))
    pick(plan(1)[0])
    assert in_bin("BRS", "A1", "MUG") == (7, 0)
    assert release({1: 3}, picked=False) == {}
    assert release({1: 9}) == {1: 3}
    assert (in_bin("BRS", "A1", "MUG"), level("MUG", "BRS")) == ((10, 0), (10, 0))
    assert stock.movements(product("MUG").id)[0].kind == "moved"
    assert stock_differences() == {}


def test_shipped_goods_leave_the_books_and_do_not_come_back_by_letting_go(db):
    open_company()
    allocate(want(1, "MUG", 3))
    pick(plan(1)[0])
    ship(1, 2)
    assert level("MUG", "BRS") == (8, 1)
    assert states(1) == [("picked", 1), ("shipped", 2)]
    assert release({1: 3}) == {1: 1}
    assert level("MUG", "BRS") == (8, 0)
    assert stock_differences() == {}


def test_nothing_ships_that_is_not_picked(db):
    open_company()
    allocate(want(1, "MUG", 3))
    with pytest.raises(Refusal) as refused:
        ship(1, 3)
    assert refused.value.code == "NOT_PICKED"
    assert level("MUG", "BRS") == (10, 3)


def test_a_pick_counts_once(db):
    open_company()
    allocate(want(1, "MUG", 3))
    (task,) = plan(1)
    assert pick(task) == 3
    with pytest.raises(Refusal):
        pick(task)
    assert in_bin("BRS", "A1", "MUG") == (7, 0)
    assert stock_differences() == {}


def test_sixteen_who_allocate_at_once_get_exactly_what_is_there(own_db):
    open_company(stocked={"BRS": {"A1": ("MUG", 50), "A2": ("BOOK", 50)}})
    mug, book, warehouse = product("MUG").id, product("BOOK").id, site("BRS")

    def buy(nth):
        """Wish for both goods, every other one in the opposite order, until forty wishes are made."""
        wants = [Want(nth, nth, nth, each, warehouse, 1) for _ in range(4) for each in (mug, book)]
        return sum(len(inventory.allocate(wants[:: 1 - nth % 2 * 2][i : i + 2], now=NOW)) for i in range(0, 8, 2))

    refused = at_once(16, buy)
    assert sum(refused) == 16 * 8 - 100
    assert (level("MUG", "BRS"), level("BOOK", "BRS")) == ((50, 50), (50, 50))
    assert stock_differences() == {}


def test_sixteen_who_place_and_source_at_once_sell_exactly_what_is_there(own_db):
    open_company(stocked={"BRS": {"A1": ("MUG", 20)}, "LDS": {"A1": ("MUG", 15)}, "LIL": {"A1": ("MUG", 5)}})

    def buy(nth):
        wishes = [order(f"{nth}-{i}", {"MUG": 1 + i % 2}) for i in range(4)]
        answers = placing.place(wishes, now=NOW + timedelta(seconds=nth), actor="channel")
        relay()
        return [answer.order_id for answer in answers]

    ids = [each for answer in at_once(16, buy) for each in answer]
    relay()
    lines = orders.lines(ids)
    assert sum(line.quantity for line in lines) == 96
    assert sum(line.sourced for line in lines) == 40
    assert [level("MUG", code) for code in ("BRS", "LDS", "LIL")] == [(20, 20), (15, 15), (5, 5)]
    assert differences() == {}


def test_a_received_unit_wakes_those_who_wait(db):
    open_company(stocked={})
    order_id = place("1", {"MUG": 1})
    relay()
    assert orders.rows([order_id])[order_id].state == "backordered"
    receive("BRS", "A1", "MUG", 1)
    relay()
    assert orders.rows([order_id])[order_id].state == "sourced"
