"""Numbered units in two lots of one bin: each number goes with its own lot."""

from datetime import date

import pytest
from company import (
    NOW,
    bin_id,
    carry,
    differences,
    open_company,
    place_and_source,
    product,
    receive,
    run_sql,
    scan,
    site,
)
from django.db import transaction
from hypothesis import example, given, settings
from hypothesis import strategies as st

from db.counting import approve, ask, begin, done, refused, state, tell
from db.floor import bin_code, take, wave
from packhorse.errors import Refusal
from packhorse.inventory import operations as inventory
from packhorse.inventory.rules import Change, Receipt, Want
from packhorse.picking import operations as picking
from packhorse.picking import queries as lists


def two_lots():
    """N1 of lot L1, the first to expire, and N2 of lot L2, both in A1 in Bristol."""
    open_company(stocked={})
    run_sql("UPDATE catalog_product SET tracks_serials = true WHERE sku = 'LAMP'")
    lots = [know(code, date(2025 + nth, 1, 1)) for nth, code in enumerate(("L1", "L2"))]
    receive("BRS", "A1", "LAMP", 1, serials=("N1",), lot_id=lots[0])
    receive("BRS", "A1", "LAMP", 1, serials=("N2",), lot_id=lots[1])
    return lots


def know(code, expires_on):
    return inventory.know_lot(product_id=product("LAMP").id, code=code, expires_on=expires_on, now=NOW)


@pytest.fixture
def lots(db):
    yield two_lots()
    assert differences() == {}


def to_pick():
    """A task to take a lamp of the lot that expires first."""
    place_and_source("1", {"LAMP": 1})
    (made,) = wave("BRS")
    take(made)
    (task,) = lists.tasks(made)
    return task


def take_one(task, *numbers):
    said = {"scan_id": scan(), "now": NOW, "actor": "picker", "numbers": numbers}
    picking.pick(task_id=task.id, bin_code=bin_code(task), item_code=product("LAMP").barcode, quantity=1, **said)


def empty(task):
    picking.report_short(task_id=task.id, found=0, reason="missing", scan_id=scan(), now=NOW, actor="picker")


def where():
    """{number: (state, bin, lot)}"""
    found = run_sql(
        "SELECT serial.code, serial.state, bin.code, lot.code FROM inventory_serial AS serial "
        "JOIN inventory_lot AS lot ON lot.id = lot_id LEFT JOIN network_bin AS bin ON bin.id = bin_id"
    )
    return {code: (state, spot, lot) for code, state, spot, lot in found}


def test_a_short_pick_of_a_lot_loses_a_number_of_that_lot(lots):
    empty(to_pick())
    assert where() == {"N1": ("gone", None, "L1"), "N2": ("in_stock", "A1", "L2")}


def test_another_lots_number_is_not_picked(lots):
    task = to_pick()
    assert refused("SERIAL_NOT_THERE", take_one, task, "N2").text == (
        "Serial number N2 is of lot L2: scan a unit of lot L1."
    )
    assert "does not lie in this bin" in refused("SERIAL_NOT_THERE", take_one, task, "N9").text
    take_one(task, "N1")
    assert where()["N1"] == ("picked", None, "L1")


def test_another_lots_number_is_not_carried(lots):
    refused("SERIAL_NOT_THERE", carry, "BRS", "A1", "A2", "LAMP", 1, lot_id=lots[0], numbers=("N2",))
    carry("BRS", "A1", "A2", "LAMP", 1, lot_id=lots[0], numbers=("N1",))
    assert where()["N1"] == ("in_stock", "A2", "L1")


def test_another_lots_number_is_not_written_off(lots):
    change_ = Change(bin_id("BRS", "A1"), product("LAMP").id, -1, lots[0], ("N2",))
    refused("SERIAL_NOT_THERE", inventory.adjust, [change_], now=NOW, actor="x", cause="by hand", reason="lost")
    assert where()["N2"] == ("in_stock", "A1", "L2")


