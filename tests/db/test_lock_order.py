"""Whoever works on the same goods at once locks them in one order: nobody's work is thrown away as a deadlock."""

from company import (
    NOW,
    _receipt,
    bin_id,
    cancel,
    change,
    differences,
    line_ids,
    open_company,
    place_and_source,
    receive,
    run_sql,
)
from django.db import transaction

from db.floor import short, take, wave
from db.locks import in_turn, thread, waiters
from packhorse.inventory import operations as inventory
from packhorse.picking import queries as lists
from packhorse.placing import operations as placing
from packhorse.placing.rules import Edit
from packhorse.sourcing import operations as sourcing
from packhorse.web import parting

FIRST = "SELECT 1 FROM inventory_allocation WHERE id = (SELECT min(id) FROM inventory_allocation) FOR UPDATE"
MUGS = (
    "SELECT 1 FROM inventory_binstock WHERE product_id = (SELECT id FROM catalog_product WHERE sku = 'MUG') FOR UPDATE"
)


def refused(answers):
    return [each for each in answers if "deadlock" in str(each).lower()]


def test_a_wave_and_a_write_off(own_db):
    open_company(stocked={"BRS": {"A1": ("MUG", 10)}})
    place_and_source("1", {"MUG": 5})
    place_and_source("2", {"MUG": 5})
    assert refused(in_turn(FIRST, lambda: wave("BRS"), lambda: change("BRS", "A1", "MUG", -8))) == []
    assert differences() == {}


def test_a_wave_and_what_is_added_to_it_at_the_same_moment(own_db):
    """Where what is added comes before what the wave holds already, it lets go of that first."""
    open_company(stocked={"BRS": {"A1": ("MUG", 10)}})
    for number in "123":
        place_and_source(number, {"MUG": 1})
    (first, second, third) = run_sql("SELECT id, fulfillment_id, warehouse_id FROM inventory_allocation ORDER BY id")
    answers = {}

    def plan():
        return inventory.plan_picks(warehouse_id=first[2], fulfillment_ids=[first[1], third[1]], now=NOW)

    def write_off():
        with transaction.atomic():
            run_sql("SELECT 1 FROM inventory_allocation WHERE id = %s FOR UPDATE", second[0])
            waiters(1)  # the wave, for this one
            run_sql("SELECT 1 FROM inventory_allocation WHERE id = %s FOR UPDATE", third[0])

    with transaction.atomic():
        run_sql("SELECT 1 FROM inventory_allocation WHERE id = %s FOR UPDATE", first[0])
        run_sql("UPDATE inventory_allocation SET fulfillment_id = %s WHERE id = %s", first[1], second[0])
        made = [thread(plan, answers, "wave")]
        waiters(1)
        made.append(thread(write_off, answers, "write off"))
        waiters(2)
    for each in made:
        each.join(30)
    assert answers["write off"] == "done"
    assert [pick.allocation_id for pick in answers["wave"]] == [first[0], second[0], third[0]]


def test_a_wave_that_is_kept_while_a_split_waits_for_its_goods(own_db):
    """Its tasks name the line that the split has locked: a key that nobody changes keeps nobody waiting."""
    open_company(stocked={"BRS": {"A1": ("MUG", 10)}})
    order_id = place_and_source("1", {"MUG": 2})
    units, answers = {line_ids(order_id)[0]: 1}, {}
    with transaction.atomic():
        wave("BRS")
        made = thread(lambda: parting.split(order_id=order_id, units=units, now=NOW, actor="agent"), answers, "split")
        waiters(1)
    made.join(30)
    assert answers["split"].startswith("Refusal"), answers
    assert differences() == {}


def test_a_wave_and_a_cancellation(own_db):
    open_company(stocked={})
    receive("BRS", "A2", "MUG", 10)  # this bin's row is the older one, though the bin's own id is higher
    receive("BRS", "A1", "BOOK", 10)
    assert bin_id("BRS", "A1") < bin_id("BRS", "A2")
    first = place_and_source("1", {"MUG": 2, "BOOK": 2})
    wave("BRS")
    place_and_source("2", {"MUG": 2, "BOOK": 2})
    units = dict.fromkeys(line_ids(first), 2)

    def release():
        return inventory.release(units, picked=False, now=NOW, actor="agent", cause="order cancelled")

    assert refused(in_turn(MUGS, lambda: wave("BRS"), release)) == []


def test_a_wave_and_orders_of_which_one_is_cancelled_whole_and_one_in_part(own_db):
    open_company(stocked={"BRS": {"A1": ("MUG", 10)}})
    in_part, whole = place_and_source("1", {"MUG": 2}), place_and_source("2", {"MUG": 1})
    cancel(in_part, {line_ids(in_part)[0]: 1})
    cancel(whole)

    def let_go():
        return sourcing.let_go([in_part, whole], now=NOW)

    assert refused(in_turn(FIRST, lambda: wave("BRS"), let_go)) == []
    assert differences() == {}


