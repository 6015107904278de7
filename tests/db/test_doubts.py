"""A picker does not find what the books say: nobody is sent there, and nobody is promised it, until it is counted."""

import pytest
from company import (
    NOW,
    bin_id,
    differences,
    in_bin,
    kinds,
    level,
    open_company,
    place,
    place_and_source,
    product,
    receive,
    relay,
    run_sql,
    site,
)

from db import counting as floor_counts
from db.counting import LATER, approve, begin, count, done, tell
from db.floor import pick, short, take, wave
from packhorse.counting import operations as counting
from packhorse.counting import queries as counts
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.inventory.rules import Change, Keep
from packhorse.picking import queries as lists
from packhorse.sourcing import queries as sourcing

ONE_HOUSE = {"BRS": {"A1": ("MUG", 46)}, "LDS": {"A1": ("BOOK", 5)}}
TWO_HOUSES = {"BRS": {"A1": ("MUG", 46)}, "LDS": {"A1": ("MUG", 9)}}


def five_of_six(stocked, reason="missing"):
    """A picker of Bristol finds 5 of 6 in A1, where the books hold 46; return the order's id."""
    open_company(stocked=stocked)
    order_id = place_and_source("1", {"MUG": 6})
    (list_id,) = wave("BRS")
    take(list_id)
    short(lists.tasks(list_id)[0], 5, reason=reason)
    relay()
    return order_id


def free(sku="MUG", code="BRS"):
    """What may be promised of a product in a warehouse, and what of it is blocked."""
    (row,) = (row for row in stock.levels([product(sku).id], now=NOW) if row.warehouse_id == site(code))
    return row.available, row.blocked


def suspicion(spot="A1"):
    return counts.open_in(bin_id("BRS", spot))


def parts(order_id):
    codes = {site(code): code for code in ("BRS", "LDS")}
    return sorted((codes[row.warehouse_id], row.state) for row in sourcing.of_order(order_id))


def test_the_missing_unit_comes_from_another_warehouse_while_the_bin_is_in_doubt(db):
    order_id = five_of_six(TWO_HOUSES)
    assert parts(order_id) == [("BRS", "picked"), ("LDS", "open")]
    assert (in_bin("BRS", "A1", "MUG"), free()) == ((40, 0), (0, 40))
    assert suspicion().reason == "suspicion"
    # Whoever orders now gets it from elsewhere, too.
    assert parts(place_and_source("2", {"MUG": 2})) == [("LDS", "open")]
    assert differences() == {}


def test_in_one_house_the_order_waits_and_is_served_when_the_goods_are_found(db):
    order_id = five_of_six(ONE_HOUSE)
    assert "OrderBackordered" in kinds(order_id) and wave("BRS") == []
    assert differences() == {}
    assert count(suspicion().id, {"MUG": 40}) == "expected"
    relay()
    assert free() == (39, 0)
    assert parts(order_id) == [("BRS", "open"), ("BRS", "picked")]
    (list_id,) = wave("BRS")
    assert [task.quantity for task in lists.tasks(list_id)] == [1]
    said = run_sql("SELECT blocked, cause, reason FROM inventory_movement WHERE kind = 'quarantined' ORDER BY id")
    assert said[0] == (40, "doubt", "not in the bin: to be counted")
    assert said[1][:2] == (-40, "count") and said[1][2].endswith(": counted")
    assert differences() == {}


@pytest.mark.parametrize("there", [0, 12, 41])
def test_what_is_not_found_is_written_off_and_what_is_found_is_free(there, db):
    five_of_six(ONE_HOUSE)
    count_id = suspicion().id
    assert count(count_id, {"MUG": there}) == "recount"
    assert count(count_id, {"MUG": there}, "bob") == "approval"
    assert free() == (0, 40)  # counted, but not decided
    assert approve(count_id)
    relay()
    order_waits = 1 if there else 0
    assert (in_bin("BRS", "A1", "MUG")[0], free()) == (there, (there - order_waits, 0))
    assert suspicion() is None
    assert differences() == {}


def test_a_count_that_is_dropped_frees_what_was_in_doubt_and_says_so(db):
    five_of_six(ONE_HOUSE)
    counting.drop(count_id=suspicion().id, note="I see them from here", now=LATER, actor="boss")
    relay()
    assert free() == (39, 0)
    ((reason,),) = run_sql("SELECT reason FROM inventory_movement WHERE kind = 'quarantined' AND blocked < 0")
    assert reason.endswith(": dropped, I see them from here")
    assert differences() == {}


