"""Reservations where it is hard: locks out of order, goods that must not stay kept, carts that are quicker."""

import threading
from datetime import timedelta

import pytest
from company import (
    NOW,
    _receipt,
    cancel,
    counts,
    differences,
    level,
    line_ids,
    open_company,
    place,
    place_and_source,
    product,
    receive,
    relay,
    run_sql,
    site,
    state,
)
from django.db import transaction
from machine import Api

from db.locks import in_turn, thread, waiters
from db.office import LATER, reserve, reserved, split
from packhorse.inventory import operations as inventory
from packhorse.inventory.rules import Keep
from packhorse.placing import operations as placing
from packhorse.sourcing import operations as sourcing
from packhorse.web import keys


def test_a_checkout_that_sweeps_an_old_cart_and_the_dock_do_not_deadlock(own_db):
    open_company(stocked={"BRS": {"A1": ("MUG", 5), "A2": ("BOOK", 5)}})
    reserve({"BOOK": 1}, "old")
    receipts = [_receipt("BRS", "A1", "MUG", 1), _receipt("BRS", "A2", "BOOK", 1)]
    mug = f"SELECT 1 FROM inventory_stocklevel WHERE product_id = {product('MUG').id} FOR UPDATE"
    answers = in_turn(
        mug,
        lambda: inventory.receive(receipts, now=LATER, actor="dock", cause="delivery"),
        lambda: reserve({"MUG": 1}, "new", now=LATER, until=LATER + timedelta(minutes=5)),
    )
    assert not [each for each in answers if "deadlock" in str(each)], answers


def test_a_checkout_chooses_when_it_has_waited_and_not_before(own_db):
    """Somebody takes most of the nearest stock while two wait for it: the first gets the rest from elsewhere, too."""
    open_company(stocked={"BRS": {"A1": ("MUG", 3)}, "LDS": {"A1": ("MUG", 1)}})
    answers = in_turn(
        f"UPDATE inventory_stocklevel SET allocated = 2 WHERE warehouse_id = {site('BRS')}",
        lambda: reserve({"MUG": 2}, "first"),
        lambda: reserve({"MUG": 1}, "second"),
    )
    assert isinstance(answers[0], int) and answers[1].startswith("Refusal: Nothing is reserved"), answers
    assert (reserved("MUG", "BRS"), reserved("MUG", "LDS")) == (1, 1)


def test_a_cart_that_is_filled_anew_while_it_runs_out_ends_when_its_new_levels_are_locked(own_db):
    """Who lets it run out has locked the levels of what it kept before: the others he must not touch."""
    open_company(stocked={"BRS": {"A1": ("MUG", 5), "A2": ("BOOK", 5)}})
    kept = reserve({"MUG": 1})
    over = LATER + timedelta(minutes=1)
    answers = in_turn(
        f"SELECT 1 FROM inventory_stocklevel WHERE product_id = {product('MUG').id} FOR UPDATE",
        lambda: reserve({"BOOK": 1}),
        lambda: ("ended", inventory.expire(now=over)),
    )
    assert answers == [kept, ("ended", 0)]
    assert (inventory.expire(now=over), reserved("MUG"), reserved("BOOK")) == (1, 0, 0)


def test_an_order_served_from_nearer_than_it_was_kept_and_the_dock_do_not_deadlock(own_db):
    open_company(stocked={"LDS": {"A1": ("MUG", 1)}})
    reserve({"MUG": 1})
    receive("BRS", "A1", "MUG", 1)
    relay()
    order_id = place("1", {"MUG": 1}, checkout="cart")
    receipts = [_receipt("LDS", "A1", "MUG", 1), _receipt("BRS", "A1", "MUG", 1)]
    near = f"SELECT 1 FROM inventory_stocklevel WHERE warehouse_id = {site('BRS')} FOR UPDATE"
    answers = in_turn(
        near,
        lambda: sourcing.source([order_id], now=NOW),
        lambda: inventory.receive(receipts, now=NOW, actor="dock", cause="delivery"),
    )
    assert not [each for each in answers if "deadlock" in str(each)], answers


def test_what_is_kept_for_units_that_are_split_off_goes_with_them(db):
    """The checkout reserved all of it; the part that was split off must not lose it to the queue."""
    open_company(stocked={"BRS": {"A1": ("MUG", 2)}})
    reserve({"MUG": 2})
    mine = place_and_source("1", {"MUG": 2}, checkout="cart", awaiting_payment=True)
    other = place_and_source("2", {"MUG": 1})
    child = split(mine, {line_ids(mine)[0]: 1})
    for each in (mine, child):
        placing.release(order_id=each, kind="AWAITING_PAYMENT", now=NOW, actor="agent")
    relay()
    assert (state(mine), state(child), state(other)) == ("sourced", "sourced", "backordered")