def test_goods_that_are_allocated_at_the_same_moment_do_not_hold_up_a_cancellation(own_db):
    """At its end sourcing's transaction looks whether the lines and orders are there that it names, in any order."""
    open_company(stocked={"BRS": {"A1": ("MUG", 10)}})
    order_id, answers = place_and_source("1", {"MUG": 3}), {}
    (line,) = line_ids(order_id)

    def change_it():
        cancel(order_id, {line: 1})
        wanted = Edit(quantities={line: 1})
        placing.edit(order_id=order_id, wanted=wanted, now=NOW, actor="agent")

    with transaction.atomic():
        run_sql("SELECT 1 FROM placing_orderline FOR KEY SHARE")
        run_sql("SELECT 1 FROM placing_order FOR KEY SHARE")
        thread(change_it, answers, "change").join(10)
        assert answers == {"change": "done"}


def test_what_others_have_locked_is_not_joined(own_db):
    """Sourcing holds goods by then for which they may wait."""
    open_company(stocked={"BRS": {"A1": ("MUG", 10)}})
    place_and_source("1", {"MUG": 1})
    place_and_source("2", {"MUG": 1})
    (first, second) = (pk for (pk,) in run_sql("SELECT id FROM sourcing_fulfillmentorder ORDER BY id"))
    answers = {}

    def look():
        with transaction.atomic():
            return inventory.lock_unplanned([first, second])

    with transaction.atomic():
        run_sql(FIRST)
        thread(look, answers, "joinable").join(10)
        assert answers["joinable"] == {second}
    assert look() == {first, second}


def test_a_wave_and_goods_that_arrive(own_db):
    open_company(stocked={})
    receive("BRS", "A2", "MUG", 10)
    receive("BRS", "A1", "BOOK", 10)
    place_and_source("1", {"MUG": 2, "BOOK": 2})

    def arrive():
        receipts = [_receipt("BRS", "A1", "BOOK", 1), _receipt("BRS", "A2", "MUG", 1)]
        return inventory.receive(receipts, now=NOW, actor="dock", cause="delivery")

    assert refused(in_turn(MUGS, lambda: wave("BRS"), arrive)) == []
    assert run_sql("SELECT count(*) FROM picking_picklist") == [(1,)]
    assert differences() == {}


def test_a_wave_and_a_look_at_what_a_repair_would_do(own_db):
    open_company(stocked={"BRS": {"A1": ("MUG", 10)}})
    place_and_source("1", {"MUG": 5})
    run_sql("UPDATE inventory_binstock SET planned = 1")  # something to be repaired

    def preview():
        return inventory.preview_repair(now=NOW)

    held = "SELECT 1 FROM inventory_allocation FOR UPDATE"
    made, _ = in_turn(held, lambda: wave("BRS"), preview)
    assert refused([made]) == [] and len(made) == 1


def begun(number, units):
    """The one task of an order for so many mugs, on a list of its own that is taken."""
    place_and_source(number, {"MUG": units})
    (list_id,) = wave("BRS")
    take(list_id)
    (task,) = lists.tasks(list_id)
    return task


def test_a_wave_and_a_short_pick_that_is_planned_anew_in_other_bins(own_db):
    """The short pick's own bin comes last in the order of locks, and what helps it first."""
    open_company(stocked={})
    receive("BRS", "B1", "MUG", 4)
    receive("BRS", "A1", "MUG", 7)
    task = begun("1", 6)
    assert task.bin_id == bin_id("BRS", "A1")
    place_and_source("2", {"MUG": 2})
    held = f"SELECT 1 FROM inventory_binstock WHERE bin_id = {bin_id('BRS', 'B1')} FOR UPDATE"
    made, said = in_turn(held, lambda: wave("BRS"), lambda: short(task, 2))
    assert refused([made, said]) == [] and (len(made), said.more) == (1, 2)
    assert differences() == {}


def test_two_short_picks_that_look_into_each_others_bins(own_db):
    open_company(stocked={"BRS": {"A1": ("MUG", 9), "B1": ("MUG", 8)}})
    first, second = begun("1", 8), begun("2", 7)
    assert [first.bin_id, second.bin_id] == [bin_id("BRS", "A1"), bin_id("BRS", "B1")]
    answers = in_turn(MUGS, lambda: short(first, 7, reason="other"), lambda: short(second, 6, reason="other"))
    assert refused(answers) == []
    assert [each.more for each in answers] == [1, 1]
    assert differences() == {}