@pytest.mark.parametrize(("reason", "doubted"), [("wrong", 40), ("unreachable", 40), ("damaged", 0), ("other", 0)])
def test_only_reasons_that_say_nothing_of_the_rest_put_it_in_doubt(reason, doubted, db):
    five_of_six(ONE_HOUSE, reason)
    (said,) = run_sql("SELECT doubted FROM inventory_stocklevel WHERE product_id = %s", product("MUG").id)
    assert said == (doubted,)
    assert differences() == {}


def begun_twice():
    """Two orders are on lists to A1, a third waits in the house; A1 holds 10 and B1 2."""
    open_company(stocked={"BRS": {"A1": ("MUG", 10), "B1": ("MUG", 2)}, "LDS": {"A1": ("BOOK", 5)}})
    made = []
    for number in ("1", "2"):
        place_and_source(number, {"MUG": 3})
        made += wave("BRS")
    place_and_source("3", {"MUG": 3})
    for nth, list_id in enumerate(made):
        take(list_id, f"picker {nth}")
    return [lists.tasks(list_id)[0] for list_id in made]


def test_two_who_are_short_in_the_same_bin_leave_right_books(db):
    """Who has a right to goods keeps it until they are counted, and its end leaves them in doubt."""
    first, second = begun_twice()
    assert short(first, 0, actor="picker 0").more == 0  # of the 7 left in A1 3 wait for the second; B1 is the third's
    relay()
    assert free() == (0, 3)
    assert differences() == {}
    assert short(second, 1, actor="picker 1").more == 0
    relay()
    assert (in_bin("BRS", "A1", "MUG"), free()) == ((4, 0), (0, 3))
    assert differences() == {}
    assert wave("BRS") == []  # the third wants 3, and 2 may be had
    count_id = suspicion().id
    assert count(count_id, {}) == "recount"
    assert count(count_id, {}, "bob") == "approval"
    assert approve(count_id)
    relay()
    assert level("MUG", "BRS") == (3, 3)  # one is picked, two lie in B1
    assert differences() == {}


def test_rights_that_end_leave_the_goods_in_doubt(db):
    """An order that is cancelled and a checkout that is over give back what lies in a doubted bin: nobody gets it."""
    open_company(stocked={"BRS": {"A1": ("MUG", 10)}, "LDS": {"A1": ("BOOK", 5)}})
    kept, refused = inventory.reserve(
        [Keep(product("MUG").id, site("BRS"), 2)],
        channel="web",
        checkout="c",
        expires_at=LATER,
        now=NOW,
    )
    assert not refused
    place_and_source("1", {"MUG": 3})
    (list_id,) = wave("BRS")
    waits = place_and_source("2", {"MUG": 4})
    take(list_id)
    short(lists.tasks(list_id)[0], 2)
    relay()
    assert (level("MUG", "BRS"), free()) == ((9, 6), (0, 1))  # 4 wait, 2 are picked, 2 are kept
    inventory.release_reservation(reservation_id=kept, now=NOW, actor="buyer")
    assert free() == (0, 3)
    (line,) = run_sql("SELECT line_id FROM inventory_allocation WHERE order_id = %s", waits)
    inventory.release({line[0]: 4}, picked=False, now=NOW, actor="clerk", cause="cancelled")
    assert free() == (0, 7)
    assert [name for name in differences() if name.startswith("inventory.")] == []


def test_goods_that_come_are_for_those_who_wait_and_the_rest_is_free(db):
    open_company(stocked={"BRS": {"A1": ("MUG", 10)}, "LDS": {"A1": ("BOOK", 5)}})
    place_and_source("1", {"MUG": 3})
    (list_id,) = wave("BRS")
    place_and_source("2", {"MUG": 4})
    take(list_id)
    short(lists.tasks(list_id)[0], 3 - 1)
    relay()
    receive("BRS", "B1", "MUG", 9)
    relay()
    # One is for the first order, four are for the second; of A1's 7 all is blocked.
    assert (in_bin("BRS", "A1", "MUG"), free()) == ((7, 0), (4, 7))
    (next_list,) = wave("BRS")
    assert {task.bin_id for task in lists.tasks(next_list)} == {bin_id("BRS", "B1")}
    assert differences() == {}


