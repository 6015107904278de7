"""A bin is counted blind, twice where it matters, and the books follow what was approved."""

import pytest
from company import (
    NOW,
    differences,
    in_bin,
    open_company,
    product,
    receive,
    run_sql,
    scan,
    site,
)

from db.counting import LATER, approve, ask, begin, booked, count, done, plan, refused, state, tell
from packhorse.counting import operations as counting
from packhorse.counting import queries as counts
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock

# In Bristol: A1 holds 10 mugs, A2 20 books, A3 5 lamps.


@pytest.fixture(autouse=True)
def company(db):
    open_company()
    yield
    assert differences() == {}


def test_a_right_count_is_done_and_changes_nothing():
    ct = ask("BRS", "A1")
    assert count(ct, {"MUG": 10}) == "expected"
    row = counts.count(ct)
    assert (row.state, row.result, row.closed_by) == ("done", "expected", "ann")
    assert in_bin("BRS", "A1", "MUG") == (10, 0)
    assert stock.moved("count", ct) == []


def test_an_empty_bin_is_counted_by_saying_so():
    ct = ask("BRS", "C1")
    begin(ct)
    refused("NOTHING_COUNTED", done, ct)
    assert done(ct, empty=True) == "expected"
    assert counts.lines(ct) == []


def test_an_empty_bin_in_which_goods_were_counted_is_refused():
    ct = ask("BRS", "A1")
    begin(ct)
    tell(ct, {"MUG": 1})
    refused("NOT_EMPTY", done, ct, empty=True)


def test_a_second_count_as_the_books_ends_it():
    ct = ask("BRS", "A1")
    assert count(ct, {"MUG": 9}) == "recount"
    assert count(ct, {"MUG": 10}, "ben") == "expected"
    assert state(ct) == "done"
    assert stock.moved("count", ct) == []


def test_somebody_else_counts_a_second_time_unless_the_plan_allows_it():
    ct = ask("BRS", "A1")
    count(ct, {"MUG": 9})
    refused("SOMEBODY_ELSE", begin, ct)
    plan("BRS", same_person=True)
    assert count(ct, {"MUG": 9}) == "approval"


def test_small_differences_are_booked_at_once():
    plan("BRS", tolerance_units=1, tolerance_minor=500)
    ct = ask("BRS", "A1")
    assert count(ct, {"MUG": 9}) == "booked"
    assert (state(ct), in_bin("BRS", "A1", "MUG"), booked(ct)) == ("done", (9, 0), [(9, -1)])
    assert count(ask("BRS", "A1"), {"MUG": 10}) == "booked"
    assert count(ask("BRS", "A1"), {"MUG": 8}) == "recount"
    assert count(ask("LDS", "A1"), {"MUG": 9}) == "recount"  # another warehouse, another plan


def test_a_count_belongs_to_one_person_and_can_be_given_back():
    ct = ask("BRS", "A1")
    begin(ct)
    begin(ct)  # taking one's own again does nothing
    tell(ct, {"MUG": 3})
    refused("COUNT_TAKEN", begin, ct, "ben")
    refused("COUNT_TAKEN", tell, ct, {"MUG": 1}, "ben")
    refused("COUNT_TAKEN", done, ct, "ben")
    refused("COUNT_TAKEN", counting.give_back, count_id=ct, now=LATER, actor="ben")
    counting.give_back(count_id=ct, now=LATER, actor="boss", anybodys=True)
    assert (state(ct), counts.rounds(ct), counts.tally(ct)) == ("due", [], [])
    assert count(ct, {"MUG": 10}, "ben") == "expected"
    refused("COUNT_TAKEN", begin, ct)


def test_a_recount_that_is_given_back_is_still_a_recount():
    ct = ask("BRS", "A1")
    count(ct, {"MUG": 9})
    begin(ct, "ben")
    counting.give_back(count_id=ct, now=LATER, actor="ben")
    assert state(ct) == "recount"
    assert count(ct, {"MUG": 9}, "ben") == "approval"


def test_a_scan_and_a_submission_sent_twice_count_once():
    ct = ask("BRS", "A1")
    begin(ct)
    said = {"count_id": ct, "code": "MUG", "times": 9, "scan_id": scan(), "now": LATER, "actor": "ann"}
    assert [counting.scan(**said).again, counting.scan(**said).again] == [False, True]
    assert [row.units for row in counts.tally(ct)] == [9]
    assert [done(ct), done(ct)] == ["recount", "recount"]
    assert len(counts.rounds(ct)) == 1


def test_what_was_scanned_wrongly_is_taken_back():
    ct = ask("BRS", "A1")
    begin(ct)
    tell(ct, {"MUG": 9, "BOOK": 4})
    counting.forget(count_id=ct, product_id=product("BOOK").id, lot_id=None, now=LATER, actor="ann")
    tell(ct, {"MUG": 1})
    assert [(row.product_id, row.units) for row in counts.tally(ct)] == [(product("MUG").id, 10)]
    assert done(ct) == "expected"