def test_nothing_stays_kept_for_an_order_that_has_all_it_wants(db):
    """What waits is split off: its goods stay kept for the first order, for ever, and block the second."""
    open_company(stocked={"LDS": {"B1": ("PAINT", 1)}, "BRS": {"A1": ("MUG", 2)}})
    reserve({"MUG": 2, "PAINT": 1})
    run_sql("UPDATE network_warehouse SET capacity_per_day = 0 WHERE code = 'LDS'")
    mine = place_and_source("1", {"MUG": 2, "PAINT": 1}, checkout="cart")
    assert state(mine) == "backordered"
    child = split(mine, {line_ids(mine)[1]: 1})
    run_sql("UPDATE network_warehouse SET capacity_per_day = 100 WHERE code = 'LDS'")
    sourcing.source_waiting(now=NOW)
    relay()
    assert (state(mine), reserved("PAINT", "LDS"), state(child)) == ("sourced", 0, "sourced")


def test_what_is_cancelled_is_not_kept_though_the_rest_waits(db):
    open_company(stocked={"BRS": {"A1": ("MUG", 2)}})
    reserve({"MUG": 2})
    mine = place_and_source("1", {"MUG": 2, "BOOK": 1}, checkout="cart", ship_rule="complete")
    other = place_and_source("2", {"MUG": 1})
    cancel(mine, {line_ids(mine)[0]: 2})
    relay()
    assert (reserved("MUG"), state(other)) == (0, "sourced")


def test_goods_that_came_from_elsewhere_are_not_kept_too(db):
    open_company(stocked={"LDS": {"A1": ("MUG", 1)}})
    reserve({"MUG": 1})
    receive("BRS", "A1", "MUG", 1)
    mine = place_and_source("1", {"MUG": 1, "BOOK": 1}, checkout="cart")  # nobody has the book
    assert (counts(mine)[0][2], level("MUG", "BRS")) == (1, (1, 1))
    other = place_and_source("2", {"MUG": 1}, city="York")
    assert (reserved("MUG", "LDS"), state(other)) == (0, "sourced")


def test_a_cart_of_more_than_was_ordered_gives_the_rest_back(db):
    open_company(stocked={"BRS": {"A1": ("MUG", 5)}})
    reserve({"MUG": 5})
    place_and_source("1", {"MUG": 1, "BOOK": 1}, checkout="cart")  # the book waits, perhaps for months
    assert reserved("MUG") == 0


def test_two_complete_orders_do_not_block_each_other_with_what_their_carts_kept(db):
    open_company(stocked={"BRS": {"A1": ("MUG", 1), "A2": ("BOOK", 1)}})
    reserve({"MUG": 1}, "a")
    reserve({"BOOK": 1}, "b")
    first = place_and_source("1", {"MUG": 1, "BOOK": 1}, checkout="a", ship_rule="complete")
    second = place_and_source("2", {"MUG": 1, "BOOK": 1}, checkout="b", ship_rule="complete")
    sourcing.source_waiting(now=NOW + timedelta(days=30))
    relay()
    assert "sourced" in {state(first), state(second)}


@pytest.mark.parametrize("field", ["checkout", "channel", "sku", "city", "postal_code"])
@pytest.mark.parametrize("word", ["\ud800", "\x00", "x" * 5000, "\u202e"])
def test_strange_words_are_refused(db, field, word):
    open_company()
    api = Api(keys.add_key(name="shop", role="agent", now=NOW))
    body = {"channel": "web", "checkout": "c", "lines": [{"sku": "MUG", "quantity": 1}]}
    if field == "sku":
        body["lines"][0]["sku"] = word
    elif field in ("city", "postal_code"):
        body["address"] = {"country": "GB", field: word}
    else:
        body[field] = word
    assert api("POST", "/reservations", body)[0] < 500


def test_an_order_whose_stock_carts_took_three_times_waits_for_more(own_db):
    """Three carts take the last mug of each warehouse while the order is decided."""
    spots = ("BRS", "LDS", "LIL")
    open_company(stocked={code: {"A1": ("MUG", 1)} for code in spots})
    order_id = place("1", {"MUG": 1})
    go = {code: threading.Event() for code in spots}
    took = {code: threading.Event() for code in spots}
    answers = {}

    def cart(code):
        keeps = [Keep(product("MUG").id, site(code), 1)]
        with transaction.atomic():
            inventory.reserve(keeps, channel="web", checkout=code, expires_at=LATER, now=NOW)
            took[code].set()
            go[code].wait(30)

    made = [thread(lambda code=code: cart(code), answers, code) for code in spots]
    assert all(took[code].wait(10) for code in spots)
    made.append(thread(lambda: relay() and None, answers, "source"))
    for nth, code in enumerate(spots):
        waiters(1)
        go[code].set()
        made[nth].join(30)  # from now on the order waits for the next one
    for each in made:
        each.join(30)
    assert set(answers.values()) == {"done"}
    receive("BRS", "A1", "MUG", 5)
    relay()
    sourcing.source_waiting(now=NOW + timedelta(days=1))
    relay(NOW + timedelta(days=1))
    assert (state(order_id), differences()) == ("sourced", {})


def test_a_cart_is_not_told_out_of_stock_of_what_lies_there_when_the_day_is_full(db):
    """An order of it is taken at once and leaves tomorrow; the reservation is refused: 1 wanted, 10 there."""
    open_company(stocked={"BRS": {"A1": ("MUG", 10)}}, capacity=1)
    place_and_source("1", {"MUG": 1})
    reserve({"MUG": 1})