VERBS = ("receive", "carry", "pick", "short", "release", "count", "return")
STEPS = st.tuples(st.sampled_from(VERBS), st.integers(0, 2), st.integers(0, 1), st.integers(0, 5))
BINS = ("A1", "A2", "DAMAGED")
# A walk through every verb, rightly and with another lot's number.
WALK = [("carry", 0, 0, 0), ("carry", 0, 1, 1), ("pick", 0, 0, 1), ("pick", 0, 0, 0), ("release", 0, 0, 0)]
WALK += [("receive", 0, 1, 0), ("short", 0, 0, 0), ("count", 0, 0, 3), ("return", 0, 0, 0), ("return", 1, 1, 0)]


def test_the_books_of_numbers_and_lots_agree_after_every_step(db):
    lots = two_lots()
    receive("BRS", "A1", "LAMP", 1, serials=("N3",), lot_id=lots[0])

    @settings(max_examples=20, deadline=None)
    @given(st.lists(STEPS, max_size=15))
    @example(WALK)
    def run(steps):
        with transaction.atomic():
            for nth, step in enumerate(steps):
                try:
                    with transaction.atomic():
                        do(nth, lots, *step)
                except Refusal as refusal:
                    assert refusal.code in MAY_BE_REFUSED
                wrong = {
                    name: rows for name, rows in differences().items() if name.startswith(("inventory.", "counting."))
                }
                assert wrong == {}, step
            transaction.set_rollback(True)

    run()


MAY_BE_REFUSED = ("SERIAL_ELSEWHERE", "SERIAL_NOT_THERE", "NOT_THERE", "SERIAL_HERE", "WRONG_MOVE")


def do(nth, lots, verb, spot, lot, which):
    numbers = sorted(where())
    number = numbers[which % len(numbers)]
    if verb == "receive":
        receive("BRS", BINS[spot], "LAMP", 1, serials=(f"R{nth}",), lot_id=lots[lot])
    elif verb == "return":
        receipt = Receipt(site("BRS"), product("LAMP").id, bin_id("BRS", BINS[spot]), 1, lots[lot], (number,))
        inventory.receive([receipt], now=NOW, actor="dock", cause="return", kind="returned")
    elif verb == "carry":
        carry("BRS", BINS[spot], BINS[which % 3], "LAMP", 1, lot_id=lots[lot], numbers=(number,))
    elif verb == "count":
        look(BINS[spot], numbers, which)
    elif verb == "release":
        inventory.release(dict.fromkeys(range(1, nth + 1), 1), picked=True, now=NOW, actor="x", cause="test")
    else:
        order_id = nth + 1
        wish = Want(order_id, order_id, order_id, product("LAMP").id, site("BRS"), 1)
        if inventory.allocate([wish], now=NOW):
            return
        for each in inventory.plan_picks(warehouse_id=site("BRS"), fulfillment_ids=[order_id], now=NOW):
            said = {"allocation_id": each.allocation_id, "task_id": 1, "now": NOW, "actor": "picker"}
            if verb == "short":
                inventory.pick_short(found=0, **said)
            else:
                inventory.pick(**said, numbers=(number,))


def look(spot, numbers, which):
    """Two people count a bin: all that the books have there, but for one number, and one of elsewhere."""
    here = {code: its for code, (state, place, its) in where().items() if place == spot and code != numbers[which // 2]}
    for code in numbers[which : which + 1]:
        here.setdefault(code, where()[code][2])
    ct = ask("BRS", spot)
    for actor in ("ann", "ben"):
        if state(ct) in ("due", "recount"):
            begin(ct, actor)
            for code, its in here.items():
                tell(ct, {"LAMP": 1}, actor, lot=its, serial=code)
            done(ct, actor, empty=not here)
    if state(ct) == "approval":
        approve(ct)