def test_goods_that_leave_a_doubted_bin_are_in_doubt_no_more(db):
    five_of_six(ONE_HOUSE)
    mug, a1, b1 = product("MUG").id, bin_id("BRS", "A1"), bin_id("BRS", "B1")
    said = {"now": NOW, "actor": "clerk"}
    inventory.move(product_id=mug, from_bin_id=a1, to_bin_id=b1, quantity=10, cause="put right", **said)
    relay()
    assert free() == (9, 30)
    inventory.adjust([Change(a1, mug, -5)], cause="clerk", reason="seen broken", **said)
    assert free() == (9, 25)
    inventory.adjust([Change(a1, mug, -25), Change(b1, mug, -9)], cause="clerk", reason="gone", **said)
    assert free() == (0, 0)
    relay()
    assert differences() == {}


def test_a_count_that_began_before_the_doubt_ends_it(db):
    open_company(stocked=ONE_HOUSE)
    place_and_source("1", {"MUG": 6})
    (list_id,) = wave("BRS")
    take(list_id)
    count_id = floor_counts.ask("BRS", "A1")
    begin(count_id)
    short(lists.tasks(list_id)[0], 5)
    relay()
    assert suspicion().id == count_id and free() == (0, 40)
    tell(count_id, {"MUG": 40})
    assert done(count_id) == "expected"
    relay()
    assert (free(), suspicion()) == ((39, 0), None)
    assert differences() == {}


def test_a_count_of_other_goods_in_the_bin_does_not_end_it(db):
    open_company(stocked={"BRS": {"A1": ("MUG", 46)}, "LDS": {"A1": ("BOOK", 5)}})
    receive("BRS", "A1", "BOOK", 3)
    place_and_source("1", {"MUG": 6})
    (list_id,) = wave("BRS")
    take(list_id)
    count_id = floor_counts.ask("BRS", "A1", "BOOK")
    begin(count_id)
    short(lists.tasks(list_id)[0], 5)
    relay()
    tell(count_id, {"BOOK": 3})
    assert done(count_id) == "expected"
    relay()
    assert free() == (0, 40)
    assert (suspicion().reason, suspicion().product_id) == ("suspicion", product("MUG").id)
    assert differences() == {}


def test_only_the_lot_that_was_not_found_is_in_doubt(db):
    open_company(stocked={})
    mug = product("MUG").id
    old, fresh = (
        inventory.know_lot(product_id=mug, code=code, expires_on=NOW.date().replace(day=day), now=NOW)
        for code, day in (("OLD", 27), ("FRESH", 31))
    )
    receive("BRS", "A1", "MUG", 4, lot_id=old)
    receive("BRS", "A1", "MUG", 4, lot_id=fresh)
    place_and_source("1", {"MUG": 3})
    (list_id,) = wave("BRS")
    take(list_id)
    short(lists.tasks(list_id)[0], 2)
    relay()
    assert free()[1] == 1
    # A lot that is called back is blocked as such; set free again, it is in doubt as before.
    inventory.block_lot(lot_id=old, reason="called back", now=NOW, actor="boss")
    assert free()[1] == 1 and differences() == {}
    inventory.free_lot(lot_id=old, reason="it was another one", now=NOW, actor="boss")
    assert free()[1] == 1 and differences() == {}


def test_other_goods_of_the_house_are_planned_as_ever(db):
    five_of_six({"BRS": {"A1": ("MUG", 46), "B1": ("BOOK", 3)}, "LDS": {"A1": ("MUG", 1)}})
    place("2", {"BOOK": 1})
    relay()
    (list_id,) = wave("BRS")
    pick_task = lists.tasks(list_id)[0]
    take(list_id)
    pick(pick_task)
    relay()
    assert differences() == {}


def test_mended_books_leave_the_doubt_as_it_is(db):
    five_of_six(ONE_HOUSE)
    run_sql("UPDATE inventory_stocklevel SET blocked = 44 - 10, doubted = 30 WHERE product_id = %s", product("MUG").id)
    assert set(differences()) == {"inventory.audit_blocked", "inventory.audit_doubted"}
    done_ = inventory.repair(reason="somebody typed SQL", now=NOW, actor="boss")
    assert done_.id is not None
    assert free() == (0, 40)
    relay()
    assert differences() == {}
