"""Counting stops nobody: what moves during a count is told from what is wrong."""

import random
from datetime import timedelta

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
    relay,
)

from db.counting import LATER, approve, ask, begin, booked, count, done, plan, refused, state, tell
from db.floor import at_once, pick, short, take, wave
from db.locks import in_turn
from packhorse.counting import queries as counts
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock
from packhorse.picking import queries as lists

MUG = "(SELECT id FROM catalog_product WHERE sku = 'MUG')"
LEVELS = f"SELECT id FROM inventory_stocklevel WHERE product_id = {MUG} FOR UPDATE"
BINS = f"SELECT id FROM inventory_binstock WHERE product_id = {MUG} FOR UPDATE"


@pytest.fixture
def company(db):
    open_company()
    yield
    assert differences() == {}


def to_pick(units, number="1"):
    """A task to take so many mugs from A1, in somebody's hands."""
    place_and_source(number, {"MUG": units})
    (list_id,) = wave("BRS")
    take(list_id)
    (task,) = lists.tasks(list_id)
    return task


@pytest.mark.parametrize("counted", [10, 7])
def test_goods_picked_during_a_count_may_be_counted_or_not(company, counted):
    task = to_pick(3)
    ct = ask("BRS", "A1")
    begin(ct)
    pick(task)
    tell(ct, {"MUG": counted})
    assert done(ct) == "expected"
    (line,) = counts.lines(ct)
    assert (line.units, line.expected, line.expected_low, line.expected_high) == (counted, counted, 7, 10)
    assert in_bin("BRS", "A1", "MUG") == (7, 0)


def test_a_difference_while_the_bin_moved_is_not_believed_but_counted_again(company):
    plan("BRS", tolerance_units=99, tolerance_minor=10**6)
    task = to_pick(3)
    ct = ask("BRS", "A1")
    begin(ct)
    pick(task)
    tell(ct, {"MUG": 9})
    assert done(ct) == "moved"
    assert (state(ct), in_bin("BRS", "A1", "MUG"), stock.moved("count", ct)) == ("recount", (7, 0), [])
    assert count(ct, {"MUG": 6}) == "booked"  # by the same person: nothing followed from the first count
    assert in_bin("BRS", "A1", "MUG") == (6, 0)


def test_what_moved_in_the_bin_beside_it_does_not_excuse_a_difference(company):
    ct = ask("BRS", "A1")
    begin(ct)
    receive("BRS", "A1", "BOOK", 4, now=LATER)
    tell(ct, {"MUG": 9, "BOOK": 4})
    assert done(ct) == "recount"


def test_what_moved_before_the_count_began_does_not_excuse_a_difference(company):
    change("BRS", "A1", "MUG", -1, now=LATER)  # by the same clock
    assert count(ask("BRS", "A1"), {"MUG": 10}) == "recount"


def test_what_a_slow_clock_wrote_during_the_count_has_moved_during_it(company):
    ct = ask("BRS", "A1")
    begin(ct)
    change("BRS", "A1", "MUG", -2, now=LATER - timedelta(seconds=9))
    tell(ct, {"MUG": 10})
    assert done(ct) == "expected"


def test_blocked_goods_have_not_moved(company):
    lot = inventory.know_lot(product_id=product("LAMP").id, code="L1", expires_on=None, now=NOW)
    receive("BRS", "C1", "LAMP", 4, lot_id=lot)
    ct = ask("BRS", "C1")
    begin(ct)
    inventory.block_lot(lot_id=lot, reason="called back", now=LATER, actor="boss")
    tell(ct, {"LAMP": 3}, lot="L1")
    assert done(ct) == "recount"


def test_fewer_units_while_a_picker_is_on_his_way_are_not_booked_at_once(company):
    plan("BRS", tolerance_units=99, tolerance_minor=10**6)
    to_pick(3)
    assert count(ask("BRS", "A1"), {"MUG": 7}) == "recount"  # he has them in his hands, and scans in a moment


def test_a_short_pick_has_the_bin_counted_at_once(company):
    short(to_pick(3), 1)
    relay(LATER)
    (ct,) = counts.counts(states=["due"])
    assert (ct.reason, ct.bin_id, ct.product_id) == ("suspicion", bin_id("BRS", "A1"), product("MUG").id)
    assert ct.due_on == LATER.date()
    refused("OTHER_PRODUCT", lambda: (begin(ct.id), tell(ct.id, {"BOOK": 1})))
    tell(ct.id, {"MUG": 7})
    assert done(ct.id) == "expected"  # 10, one taken, two written off


