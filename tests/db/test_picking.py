"""The picker's walk: one list, one picker, one count a scan, and what happens when goods are missing."""

from datetime import timedelta

import pytest
from company import (
    NOW,
    PACKS,
    bin_id,
    cancel,
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
    scan,
    site,
    state,
    waiting,
)

from db.floor import at_once, fulfillment, pick, pick_list, put, short, take, walk, wave
from packhorse.errors import Refusal
from packhorse.picking import operations
from packhorse.picking import queries as lists
from packhorse.picking.rules import Cart
from packhorse.sourcing import queries as sourcing
from packhorse.sourcing.operations import let_go


def begun(lines=None, **more):
    """An order of Bristol on a list that the picker has taken: (order id, list id, tasks)."""
    open_company(**more)
    order_id = place_and_source("1", lines or {"MUG": 2})
    (list_id,) = wave("BRS")
    take(list_id)
    return order_id, list_id, lists.tasks(list_id)


def test_nothing_to_pick_makes_no_wave(db):
    open_company()
    assert wave("BRS") == []
    with pytest.raises(Refusal) as refused:
        operations.plan_wave(warehouse_id=0, now=NOW, actor="lead")
    assert refused.value.status == 404


@pytest.mark.parametrize("pack", PACKS["MUG"], ids=lambda pack: pack.level)
def test_a_packs_barcode_is_the_item_and_the_units_are_those_that_were_typed(db, pack):
    _, _, (task,) = begun({"MUG": 2})
    with pytest.raises(Refusal, match="Take 2, not"):
        pick(task, item=pack.barcode, quantity=pack.units)
    assert pick(task, item=pack.barcode, quantity=2).units == 2
    assert differences() == {}


def test_an_order_is_on_one_list_only(db):
    open_company()
    order_id = place_and_source("1")
    assert len(wave("BRS")) == 1
    assert wave("BRS") == []
    assert fulfillment(order_id).state == "released"


def test_a_wave_takes_what_leaves_first(db):
    open_company()
    late = place_and_source("1", now=NOW + timedelta(days=2))
    soon = place_and_source("2", now=NOW)
    (first,), (second,) = wave("BRS", limit=1), wave("BRS", limit=1)
    assert [lists.tasks(each)[0].order_id for each in (first, second)] == [soon, late]


def test_a_cart_holds_no_more_orders_than_totes_and_no_more_stops_than_it_may(db):
    open_company()
    for nth in range(5):
        place_and_source(f"{nth}", {"MUG": 1, "BOOK": 1})
    made = wave("BRS", cart=Cart(totes=2, tasks=3))
    assert [len({task.fulfillment_id for task in lists.tasks(each)}) for each in made] == [1] * 5
    assert sum(lists.pick_list(each).tasks for each in made) == 10


def test_a_pick_takes_the_goods_and_the_last_one_ends_the_list(db):
    order_id, list_id, (first, second) = begun({"MUG": 2, "BOOK": 1})
    answer = pick(first)
    assert (answer.units, answer.tote, answer.list_done, answer.again) == (2, 1, False, False)
    assert in_bin("BRS", "A1", "MUG") == (8, 0)
    assert pick(second).list_done is True
    relay()
    assert lists.pick_list(list_id).state == "done"
    assert run_sql("SELECT state FROM picking_wave") == [("done",)]
    assert fulfillment(order_id).state == "picked"
    assert kinds(order_id)[-3:] == ["WaveReleased", "PickingStarted", "PicksDone"]
    assert lists.picked_within(NOW, NOW + timedelta(seconds=1)) == (2, 3)
    assert lists.picked_within(NOW - timedelta(days=1), NOW) == (0, 0)


