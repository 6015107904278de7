"""A bin holds too little: another bin of the house gives it on the same walk, only then another warehouse."""

import pytest
from company import (
    NOW,
    bin_id,
    counts,
    differences,
    in_bin,
    kinds,
    level,
    open_company,
    place_and_source,
    product,
    receive,
    relay,
    run_sql,
    site,
    state,
)

from db.floor import pick, short, take, wave
from packhorse.counting import queries as counting
from packhorse.errors import Refusal
from packhorse.inventory import operations as inventory
from packhorse.picking import queries as lists
from packhorse.sourcing import queries as sourcing

TWO_BINS = {"BRS": {"A1": ("MUG", 3), "B1": ("MUG", 2)}, "LDS": {"A1": ("MUG", 5)}}


def begun(lines, stocked=TWO_BINS):
    """An order of Bristol on a list that the picker has taken: (order id, list id, its first stop)."""
    open_company(stocked=stocked)
    order_id = place_and_source("1", lines)
    (list_id,) = wave("BRS")
    take(list_id)
    return order_id, list_id, lists.tasks(list_id)[0]


def stops(list_id):
    return [(task.bin_id, task.quantity, task.state) for task in lists.tasks(list_id)]


def suspected(spot):
    row = counting.open_in(bin_id("BRS", spot))
    return row and row.reason


def test_what_a_bin_lacks_comes_from_the_next_bin_at_once_and_the_rest_from_another_warehouse(db):
    order_id, list_id, task = begun({"MUG": 3})
    before = sourcing.promises_of([order_id])
    a1, b1 = bin_id("BRS", "A1"), bin_id("BRS", "B1")
    said = short(task, 0)
    assert (said.units, said.more, said.list_done) == (0, 2, False)
    assert said.text == "2 more in B1, a stop of this list now. 1 looked for elsewhere."
    assert stops(list_id) == [(a1, 3, "short"), (b1, 2, "open")]
    pick(lists.tasks(list_id)[1])
    relay()
    assert lists.pick_list(list_id).state == "done"
    parts = {row.warehouse_id: row for row in sourcing.of_order(order_id)}
    assert (parts[site("BRS")].state, parts[site("LDS")].state) == ("picked", "open")
    assert (level("MUG", "BRS"), level("MUG", "LDS")) == ((2, 2), (5, 1))
    assert (state(order_id), counts(order_id)) == ("sourced", [(3, 0, 3, 0, 0)])
    # What was promised anew is kept beside what was promised before, and stands on the order.
    anew = [row for row in sourcing.promises_of([order_id]) if row not in before]
    assert [(row.warehouse_id, row.promised_on) for row in anew] == [(site("LDS"), parts[site("LDS")].promised_on)]
    assert kinds(order_id).count("OrderSourced") == 2 and kinds(order_id).count("PickShort") == 1
    assert (suspected("A1"), suspected("B1")) == ("suspicion", None)
    assert differences() == {}


def test_nobody_is_told_where_other_bins_have_it_all_but_the_bin_is_counted(db):
    order_id, list_id, task = begun({"MUG": 2})
    assert short(task, 1, reason="unreachable").more == 1
    relay()
    assert "PickShort" not in kinds(order_id) and suspected("A1") == "suspicion"
    assert lists.tasks(list_id)[0].reason == "cannot be reached"
    assert run_sql("SELECT reason, delta FROM inventory_movement WHERE kind = 'adjusted'") == [
        ("cannot be reached", -1)
    ]
    assert differences() == {}


def test_what_others_have_a_right_to_is_not_taken_from_them(db):
    _, list_id, task = begun({"MUG": 3})
    place_and_source("2", {"MUG": 2})  # not planned yet: it will get what lies in B1
    assert short(task, 1).more == 0
    assert stops(list_id) == [(bin_id("BRS", "A1"), 3, "short")]
    relay()
    assert differences() == {}


def test_the_further_stop_lies_on_the_way(db):
    """What lies ahead keeps its turn, and every stop has a number of its own."""
    stocked = {"BRS": {"A1": ("MUG", 3), "B1": ("MUG", 9), "C1": ("BOOK", 5), "A2": ("LAMP", 5)}}
    _, list_id, task = begun({"MUG": 3, "BOOK": 1, "LAMP": 1}, stocked)
    before = [each.bin_id for each in lists.tasks(list_id)]
    row = lists.pick_list(list_id)
    ahead = before[before.index(task.bin_id) + 1 :]
    assert short(task, 1).more == 2
    after = [each.bin_id for each in lists.tasks(list_id)]
    assert [each for each in after if each != bin_id("BRS", "B1")] == before
    assert set(ahead) and lists.pick_list(list_id).route_mm >= row.route_mm
    assert [each.sequence for each in lists.tasks(list_id)] == [1, 2, 3, 4]
    assert differences() == {}


def test_damaged_goods_are_blocked_aside_and_their_bin_is_not_counted(db):
    _, _, task = begun({"MUG": 3})
    said = short(task, 1, reason="damaged")
    assert said.text == "2 more in B1, a stop of this list now. Lay the damaged ones into DAMAGED."
    assert in_bin("BRS", "DAMAGED", "MUG") == (2, 0)
    assert run_sql(
        "SELECT on_hand, allocated, blocked FROM inventory_stocklevel WHERE warehouse_id = %s", site("BRS")
    ) == [(5, 3, 2)]
    relay()
    assert suspected("A1") is None
    assert differences() == {}


def test_damaged_goods_are_written_off_where_there_is_no_bin_for_them(db):
    _, _, task = begun({"MUG": 3})
    run_sql("UPDATE network_bin SET use = 'quarantine' WHERE use = 'damaged'")
    assert "damaged" not in short(task, 1, reason="damaged").text
    assert level("MUG", "BRS") == (3, 3)
    assert run_sql("SELECT reason FROM inventory_movement WHERE kind = 'adjusted'") == [("damaged",)]
    assert differences() == {}


def test_a_reason_is_one_of_the_list(db):
    _, _, task = begun({"MUG": 3})
    with pytest.raises(Refusal) as refused:
        short(task, 1, reason="dunno")
    assert (refused.value.code, refused.value.status) == ("UNKNOWN_REASON", 422)
    assert "missing, damaged, wrong" in refused.value.text
    assert level("MUG", "BRS") == (5, 3)


def test_a_lot_that_is_too_old_on_arrival_is_no_help(db):
    """Of two lots in other bins, the one that is still good at the customer's is gone to."""
    open_company(stocked={})
    product_id = product("MUG").id
    old, fresh = (
        inventory.know_lot(product_id=product_id, code=code, expires_on=NOW.date().replace(day=day), now=NOW)
        for code, day in (("OLD", 16), ("FRESH", 31))
    )
    receive("BRS", "A1", "MUG", 2, lot_id=fresh)
    place_and_source("1", {"MUG": 2})
    (list_id,) = wave("BRS")
    take(list_id)
    receive("BRS", "B1", "MUG", 2, lot_id=old)
    receive("BRS", "C1", "MUG", 2, lot_id=fresh)
    assert short(lists.tasks(list_id)[0], 0).more == 2
    assert stops(list_id)[1:] == [(bin_id("BRS", "C1"), 2, "open")]
