"""When the world changes only what is touched is served anew: all else keeps its allocations, by their ids.

Told through the doors and the relay, as it happens: each test begins with what somebody does outside sourcing.
"""

from datetime import timedelta

import pytest
from company import NOW, carry, differences, line_ids, open_company, place_and_source, product, relay, run_sql

from db.dock import DAY, announce
from db.floor import lists, short, take, wave
from db.office import edit
from db.test_steering import say, sites
from packhorse.inbound import operations as inbound
from packhorse.network import operations as network
from packhorse.placing.rules import NewLine
from packhorse.sourcing import operations, queries

STOCKED = {
    "BRS": {"A1": ("MUG", 9), "B1": ("DESK", 5)},
    "LDS": {"A2": ("BOOK", 5), "B1": ("PAINT", 5)},
    "LIL": {"A1": ("MUG", 5), "A2": ("BOOK", 5)},
}
HELD = """
    SELECT allocation.id, sku, warehouse.code, allocation.quantity, allocation.fulfillment_id
    FROM inventory_allocation AS allocation
    JOIN catalog_product AS product ON product.id = product_id
    JOIN network_warehouse AS warehouse ON warehouse.id = warehouse_id
    WHERE order_id = %s AND allocation.state IN ('allocated', 'picked')
"""


def held(order_id):
    """{(sku, warehouse): the allocations of it} that an order holds."""
    found = {}
    for pk, sku, code, *more in run_sql(HELD, order_id):
        found.setdefault((sku, code), set()).add((pk, *more))
    return found


def units(order_id):
    return {key: sum(each[1] for each in rows) for key, rows in held(order_id).items()}


@pytest.fixture
def two(db):
    """Two orders of which Bristol and Leeds each have a part; Lille could help with mugs and books."""
    open_company(stocked=STOCKED)
    ids = [place_and_source(number, {"MUG": 2, "DESK": 1, "BOOK": 2, "PAINT": 1}) for number in "12"]
    want = {("MUG", "BRS"): 2, ("DESK", "BRS"): 1, ("BOOK", "LDS"): 2, ("PAINT", "LDS"): 1}
    assert [units(each) for each in ids] == [want, want]
    return ids


def kept(before, order_id, *touched):
    """Say whether all that was held before, but what is touched, is held as it was."""
    now = held(order_id)
    return all(now.get(key) == rows for key, rows in before.items() if key not in touched)


def test_a_short_pick(two):
    first, second = two
    before = [held(each) for each in two]
    (made,) = wave("BRS")
    take(made)
    mine = (first, product("MUG").id)
    task = next(each for each in lists.tasks(made) if (each.order_id, each.product_id) == mine)
    short(task, 1)
    relay()
    assert kept(before[0], first, ("MUG", "BRS")) and kept(before[1], second)
    assert sum(count for (sku, _), count in units(first).items() if sku == "MUG") == 2
    assert differences() == {}


def test_a_rejection_by_the_warehouse(two):
    first, second = two
    before = [held(each) for each in two]
    say(first, "reject", from_warehouse="LDS", why="the paint room is locked")
    assert kept(before[0], first, ("BOOK", "LDS"), ("PAINT", "LDS")) and kept(before[1], second)
    assert units(first) == {("MUG", "BRS"): 2, ("DESK", "BRS"): 1, ("BOOK", "LIL"): 2}
    assert (queries.waiting([first])[first].code, differences()) == ("KEPT_OUT", {})


def test_a_closed_warehouse(two):
    before = [held(each) for each in two]
    network.close(warehouse="LDS", from_on=None, until_on=None, why="flood", now=NOW, actor="boss")
    relay()
    for was, order_id in zip(before, two, strict=True):
        assert kept(was, order_id, ("BOOK", "LDS"), ("PAINT", "LDS"))
        assert units(order_id)["BOOK", "LIL"] == 2
    network.reopen(warehouse="LDS", now=NOW, actor="boss")
    relay()
    assert [units(each).get(("PAINT", "LDS")) for each in two] == [1, 1]
    assert all(kept(was, each, ("BOOK", "LDS"), ("PAINT", "LDS")) for was, each in zip(before, two, strict=True))
    assert differences() == {}


def test_damaged_stock(two):
    first, second = two
    before = [held(each) for each in two]
    carry("LDS", "A2", "DAMAGED", "BOOK", 3, reason="wet")  # one was free
    relay()
    assert kept(before[0], first) and kept(before[1], second, ("BOOK", "LDS"))
    assert (units(second)["BOOK", "LIL"], differences()) == (2, {})


def test_late_goods(two):
    order_id = place_and_source("3", {"MUG": 1, "LAMP": 2, "BOOK": 1})
    before = [held(each) for each in (*two, order_id)]
    delivery = announce({"LAMP": 2}, code="BRS")
    relay()
    assert queries.waiting([order_id])[order_id].expected_on == DAY
    inbound.cancel_delivery(delivery_id=delivery, now=NOW, actor="buyer")
    announce({"LAMP": 2}, code="BRS", expected_on=DAY + timedelta(days=9))
    relay()
    row = queries.waiting([order_id])[order_id]
    assert (row.queue, row.expected_on) == ("arrival", DAY + timedelta(days=9))
    past = NOW + timedelta(days=30)  # the day is over, and nothing has come
    operations.source_waiting(now=past)
    relay(past)
    row = queries.waiting([order_id])[order_id]
    assert (row.queue, row.code, row.expected_on) == ("backorder", "NOT_THERE", None)
    assert [held(each) for each in (*two, order_id)] == before
    assert differences() == {}


def test_an_edited_order(two):
    first, second = two
    before = [held(each) for each in two]
    lines = dict(zip(("MUG", "DESK", "BOOK", "PAINT"), line_ids(first), strict=True))
    edit(first, quantities={lines["BOOK"]: 3}, add=(NewLine("MUG", 1, 500),))
    assert kept(before[0], first, ("BOOK", "LDS"), ("MUG", "BRS")) and kept(before[1], second)
    now = held(first)
    assert before[0]["BOOK", "LDS"] < now["BOOK", "LDS"] and before[0]["MUG", "BRS"] < now["MUG", "BRS"]
    edit(first, quantities={lines["DESK"]: 0})
    assert kept(now, first, ("DESK", "BRS")) and ("DESK", "BRS") not in held(first)
    assert (kept(before[1], second), sites(first), differences()) == (True, ["BRS", "LDS"], {})