@pytest.mark.parametrize(
    ("wrong", "code", "words"),
    [
        ({"bin": "BRS-A2"}, "WRONG_BIN", "this is A2. Go to A1"),
        ({"bin": "LDS-A1"}, "WRONG_BIN", "Go to A1"),
        ({"bin": "nonsense"}, "WRONG_BIN", "no bin"),
        ({"item": "BOOK"}, "WRONG_ITEM", "this is BOOK"),
        ({"item": "nonsense"}, "WRONG_ITEM", "no product"),
        ({"quantity": 1}, "WRONG_QUANTITY", "Take 2, not 1"),
        ({"quantity": 3}, "WRONG_QUANTITY", "Take 2, not 3"),
        ({"quantity": 0}, "WRONG_QUANTITY", "Take 2, not 0"),
        ({"actor": "other"}, "NOT_YOUR_LIST", "belongs to picker"),
    ],
)
def test_a_wrong_scan_is_refused_and_changes_nothing(db, wrong, code, words):
    _, list_id, (task,) = begun()
    with pytest.raises(Refusal) as refused:
        pick(task, **wrong)
    assert refused.value.code == code
    assert words in refused.value.text
    assert lists.tasks(list_id) == [task]
    assert (level("MUG", "BRS"), in_bin("BRS", "A1", "MUG")) == ((10, 2), (10, 2))
    assert pick(task).units == 2  # the right scan is still taken


def test_a_task_that_is_not_there_cannot_be_picked(db):
    begun()
    with pytest.raises(Refusal) as refused:
        operations.pick(task_id=0, bin_code="", item_code="", quantity=1, scan_id=scan(), now=NOW, actor="picker")
    assert refused.value.status == 404


def test_the_same_scan_twice_counts_once(db):
    _, _, (task, _) = begun({"MUG": 2, "BOOK": 1})
    sent = scan()
    assert not pick(task, scan_id=sent).again
    again = pick(task, scan_id=sent)
    assert (again.again, again.units) == (True, 2)
    assert in_bin("BRS", "A1", "MUG") == (8, 0)
    with pytest.raises(Refusal) as refused:
        pick(task)
    assert refused.value.code == "TASK_CLOSED"


def test_a_list_belongs_to_one_picker(db):
    open_company()
    place_and_source("1")
    (list_id,) = wave("BRS")
    with pytest.raises(Refusal, match="take the list first"):
        pick(lists.tasks(list_id)[0])
    take(list_id)
    take(list_id)
    with pytest.raises(Refusal, match="picker has it") as refused:
        take(list_id, "other")
    assert refused.value.code == "LIST_TAKEN"
    pick_list(list_id)
    with pytest.raises(Refusal, match="it is done"):
        take(list_id)
    with pytest.raises(Refusal, match="no pick list"):
        take(0)


def test_of_pickers_who_race_for_a_list_one_gets_it(own_db):
    open_company()
    order_id = place_and_source("1")
    (list_id,) = wave("BRS")
    answers = at_once(8, lambda nth: take(list_id, f"picker {nth}"))
    assert answers.count(None) == 1
    assert {each.code for each in answers if each} == {"LIST_TAKEN"}
    assert lists.pick_list(list_id).picker == f"picker {answers.index(None)}"
    relay()
    assert kinds(order_id).count("PickingStarted") == 1


def test_leads_who_plan_at_once_put_no_order_on_two_lists(own_db):
    open_company()
    ids = [place_and_source(f"{nth}") for nth in range(6)]
    answers = at_once(4, lambda nth: operations.plan_wave(warehouse_id=site("BRS"), now=NOW, actor=f"lead {nth}"))
    assert answers.count(None) == 3
    assert [len(lists.of_order(each)) for each in ids] == [1] * 6
    relay()
    assert differences() == {}


def test_a_scan_that_is_sent_many_times_at_once_counts_once(own_db):
    _, _, (task, _) = begun({"MUG": 2, "BOOK": 1})
    sent = scan()
    answers = at_once(8, lambda nth: pick(task, scan_id=sent))
    assert [answer.again for answer in answers].count(False) == 1
    assert in_bin("BRS", "A1", "MUG") == (8, 0)