@pytest.mark.parametrize("seed", range(8))
def test_a_true_count_is_never_a_difference_whatever_moves(company, seed):
    """Goods are counted at any moment of the count, each kind at its own; everything may move before and after."""
    plan("BRS", tolerance_units=99, tolerance_minor=10**6)
    dice = random.Random(seed)
    receive("BRS", "A1", "BOOK", 5)
    ct = ask("BRS", "A1")
    begin(ct)
    when = {sku: dice.randrange(9) for sku in ("MUG", "BOOK")}
    true = {}
    for moment in range(9):
        true |= {sku: in_bin("BRS", "A1", sku)[0] for sku, at in when.items() if at == moment}
        _move(dice, dice.choice(("MUG", "BOOK")))
    tell(ct, true)
    before = {sku: in_bin("BRS", "A1", sku) for sku in true}
    assert done(ct, empty=not any(true.values())) == "expected"
    assert [booked for _, booked in booked(ct) if booked] == []
    assert {sku: in_bin("BRS", "A1", sku) for sku in true} == before


def _move(dice, sku):
    there = in_bin("BRS", "A1", sku)[0]
    units = dice.randint(1, 4)
    way = dice.choice(("in", "out", "away", "nothing"))
    if way == "in":
        receive("BRS", "A1", sku, units, now=LATER)
    elif way == "out" and there >= units:
        change("BRS", "A1", sku, -units, now=LATER)
    elif way == "away" and there >= units:
        carry("BRS", "A1", "C1", sku, units, now=LATER)


def test_a_pick_that_comes_between_judgement_and_booking_is_kept(own_db):
    open_company()
    plan("BRS", tolerance_units=1, tolerance_minor=10**6)
    task = to_pick(2)
    ct = ask("BRS", "A1")
    begin(ct)
    tell(ct, {"MUG": 11})  # before the mugs were taken: one too many
    assert in_turn(BINS, lambda: pick(task).units, lambda: done(ct)) == [2, "booked"]
    assert in_bin("BRS", "A1", "MUG") == (9, 0)
    assert differences() == {}


def test_what_somebody_books_between_judgement_and_booking_is_not_booked_again(own_db):
    open_company()
    plan("BRS", tolerance_units=1, tolerance_minor=10**6)
    ct = ask("BRS", "A1")
    begin(ct)
    tell(ct, {"MUG": 9})
    answers = in_turn(LEVELS, lambda: change("BRS", "A1", "MUG", -1, now=LATER), lambda: done(ct))
    assert answers == [True, "moved"]
    assert (state(ct), in_bin("BRS", "A1", "MUG")) == ("recount", (9, 0))
    assert differences() == {}


def test_a_pick_waits_for_the_booking_of_an_approved_difference_and_both_count(own_db):
    open_company()
    task = to_pick(3)
    ct = ask("BRS", "A1")
    count(ct, {"MUG": 9})
    count(ct, {"MUG": 9}, "ben")
    answers = in_turn(BINS, lambda: approve(ct), lambda: pick(task).units)
    assert answers == [True, 3]
    assert in_bin("BRS", "A1", "MUG") == (6, 0)
    assert differences() == {}


def test_many_count_and_move_at_once_and_the_books_are_right(own_db):
    open_company()
    plan("BRS", tolerance_units=99, tolerance_minor=10**6)
    cts = [ask("BRS", spot) for spot in ("A1", "A2", "A3")]
    for ct, actor in zip(cts, "abc", strict=True):
        begin(ct, actor)
    goods = {"A1": ("MUG", 10), "A2": ("BOOK", 20), "A3": ("LAMP", 5)}

    def one(nth):
        spot, (sku, units) = list(goods.items())[nth % 3]
        if nth < 3:
            tell(cts[nth], {sku: units}, "abc"[nth])  # true when the count began
            return done(cts[nth], "abc"[nth])
        carry("BRS", spot, "C1", sku, 1, now=LATER)
        return "moved"

    assert at_once(12, one) == ["expected"] * 3 + ["moved"] * 9
    assert [in_bin("BRS", spot, sku)[0] for spot, (sku, _) in goods.items()] == [7, 17, 2]
    assert differences() == {}


def test_two_who_approve_at_once_book_once(own_db):
    open_company()
    ct = ask("BRS", "A1")
    count(ct, {"MUG": 8})
    count(ct, {"MUG": 8}, "ben")
    answers = at_once(4, lambda nth: approve(ct))
    assert [each for each in answers if each is True] == [True]
    assert in_bin("BRS", "A1", "MUG") == (8, 0)
    assert differences() == {}


def test_many_who_ask_for_the_same_bin_get_the_same_count(own_db):
    open_company()
    assert len(set(at_once(6, lambda nth: ask("BRS", "A1")))) == 1