@pytest.mark.parametrize(
    ("code", "times", "why"),
    [("SET", 1, "KIT"), ("NOPE", 1, "UNKNOWN_PRODUCT"), ("MUG", 0, "WRONG_QUANTITY"), ("MUG", 10**9, "WRONG_QUANTITY")],
)
def test_a_strange_scan_is_refused(code, times, why):
    ct = ask("BRS", "A1")
    begin(ct)
    refused(why, counting.scan, count_id=ct, code=code, times=times, scan_id=scan(), now=LATER, actor="ann")
    assert counts.tally(ct) == []


def test_a_bin_is_begun_by_its_own_barcode_only():
    ct = ask("BRS", "A1")
    for code in ("BRS-A2", "LDS-A1", "NOPE"):
        refused("WRONG_BIN", begin, ct, bin_code=code)
    begin(ct, bin_code="BRS-A1")
    assert state(ct) == "counting"


def test_a_scanned_bin_is_counted_whether_anybody_asked_for_it_or_not():
    at = {"warehouse_id": site("BRS"), "now": LATER, "actor": "ann"}
    ct = counting.begin_at(bin_code="BRS-A1", **at)
    assert (state(ct), counts.count(ct).reason) == ("counting", "manual")
    asked = ask("BRS", "A2")
    assert counting.begin_at(bin_code="BRS-A2", **at) == asked
    refused("WRONG_BIN", counting.begin_at, bin_code="LDS-A1", **at)
    refused("WRONG_BIN", counting.begin_at, bin_code="nothing", **at)


def test_only_the_product_that_is_asked_about_is_counted():
    receive("BRS", "A1", "BOOK", 4)
    ct = ask("BRS", "A1", "MUG")
    begin(ct)
    refused("OTHER_PRODUCT", tell, ct, {"BOOK": 4})
    tell(ct, {"MUG": 10})
    assert done(ct) == "expected"
    assert [line.product_id for line in counts.lines(ct)] == [product("MUG").id]


def test_a_bin_has_one_open_count_which_grows_more_urgent_and_wider():
    ct = ask("BRS", "A1", "MUG")
    assert ask("BRS", "A1") == ct
    assert counts.count(ct).product_id is None
    spot = counts.count(ct).bin_id
    counting.suspect({(spot, product("MUG").id)}, now=LATER)
    row = counts.count(ct)
    assert (row.reason, row.priority, row.product_id) == ("suspicion", 2, None)
    assert [each.id for each in counts.to_do(row.warehouse_id)] == [ct]
    counting.drop(count_id=ct, note="asked twice", now=LATER, actor="boss")
    assert ask("BRS", "A1") != ct


def test_a_count_of_nothing_is_refused():
    refused("NOT_FOUND", counting.ask_count, bin_id=10**9, now=LATER, actor="x")
    refused(
        "NOT_FOUND",
        counting.ask_count,
        bin_id=counts.count(ask("BRS", "A1")).bin_id,
        product_id=10**9,
        now=LATER,
        actor="x",
    )
    refused("NOT_FOUND", begin, 10**9)


def test_lots_are_asked_for_and_counted_apart():
    lots = [
        inventory.know_lot(product_id=product("LAMP").id, code=code, expires_on=None, now=NOW) for code in ("L1", "L2")
    ]
    for lot_id, units in zip(lots, (4, 6), strict=True):
        receive("BRS", "C1", "LAMP", units, lot_id=lot_id)
    ct = ask("BRS", "C1")
    begin(ct)
    refused("LOT_WANTED", tell, ct, {"LAMP": 4})
    tell(ct, {"LAMP": 4}, lot="l1")
    tell(ct, {"LAMP": 5}, lot="L2")
    assert {(row.lot, row.units) for row in counts.tally(ct)} == {("L1", 4), ("L2", 5)}
    assert done(ct) == "recount"
    begin(ct, "ben")
    tell(ct, {"LAMP": 4}, "ben", lot="L1")
    tell(ct, {"LAMP": 5}, "ben", lot="L2")
    assert done(ct, "ben") == "approval"
    assert approve(ct)
    assert [(row.lot, row.quantity) for row in stock.bins(product("LAMP").id) if row.lot] == [("L1", 4), ("L2", 5)]


def test_a_product_with_lots_is_asked_for_one_before_any_is_known():
    run_sql("UPDATE catalog_product SET tracks_lots = true WHERE sku = 'MUG'")
    ct = ask("BRS", "A1")
    begin(ct)
    refused("LOT_WANTED", tell, ct, {"MUG": 10})
    tell(ct, {"MUG": 10}, lot="")
    assert done(ct) == "expected"


def test_a_kit_is_not_counted_its_parts_are():
    ct = ask("BRS", "A1")
    begin(ct)
    entries = [counting.Entry("MUG", 10), counting.Entry("SET")]
    found = refused("KIT", counting.enter, entries, count_id=ct, now=LATER, actor="ann")
    assert found.text.startswith("lines.1: SET is a kit and is never stocked: count its parts (")
    refused("KIT", ask, "BRS", "A2", "SET")
    assert counts.tally(ct) == []