def test_pickers_go_to_the_nearest_pick_face_and_to_reserve_for_whole_packs(db):
    """What is kept in reserve lies nearest to the depot, and gives cases of twelve."""
    open_company(stocked={})
    receive("BRS", "C3", "MUG", 30)
    receive("BRS", "B1", "MUG", 40)
    receive("BRS", "A1", "MUG", 30)
    run_sql("UPDATE network_bin SET use = 'reserve' WHERE id = %s", bin_id("BRS", "A1"))
    place_and_source("1", {"MUG": 5})
    place_and_source("2", {"MUG": 12})
    where = {task.quantity: task.bin_id for list_id in wave("BRS") for task in lists.tasks(list_id)}
    assert where == {5: bin_id("BRS", "B1"), 12: bin_id("BRS", "A1")}


def test_a_short_pick_finds_the_rest_again(db):
    order_id, _, (task,) = begun()
    answer = short(task, 1)
    assert (answer.units, answer.list_done) == (1, True)
    relay()
    assert (level("MUG", "BRS"), level("MUG", "LDS")) == ((9, 1), (10, 1))  # what Bristol has is in doubt
    (second,) = wave("LDS")
    take(second)
    assert short(lists.tasks(second)[0], 0).list_done
    relay()
    assert counts(order_id) == [(2, 0, 2, 0, 0)]
    assert kinds(order_id).count("PickShort") == 2
    assert differences() == {}


def test_a_short_pick_goes_to_another_warehouse_when_the_first_has_no_more(db):
    order_id, list_id, (task,) = begun(stocked={"BRS": {"A1": ("MUG", 2)}, "LIL": {"A1": ("MUG", 1)}})
    short(task, 1)
    relay()
    rows = {row.warehouse_id: row.state for row in sourcing.of_order(order_id)}
    assert rows == {site("BRS"): "picked", site("LIL"): "open"}
    assert (level("MUG", "BRS"), level("MUG", "LIL")) == ((1, 1), (1, 1))
    assert (state(order_id), counts(order_id)) == ("sourced", [(2, 0, 2, 0, 0)])
    closed = lists.tasks(list_id)[0]
    assert (closed.state, closed.picked, closed.reason) == ("short", 1, "not in the bin")
    assert differences() == {}


def test_a_short_pick_becomes_a_backorder_when_nobody_has_more(db):
    order_id, _, (task,) = begun(stocked={"BRS": {"A1": ("MUG", 2)}})
    short(task, 0)
    relay()
    assert (state(order_id), waiting()) == ("backordered", 1)
    assert [row.state for row in sourcing.of_order(order_id)] == ["cancelled"]
    assert level("MUG", "BRS") == (0, 0)
    assert kinds(order_id)[-1] == "OrderBackordered"
    assert differences() == {}


def test_the_same_short_report_twice_counts_once(db):
    _, _, (task, _) = begun({"MUG": 2, "BOOK": 1})
    sent = scan()
    short(task, 1, scan_id=sent)
    assert short(task, 1, scan_id=sent).again is True
    assert level("MUG", "BRS") == (9, 1)


@pytest.mark.parametrize("found", [-1, 2, 3])
def test_a_short_pick_is_short(db, found):
    _, _, (task,) = begun()
    with pytest.raises(Refusal) as refused:
        short(task, found)
    assert refused.value.code == "NOT_SHORT"
    assert level("MUG", "BRS") == (10, 2)


def test_goods_that_nobody_wants_any_more_are_left_in_the_bin(db):
    order_id, list_id, (task,) = begun()
    cancel(order_id)
    let_go([order_id], now=NOW)  # the picker's list has not heard of it yet
    with pytest.raises(Refusal) as refused:
        pick(task)
    assert refused.value.code == "NOT_WAITING"
    relay()
    assert lists.pick_list(list_id).state == "done"
    with pytest.raises(Refusal):
        put(list_id, "MUG")
    assert in_bin("BRS", "A1", "MUG") == (10, 0)


def test_walked_ways_are_added_up_when_lists_are_done(db):
    open_company()
    order_id = place_and_source("1")
    (list_id,) = walk("BRS")
    row = lists.pick_list(list_id)
    assert lists.walked_mm([fulfillment(order_id).id]) == (row.route_mm, row.baseline_mm) == (6000, 6000)
    assert product("MUG").id == lists.tasks(list_id)[0].product_id
