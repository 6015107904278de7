"""What touched the goods between count and approval: a pick leaves the difference as it is, anything else may be it."""

import pytest
from company import (
    NOW,
    bin_id,
    carry,
    change,
    differences,
    in_bin,
    open_company,
    place_and_source,
    product,
    receive,
)

from db.counting import LATER, approve, ask, count, state
from db.dock import announce, book
from db.floor import short, take, walk, wave
from packhorse.counting import queries as counts
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.picking import queries as lists

# In Bristol: A1 holds 10 mugs, A2 20 books, A3 5 lamps.


@pytest.fixture(autouse=True)
def company(db):
    open_company()
    yield
    assert differences() == {}


def to_be_decided(units):
    """A count of A1 that two people have made."""
    ct = ask("BRS", "A1")
    assert count(ct, units) == "recount"
    assert count(ct, units, "ben") == "approval"
    return ct


def overtaken(ct):
    """Approve what cannot be approved; return the count's note."""
    there = in_bin("BRS", "A1", "MUG")
    assert not approve(ct)
    assert (state(ct), in_bin("BRS", "A1", "MUG"), stock.moved("count", ct)) == ("recount", there, [])
    return counts.count(ct).note


def test_what_was_picked_between_count_and_approval_leaves_the_difference():
    ct = to_be_decided({"MUG": 8})
    place_and_source("1", {"MUG": 3})
    walk("BRS")
    assert approve(ct)
    assert in_bin("BRS", "A1", "MUG") == (5, 0)  # 10 - 3 - 2


def test_a_difference_that_was_booked_by_hand_is_not_booked_again():
    ct = to_be_decided({"MUG": 7})
    change("BRS", "A1", "MUG", -3, now=LATER)  # the office writes the very three off
    assert overtaken(ct) == "overtaken: -3 MUG adjusted by clerk (adjustment) at 2024-05-15 09:30 UTC"
    assert count(ct, {"MUG": 7}, "cid") == "expected"
    assert in_bin("BRS", "A1", "MUG") == (7, 0)


def test_a_surplus_that_was_put_away_meanwhile_is_not_booked_again():
    ct = to_be_decided({"MUG": 13})
    book(announce({"MUG": 3}, code="BRS"), "MUG", 3)
    carry("BRS", "RECEIVING", "A1", "MUG", 3, now=LATER)  # they lay there when it was counted: the scan comes late
    assert overtaken(ct).startswith("overtaken: +3 MUG moved by carrier")
    assert in_bin("BRS", "A1", "MUG") == (13, 0)


def _short():
    (made,) = wave("BRS")
    take(made)
    short(lists.tasks(made)[0], 0)


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda: carry("BRS", "A1", "C1", "MUG", 5, now=LATER),
        lambda: carry("BRS", "A1", "DAMAGED", "MUG", 5, now=LATER),
        lambda: receive("BRS", "A1", "MUG", 7, now=LATER),
        lambda: change("BRS", "A1", "MUG", -3, now=LATER, kind="transferred_out"),
        _short,
    ],
)
def test_any_other_movement_has_the_bin_counted_again(meanwhile):
    place_and_source("1", {"MUG": 2})
    ct = to_be_decided({"MUG": 8})
    meanwhile()
    assert overtaken(ct)


def test_more_than_one_movement_is_said():
    ct = to_be_decided({"MUG": 8})
    receive("BRS", "A1", "MUG", 1, now=LATER)
    carry("BRS", "A1", "C1", "MUG", 1, now=LATER)
    assert overtaken(ct).endswith(", and 1 more")


def test_what_touched_other_goods_of_the_bin_does_not_matter():
    lot = inventory.know_lot(product_id=product("MUG").id, code="L1", expires_on=None, now=NOW)
    ct = ask("BRS", "A1", "MUG")
    receive("BRS", "A1", "BOOK", 3, now=LATER)
    count(ct, {"MUG": 8}, lot="")
    count(ct, {"MUG": 8}, "ben", lot="")
    receive("BRS", "A1", "BOOK", 2, now=LATER)
    receive("BRS", "A1", "MUG", 4, lot_id=lot)
    assert approve(ct)
    rows = [row for row in stock.bins(product("MUG").id) if row.bin_id == bin_id("BRS", "A1")]
    assert {row.lot: row.quantity for row in rows} == {"": 8, "L1": 4}


def test_a_difference_that_was_taken_meanwhile_is_counted_again():
    ct = to_be_decided({"MUG": 4})
    place_and_source("1", {"MUG": 7})
    walk("BRS")
    assert overtaken(ct) == "overtaken: goods that were missing were picked"
    assert count(ct, {"MUG": 3}, "cid") == "expected"
