"""Books that are wrong of one product do not keep a warehouse from picking all others."""

from company import bin_id, open_company, place_and_source, product, relay, run_sql

from db.floor import fulfillment, wave
from packhorse.picking import queries as lists
from packhorse.sourcing import queries as sourcing


def test_only_orders_that_find_too_little_are_left_out_and_the_bin_is_counted(db):
    open_company(stocked={"BRS": {"A1": ("MUG", 10), "A2": ("BOOK", 10)}})
    short, both, good = (place_and_source(str(nth), lines) for nth, lines in enumerate(LINES))
    run_sql("UPDATE inventory_binstock SET quantity = 1 WHERE product_id = %s", product("MUG").id)
    (made,) = wave("BRS")
    assert [(task.order_id, task.quantity) for task in lists.tasks(made)] == [(good, 2)]
    assert {sourcing.of_order(each)[0].state for each in (short, both)} == {"open"}
    doubted = run_sql("SELECT bin_id, product_id, reason FROM counting_count")
    assert doubted == [(bin_id("BRS", "A1"), product("MUG").id, "suspicion")]
    run_sql("UPDATE inventory_binstock SET quantity = 10 WHERE product_id = %s", product("MUG").id)
    (later,) = wave("BRS")
    assert {task.order_id for task in lists.tasks(later)} == {short, both}
    relay()
    assert fulfillment(good).state == "released"


LINES = ({"MUG": 2}, {"MUG": 2, "BOOK": 1}, {"BOOK": 2})
