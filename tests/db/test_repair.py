"""Where the books differ they are set right: every number by itself, kept, all or nothing, and never silently."""

import json
import threading
from importlib import import_module

import psycopg
import pytest
from company import (
    NOW,
    bin_id,
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

from db.floor import at_once, take, wave
from db.office import reserve, reserved
from db.test_audit import CORRUPTIONS, come_to
from packhorse.errors import Refusal
from packhorse.inventory import operations as inventory
from packhorse.inventory import queries as stock

# What no repair can know, and a person must say: of which product a lot is.
BEYOND = {"inventory.audit_belongs"}
STOCK = sorted(name for name in CORRUPTIONS if name.startswith("inventory."))
LEDGER = "SELECT id, kind, quantity, delta, blocked FROM inventory_movement ORDER BY id"


def repair(**more):
    return inventory.repair(**({"reason": "mice", "now": NOW, "actor": "boss"} | more))


def lie(statement):
    for part in statement.split(";"):
        run_sql(part)


def lines(done):
    """The changes of a repair, as words."""
    return [(each.what, each.place, each.before, each.after) for each in done.changes]


@pytest.mark.parametrize("name", [name for name in STOCK if name not in BEYOND])
def test_what_was_corrupted_is_set_right_and_kept(db, name):
    stage, statement, _ = CORRUPTIONS[name]
    come_to(stage)
    lie(statement)
    before = run_sql(LEDGER)
    done = repair()
    relay()
    assert differences() == {}
    assert run_sql(LEDGER)[: len(before)] == before
    assert done.id is not None and done.changes
    kept = stock.repairs(limit=10)
    assert [(each.id, each.actor, each.reason) for each in kept] == [(done.id, "boss", "mice")]
    assert [(row.what, row.place, row.before, row.after) for row in kept[0].rows] == lines(done)
    assert repair().changes == ()


def test_of_which_product_a_lot_is_nobody_guesses(db):
    stage, statement, _ = CORRUPTIONS["inventory.audit_belongs"]
    come_to(stage)
    lie(statement)
    assert repair().id is None
    assert set(differences()) == {"inventory.audit_belongs"}


@pytest.mark.parametrize(("units", "on_hand"), [(3, 3), (0, 0)])
def test_a_bin_that_says_less_is_believed_and_the_ledger_follows_by_a_line_of_its_own(db, units, on_hand):
    open_company()
    run_sql("UPDATE inventory_binstock SET quantity = %s WHERE bin_id = %s", units, bin_id("BRS", "A1"))
    done = repair()
    newest = stock.movements(product("MUG").id)[0]
    assert (newest.kind, newest.delta, newest.reason) == ("adjusted", units - 10, "audit: mice")
    assert (newest.cause, newest.cause_id, newest.actor) == ("repair", done.id, "boss")
    assert newest.from_bin_id == bin_id("BRS", "A1")
    assert (level("MUG", "BRS"), in_bin("BRS", "A1", "MUG")[0], differences()) == ((on_hand, 0), units, {})
    ((told,),) = run_sql("SELECT payload FROM outbox_event WHERE kind = 'BinDoubted'")
    doubted = {"warehouse_id": site("BRS"), "bin_id": bin_id("BRS", "A1"), "product_id": product("MUG").id}
    assert json.loads(told) == doubted


def test_a_bin_that_says_more_than_ledger_and_level_is_not_believed_but_counted(db):
    open_company(stocked={"BRS": {"A1": ("MUG", 10)}})
    waiting = place_and_source("1", {"MUG": 500})
    run_sql("UPDATE inventory_binstock SET quantity = 1000")
    done = repair()
    relay()
    assert ("in the bin", "bin A1", 1000, 10) in lines(done)
    assert (level("MUG", "BRS"), in_bin("BRS", "A1", "MUG")[0], differences()) == ((10, 10), 10, {})
    assert state(waiting) == "backordered"
    assert run_sql("SELECT reason FROM counting_count") == [("suspicion",)]


def test_what_is_then_promised_and_not_there_is_given_up_and_looked_for_elsewhere(db):
    open_company()
    first, last = place_and_source("1", {"MUG": 4}), place_and_source("2", {"MUG": 5})
    run_sql("UPDATE inventory_binstock SET quantity = 6 WHERE bin_id = %s", bin_id("BRS", "A1"))
    done = repair()
    assert ("promised", f"order PH{last + 1000000}", 5, 2) in lines(done)
    relay()
    assert "AllocationLost" in kinds(last) and "AllocationLost" not in kinds(first)
    assert (state(first), state(last), differences()) == ("sourced", "sourced", {})


def test_pickers_are_not_sent_for_what_is_not_there(db):
    open_company()
    order_id = place_and_source("1", {"MUG": 4})
    wave("BRS")
    lie("SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE inventory_binstock DROP CONSTRAINT bin_stock_planned")
    run_sql("UPDATE inventory_binstock SET quantity = 1 WHERE bin_id = %s", bin_id("BRS", "A1"))
    repair()
    assert in_bin("BRS", "A1", "MUG") == (1, 1)
    relay()
    assert (differences(), "AllocationLost" in kinds(order_id)) == ({}, True)


def test_checkouts_lose_theirs_before_orders(db):
    open_company()
    order_id = place_and_source("1", {"MUG": 4})
    reserve({"MUG": 5})
    run_sql("UPDATE inventory_binstock SET quantity = 6 WHERE bin_id = %s", bin_id("BRS", "A1"))
    repair()
    assert (reserved("MUG"), level("MUG", "BRS")) == (2, (6, 4))
    relay()
    assert ("AllocationLost" in kinds(order_id), differences()) == (False, {})


def test_goods_in_a_bin_that_became_one_for_damaged_ones_are_blocked(db):
    open_company()
    order_id = place_and_source("1", {"MUG": 4})
    take(wave("BRS")[0])
    run_sql("UPDATE network_bin SET use = 'damaged' WHERE id = %s", bin_id("BRS", "A1"))
    repair()
    assert [(row.on_hand, row.blocked) for row in stock.levels([product("MUG").id], now=NOW)].count((10, 10)) == 1
    relay()
    assert (differences(), "AllocationLost" in kinds(order_id)) == ({}, True)


def test_more_than_the_ledger_knows_in_bin_and_level_goes_to_those_who_wait(db):
    open_company(stocked={"BRS": {"A1": ("MUG", 2)}})
    order_id = place_and_source("1", {"MUG": 5})
    run_sql("UPDATE inventory_binstock SET quantity = 5 WHERE bin_id = %s", bin_id("BRS", "A1"))
    run_sql("UPDATE inventory_stocklevel SET on_hand = 4 WHERE on_hand = 2")
    repair()
    relay()
    assert (state(order_id), differences()) == ("sourced", {})


def test_a_preview_says_the_same_and_writes_nothing(db):
    open_company()
    run_sql("UPDATE inventory_binstock SET quantity = 14 WHERE bin_id = %s", bin_id("BRS", "A1"))
    wrong, ledger = differences(), run_sql(LEDGER)
    plan = inventory.preview_repair(now=NOW)
    assert (differences(), run_sql(LEDGER), stock.repairs(limit=9), plan.id) == (wrong, ledger, [], None)
    done = repair(seen=plan.mark)
    assert (done.changes, done.mark) == (plan.changes, plan.mark)


def test_another_plan_than_the_one_agreed_to_is_not_done(db):
    open_company()
    run_sql("UPDATE inventory_binstock SET quantity = 14 WHERE bin_id = %s", bin_id("BRS", "A1"))
    plan = inventory.preview_repair(now=NOW)
    run_sql("UPDATE inventory_binstock SET quantity = 15 WHERE bin_id = %s", bin_id("BRS", "A1"))
    wrong = differences()
    with pytest.raises(Refusal) as refused:
        repair(seen=plan.mark)
    assert (refused.value.code, differences(), stock.repairs(limit=9)) == ("BOOKS_MOVED", wrong, [])


def test_clean_books_are_left_alone(db):
    open_company()
    place_and_source("1", {"MUG": 4})
    before = run_sql(LEDGER), run_sql("SELECT count(*) FROM outbox_event")
    done = repair()
    assert (done.id, done.changes, stock.repairs(limit=9)) == (None, (), [])
    assert (run_sql(LEDGER), run_sql("SELECT count(*) FROM outbox_event")) == before


def test_a_repair_that_is_cut_off_in_its_middle_has_not_happened(own_db):
    open_company()
    run_sql("UPDATE inventory_binstock SET quantity = 14 WHERE bin_id = %s", bin_id("BRS", "A1"))
    run_sql("UPDATE inventory_stocklevel SET reserved = 3 WHERE warehouse_id = %s AND on_hand = 20", site("BRS"))
    wrong, ledger = differences(), run_sql(LEDGER)
    # The last thing a repair writes is refused by the database, as if it had died there.
    run_sql("ALTER TABLE inventory_repairedrow ADD CONSTRAINT dead CHECK (before < 0)")
    with pytest.raises(Exception, match="dead"):
        repair()
    assert (differences(), run_sql(LEDGER), stock.repairs(limit=9)) == (wrong, ledger, [])
    run_sql("ALTER TABLE inventory_repairedrow DROP CONSTRAINT dead")
    repair()
    assert differences() == {}


def test_work_goes_on_beside_a_repair_and_the_books_are_right_after_both(own_db):
    open_company()
    for nth in range(6):
        place_and_source(str(nth), {"MUG": 1, "BOOK": 1})
    run_sql("UPDATE inventory_binstock SET quantity = 40 WHERE bin_id = %s", bin_id("BRS", "A1"))

    def work(nth):
        if nth == 0:
            return repair().id
        receive("BRS", "A2", "BOOK", nth)
        return 0

    done = at_once(6, work)
    relay()
    assert max(done) > 0
    assert differences() == {}


def test_a_vacuum_of_stock_is_waited_for(own_db):
    open_company()
    run_sql("UPDATE inventory_binstock SET quantity = 14 WHERE bin_id = %s", bin_id("BRS", "A1"))
    with psycopg.connect(own_db) as other:
        # What a vacuum holds; it goes on for longer than ten hurried tries.
        other.execute("LOCK TABLE inventory_binstock IN SHARE UPDATE EXCLUSIVE MODE")
        vacuum = threading.Thread(target=lambda: (other.execute("SELECT pg_sleep(3)"), other.commit()))
        vacuum.start()
        repair()
        vacuum.join()
    assert differences() == {}


def test_stock_that_others_hold_is_not_waited_for_without_end(own_db, monkeypatch):
    verb = import_module("packhorse.inventory.operations.repair")  # the package calls its verb so
    monkeypatch.setattr(verb, "PATIENCE", "200ms")
    open_company()
    run_sql("UPDATE inventory_binstock SET quantity = 14 WHERE bin_id = %s", bin_id("BRS", "A1"))
    with psycopg.connect(own_db) as other:
        other.execute("SELECT * FROM inventory_stocklevel FOR UPDATE")
        with pytest.raises(Refusal) as refused:
            repair()
    assert (refused.value.code, stock.repairs(limit=9)) == ("STOCK_BUSY", [])
    repair()
    assert differences() == {}
